//go:build !unix

package process

import "errors"

// Replace returns [errors.ErrUnsupported]: this system cannot execute a program
// in place of a process.
func Replace(program string, args, env []string) error { return errors.ErrUnsupported }
