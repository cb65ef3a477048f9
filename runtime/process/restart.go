package process

import (
	"os"
	"os/exec"
	"os/signal"
	"sync/atomic"
)

var beforeReset atomic.Pointer[func()]

// BeforeReset has f called by [ResetSignals] first. A program that gets its signals from a
// channel stops that in f, and heeds those that have come: they would be lost.
func BeforeReset(f func()) { beforeReset.Store(&f) }

// ResetSignals has signals do from now on what they did when this program began.
func ResetSignals() {
	if f := beforeReset.Load(); f != nil {
		(*f)()
	}
	signal.Reset()
}

// Relaunch starts a program that goes on when this process ends, with the
// environment and the standard streams of this process. A detached program has a
// session of its own, apart from the terminal; instead of the streams that are a
// terminal's it has empty ones.
func Relaunch(program string, args []string, detached bool) (*os.Process, error) {
	cmd := exec.Command(program, args...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	if detached {
		apart(cmd)
		if isTerminal(os.Stdin) {
			cmd.Stdin = nil
		}
		if isTerminal(os.Stdout) {
			cmd.Stdout = nil
		}
		if isTerminal(os.Stderr) {
			cmd.Stderr = nil
		}
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	return cmd.Process, nil
}
