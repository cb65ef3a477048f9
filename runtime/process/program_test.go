package process_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rocketc/rocketc/runtime/process"
)

// programs are what this test binary is if ROCKETC_TEST_PROGRAM names one of
// them. They return the exit status.
var programs = map[string]func() int{
	"server": server,
}

func TestMain(m *testing.M) {
	if name := os.Getenv("ROCKETC_TEST_PROGRAM"); name != "" {
		os.Exit(programs[name]())
	}
	os.Exit(m.Run())
}

// program returns the command that starts one of the programs in a directory.
func program(t *testing.T, name, dir string) *exec.Cmd {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(exe)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "ROCKETC_TEST_PROGRAM="+name, "GORACE=atexit_sleep_ms=0")
	return cmd
}

// start starts a program, which is killed when the test ends.
func start(t *testing.T, cmd *exec.Cmd) {
	t.Helper()
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
}

// supervisor returns a supervisor for one test.
func supervisor(t *testing.T) *process.Supervisor {
	t.Helper()
	s := &process.Supervisor{}
	t.Cleanup(s.Close)
	return s
}

// shell is a command that runs a line.
func shell(line string) process.Command {
	return process.Command{Args: []string{"/bin/sh", "-c", line}}
}

// expectError fails the test if the error has another text; "" stands for no error.
func expectError(t *testing.T, err error, want string) {
	t.Helper()
	got := ""
	if err != nil {
		got = err.Error()
	}
	if got != want {
		t.Errorf("got error %q, want %q", got, want)
	}
}

// eventually waits until something is true.
func eventually(t *testing.T, what string, is func() bool) {
	t.Helper()
	for deadline := time.Now().Add(time.Minute); !is(); time.Sleep(2 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("%s: not within a minute", what)
		}
	}
}

// pidIn returns the process number in a file, as soon as it is there.
func pidIn(t *testing.T, dir, name string) (pid int) {
	t.Helper()
	eventually(t, name+" is written", func() bool {
		text, _ := os.ReadFile(filepath.Join(dir, name))
		pid, _ = strconv.Atoi(strings.TrimSpace(string(text)))
		return pid > 0
	})
	return pid
}

// alive reports whether a process exists and is no zombie.
func alive(pid int) bool {
	stat, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(pid), "stat"))
	return err == nil && !bytes.Contains(stat, []byte(") Z "))
}

// server is a program that serves a call as its name says.
func server() int {
	err := process.Serve(context.Background(), answer)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}

// limitMemory limits the memory of this process, where the system can.
var limitMemory = func() {}

func answer(ctx context.Context, name string, args []byte, tell process.Tell) []byte {
	switch name {
	case "twice":
		fmt.Println("this is on standard output, not in the reply")
		return append(args, args...)
	case "who":
		_, called := process.Called()
		return fmt.Appendf(nil, "%v %v %s", os.Args[1:], called, os.Getenv("ROCKET_RUN_ID"))
	case "notes", "notes and crashes":
		for i := range 1_000_000 {
			tell(func() []byte { return fmt.Append(nil, i) })
		}
		if name == "notes" {
			tell(func() []byte { return nil })
			tell(func() []byte { return make([]byte, 1<<20) }) // too long
			tell(func() []byte { return []byte("last") })
			return args
		}
		time.Sleep(50 * time.Millisecond)
		go func() { panic("no luck") }()
		select {}
	case "exits":
		os.Exit(7)
	case "crashes": // where no recover can be
		go func() { panic("no luck") }()
		select {}
	case "starves":
		limitMemory()
		return make([]byte, 1<<40)
	case "dies":
		self, _ := os.FindProcess(os.Getpid())
		_ = self.Kill()
		select {}
	case "ends":
		os.Exit(0)
	case "waits":
		if err := os.WriteFile(string(args), nil, 0o600); err != nil {
			return []byte(err.Error())
		}
		<-ctx.Done()
		return []byte("asked to end")
	}
	return nil
}
