//go:build !linux

package alarm

import "time"

// A systemTimer is a timer of Go's on this system.
type systemTimer struct{}

func newSystemTimer(chan<- struct{}) *systemTimer { return nil }
func (*systemTimer) set(time.Duration) bool       { return false }
func (*systemTimer) close()                       {}
