//go:build unix

package rocket_test

import (
	"context"
	"fmt"
	"net"
	"os"
	"path/filepath"
	goruntime "runtime"
	"slices"
	"strings"
	"testing"
	"time"

	rocket "github.com/rocketc/rocketc/runtime"
)

// listen makes the socket of a service manager, and returns what comes in.
func listen(t *testing.T, name string) <-chan string {
	t.Helper()
	conn, err := net.ListenUnixgram("unixgram", &net.UnixAddr{Name: name, Net: "unixgram"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	said := make(chan string, 1000)
	go func() {
		defer close(said)
		for buffer := make([]byte, 4096); ; {
			n, err := conn.Read(buffer)
			if err != nil {
				return
			}
			said <- string(buffer[:n])
		}
	}()
	return said
}

// runWatched ends a session, and calls enough, once the loop has reported its life a number of
// times, and a number of live runs with it. It returns all that was said.
func runWatched(t *testing.T, socket string, task rocket.TaskSpec, live int,
	enough func()) []string {
	t.Helper()
	said := listen(t, socket)
	t.Setenv("NOTIFY_SOCKET", socket)
	s := newSession(t, rocket.Schedule{Tasks: []*rocket.TaskSpec{&task}},
		rocket.WithServiceManager())
	done := make(chan error, 1)
	go func() { done <- s.Run(context.Background()) }()
	var states []string
	hear := func() string {
		select {
		case what := <-said:
			states = append(states, what)
			return what
		case <-time.After(time.Minute):
			t.Fatalf("nothing more was said than %q", states)
			return ""
		}
	}
	beat := fmt.Sprintf("WATCHDOG=1\nSTATUS=scheduling: 1 tasks, %d live runs", live)
	for beats := 0; beats < 3; {
		if hear() == beat {
			beats++
		}
	}
	enough()
	s.Terminate(nil)
	for !strings.HasPrefix(hear(), "STOPPING=1\n") {
	}
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	return states
}

func TestServiceManager(t *testing.T) {
	abstract := fmt.Sprintf("@rocketc-test-%d", os.Getpid())
	heard := make(chan struct{})
	for _, test := range []struct {
		name, socket, pid string
		task              rocket.TaskSpec
		live              int
		enough            func()
		want              []string
	}{
		{"path", filepath.Join(t.TempDir(), "notify"), fmt.Sprint(os.Getpid()),
			rocket.TaskSpec{Name: "a"}, 0, func() {}, []string{
				"READY=1\nSTATUS=scheduling: 1 tasks, 0 live runs",
				"STOPPING=1\nSTATUS=shutting down: 1 tasks, 0 live runs"}},
		{"abstract", abstract, "", rocket.TaskSpec{Name: "a"}, 0, func() {}, []string{
			"READY=1\nSTATUS=scheduling: 1 tasks, 0 live runs"}},
		{"while a task stands on the loop", abstract + "main", "",
			rocket.TaskSpec{Name: "a", When: once{}, Execution: rocket.Main,
				Action: rocket.Func(func(context.Context, *rocket.Run) (any, error) {
					<-heard
					return nil, nil
				})}, 1, func() { close(heard) }, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			if strings.HasPrefix(test.socket, "@") && goruntime.GOOS != "linux" {
				t.Skip("abstract sockets are Linux's")
			}
			t.Setenv("WATCHDOG_USEC", "40000")
			t.Setenv("WATCHDOG_PID", test.pid)
			states := runWatched(t, test.socket, test.task, test.live, test.enough)
			for _, want := range test.want {
				if !slices.Contains(states, want) {
					t.Errorf("nobody said %q, but %q", want, states)
				}
			}
		})
	}
}

// TestNoWatchdog: another process is watched, or none, or there is no manager.
func TestNoWatchdog(t *testing.T) {
	for _, env := range [][2]string{{"40000", "1"}, {"", ""}, {"0", ""}, {"soon", ""}} {
		socket := filepath.Join(t.TempDir(), "notify")
		said := listen(t, socket)
		t.Setenv("NOTIFY_SOCKET", socket)
		t.Setenv("WATCHDOG_USEC", env[0])
		t.Setenv("WATCHDOG_PID", env[1])
		task := &rocket.TaskSpec{Name: "a", When: once{},
			Action: rocket.Command{Line: "sleep 0.1; echo ${NOTIFY_SOCKET-none} " +
				"${WATCHDOG_PID-none} ${WATCHDOG_USEC-none}"}}
		s := newSession(t, rocket.Schedule{Config: rocket.Config{ShutCond: ended{"a"}},
			Tasks: []*rocket.TaskSpec{task}}, rocket.WithServiceManager())
		if err := s.Run(t.Context()); err != nil {
			t.Fatal(err)
		}
		for _, want := range []string{"READY=1\n", "STOPPING=1\n"} {
			select {
			case got := <-said:
				if !strings.HasPrefix(got, want) {
					t.Errorf("%q: got %q, want %q", env, got, want)
				}
			case <-time.After(time.Minute):
				t.Fatalf("%q: nothing was said, want %q", env, want)
			}
		}
		if got := stateOf(s.Task("a")).Return; got != "none none none" {
			t.Errorf("a command is given %v", got)
		}
		if os.Getenv("NOTIFY_SOCKET") != socket {
			t.Error("NOTIFY_SOCKET is not what it was")
		}
	}
}

// TestDeafServiceManager: a socket that nobody reads holds nothing up.
func TestDeafServiceManager(t *testing.T) {
	t.Setenv("NOTIFY_SOCKET", filepath.Join(t.TempDir(), "none"))
	t.Setenv("WATCHDOG_USEC", "10000")
	s := newSession(t, rocket.Schedule{
		Config: rocket.Config{ShutCond: ended{"a"}},
		Tasks: []*rocket.TaskSpec{{Name: "a", When: once{},
			Action: rocket.Command{Line: "sleep 0.05"}}},
	}, rocket.WithServiceManager())
	if err := s.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
}
