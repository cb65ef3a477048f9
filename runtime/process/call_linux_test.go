package process_test

import (
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
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
