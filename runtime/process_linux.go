package runtime

import "syscall"

// groupAttr puts a process into a group of its own and has it killed when the
// scheduler dies.
func groupAttr() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
}
