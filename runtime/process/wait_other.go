//go:build !linux

package process

import "os/exec"

// watchEnd returns a function that reports that it did not wait.
func watchEnd(*exec.Cmd) (awaitEnd func(pid int) bool) { return func(int) bool { return false } }
