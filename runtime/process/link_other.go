//go:build !unix && !windows

package process

import (
	"errors"
	"os/exec"
)

var errNoLink = errors.New("this system has no inherited files")

func joined() (ours, theirs link, err error) { return ours, theirs, errNoLink }

func inherit(*exec.Cmd, link) func() { return func() {} }

func inherited(int) (link, error) { return link{}, errNoLink }
