package process

import (
	"syscall"
	"unsafe"
)

// awaitUnreaped waits until a child has ended, and leaves it to be reaped. It
// reports whether the kernel could do that.
func awaitUnreaped(pid int) bool {
	const byPid = 1     // P_PID
	var info [16]uint64 // siginfo_t
	for {
		_, _, err := syscall.Syscall6(syscall.SYS_WAITID, byPid, uintptr(pid),
			uintptr(unsafe.Pointer(&info)), syscall.WEXITED|syscall.WNOWAIT, 0, 0)
		if err != syscall.EINTR {
			return err == 0
		}
	}
}
