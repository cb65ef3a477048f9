package control

import (
	"errors"
	"fmt"
	"os"
	"strconv"
	"syscall"
)

// peer returns the user at the other end of a connection. It is an error if that is neither
// the user of this program nor root.
func peer(conn Conn) (uid string, err error) {
	socket, ok := conn.(syscall.Conn)
	if !ok {
		return "", errors.New("the connection is no socket")
	}
	raw, err := socket.SyscallConn()
	if err != nil {
		return "", err
	}
	var user *syscall.Ucred
	asked := raw.Control(func(fd uintptr) {
		user, err = syscall.GetsockoptUcred(int(fd), syscall.SOL_SOCKET, syscall.SO_PEERCRED)
	})
	if err := errors.Join(asked, err); err != nil {
		return "", err
	}
	if user.Uid != 0 && int(user.Uid) != os.Getuid() {
		return "", fmt.Errorf("user %d may not ask this program", user.Uid)
	}
	return strconv.Itoa(int(user.Uid)), nil
}
