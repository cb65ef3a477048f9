//go:build !unix

package rocket

import (
	"fmt"
	"os/exec"
)

// runAs fails: this system has no such users.
func runAs(_ *exec.Cmd, user string) error {
	return fmt.Errorf("user %q: this system cannot start a command as another user", user)
}
