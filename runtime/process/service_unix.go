//go:build unix

package process

import (
	"os"
	"syscall"
)

// sendDatagram sends a text to a socket in the file system or, if its name begins
// with @, to an abstract one. It waits for at most a second.
func sendDatagram(socket, text string) error {
	fd, err := syscall.Socket(syscall.AF_UNIX, syscall.SOCK_DGRAM, 0)
	if err != nil {
		return os.NewSyscallError("socket", err)
	}
	defer syscall.Close(fd)
	syscall.CloseOnExec(fd)
	second := syscall.Timeval{Sec: 1}
	err = syscall.SetsockoptTimeval(fd, syscall.SOL_SOCKET, syscall.SO_SNDTIMEO, &second)
	if err != nil {
		return os.NewSyscallError("setsockopt", err)
	}
	err = syscall.Sendto(fd, []byte(text), 0, &syscall.SockaddrUnix{Name: socket})
	return os.NewSyscallError("sendto", err)
}
