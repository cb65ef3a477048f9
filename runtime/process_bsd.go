//go:build unix && !linux

package rocket

import "syscall"

func dieWithParent(*syscall.SysProcAttr) {}
