package console

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	goruntime "runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/rocketc/rocketc/internal/pty"

	rocket "github.com/rocketc/rocketc/runtime"
)

func init() {
	programs["says"] = says
}

// said is how often this image of the program has said that it is at work.
var said int

// says is a schedule that writes to a file, in the directory of the program, that it is
// at work and that it ends in good order.
func says() *rocket.Schedule {
	say := func(text string) error {
		file, err := os.OpenFile("said", os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
		if err == nil {
			_, err = fmt.Fprintln(file, text)
		}
		return err
	}
	work := func(context.Context, *rocket.Run) (any, error) {
		said++
		return nil, say(fmt.Sprintf("at work %d %d", os.Getpid(), said))
	}
	end := func(context.Context, *rocket.Run) (any, error) {
		for {
			if _, err := os.Stat("wait"); err != nil {
				return nil, say("in good order")
			}
			time.Sleep(time.Millisecond)
		}
	}
	s := &rocket.Schedule{Tasks: []*rocket.TaskSpec{
		{Name: "work", OnStartup: true, Action: rocket.Func(work)},
		{Name: "end", OnShutdown: true, Action: rocket.Func(end)},
	}}
	_ = s.Config.Set("restarting", os.Getenv("ROCKETC_TEST_RESTARTING"))
	return s
}

// A talker is a program of the schedule says.
type talker struct {
	*exec.Cmd
	t     *testing.T
	heard int // lines that it was expected to say
}

// startTalker starts the program, in a session of its own, and waits until it is at
// work. The terminal is nil if it has none.
func startTalker(t *testing.T, terminal *os.File, ignored, restarting string) *talker {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("/bin/sh", "-c", `[ -z "$1" ] || trap "" $1; exec "$0"`, exe, ignored)
	cmd.Dir = t.TempDir()
	cmd.Env = append(os.Environ(), "ROCKETC_TEST_PROGRAM=says", "GORACE=atexit_sleep_ms=0",
		"ROCKETC_TEST_RESTARTING="+restarting)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	if terminal != nil {
		cmd.Stdin, cmd.SysProcAttr.Setctty = terminal, true
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	talk := &talker{Cmd: cmd, t: t}
	talk.says(fmt.Sprintf("at work %d 1", cmd.Process.Pid))
	return talk
}

// says waits until the program says these lines next.
func (p *talker) says(want ...string) {
	p.t.Helper()
	p.heard += len(want)
	var lines []string
	for deadline := time.Now().Add(time.Minute); len(lines) < p.heard; {
		if time.Now().After(deadline) {
			p.t.Fatalf("the program has said %q, want %q", lines, want)
		}
		time.Sleep(2 * time.Millisecond)
		text, _ := os.ReadFile(filepath.Join(p.Dir, "said"))
		lines = strings.Split(strings.TrimSuffix(string(text), "\n"), "\n")
		if len(text) == 0 {
			lines = nil
		}
	}
	if got := lines[p.heard-len(want):]; strings.Join(got, ";") != strings.Join(want, ";") {
		p.t.Fatalf("the program says %q, want %q", got, want)
	}
}

// ends waits for the end of the program, with this exit status.
func (p *talker) ends(status int) {
	p.t.Helper()
	_ = p.Wait()
	if got := p.ProcessState.ExitCode(); got != status {
		p.t.Errorf("exit status %d, want %d (%v)", got, status, p.ProcessState)
	}
}

// needSignals skips the test if a signal is ignored: the programs that it starts ignore it, too.
func needSignals(t *testing.T, signals ...os.Signal) {
	t.Helper()
	for _, s := range signals {
		if signal.Ignored(s) {
			t.Skipf("%v is ignored here, as under nohup or in the background of a script", s)
		}
	}
}

// TestHangupWithoutTerminal: SIGHUP restarts a program in place, whatever way of
// restarting it is set to. A request to end wins.
func TestHangupWithoutTerminal(t *testing.T) {
	needSignals(t, syscall.SIGHUP)
	for _, restarting := range []string{"replace", "relaunch", "fresh", "recall"} {
		p := startTalker(t, nil, "", restarting)
		for range 2 {
			_ = p.Process.Signal(syscall.SIGHUP)
			p.says("in good order", fmt.Sprintf("at work %d 1", p.Process.Pid))
		}
		wait := filepath.Join(p.Dir, "wait")
		if err := os.WriteFile(wait, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		_ = p.Process.Signal(syscall.SIGHUP)
		_ = p.Process.Signal(syscall.SIGHUP)
		_ = p.Process.Signal(syscall.SIGTERM)
		time.AfterFunc(50*time.Millisecond, func() { _ = os.Remove(wait) })
		p.says("in good order")
		p.ends(0)
	}
}

// TestHangupOfATerminal: a program that has a terminal ends in good order when the
// terminal goes away, or when somebody else sends SIGHUP.
func TestHangupOfATerminal(t *testing.T) {
	needSignals(t, syscall.SIGHUP)
	for _, closes := range []bool{true, false} {
		master, slave := pty.Open(t, 80)
		p := startTalker(t, slave, "", "replace")
		if closes {
			slave.Close()
			master.Close()
		} else {
			_ = p.Process.Signal(syscall.SIGHUP)
		}
		p.says("in good order")
		p.ends(0)
	}
}

// TestIgnoredSignals: a signal that is ignored when the program starts stays ignored, as
// under nohup or in the background of a script.
func TestIgnoredSignals(t *testing.T) {
	signals := map[string]syscall.Signal{"HUP": syscall.SIGHUP, "INT": syscall.SIGINT}
	for name, signal := range signals {
		for _, terminal := range []bool{false, true} {
			_, slave := pty.Open(t, 80)
			if !terminal {
				slave = nil
			}
			p := startTalker(t, slave, name, "replace")
			for range 3 {
				_ = p.Process.Signal(signal)
			}
			_ = p.Process.Signal(syscall.SIGTERM)
			p.says("in good order")
			p.ends(0)
		}
	}
}

func init() {
	programs["deaf"] = deafToTheEnd
}

// deafToTheEnd is a schedule that restarts while a command runs that ignores SIGTERM.
func deafToTheEnd() *rocket.Schedule {
	again := func(_ context.Context, r *rocket.Run) (any, error) {
		for {
			if _, err := os.Stat("said"); err == nil {
				return nil, r.Session().Restart()
			}
			time.Sleep(time.Millisecond)
		}
	}
	s := &rocket.Schedule{Tasks: []*rocket.TaskSpec{
		{Name: "deaf", When: notYet{1}, Grace: 10 * time.Millisecond,
			Action: rocket.Command{Line: `trap "" TERM; echo up >> said; sleep 600; sleep 600`}},
		{Name: "again", When: did{"deaf", 0}, Action: rocket.Func(again)},
	}}
	_ = s.Config.Set("restarting", os.Getenv("ROCKETC_TEST_RESTARTING"))
	return s
}

// TestTheEndComesBeforeARestart: SIGTERM ends a program that shuts down in order to restart.
func TestTheEndComesBeforeARestart(t *testing.T) {
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	for _, restarting := range []string{"replace", "relaunch", "fresh", "recall"} {
		cmd := exec.Command(exe)
		cmd.Dir = t.TempDir()
		cmd.Env = append(os.Environ(), "ROCKETC_TEST_PROGRAM=deaf", "GORACE=atexit_sleep_ms=0",
			"ROCKETC_TEST_RESTARTING="+restarting)
		log, err := cmd.StderrPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = cmd.Process.Kill() })
		lines, text, stops := bufio.NewScanner(log), "", 0
		for lines.Scan() {
			text += lines.Text() + "\n"
			if strings.Contains(lines.Text(), "schedule stopping") && stops < 2 {
				stops++ // for the restart, for the first signal
				_ = cmd.Process.Signal(syscall.SIGTERM)
			}
		}
		_ = cmd.Wait()
		if got := cmd.ProcessState.ExitCode(); got != 128+15 || strings.Contains(text, `"how"`) {
			t.Errorf("%s: exit status %d, the log is\n%s", restarting, got, text)
		}
	}
}

// TestSignalsThatWait: of signals that come while the program is too busy to look at them,
// none is lost.
func TestSignalsThatWait(t *testing.T) {
	needSignals(t, syscall.SIGHUP, syscall.SIGINT)
	signals, stop := listen()
	defer stop()
	for range 10 {
		for _, s := range []syscall.Signal{syscall.SIGHUP, syscall.SIGINT} {
			before := len(signals)
			if err := syscall.Kill(os.Getpid(), s); err != nil {
				t.Fatal(err)
			}
			for deadline := time.Now().Add(time.Minute); len(signals) == before; {
				if time.Now().After(deadline) {
					t.Fatalf("%v was lost: there are %d signals", s, before)
				}
				goruntime.Gosched()
			}
		}
	}
}
