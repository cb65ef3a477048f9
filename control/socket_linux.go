package control

import (
	"context"
	"os"
	"sync/atomic"
	"syscall"
)

// On Linux sockets are made by system calls, and are files to all else. So a program does not
// link package net: that is 2 MB in each, and with cgo the C library.

// A socket is one at which a program listens.
type socket struct {
	file   *os.File
	closed atomic.Bool
}

// newSocket returns a socket without an address. The system calls for it do not wait.
func newSocket() (fd int, err error) {
	const kind = syscall.SOCK_STREAM | syscall.SOCK_CLOEXEC | syscall.SOCK_NONBLOCK
	fd, err = syscall.Socket(syscall.AF_UNIX, kind, 0)
	return fd, os.NewSyscallError("socket", err)
}

// listenAt listens at a path.
func listenAt(path string) (*socket, error) {
	fd, err := newSocket()
	if err != nil {
		return nil, err
	}
	err = os.NewSyscallError("bind", syscall.Bind(fd, &syscall.SockaddrUnix{Name: path}))
	if err == nil {
		err = os.NewSyscallError("listen", syscall.Listen(fd, syscall.SOMAXCONN))
	}
	if err != nil {
		_ = syscall.Close(fd)
		return nil, err
	}
	return &socket{file: os.NewFile(uintptr(fd), path)}, nil
}

// accept waits for a connection. After close, the error is [os.ErrClosed].
func (s *socket) accept() (Conn, error) {
	raw, err := s.file.SyscallConn()
	if err != nil {
		return nil, err
	}
	var fd int
	waited := raw.Read(func(listens uintptr) bool {
		for {
			fd, _, err = syscall.Accept4(int(listens), syscall.SOCK_CLOEXEC|syscall.SOCK_NONBLOCK)
			switch err {
			case syscall.EAGAIN:
				return false
			case syscall.EINTR, syscall.ECONNABORTED:
			default:
				return true
			}
		}
	})
	switch {
	case s.closed.Load():
		if waited == nil && err == nil {
			_ = syscall.Close(fd)
		}
		return nil, os.ErrClosed
	case waited != nil:
		return nil, waited
	case err != nil:
		return nil, os.NewSyscallError("accept", err)
	}
	return os.NewFile(uintptr(fd), s.file.Name()), nil
}

func (s *socket) close() error {
	s.closed.Store(true)
	return s.file.Close()
}

// connect connects to the socket at a path, at once.
func connect(_ context.Context, path string) (Conn, error) {
	fd, err := newSocket()
	if err != nil {
		return nil, err
	}
	err = syscall.EINTR
	for err == syscall.EINTR {
		err = syscall.Connect(fd, &syscall.SockaddrUnix{Name: path})
	}
	if err != nil {
		_ = syscall.Close(fd)
		return nil, os.NewSyscallError("connect", err)
	}
	return os.NewFile(uintptr(fd), path), nil
}
