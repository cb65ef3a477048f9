//go:build unix

package process

import (
	"errors"
	"slices"
	"syscall"
)

// refusals are what a system says that has no room for a process or a file. EBADF is one:
// a process that starts moves its files to higher numbers, which may be above the limit.
var refusals = []error{
	syscall.EAGAIN, syscall.ENOMEM, syscall.EMFILE, syscall.ENFILE, syscall.EBADF,
}

// refused reports whether the system had no room for what was asked.
func refused(err error) bool {
	return slices.ContainsFunc(refusals, func(r error) bool { return errors.Is(err, r) })
}
