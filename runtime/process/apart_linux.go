package process

import (
	"os"
	"strconv"
	"syscall"
)

// leaveFiles closes the files that this process has inherited, but for the standard
// streams and the link. Those that it has opened itself are closed on exec.
func leaveFiles() {
	entries, _ := os.ReadDir("/proc/self/fd")
	for _, entry := range entries {
		file, err := strconv.Atoi(entry.Name())
		if err != nil || file <= syscall.Stderr || file == linkFile {
			continue
		}
		flags, _, errno := syscall.Syscall(syscall.SYS_FCNTL, uintptr(file), syscall.F_GETFD, 0)
		if errno == 0 && flags&syscall.FD_CLOEXEC == 0 {
			syscall.Close(file)
		}
	}
}

// takeName changes the name under which the system lists this process.
func takeName(name string) { _ = os.WriteFile("/proc/self/comm", []byte(name), 0) }
