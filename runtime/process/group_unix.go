//go:build unix

package process

import (
	"os"
	"os/exec"
	"syscall"
)

// endSignals ask a program to end.
var endSignals = []os.Signal{syscall.SIGTERM, syscall.SIGINT}

// ownGroup puts a process into a process group of its own. If the system can do
// that, it kills the process when the thread that starts it ends.
func ownGroup(cmd *exec.Cmd) {
	if cmd.SysProcAttr == nil {
		cmd.SysProcAttr = &syscall.SysProcAttr{}
	}
	cmd.SysProcAttr.Setpgid = true
	dieWithParent(cmd.SysProcAttr)
}

// apart puts a process into a session of its own, without a terminal.
func apart(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true} }

// killGroup kills all processes of a group; 0 is none.
func killGroup(group int) {
	if group > 1 {
		_ = syscall.Kill(-group, syscall.SIGKILL)
	}
}

// signalGroup asks all processes of the command's group to end, or kills them.
func signalGroup(cmd *exec.Cmd, kill bool) {
	sig := syscall.SIGTERM
	if kill {
		sig = syscall.SIGKILL
	}
	_ = syscall.Kill(-cmd.Process.Pid, sig)
}
