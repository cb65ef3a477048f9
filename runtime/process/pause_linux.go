package process

import (
	"syscall"
	"time"
)

// pause waits by the clock of the system. On the simulated clock of a test no time passes
// meanwhile: what is left of other programs does not move the instants of a session.
func pause(d time.Duration) {
	left := syscall.NsecToTimespec(int64(d))
	for syscall.Nanosleep(&left, &left) == syscall.EINTR {
	}
}
