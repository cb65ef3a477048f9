//go:build unix

package process_test

import (
	"fmt"
	"net"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/rocketc/rocketc/runtime/process"
)

func TestNoService(t *testing.T) {
	t.Setenv("NOTIFY_SOCKET", "")
	t.Setenv("WATCHDOG_USEC", "40000")
	for _, s := range []process.Service{{}, process.FindService()} {
		if s.Managed() || s.Beat() != 0 || s.Notify("READY=1") != nil {
			t.Errorf("got %+v", s)
		}
	}
}

func TestService(t *testing.T) {
	socket := filepath.Join(t.TempDir(), "notify")
	conn, err := net.ListenUnixgram("unixgram", &net.UnixAddr{Name: socket, Net: "unixgram"})
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	t.Setenv("NOTIFY_SOCKET", socket)
	if err := process.FindService().Notify("READY=1\nSTATUS=all is well"); err != nil {
		t.Fatal(err)
	}
	buffer := make([]byte, 100)
	n, err := conn.Read(buffer)
	if got := string(buffer[:n]); err != nil || got != "READY=1\nSTATUS=all is well" {
		t.Errorf("got %q, %v", got, err)
	}
	conn.Close()
	os.Remove(socket)
	if err := process.FindService().Notify("READY=1"); err == nil {
		t.Error("nobody listens, and there is no error")
	}
}

func TestBeat(t *testing.T) {
	t.Setenv("NOTIFY_SOCKET", "/no/such/socket")
	for _, test := range []struct {
		usec, pid string
		want      time.Duration
	}{
		{"40000", "", 20 * time.Millisecond},
		{"40000", fmt.Sprint(os.Getpid()), 20 * time.Millisecond},
		{"40000", "1", 0},
		{"1", "", time.Millisecond},
		{"0", "", 0},
		{"-40000", "", 0},
		{"", "", 0},
		{"soon", "", 0},
	} {
		t.Setenv("WATCHDOG_USEC", test.usec)
		t.Setenv("WATCHDOG_PID", test.pid)
		if got := process.FindService().Beat(); got != test.want {
			t.Errorf("%q, %q: got %v, want %v", test.usec, test.pid, got, test.want)
		}
	}
}
