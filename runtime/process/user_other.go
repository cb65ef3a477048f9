//go:build !unix

package process

import (
	"errors"
	"os"
	"os/exec"
)

// runAs fails: this system has no such users.
func runAs(*exec.Cmd, string) error {
	return errors.New("this system cannot start a command as another user")
}

// What keeps a process from a working directory.
var (
	errNoDirectory = errors.New("not a directory")
	errNotEntered  = os.ErrPermission
)

// mayEnter reports true: this system does not tell whom it lets enter a directory.
func mayEnter(dir, user string) bool { return true }
