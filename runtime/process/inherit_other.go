//go:build !unix && !windows

package process

import (
	"errors"
	"os"
	"os/exec"
)

func inherit(*exec.Cmd, *os.File, *os.File) func() { return func() {} }

func inherited() (in, out *os.File, err error) {
	return nil, nil, errors.New("this system has no inherited files")
}
