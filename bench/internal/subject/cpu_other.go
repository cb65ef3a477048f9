//go:build !unix

package subject

import "time"

// cpu is not known on this system.
func cpu() (own, children time.Duration) { return 0, 0 }
