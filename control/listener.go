package control

import (
	"io"
	"os"
	"time"
)

// A Conn is a connection to a socket. The deadlines are those of [os.File].
type Conn interface {
	io.ReadWriteCloser
	SetReadDeadline(time.Time) error
	SetWriteDeadline(time.Time) error
}

// A Listener is where a program listens; [Listen] makes one.
type Listener struct {
	*socket
	path string
	own  os.FileInfo
}

// Path returns the file of the socket.
func (l *Listener) Path() string { return l.path }

// Accept waits for a connection. After Close, the error is [os.ErrClosed].
func (l *Listener) Accept() (Conn, error) { return l.accept() }

// Close ends the listening, and removes the file of the socket, but not that of another program
// which has taken the place.
func (l *Listener) Close() error {
	if now, err := os.Lstat(l.path); err == nil && os.SameFile(now, l.own) {
		os.Remove(l.path) // first: who waits for Accept may end the program
	}
	return l.close()
}
