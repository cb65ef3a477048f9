package fleet

import (
	"errors"
	"io"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"testing"
	"time"
)

// echo listens at a socket, and writes back what it reads.
func echo(t *testing.T) (socket string) {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("the socket is one of Unix")
	}
	dir, err := os.MkdirTemp("", "proxy-") // short, for the socket
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	socket = filepath.Join(dir, "s")
	listener, err := net.Listen("unix", socket)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go func() {
				defer conn.Close()
				_, _ = io.Copy(conn, conn)
			}()
		}
	}()
	return socket
}

// TestProxy: nothing passes while the proxy is cut, and nothing is lost. A connection that was
// made meanwhile works afterwards.
func TestProxy(t *testing.T) {
	p, err := NewProxy(echo(t))
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	dial := func() net.Conn {
		conn, err := net.Dial("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(p.Port())))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { conn.Close() })
		return conn
	}
	say := func(conn net.Conn, text string) {
		if _, err := io.WriteString(conn, text); err != nil {
			t.Fatal(err)
		}
	}
	hear := func(conn net.Conn, within time.Duration) string {
		if err := conn.SetReadDeadline(time.Now().Add(within)); err != nil {
			t.Fatal(err)
		}
		buffer := make([]byte, 10)
		n, err := conn.Read(buffer)
		if err != nil && !errors.Is(err, os.ErrDeadlineExceeded) {
			t.Fatal(err)
		}
		return string(buffer[:n])
	}
	const long = time.Minute
	first := dial()
	say(first, "one")
	if got := hear(first, long); got != "one" {
		t.Fatalf("heard %q", got)
	}
	p.Cut()
	second := dial()
	say(first, "two")
	say(second, "three")
	for _, conn := range []net.Conn{first, second} {
		if got := hear(conn, 50*time.Millisecond); got != "" {
			t.Errorf("heard %q through a cut", got)
		}
	}
	p.Mend()
	if got := hear(first, long); got != "two" {
		t.Errorf("heard %q", got)
	}
	if got := hear(second, long); got != "three" {
		t.Errorf("heard %q", got)
	}
	p.Close()
	if _, err := io.ReadAll(first); err != nil && !errors.Is(err, os.ErrDeadlineExceeded) &&
		!errors.As(err, new(*net.OpError)) {
		t.Errorf("after Close: %v", err)
	}
}
