//go:build unix

package control_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/rocketc/rocketc/control"
)

// TestHostile: ten thousand connections that say nothing, or half a line, and readers that do not
// read what they follow keep nobody else from an answer.
func TestHostile(t *testing.T) {
	d := open(t)
	dial := func() net.Conn {
		conn, err := net.Dial("unix", d.socket)
		if err != nil {
			return nil // the system has no room for another that waits
		}
		return conn
	}
	const kept = 400 // at a time, at this end
	var conns []net.Conn
	defer func() {
		for _, conn := range conns {
			conn.Close()
		}
	}()
	for i := range 10_000 {
		conn := dial()
		if conn == nil {
			continue
		}
		switch {
		case i < 8:
			fmt.Fprintln(conn, `{"do":"history","follow":true}`) // and reads nothing
		case i%2 == 0:
			fmt.Fprint(conn, `{"do":"sta`)
		}
		if conns = append(conns, conn); len(conns) > kept {
			conns[8].Close()
			conns = append(conns[:8], conns[9:]...)
		}
	}
	begin := time.Now()
	for range 20 {
		d.expect(control.Request{Do: "status"}, `"schedule":"desk"`)
	}
	if took := time.Since(begin); took > 8*time.Second {
		t.Errorf("20 answers took %v", took)
	}
}

// TestFullQueue: a program for which more wait than the system lets wait is there, and who asks
// it waits for a moment.
func TestFullQueue(t *testing.T) {
	socket := filepath.Join(t.TempDir(), "full.sock")
	fd, err := syscall.Socket(syscall.AF_UNIX, syscall.SOCK_STREAM, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer syscall.Close(fd)
	err = errors.Join(syscall.Bind(fd, &syscall.SockaddrUnix{Name: socket}), syscall.Listen(fd, 0))
	if err != nil {
		t.Fatal(err)
	}
	first, err := net.Dial("unix", socket)
	if err != nil {
		t.Fatal(err)
	}
	defer first.Close()
	if !control.Answers(socket) {
		t.Error("a program that is busy is taken for one that is not there")
	}
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	for _, err := range control.Ask(ctx, socket, control.Request{Do: "status"}) {
		if !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v", err)
		}
	}
}
