//go:build !unix

package process

import (
	"errors"
	"os/exec"
)

// runAs fails: this system has no such users.
func runAs(*exec.Cmd, string) error {
	return errors.New("this system cannot start a command as another user")
}
