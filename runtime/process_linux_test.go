package rocket_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/rocketc/rocketc/period"
	"github.com/rocketc/rocketc/runlog"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/stdconds"
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
	for _, pid := range []int{command, process, escaped} {
		t.Cleanup(func() { _ = syscall.Kill(pid, syscall.SIGKILL) })
		eventually(t, "the end of all", func() bool { return !alive(pid) })
	}
}

func init() {
	programs["restarts"] = func() rocket.Schedule {
		how, _ := strconv.Atoi(os.Getenv("ROCKETC_TEST_RESTARTING"))
		again := func(_ context.Context, r *rocket.Run) (any, error) {
			file, err := os.OpenFile("starts", os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
			if err == nil {
				_, err = fmt.Fprintln(file, os.Getpid(), len(guardsOf(os.Getpid())))
			}
			if starts, _ := os.ReadFile("starts"); bytes.Count(starts, []byte("\n")) < restarts {
				r.Session().Restart()
			}
			return nil, err
		}
		until := "[ $(wc -l < starts) -lt " + strconv.Itoa(restarts) + " ] && exit; "
		return rocket.Schedule{
			Config: rocket.Config{Restarting: rocket.Restarting(how)},
			Tasks: []*rocket.TaskSpec{
				{Name: "short", OnStartup: true, Action: rocket.Command{Line: "true"}},
				{Name: "again", When: after{"short"}, Action: rocket.Func(again)},
				{Name: "long", When: after{"again"}, Action: rocket.Command{
					Line: until + escape + "echo $$ > new2; mv new2 command; exec sleep 60"}},
			},
		}
	}
}

// restarts is how often the program "restarts" starts.
const restarts = 4

// TestGuardsAndRestarts: each start of the program has one guard, which ends with it and
// leaves nothing, and the last one still does its work.
func TestGuardsAndRestarts(t *testing.T) {
	kinds := []rocket.Restarting{rocket.ReplaceProcess, rocket.Relaunch, rocket.Fresh,
		rocket.Recall}
	for _, how := range kinds {
		t.Run(how.String(), func(t *testing.T) {
			dir := t.TempDir()
			p := startProgram(t, "restarts", dir, fmt.Sprintf("ROCKETC_TEST_RESTARTING=%d", how))
			command, escaped := pidIn(t, dir, "command"), pidIn(t, dir, "escaped")
			starts, _ := os.ReadFile(filepath.Join(dir, "starts"))
			lines := strings.Fields(string(starts))
			if len(lines) != 2*restarts {
				t.Fatalf("the program has started:\n%s", starts)
			}
			last := 0
			for i := 0; i < len(lines); i += 2 {
				last, _ = strconv.Atoi(lines[i])
				same := last == p.Process.Pid
				if lines[i+1] != "1" || same != (how == rocket.ReplaceProcess ||
					how == rocket.Recall || i == 0) {
					t.Errorf("start %d: process %d of %d, %s guards", i/2, last, p.Process.Pid,
						lines[i+1])
				}
				if guards := guardsOf(last); len(guards) != 1 && i == len(lines)-2 {
					t.Errorf("the last process has %d guards", len(guards))
				} else if len(guards) > 0 && last != p.Process.Pid && i < len(lines)-2 {
					t.Errorf("the process %d has ended, but its guards %v have not", last, guards)
				}
			}
			guards := guardsOf(last)
			_ = syscall.Kill(last, syscall.SIGKILL)
			for _, pid := range append(guards, command, escaped) {
				t.Cleanup(func() { _ = syscall.Kill(pid, syscall.SIGKILL) })
				eventually(t, "the end of all", func() bool { return !alive(pid) })
			}
		})
	}
}

// guardsOf returns the numbers of the guards of a process. A guard that nobody has
// reaped yet has no title any more.
func guardsOf(pid int) (guards []int) {
	title := fmt.Sprintf("rocketc-guard\x00of\x00process\x00%d\x00", pid)
	lines, _ := filepath.Glob("/proc/[0-9]*/cmdline")
	for _, path := range lines {
		number, _ := strconv.Atoi(filepath.Base(filepath.Dir(path)))
		if line, _ := os.ReadFile(path); string(line) == title {
			guards = append(guards, number)
		}
	}
	return guards
}

// TestCrashedRunsAreCleared: what is left of a run that did not end is known by its
// id.
func TestCrashedRunsAreCleared(t *testing.T) {
	id := fmt.Sprintf("019c2f60-0000-7000-8000-%012x", os.Getpid()) // of this test alone
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
	again := func(ctx context.Context, r *rocket.Run) (any, error) {
		if rounds++; rounds == 1 {
			r.Session().Restart()
		} else {
			r.Session().Shutdown(ctx)
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

func init() {
	programs["seconds"] = func() rocket.Schedule {
		each, _ := period.ParseCron("* * * * * *")
		return rocket.Schedule{
			RunLog: &runlog.File{Path: "runs.jsonl"},
			Tasks: []*rocket.TaskSpec{{Name: "t", When: stdconds.Once{Period: each},
				Action: rocket.Func(func(context.Context, *rocket.Run) (any, error) {
					return nil, nil
				})}},
		}
	}
}

// TestStoppedWindows: windows that pass while a program is stopped are missed because it was off,
// or because of a run that was stopped with it.
func TestStoppedWindows(t *testing.T) {
	dir := t.TempDir()
	log := &runlog.File{Path: filepath.Join(dir, "runs.jsonl")}
	records := func(events rocket.Event) (list []rocket.Record) {
		for r, err := range log.Read(t.Context(), rocket.Query{Events: events}) {
			if err == nil { // the file may not be there yet
				list = append(list, r)
			}
		}
		return list
	}
	p := startProgram(t, "seconds", dir)
	eventually(t, "the program runs", func() bool { return len(records(rocket.Started)) > 0 })
	_ = p.Process.Signal(syscall.SIGSTOP)
	eventually(t, "the program is stopped", func() bool { return stopped(p.Process.Pid) })
	from := time.Now()
	time.Sleep(3500 * time.Millisecond)
	to := time.Now()
	_ = p.Process.Signal(syscall.SIGCONT)
	eventually(t, "windows are missed", func() bool {
		missed := 0
		for _, r := range records(rocket.Missed) {
			if r.Scheduled.After(from) && r.Scheduled.Add(time.Second).Before(to) {
				if missed++; r.Reason != "off" && r.Reason != "overlap" {
					t.Fatalf("missed because of %s", r.Reason)
				}
			}
		}
		return missed >= 2
	})
}

// stopped reports whether all threads of a process are stopped.
func stopped(pid int) bool {
	threads, _ := filepath.Glob(filepath.Join("/proc", strconv.Itoa(pid), "task/*/stat"))
	return len(threads) > 0 && !slices.ContainsFunc(threads, func(path string) bool {
		stat, err := os.ReadFile(path)
		return err == nil && !bytes.Contains(stat, []byte(") T "))
	})
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
	eventually(t, "the program is stopped", func() bool { return stopped(p.Process.Pid) })
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
