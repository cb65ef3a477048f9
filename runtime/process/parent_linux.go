package process

import (
	"errors"
	"os"
	"syscall"
)

// dieWithParent has the kernel kill a process when the thread that started it
// ends.
func dieWithParent(attr *syscall.SysProcAttr) { attr.Pdeathsig = syscall.SIGKILL }

// madeBy reports an error if another process than this one has made the pair of
// sockets. The kernel knows which.
func madeBy(socket, pid int) error {
	maker, err := syscall.GetsockoptUcred(socket, syscall.SOL_SOCKET, syscall.SO_PEERCRED)
	if err != nil {
		return os.NewSyscallError("getsockopt", err)
	}
	if int(maker.Pid) != pid {
		return errors.New("the inherited socket is of another process")
	}
	return nil
}
