//go:build unix && !linux

package runtime

import "syscall"

func dieWithParent(*syscall.SysProcAttr) {}
