//go:build unix

package runtime

import (
	"os"
	"os/exec"
	"syscall"
)

// endSignals ask a program to end.
var endSignals = []os.Signal{syscall.SIGTERM, syscall.SIGINT}

func ownGroup(cmd *exec.Cmd) { cmd.SysProcAttr = groupAttr() }

// signalGroup asks all processes of the command's group to end, or kills them.
func signalGroup(cmd *exec.Cmd, kill bool) {
	sig := syscall.SIGTERM
	if kill {
		sig = syscall.SIGKILL
	}
	_ = syscall.Kill(-cmd.Process.Pid, sig)
}

// replaceProcess executes a program in place of this process. It returns only
// where that failed.
func replaceProcess(exe string, args, env []string) error { return syscall.Exec(exe, args, env) }

// ownSession puts a process into a session of its own, without a terminal.
func ownSession(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true} }
