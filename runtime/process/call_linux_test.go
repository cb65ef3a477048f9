package process_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/rocketc/rocketc/runtime/process"
)

// TestForgedCall: a socket alone makes no call, either. The program must be a child of
// the process that has made the socket, and find the first message there.
func TestForgedCall(t *testing.T) {
	for _, test := range []struct{ name, message, shell, want string }{
		{"no message", "", "exec $0", "the first message: EOF"},
		{"a short message", "\x00\x00", "exec $0", "the first message: unexpected EOF"},
		{"another message", "\x00\x00\x00\x00\x00\x00\x00\x0frocketc: a feast", "exec $0",
			"the first message is not that of a scheduler"},
		{"a long message", strings.Repeat("GET / HTTP/1.1\r\n", 10), "exec $0",
			"the first message: its length is not what it should be"},
		{"another parent", "\x00\x00\x00\x00\x00\x00\x00\x0frocketc: a call", "$0; exit $?",
			"the inherited socket is of another process"},
	} {
		t.Run(test.name, func(t *testing.T) {
			pair, err := syscall.Socketpair(syscall.AF_UNIX,
				syscall.SOCK_STREAM|syscall.SOCK_CLOEXEC, 0)
			if err != nil {
				t.Fatal(err)
			}
			ours := os.NewFile(uintptr(pair[0]), "ours")
			theirs := os.NewFile(uintptr(pair[1]), "theirs")
			defer theirs.Close()
			if _, err := ours.WriteString(test.message); err != nil {
				t.Fatal(err)
			}
			ours.Close()
			cmd := program(t, "server", "")
			shell := exec.Command("/bin/sh", "-c", test.shell, cmd.Path)
			shell.Env = append(cmd.Env, "ROCKET_PROCESS_TASK=twice")
			shell.ExtraFiles = []*os.File{theirs}
			out, _ := shell.CombinedOutput()
			want := "ROCKET_PROCESS_TASK is set, but no scheduler is at the other end: " +
				test.want + "\n"
			if shell.ProcessState.ExitCode() != 1 || string(out) != want {
				t.Errorf("exit status %d, the program printed:\n%swant\n%s",
					shell.ProcessState.ExitCode(), out, want)
			}
		})
	}
}

func init() {
	limitMemory = func() {
		_ = syscall.Setrlimit(syscall.RLIMIT_AS, &syscall.Rlimit{Cur: 8 << 30, Max: 8 << 30})
	}
}

// TestCallWithoutMemory: a copy that reaches its memory limit says so.
func TestCallWithoutMemory(t *testing.T) {
	_, err := call(t, t.Context(), process.Call{Name: "starves"})
	expectError(t, err, "the process ended without a result: exit status 2: "+
		"fatal error: out of memory, or its memory limit was reached")
}

// TestKilledForMemory: the end of a process that was killed tells whether the kernel has
// killed a process for lack of memory since it started.
func TestKilledForMemory(t *testing.T) {
	file := filepath.Join(t.TempDir(), "memory.events")
	count := func(kills string) {
		text := "low 0\noom 7\noom_kill " + kills + "\n"
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	count("3")
	process.CountShortage(t, file)
	const more = " (memory ran out, or the memory limit of its control group was reached: " +
		"the kernel has killed a process meanwhile)"
	for _, c := range []struct{ line, want string }{
		{"kill -9 $$", "signal: killed"},
		{"echo oom_kill 4 > " + file + "; kill -9 $$", "signal: killed" + more},
		{"echo oom_kill 4 > " + file + "; sh -c 'kill -9 $$'; exit $?", "exit status 137" + more},
		{"echo oom_kill 4 > " + file + "; exit 3", "exit status 3"},
		{"echo oom_kill 4 > " + file + "; kill -15 $$", "signal: terminated"},
	} {
		count("3")
		shell := process.Command{Args: []string{"sh", "-c", c.line}}
		_, err := supervisor(t).Run(t.Context(), shell)
		if got, _, _ := strings.Cut(err.Error(), ": Killed"); got != c.want {
			t.Errorf("%s\ngot:  %s\nwant: %s", c.line, got, c.want)
		}
	}
}
