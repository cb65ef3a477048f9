package process_test

import (
	"fmt"
	"os"
	"strings"
	"syscall"
	"testing"

	"github.com/rocketc/rocketc/internal/pty"
	"github.com/rocketc/rocketc/runtime/process"
)

func init() {
	programs["streams"] = func() int {
		if len(os.Args) > 1 {
			var said []string
			for fd := range 3 {
				target, err := os.Readlink(fmt.Sprint("/proc/self/fd/", fd))
				said = append(said, fmt.Sprint(target, err))
			}
			_ = os.WriteFile("new", []byte(strings.Join(said, "\n")), 0o600)
			_ = os.Rename("new", "said")
			return 0
		}
		exe, err := os.Executable()
		if err == nil {
			_, err = process.Relaunch(exe, []string{"arg"}, true)
		}
		fmt.Println(process.HasTerminal(), err)
		return 0
	}
}

// TestStreamsOfADetachedProgram: it has the streams of this program, but none of the
// terminal, and no terminal.
func TestStreamsOfADetachedProgram(t *testing.T) {
	_, slave := pty.Open(t, 0)
	file, err := os.Create(t.TempDir() + "/out")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	null, same := "/dev/null<nil>", file.Name()+"<nil>"
	for want, streams := range map[string][3]*os.File{
		strings.Join([]string{null, null, null}, "\n"): {slave, slave, slave},
		strings.Join([]string{null, same, null}, "\n"): {slave, file, slave},
		strings.Join([]string{same, same, same}, "\n"): {file, file, file},
	} {
		cmd := program(t, "streams", t.TempDir())
		cmd.Stdin, cmd.Stdout, cmd.Stderr = streams[0], streams[1], streams[2]
		cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: streams[0] == slave}
		if err := cmd.Run(); err != nil {
			t.Fatal(err)
		}
		var said []byte
		eventually(t, "the program has said", func() bool {
			said, err = os.ReadFile(cmd.Dir + "/said")
			return err == nil
		})
		if string(said) != want {
			t.Errorf("the streams are\n%s\nwant\n%s", said, want)
		}
	}
}

// TestHasTerminal: a program of a session without a terminal has none, whatever its
// streams are.
func TestHasTerminal(t *testing.T) {
	_, slave := pty.Open(t, 0)
	for _, controls := range []bool{true, false} {
		cmd := program(t, "streams", t.TempDir())
		cmd.Stdin = slave
		cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: controls}
		out, err := cmd.Output()
		if err != nil || string(out) != fmt.Sprintf("%v <nil>\n", controls) {
			t.Errorf("a terminal: %v: %v, the program printed %s", controls, err, out)
		}
	}
}
