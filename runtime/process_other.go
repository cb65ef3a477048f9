//go:build !unix

package rocket

import (
	"os"
	"os/exec"
)

// endSignals ask a program to end.
var endSignals = []os.Signal{os.Interrupt}

func ownGroup(*exec.Cmd) {}

// signalGroup kills the process of the command: there are no groups to ask.
func signalGroup(cmd *exec.Cmd, _ bool) { _ = cmd.Process.Kill() }

// replaceProcess reports that it did nothing: a new process has to do.
func replaceProcess(string, []string, []string) error { return nil }

func ownSession(*exec.Cmd) {}
