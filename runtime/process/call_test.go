package process_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rocketc/rocketc/runtime/process"
)

// call calls the server program.
func call(t *testing.T, ctx context.Context, c process.Call) ([]byte, error) {
	t.Helper()
	t.Setenv("ROCKETC_TEST_PROGRAM", "server")
	t.Setenv("GORACE", "atexit_sleep_ms=0")
	return supervisor(t).Call(ctx, c)
}

func TestCall(t *testing.T) {
	big := strings.Repeat("0123456789abcdef", 4<<20/16)
	for _, test := range []struct {
		name, args, want, err string
		code                  int
	}{
		{"twice", "", "", "", 0},
		{"twice", "{\"a\":1}\n\x00\xff", "{\"a\":1}\n\x00\xff{\"a\":1}\n\x00\xff", "", 0},
		{"twice", big, big + big, "", 0},
		{"nothing", big, "", "", 0},
		{"exits", big, "", "the process ended without a result: exit status 7", 7},
		{"dies", "", "", "the process ended without a result: signal: killed", -1},
		{"ends", "", "", "the process ended without a result: exit status 0", 0},
		{"crashes", "", "", "the process ended without a result: exit status 2: panic: no luck", 2},
	} {
		t.Run(test.name, func(t *testing.T) {
			order := process.Call{Name: test.name, Args: []byte(test.args)}
			reply, err := call(t, t.Context(), order)
			if string(reply) != test.want {
				t.Errorf("got %d bytes: %.80q, want %.80q", len(reply), reply, test.want)
			}
			expectError(t, err, test.err)
			var exit *process.ExitError
			if errors.As(err, &exit) != (test.err != "") || exit != nil && exit.Code != test.code {
				t.Errorf("got %#v, want exit status %d", err, test.code)
			}
		})
	}
}

// TestCalledProgram: the copy has the arguments of this program and the id of its
// run, and what it starts is told of no call.
func TestCalledProgram(t *testing.T) {
	reply, err := call(t, t.Context(), process.Call{Name: "who", ID: "run-7"})
	want := fmt.Sprintf("%v false run-7", os.Args[1:])
	if err != nil || string(reply) != want {
		t.Errorf("got %q, %v; want %q", reply, err, want)
	}
	if name, called := process.Called(); called {
		t.Errorf("this program was called for %q", name)
	}
}

func TestCallWithoutName(t *testing.T) {
	_, err := call(t, t.Context(), process.Call{})
	expectError(t, err, "the call has no name")
}

// TestCallIsAskedToEnd: a copy that heeds its context may still reply.
func TestCallIsAskedToEnd(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	ready := filepath.Join(t.TempDir(), "ready")
	go func() {
		defer cancel()
		eventually(t, "the copy is at work", func() bool {
			_, err := os.Stat(ready)
			return err == nil
		})
	}()
	reply, err := call(t, ctx, process.Call{Name: "waits", Args: []byte(ready)})
	if err != nil || string(reply) != "asked to end" {
		t.Errorf("got %q, %v", reply, err)
	}
}

// TestServeWithoutCaller: a program that only the environment calls says so.
func TestServeWithoutCaller(t *testing.T) {
	empty, err := os.Open(os.DevNull)
	if err != nil {
		t.Fatal(err)
	}
	defer empty.Close()
	for name, files := range map[string][]*os.File{"no files": nil, "other files": {empty, empty}} {
		cmd := program(t, "server", "")
		cmd.Env = append(cmd.Env, "ROCKET_PROCESS_TASK=twice")
		cmd.ExtraFiles = files
		out, err := cmd.CombinedOutput()
		if cmd.ProcessState.ExitCode() != 1 {
			t.Errorf("%s: got %v", name, err)
		}
		const want = "ROCKET_PROCESS_TASK is set, but no scheduler is at the other end: "
		if !strings.HasPrefix(string(out), want) {
			t.Errorf("%s: the program printed:\n%s", name, out)
		}
	}
}

// TestNotes: of a million notes few come, the last of them last, and neither the reply nor the
// reason of a crash is harmed.
func TestNotes(t *testing.T) {
	var notes []string
	heed := func(note []byte) { notes = append(notes, string(note)) }
	reply, err := call(t, t.Context(), process.Call{Name: "notes", Args: []byte("x"), Note: heed})
	if err != nil || string(reply) != "x" {
		t.Errorf("got %q, %v", reply, err)
	}
	if n := len(notes); n == 0 || n > 200 || notes[n-1] != "last" {
		t.Errorf("%d notes: %.300q", n, notes)
	}
	_, err = call(t, t.Context(), process.Call{Name: "notes and crashes", Note: heed})
	expectError(t, err, "the process ended without a result: exit status 2: panic: no luck")
	reply, err = call(t, t.Context(), process.Call{Name: "notes", Args: []byte("y")})
	if err != nil || string(reply) != "y" {
		t.Errorf("without Note: got %q, %v", reply, err)
	}
}
