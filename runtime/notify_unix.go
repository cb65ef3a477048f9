//go:build unix

package rocket

import (
	"os"
	"syscall"
)

// sendDatagram sends a text to a socket in the file system, or, where the name
// begins with @, to an abstract one. It waits at most a second.
func sendDatagram(socket, text string) error {
	fd, err := syscall.Socket(syscall.AF_UNIX, syscall.SOCK_DGRAM, 0)
	if err != nil {
		return os.NewSyscallError("socket", err)
	}
	defer syscall.Close(fd)
	syscall.CloseOnExec(fd)
	second := syscall.Timeval{Sec: 1}
	if err := syscall.SetsockoptTimeval(fd, syscall.SOL_SOCKET, syscall.SO_SNDTIMEO, &second); err != nil {
		return os.NewSyscallError("setsockopt", err)
	}
	return os.NewSyscallError("sendto", syscall.Sendto(fd, []byte(text), 0, &syscall.SockaddrUnix{Name: socket}))
}
