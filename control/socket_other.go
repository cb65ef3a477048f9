//go:build !linux

package control

import (
	"context"
	"errors"
	"net"
	"os"
)

// A socket is one at which a program listens.
type socket struct{ listener *net.UnixListener }

// listenAt listens at a path.
func listenAt(path string) (*socket, error) {
	l, err := net.ListenUnix("unix", &net.UnixAddr{Name: path, Net: "unix"})
	if err != nil {
		return nil, err
	}
	l.SetUnlinkOnClose(false)
	return &socket{l}, nil
}

// accept waits for a connection. After close, the error is [os.ErrClosed].
func (s *socket) accept() (Conn, error) {
	conn, err := s.listener.Accept()
	if errors.Is(err, net.ErrClosed) {
		err = os.ErrClosed
	}
	return conn, err
}

func (s *socket) close() error { return s.listener.Close() }

// connect connects to the socket at a path.
func connect(ctx context.Context, path string) (Conn, error) {
	var dialer net.Dialer
	return dialer.DialContext(ctx, "unix", path)
}
