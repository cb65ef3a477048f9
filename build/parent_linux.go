package build

import (
	"os/exec"
	"syscall"
)

// endWithParent has the command killed if this process is killed.
func endWithParent(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
}
