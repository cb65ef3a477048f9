package rocket_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"testing"
	"time"

	"github.com/rocketc/rocketc/internal/transcript"
	rocket "github.com/rocketc/rocketc/runtime"
)

// programs are what this test binary is when it is started by a test: a
// schedule each, which the program runs to its end.
var programs = map[string]func() rocket.Schedule{
	"processes": processSchedule,
	"crossing":  crossingSchedule,
	"causes":    causesSchedule,
	"none": func() rocket.Schedule {
		os.Exit(0)
		return rocket.Schedule{}
	},
}

// TestMain makes the binary one of the programs where the environment says so.
func TestMain(m *testing.M) {
	if how := os.Getenv("ROCKETC_TEST_RESTART"); how != "" {
		restartMain(how)
		return
	}
	program := os.Getenv("ROCKETC_TEST_PROGRAM")
	if program == "" {
		os.Exit(m.Run())
	}
	schedule := programs[program]()
	s, err := rocket.New(&schedule, rocket.WithLogger(quiet))
	if err == nil {
		if rocket.ServeChild(context.Background(), s) {
			return
		}
		err = s.Run(context.Background())
	}
	if err != nil || os.Getenv("ROCKET_PROCESS_TASK") != "" {
		fmt.Fprintln(os.Stderr, "the program has ended wrongly:", err)
		os.Exit(1)
	}
}

// playProcesses runs a program of this test in the test itself, so that it
// only starts itself again for its process runs, and returns the records.
func playProcesses(t *testing.T, program string) []rocket.Record {
	t.Helper()
	t.Setenv("ROCKETC_TEST_PROGRAM", program)
	t.Setenv("GORACE", "atexit_sleep_ms=0")
	s := newSession(t, programs[program]())
	if err := s.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	records := recordsOf(t, s.RunLog())
	return records
}

// A running program is one that was started by a test.
type running struct {
	*exec.Cmd
	out transcript.Buffer
}

// startProgram starts a program in a directory.
func startProgram(t *testing.T, program, dir string, env ...string) *running {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	p := &running{Cmd: exec.Command(exe)}
	p.Dir = dir
	p.Env = append(os.Environ(), "ROCKETC_TEST_PROGRAM="+program, "GORACE=atexit_sleep_ms=0")
	p.Env = append(p.Env, env...)
	p.Stdout, p.Stderr = &p.out, &p.out
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = p.Process.Kill()
		_ = p.Wait()
	})
	return p
}

// eventually waits until something is so.
func eventually(t *testing.T, what string, is func() bool) {
	t.Helper()
	for deadline := time.Now().Add(time.Minute); !is(); time.Sleep(2 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("%s: not within a minute", what)
		}
	}
}
