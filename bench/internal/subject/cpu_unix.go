//go:build unix

package subject

import (
	"syscall"
	"time"
)

// cpu returns the CPU time of this process, and that of the children that it has waited for.
func cpu() (own, children time.Duration) {
	return used(syscall.RUSAGE_SELF), used(syscall.RUSAGE_CHILDREN)
}

func used(who int) time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(who, &usage); err != nil {
		return 0
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}
