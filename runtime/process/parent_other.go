//go:build unix && !linux

package process

import "syscall"

// dieWithParent does nothing: this system cannot kill a process with its parent.
func dieWithParent(*syscall.SysProcAttr) {}
