package process

import (
	"os"
	"os/exec"
	"os/signal"
	"sync"
	"syscall"
	"unsafe"
)

// handles says whether to wait by handles of processes (pidfds), if the kernel gives
// them. Only tests wait without.
var handles = true

// watchEnd prepares to wait for the end of a process that has not started yet. The
// function that it returns waits, without a thread that waits meanwhile. It leaves
// the process to be reaped, and reports that it did.
func watchEnd(cmd *exec.Cmd) (awaitEnd func(pid int) bool) {
	handle := -1
	if handles {
		cmd.SysProcAttr.PidFD = &handle
	}
	return func(pid int) bool {
		if handle < 0 || !awaitReadable(handle, pid) {
			awaitSignal(pid)
		}
		return true
	}
}

// awaitReadable waits until the handle of a process, a pidfd, can be read, which is
// when the process has ended. It closes the handle. It returns false if the system
// cannot wait for that.
func awaitReadable(handle, pid int) bool {
	_ = syscall.SetNonblock(handle, true)
	file := os.NewFile(uintptr(handle), "pidfd")
	defer file.Close()
	conn, err := file.SyscallConn()
	if err != nil {
		return false
	}
	return conn.Read(func(uintptr) bool { return hasEnded(pid) }) == nil
}

// childEnds is signalled when a child of this process may have ended.
var childEnds = sync.OnceValue(func() *sync.Cond {
	ends := sync.NewCond(&sync.Mutex{})
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGCHLD)
	go func() {
		for range signals {
			ends.L.Lock()
			ends.Broadcast()
			ends.L.Unlock()
		}
	}()
	return ends
})

// awaitSignal waits for the end of a process whose handle the kernel does not give.
func awaitSignal(pid int) {
	ends := childEnds()
	ends.L.Lock()
	defer ends.L.Unlock()
	for !hasEnded(pid) {
		ends.Wait()
	}
}

// hasEnded reports whether a child has ended. It does not reap it.
func hasEnded(pid int) bool {
	const byPid = 1     // P_PID
	var info [32]uint32 // siginfo_t; its first field is 0 if the child has not ended
	for {
		_, _, err := syscall.Syscall6(syscall.SYS_WAITID, byPid, uintptr(pid),
			uintptr(unsafe.Pointer(&info)), syscall.WEXITED|syscall.WNOWAIT|syscall.WNOHANG, 0, 0)
		if err != syscall.EINTR {
			return err != 0 || info[0] != 0
		}
	}
}
