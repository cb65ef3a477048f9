package rocket_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	rocket "github.com/rocketc/rocketc/runtime"
)

// escape is a command line that starts a process in a session of its own, which
// writes its number to a file, ignores SIGTERM and holds no output open.
const escape = `(setsid sh -c 'trap "" TERM
	echo $$ > new; mv new escaped; sleep 60; sleep 60' >&- 2>&- &); `

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

func init() {
	programs["long"] = func() rocket.Schedule {
		const line = escape + "echo $$ > command.new; mv command.new command; exec sleep 60"
		waits := func(ctx context.Context, _ *rocket.Run) (any, error) {
			_ = os.WriteFile("process.new", []byte(strconv.Itoa(os.Getpid())), 0o600)
			_ = os.Rename("process.new", "process")
			<-ctx.Done()
			return nil, nil
		}
		return rocket.Schedule{Tasks: []*rocket.TaskSpec{
			{Name: "command", When: once{}, Action: rocket.Command{Line: line}},
			{Name: "process", When: once{}, Execution: rocket.Process, Action: rocket.Func(waits)},
		}}
	}
}

func TestNothingSurvivesTheScheduler(t *testing.T) {
	dir := t.TempDir()
	p := startProgram(t, "long", dir)
	command, process := pidIn(t, dir, "command"), pidIn(t, dir, "process")
	escaped := pidIn(t, dir, "escaped")
	_ = p.Process.Signal(syscall.SIGKILL)
	_ = p.Wait()
	eventually(t, "the end of the command", func() bool { return !alive(command) })
	eventually(t, "the end of the process run", func() bool { return !alive(process) })
	t.Cleanup(func() { _ = syscall.Kill(escaped, syscall.SIGKILL) })
	if !alive(escaped) {
		t.Fatal("nothing has escaped")
	}
	groups, _ := os.ReadFile(filepath.Join("/proc", strconv.Itoa(escaped), "cgroup"))
	if !bytes.Contains(groups, []byte("/rocketc-")) {
		t.Skip("no control group can be made here")
	}
	if _, err := play(t, rocket.Schedule{}, time.Second); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the end of what had escaped", func() bool { return !alive(escaped) })
}

// TestCrashedRunsAreCleared: what is left of a run that did not end is known by its
// id.
func TestCrashedRunsAreCleared(t *testing.T) {
	const id = "019c2f60-0000-7000-8000-0123456789ab"
	dir := t.TempDir()
	left := startProgram(t, "long", dir, "ROCKET_RUN_ID="+id)
	pidIn(t, dir, "command")
	log := &rocket.MemoryLog{}
	_ = log.Append(context.Background(), []rocket.Record{
		{Task: "a", RunID: id, Event: rocket.Started, Start: time.Now()},
	})
	s := newSession(t, rocket.Schedule{
		Config: rocket.Config{ShutCond: ended{"a"}},
		Tasks:  []*rocket.TaskSpec{{Name: "a"}},
	}, rocket.WithRunLog(log))
	if err := s.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the end of what has its id", func() bool { return !alive(left.Process.Pid) })
}

// TestTheSpawnerLasts: processes die with the thread that has started them, so that
// thread must outlive failed starts, and restarts of the loop.
func TestTheSpawnerLasts(t *testing.T) {
	rounds := 0
	again := func(_ context.Context, r *rocket.Run) (any, error) {
		if rounds++; rounds == 1 {
			r.Session().Restart()
		} else {
			r.Session().Shutdown(false)
		}
		return nil, nil
	}
	often := every{10 * time.Millisecond}
	none := rocket.Command{Args: []string{"/no/such/program"}}
	schedule := rocket.Schedule{
		Config: rocket.Config{Restarting: rocket.Recall},
		Tasks: []*rocket.TaskSpec{
			{Name: "fails", When: often, Action: none},
			{Name: "ok", When: often, Action: rocket.Command{Line: "exec sleep 0.1"}},
			{Name: "again", When: after{"ok"}, Action: rocket.Func(again)},
		},
	}
	s := newSession(t, schedule)
	if err := s.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	records := recordsOf(t, s.RunLog(), "ok")
	for _, r := range records {
		if r.Event != rocket.Started && r.Event != rocket.Succeeded {
			t.Errorf("got %v %q", r.Event, r.Error)
		}
	}
	if rounds < 2 {
		t.Errorf("%d rounds", rounds)
	}
}

func init() {
	programs["ticks"] = func() rocket.Schedule {
		file, _ := os.OpenFile("ticks", os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
		tick := func(context.Context, *rocket.Run) (any, error) { return file.WriteString(".") }
		return rocket.Schedule{Tasks: []*rocket.TaskSpec{{
			Name: "tick", When: every{50 * time.Millisecond}, Execution: rocket.Main,
			Action: rocket.Func(tick),
		}}}
	}
}

// TestStopAndContinue: a program that was stopped goes on where it was, and
// does not make up for what it missed.
func TestStopAndContinue(t *testing.T) {
	dir := t.TempDir()
	ticks := func() int {
		text, _ := os.ReadFile(filepath.Join(dir, "ticks"))
		return len(text)
	}
	p := startProgram(t, "ticks", dir)
	eventually(t, "the program runs", func() bool { return ticks() >= 2 })
	_ = p.Process.Signal(syscall.SIGSTOP)
	eventually(t, "the program is stopped", func() bool {
		stat, _ := os.ReadFile(filepath.Join("/proc", strconv.Itoa(p.Process.Pid), "stat"))
		return bytes.Contains(stat, []byte(") T "))
	})
	before := ticks()
	time.Sleep(300 * time.Millisecond)
	if n := ticks(); n != before {
		t.Errorf("%d ticks of a stopped program", n-before)
	}
	began := time.Now()
	_ = p.Process.Signal(syscall.SIGCONT)
	eventually(t, "the program goes on", func() bool { return ticks() >= before+3 })
	if n, most := ticks()-before, int(time.Since(began)/(50*time.Millisecond))+2; n > most {
		t.Errorf("%d ticks in %v", n, time.Since(began))
	}
}
