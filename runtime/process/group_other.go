//go:build !unix

package process

import (
	"os"
	"os/exec"
)

// endSignals ask a program to end.
var endSignals = []os.Signal{os.Interrupt}

func ownGroup(*exec.Cmd) {}

// apart does nothing: this system has no sessions.
func apart(*exec.Cmd) {}

// signalGroup kills the process of the command, because this system has no
// process groups that could be asked to end.
func signalGroup(cmd *exec.Cmd, _ bool) { _ = cmd.Process.Kill() }
