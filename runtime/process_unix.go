//go:build unix

package rocket

import (
	"os"
	"os/exec"
	"syscall"
)

// endSignals ask a program to end.
var endSignals = []os.Signal{syscall.SIGTERM, syscall.SIGINT}

// ownGroup puts a process into a group of its own and, where the system can do
// that, has it killed when the scheduler dies.
func ownGroup(cmd *exec.Cmd) {
	if cmd.SysProcAttr == nil {
		cmd.SysProcAttr = &syscall.SysProcAttr{}
	}
	cmd.SysProcAttr.Setpgid = true
	dieWithParent(cmd.SysProcAttr)
}

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
