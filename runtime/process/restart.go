package process

import (
	"os"
	"os/exec"
)

// Relaunch starts a program that goes on when this process ends, with the
// environment of this process. A detached program has a session of its own, apart
// from the terminal, and no standard streams; any other has those of this
// process.
func Relaunch(program string, args []string, detached bool) error {
	cmd := exec.Command(program, args...)
	if detached {
		apart(cmd)
	} else {
		cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	return cmd.Process.Release()
}
