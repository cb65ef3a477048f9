package rocket_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	goruntime "runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/runtime/step"
	"github.com/rocketc/rocketc/stdconds"
)

// The conditions of these tests.
type (
	every struct{ time.Duration }
	after struct{ task string }
	when  bool
	// observed counts how often it is asked.
	observed struct {
		n  *atomic.Int64
		of rocket.Condition
	}
	broken struct{}
)

func (c every) Observe(o *rocket.Observation) (rocket.State, error) {
	last := o.History("").Last(rocket.Started)
	if due := last.Add(c.Duration); !last.IsZero() && due.After(o.Now) {
		return rocket.State{Until: due}, nil
	}
	return rocket.State{Holds: true}, nil
}

func (c after) Observe(o *rocket.Observation) (rocket.State, error) {
	did := o.History(c.task).Last(rocket.Succeeded)
	return rocket.State{Holds: did.After(o.History("").Last(rocket.Started))}, nil
}

func (c when) Observe(*rocket.Observation) (rocket.State, error) {
	return rocket.State{Holds: bool(c)}, nil
}

func (c observed) Observe(o *rocket.Observation) (rocket.State, error) {
	c.n.Add(1)
	return c.of.Observe(o)
}

func (broken) Observe(*rocket.Observation) (rocket.State, error) {
	return rocket.State{}, errors.New("no answer")
}

// once holds until the task has started once.
type once struct{}

func (once) Observe(o *rocket.Observation) (rocket.State, error) {
	return rocket.State{Holds: o.History("").Total(rocket.Started) == 0}, nil
}

// journal notes what happens, in order.
type journal struct {
	mu    sync.Mutex
	lines []string
}

func (j *journal) note(format string, args ...any) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.lines = append(j.lines, fmt.Sprintf(format, args...))
}

func (j *journal) text() string {
	j.mu.Lock()
	defer j.mu.Unlock()
	return strings.Join(j.lines, " ")
}

// does is an action that notes the name of its task and then takes some time,
// or until it is asked to end.
func (j *journal) does(takes time.Duration) rocket.Func {
	return func(ctx context.Context, r *rocket.Run) (any, error) {
		j.note("%s", r.Task().Name())
		return rest(ctx, takes)
	}
}

var quiet = slog.New(slog.NewTextHandler(io.Discard, nil))

// play runs a schedule on the simulated clock for a time, shuts it down, and
// returns its records and what Run returned.
func play(t *testing.T, schedule rocket.Schedule,
	span time.Duration) (records []rocket.Record, err error) {
	t.Helper()
	schedule.Config.Timezone = "UTC"
	synctest.Test(t, func(t *testing.T) {
		s := newSession(t, schedule)
		done := make(chan error, 1)
		go func() { done <- s.Run(context.Background()) }()
		time.Sleep(span)
		s.Shutdown(context.Background())
		err = <-done
		records = recordsOf(t, s.RunLog())
	})
	return records, err
}

// recordsOf returns the records of a log, those of the tasks if some are named.
func recordsOf(t testing.TB, log rocket.RunLog, tasks ...string) (records []rocket.Record) {
	t.Helper()
	for r, err := range log.Read(context.Background(), rocket.Query{Tasks: tasks}) {
		if err != nil {
			t.Fatal(err)
		}
		records = append(records, r)
	}
	return records
}

// shutdownWithin shuts a session down, and waits no longer than that.
func shutdownWithin(s *rocket.Session, d time.Duration) error {
	ctx, cancel := context.WithTimeout(context.Background(), d)
	defer cancel()
	return s.Shutdown(ctx)
}

func newSession(t testing.TB, schedule rocket.Schedule, options ...rocket.Option) *rocket.Session {
	t.Helper()
	s, err := rocket.New(&schedule,
		append([]rocket.Option{rocket.WithLogger(quiet)}, options...)...)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// story writes records as "task:action@seconds" since the first. What happens to
// different tasks within a millisecond is in the order of their names.
func story(records []rocket.Record) string {
	since := func(r rocket.Record) time.Duration {
		at := r.Start
		if r.Event != rocket.Started {
			at = r.End
		}
		return at.Sub(records[0].Start).Round(time.Millisecond)
	}
	sorted := slices.Clone(records)
	slices.SortStableFunc(sorted, func(a, b rocket.Record) int {
		return cmp.Or(cmp.Compare(since(a), since(b)), strings.Compare(a.Task, b.Task))
	})
	var words []string
	for _, r := range sorted {
		words = append(words, fmt.Sprintf("%s:%s@%v", r.Task, r.Event, since(r)))
	}
	return strings.Join(words, " ")
}

func expect(t *testing.T, got, want string) {
	t.Helper()
	if got != want {
		t.Errorf("got:  %s\nwant: %s", got, want)
	}
}

func TestEveryRunsOnTime(t *testing.T) {
	var j journal
	records, err := play(t, rocket.Schedule{Tasks: []*rocket.TaskSpec{
		{Name: "a", When: every{10 * time.Second}, Action: j.does(time.Second)},
	}}, 25*time.Second)
	if err != nil {
		t.Fatal(err)
	}
	expect(t, story(records), "a:run@0s a:success@1s a:run@10s a:success@11s a:run@20s "+
		"a:success@21s")
	for _, r := range records {
		if r.Event == rocket.Started && r.Start.Sub(r.Scheduled) > time.Millisecond {
			t.Errorf("started %v after it was scheduled", r.Start.Sub(r.Scheduled))
		}
	}
}

func TestAfterFollowsAtOnce(t *testing.T) {
	var j journal
	records, _ := play(t, rocket.Schedule{Tasks: []*rocket.TaskSpec{
		{Name: "report", When: after{"fetch"}, Action: j.does(0)},
		{Name: "fetch", When: every{time.Minute}, Action: j.does(time.Second)},
	}}, 90*time.Second)
	expect(t, story(records), "fetch:run@0s fetch:success@1s report:run@1s report:success@1s "+
		"fetch:run@1m0s fetch:success@1m1s report:run@1m1s report:success@1m1s")
}

func TestPriority(t *testing.T) {
	var j journal
	play(t, rocket.Schedule{Tasks: []*rocket.TaskSpec{
		{Name: "low", When: once{}, Priority: -1, Execution: rocket.Main, Action: j.does(0)},
		{Name: "middle", When: once{}, Execution: rocket.Main, Action: j.does(0)},
		{Name: "second", When: once{}, Execution: rocket.Main, Action: j.does(0)},
		{Name: "high", When: once{}, Priority: 9, Execution: rocket.Main, Action: j.does(0)},
	}}, time.Second)
	expect(t, j.text(), "high middle second low")
}

func TestHowRunsEnd(t *testing.T) {
	var j journal
	fail := func(err error) rocket.Func {
		return func(context.Context, *rocket.Run) (any, error) { return nil, err }
	}
	for _, test := range []struct {
		name string
		task rocket.TaskSpec
		want rocket.Event
		err  string
	}{
		{"success", rocket.TaskSpec{Action: fail(nil)}, rocket.Succeeded, ""},
		{"error", rocket.TaskSpec{Action: fail(errors.New("no luck"))}, rocket.Failed, "no luck"},
		{"inaction", rocket.TaskSpec{Action: fail(fmt.Errorf("idle: %w", rocket.ErrInaction))},
			rocket.Inacted, ""},
		{"panic",
			rocket.TaskSpec{Action: rocket.Func(func(context.Context, *rocket.Run) (any, error) {
				panic("oh")
			})}, rocket.Failed, "panic: oh"},
		{"goexit",
			rocket.TaskSpec{Action: rocket.Func(func(context.Context, *rocket.Run) (any, error) {
				goruntime.Goexit()
				return nil, nil
			})}, rocket.Failed, "Goexit"},
		{"panic on the loop", rocket.TaskSpec{Execution: rocket.Main,
			Action: rocket.Func(func(context.Context, *rocket.Run) (any, error) {
				panic("oh")
			})}, rocket.Failed, "panic: oh"},
		{"no action", rocket.TaskSpec{}, rocket.Failed, "no action"},
		{"timeout", rocket.TaskSpec{Action: j.does(time.Hour), Timeout: time.Minute},
			rocket.Terminated, "timed out after 1m0s"},
		{"default timeout", rocket.TaskSpec{Action: j.does(time.Hour)}, rocket.Terminated,
			"timed out after 30m0s, the session's default timeout of 30 minutes;" +
				" write timeout … at the task for another"},
		{"no timeout", rocket.TaskSpec{Action: j.does(time.Hour), Timeout: rocket.Never},
			rocket.Succeeded, ""},
		{"until", rocket.TaskSpec{Action: j.does(time.Hour), Until: aged{time.Minute}},
			rocket.Terminated, "the end condition holds"},
	} {
		t.Run(test.name, func(t *testing.T) {
			task := test.task
			task.Name, task.When = "a", once{}
			records, err := play(t, rocket.Schedule{Tasks: []*rocket.TaskSpec{&task}}, 2*time.Hour)
			if err != nil {
				t.Fatal(err)
			}
			last := records[len(records)-1]
			if len(records) != 2 || last.Event != test.want ||
				!strings.Contains(last.Error, test.err) || (test.err == "") != (last.Error == "") {
				t.Errorf("got %s, error %q; want %v, %q", story(records), last.Error, test.want,
					test.err)
			}
		})
	}
}

// aged holds when the oldest live run of the task is that old.
type aged struct{ time.Duration }

func (c aged) Observe(o *rocket.Observation) (rocket.State, error) {
	live := o.History("").Live()
	if len(live) == 0 {
		return rocket.State{}, nil
	}
	at := live[0].Start.Add(c.Duration)
	if at.After(o.Now) {
		return rocket.State{Until: at}, nil
	}
	return rocket.State{Holds: true}, nil
}

func TestOneLiveRunUnlessMultilaunch(t *testing.T) {
	for _, test := range []struct {
		limit, want int
		all         bool
	}{{0, 1, false}, {1, 1, true}, {3, 3, false}, {-1, 5, false}, {0, 5, true}} {
		var j journal
		records, _ := play(t, rocket.Schedule{
			Config: rocket.Config{Multilaunch: test.all},
			Tasks: []*rocket.TaskSpec{
				{Name: "a", When: every{time.Second}, Action: j.does(time.Minute),
					Multilaunch: test.limit},
			},
		}, 4500*time.Millisecond)
		n := 0
		for _, r := range records {
			if r.Event == rocket.Started {
				n++
			}
		}
		if n != test.want {
			t.Errorf("multilaunch %d (session: %v): %d runs, want %d", test.limit, test.all, n,
				test.want)
		}
	}
}

func TestStartupAndShutdown(t *testing.T) {
	var j journal
	records, _ := play(t, rocket.Schedule{Tasks: []*rocket.TaskSpec{
		{Name: "work", When: once{}, Action: j.does(5 * time.Second)},
		{Name: "late", OnStartup: true, Action: j.does(time.Second)},
		{Name: "flush", OnShutdown: true, Action: j.does(time.Second)},
		{Name: "early", OnStartup: true, Priority: 5, Action: j.does(time.Second)},
		{Name: "server", When: once{}, Permanent: true, Timeout: rocket.Never,
			Action: j.does(24 * time.Hour)},
	}}, 4*time.Second)
	expect(t, story(records), "early:run@0s early:success@1s late:run@1s late:success@2s "+
		"server:run@2s work:run@2s flush:run@4s flush:success@5s server:terminate@7s "+
		"work:success@7s")
}

func TestInstantShutdown(t *testing.T) {
	var j journal
	records, _ := play(t, rocket.Schedule{
		Config: rocket.Config{InstantShutdown: true},
		Tasks: []*rocket.TaskSpec{
			{Name: "work", When: once{}, Action: j.does(time.Minute)},
			{Name: "flush", OnShutdown: true, Action: j.does(time.Second)},
		},
	}, 4*time.Second)
	expect(t, story(records), "work:run@0s flush:run@4s work:terminate@4s flush:success@5s")
}

func TestForcedShutdown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var j journal
		s := newSession(t, rocket.Schedule{Tasks: []*rocket.TaskSpec{
			{Name: "work", When: once{}, Action: j.does(time.Minute)},
			{Name: "deaf", When: once{},
				Action: rocket.Func(func(context.Context, *rocket.Run) (any, error) {
					time.Sleep(time.Hour)
					return nil, nil
				})},
			{Name: "flush", OnShutdown: true, Action: j.does(time.Minute)},
		}})
		done := make(chan error, 1)
		go func() { done <- s.Run(context.Background()) }()
		time.Sleep(time.Second)
		if err := shutdownWithin(s, time.Second); !errors.Is(err, context.DeadlineExceeded) {
			t.Error(err)
		}
		s.Terminate(nil)
		if err := <-done; err != nil {
			t.Fatal(err)
		}
		records := recordsOf(t, s.RunLog())
		expect(t, story(records), "deaf:run@0s work:run@0s flush:run@1s flush:terminate@2s "+
			"work:terminate@2s deaf:terminate@17s")
		if _, err := s.Task("work").Start(nil); !errors.Is(err, rocket.ErrStopped) {
			t.Errorf("Run after the end: %v", err)
		}
		time.Sleep(time.Hour) // the deaf one ends by itself
	})
}

func TestMetatasks(t *testing.T) {
	var j journal
	at := func(d time.Duration, steps ...step.Step) *rocket.TaskSpec {
		return &rocket.TaskSpec{Name: d.String(), When: started{d}, Action: rocket.Do(steps)}
	}
	records, err := play(t, rocket.Schedule{Tasks: []*rocket.TaskSpec{
		{Name: "a", When: every{10 * time.Second}, Action: j.does(0)},
		{Name: "b", Action: j.does(time.Hour)},
		at(5*time.Second, step.Hold{}),
		at(15 * time.Second), // starts, although the session is on hold: it is a metatask
	}}, 16*time.Second)
	if err != nil {
		t.Fatal(err)
	}
	expect(t, story(records), "a:run@0s a:success@0s 5s:run@5s 5s:success@5s "+
		"15s:run@15s 15s:success@15s")

	records, _ = play(t, rocket.Schedule{Tasks: []*rocket.TaskSpec{
		{Name: "a", When: every{10 * time.Second}, Action: j.does(0)},
		{Name: "b", Action: j.does(time.Hour)},
		at(5*time.Second, step.Run{Task: "b"}, step.Disable{Task: "a"}),
		at(15*time.Second, step.Terminate{Task: "b"}),
		at(25*time.Second, step.Enable{Task: "a"}),
		at(26*time.Second, step.Run{Task: "nobody"}),
		at(28*time.Second, step.Shutdown{}),
	}}, time.Hour)
	expect(t, story(records), "a:run@0s a:success@0s 5s:run@5s 5s:success@5s b:run@5s "+
		"15s:run@15s 15s:success@15s b:terminate@15s 25s:run@25s 25s:success@25s a:run@25s "+
		"a:success@25s "+
		"26s:run@26s 26s:fail@26s 28s:run@28s 28s:success@28s")
}

// started holds once, when the scheduler has run for that long.
type started struct{ time.Duration }

func (c started) Observe(o *rocket.Observation) (rocket.State, error) {
	at := o.Started().Add(c.Duration)
	if at.After(o.Now) {
		return rocket.State{Until: at}, nil
	}
	return once{}.Observe(o)
}

func TestConditionThatFails(t *testing.T) {
	var j journal
	tasks := []*rocket.TaskSpec{
		{Name: "odd", When: broken{}, Action: j.does(0)},
		{Name: "flush", OnShutdown: true, Action: j.does(0)},
	}
	records, err := play(t, rocket.Schedule{Tasks: tasks}, time.Second)
	if err == nil || !strings.Contains(err.Error(), "condition of task odd: no answer") {
		t.Errorf("got error %v", err)
	}
	expect(t, story(records), "flush:run@0s flush:success@0s")

	tasks = append(tasks, &rocket.TaskSpec{Name: "work", When: once{}, Until: broken{},
		Action: j.does(time.Minute)})
	records, err = play(t, rocket.Schedule{Config: rocket.Config{SilenceCondCheck: true},
		Tasks: tasks}, time.Second)
	if err != nil {
		t.Error(err)
	}
	expect(t, story(records), "work:run@0s flush:run@1s flush:success@1s work:success@1m0s")
}

// TestNotKnownDoesNothing: what is not known starts, ends and shuts down nothing, and
// neither does its opposite.
func TestNotKnownDoesNothing(t *testing.T) {
	for _, unknown := range []rocket.Condition{
		broken{}, stdconds.Not{Of: broken{}}, stdconds.Checked{Task: "nobody"},
		stdconds.Not{Of: stdconds.Checked{Task: "nobody"}},
		stdconds.All{once{}, stdconds.Not{Of: broken{}}},
	} {
		var j journal
		records, err := play(t, rocket.Schedule{
			Config: rocket.Config{SilenceCondCheck: true, ShutCond: unknown},
			Tasks: []*rocket.TaskSpec{
				{Name: "odd", When: unknown, Action: j.does(0)},
				{Name: "even", When: stdconds.Any{unknown, once{}}, Until: unknown,
					Action: j.does(500 * time.Millisecond)},
			},
		}, time.Second)
		if err != nil {
			t.Errorf("%v: %v", unknown, err)
		}
		expect(t, story(records), "even:run@0s even:success@500ms")
	}
}

func TestProcessSlots(t *testing.T) {
	// A command waits for a slot by priority, and starts when one is free.
	var tasks []*rocket.TaskSpec
	for i := range 6 {
		tasks = append(tasks, &rocket.TaskSpec{
			Name: fmt.Sprint(i), Priority: i, When: once{}, Execution: rocket.Process,
			Action: rocket.Command{Args: []string{"true"}},
		})
	}
	s := newSession(t,
		rocket.Schedule{Config: rocket.Config{MaxProcessCount: 2, ShutCond: allDone{6}},
			Tasks: tasks})
	if err := s.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	records := recordsOf(t, s.RunLog())
	live, most := 0, 0
	var order []string
	for _, r := range records {
		if r.Event == rocket.Started {
			order = append(order, r.Task)
			live++
			most = max(most, live)
			continue
		}
		live--
		if r.Event != rocket.Succeeded {
			t.Errorf("task %s: %v %s", r.Task, r.Event, r.Error)
		}
	}
	expect(t, strings.Join(order, " "), "5 4 3 2 1 0")
	if most != 2 {
		t.Errorf("%d processes were live at the same time, want 2", most)
	}
}

// allDone holds when n tasks, named by numbers, have succeeded.
type allDone struct{ n int }

func (c allDone) Observe(o *rocket.Observation) (rocket.State, error) {
	for i := range c.n {
		if o.History(fmt.Sprint(i)).Total(rocket.Outcome) == 0 {
			return rocket.State{}, nil
		}
	}
	return rocket.State{Holds: true}, nil
}

// TestSleepingTasksCostNothing: between edges, 10,000 daily tasks are not
// looked at, and an edge costs as much as what happens at it.
func TestSleepingTasksCostNothing(t *testing.T) {
	var asked atomic.Int64
	beside := observed{&asked, noon{}}
	t.Run("plain conditions", func(t *testing.T) {
		// What starts next is looked for with one more observation.
		sleepingTasks(t, &asked, plainly{beside}, sleeping+1)
	})
	t.Run("conditions beside the loop", func(t *testing.T) {
		sleepingTasks(t, &asked, beside, sleeping)
	})
}

// plainly is a condition that promises to be plain.
type plainly struct{ rocket.Condition }

func (plainly) Plain() {}

const sleeping = 10_000

func sleepingTasks(t *testing.T, asked *atomic.Int64, c rocket.Condition, first int64) {
	const tasks, days = sleeping, 3
	schedule := rocket.Schedule{Config: rocket.Config{Timezone: "UTC"}}
	for i := range tasks {
		schedule.Tasks = append(schedule.Tasks, &rocket.TaskSpec{
			Name: fmt.Sprint(i), When: c, Execution: rocket.Main,
			Action: rocket.Func(func(context.Context, *rocket.Run) (any, error) {
				return nil, nil
			}),
		})
	}
	synctest.Test(t, func(t *testing.T) {
		s := newSession(t, schedule)
		done := make(chan error, 1)
		go func() { done <- s.Run(context.Background()) }()
		look := func(d time.Duration) int64 {
			time.Sleep(d)
			synctest.Wait()
			return asked.Swap(0)
		}
		if n := look(time.Hour); n != first {
			t.Errorf("%d observations at the start, want %d", n, first)
		}
		for day := range days {
			if n := look(10 * time.Hour); n != 0 {
				t.Errorf("day %d: %d observations while all tasks sleep, want 0", day, n)
			}
			if n := look(2 * time.Hour); n < tasks || n > 4*tasks {
				t.Errorf("day %d: %d observations at the edge, want a few a task", day, n)
			}
			look(12 * time.Hour)
		}
		s.Shutdown(context.Background())
		if err := <-done; err != nil {
			t.Error(err)
		}
		records := recordsOf(t, s.RunLog())
		if len(records) == 0 {
			t.Error("nothing ran")
		}
	})
}

// noon holds once a day, from 12:00.
type noon struct{}

func (noon) Observe(o *rocket.Observation) (rocket.State, error) {
	at := o.Now.Truncate(24 * time.Hour).Add(12 * time.Hour)
	switch {
	case at.After(o.Now):
		return rocket.State{Until: at}, nil
	case o.History("").Last(rocket.Started).Before(at):
		return rocket.State{Holds: true, Until: at.Add(12 * time.Hour)}, nil
	}
	return rocket.State{Until: at.Add(24 * time.Hour)}, nil
}

func TestRecordsAreInTheLogBeforeTheRunBegins(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		log := &rocket.MemoryLog{}
		seen := false
		s := newSession(t, rocket.Schedule{Tasks: []*rocket.TaskSpec{{
			Name: "a", When: once{},
			Action: rocket.Func(func(_ context.Context, r *rocket.Run) (any, error) {
				records := recordsOf(t, log)
				seen = slices.ContainsFunc(records, func(rec rocket.Record) bool {
					return rec.RunID == r.ID
				})
				return nil, nil
			}),
		}}}, rocket.WithRunLog(log))
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if err := s.Run(ctx); err != nil {
			t.Error(err)
		}
		if !seen {
			t.Error("the run began before its record was in the log")
		}
	})
}

func TestRunsWithoutOutcomeAreCrashed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		log := &rocket.MemoryLog{}
		log.Append(context.Background(),
			[]rocket.Record{{Task: "a", RunID: "1", Event: rocket.Started,
				Start: time.Now().Add(-time.Hour)}})
		s := newSession(t, rocket.Schedule{Tasks: []*rocket.TaskSpec{{Name: "a"}}},
			rocket.WithRunLog(log))
		s.Shutdown(context.Background())
		if err := s.Run(t.Context()); err != nil {
			t.Fatal(err)
		}
		records := recordsOf(t, log)
		expect(t, story(records), "a:run@0s a:crash@1h0m0s")
		if at := stateOf(s.Task("a")).Last(rocket.Crashed); at.IsZero() {
			t.Error("the crash is not in the history")
		}
	})
}

// fullDisk is a run log that cannot be written after the first n appends.
type fullDisk struct {
	rocket.MemoryLog
	left int
}

func (f *fullDisk) Append(ctx context.Context, records []rocket.Record) error {
	if f.left--; f.left < 0 {
		return errors.New("no space left on device")
	}
	return f.MemoryLog.Append(ctx, records)
}

func TestLogThatCannotBeWritten(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var j journal
		s := newSession(t, rocket.Schedule{Tasks: []*rocket.TaskSpec{
			{Name: "a", When: every{time.Second}, Action: j.does(0)},
		}}, rocket.WithRunLog(&fullDisk{left: 2}))
		err := s.Run(t.Context())
		if err == nil || !strings.Contains(err.Error(), "no space left") {
			t.Errorf("got %v", err)
		}
		expect(t, j.text(), "a")
	})
}

func TestNewRefuses(t *testing.T) {
	for _, test := range []struct {
		schedule rocket.Schedule
		want     string
	}{
		{rocket.Schedule{Tasks: []*rocket.TaskSpec{{Pos: rocket.Pos{File: "a.rkt", Line: 1,
			Column: 1}}}}, "a.rkt:1:1: a task has no name"},
		{rocket.Schedule{Tasks: []*rocket.TaskSpec{{Name: "a",
			Pos: rocket.Pos{File: "a.rkt", Line: 1, Column: 1}},
			{Name: "a", Pos: rocket.Pos{File: "a.rkt", Line: 2, Column: 1}}}},
			`a.rkt:2:1: task "a" is already declared at a.rkt:1:1`},
		{rocket.Schedule{Config: rocket.Config{Timezone: "Mars/Olympus"}},
			"unknown time zone Mars/Olympus"},
	} {
		if _, err := rocket.New(&test.schedule); err == nil || err.Error() != test.want {
			t.Errorf("got %v, want %s", err, test.want)
		}
	}
}

func TestMainMayAskTheSession(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSession(t, rocket.Schedule{Tasks: []*rocket.TaskSpec{{
			Name: "a", When: once{}, Execution: rocket.Main,
			Action: rocket.Func(func(ctx context.Context, r *rocket.Run) (any, error) {
				if n := len(r.Session().Tasks()); n != 1 {
					return nil, fmt.Errorf("%d tasks", n)
				}
				r.Session().Shutdown(ctx)
				return nil, nil
			}),
		}}})
		if err := s.Run(t.Context()); err != nil {
			t.Error(err)
		}
		if stateOf(s.Task("a")).Last(rocket.Succeeded).IsZero() {
			t.Error("the task did not succeed")
		}
		if err := s.Run(t.Context()); err == nil {
			t.Error("a session ran twice")
		}
	})
}

func TestForcedShutdownOfRunsOnTheLoop(t *testing.T) {
	for _, test := range []struct {
		name string
		does func(ctx context.Context)
		want string
	}{
		{"heeds its context", func(ctx context.Context) {
			<-ctx.Done()
		}, "a:run@0s a:terminate@2s"},
		{"does not", func(context.Context) { time.Sleep(time.Hour) }, "a:run@0s a:terminate@17s"},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newSession(t, rocket.Schedule{Tasks: []*rocket.TaskSpec{{
					Name: "a", When: once{}, Execution: rocket.Main,
					Action: rocket.Func(func(ctx context.Context, _ *rocket.Run) (any, error) {
						test.does(ctx)
						return nil, nil
					}),
				}}})
				done := make(chan error, 1)
				go func() { done <- s.Run(context.Background()) }()
				time.Sleep(time.Second)
				shutdownWithin(s, time.Second)
				s.Terminate(nil)
				if err := <-done; err != nil {
					t.Error(err)
				}
				records := recordsOf(t, s.RunLog())
				expect(t, story(records), test.want)
				time.Sleep(time.Hour) // what was left behind ends by itself
			})
		})
	}
}

// TestSharedSchedule: what a session changes of its tasks changes neither the schedule nor
// another session of it.
func TestSharedSchedule(t *testing.T) {
	schedule := rocket.Schedule{Tasks: []*rocket.TaskSpec{
		{Name: "a", Action: rocket.Func(nothing)}, {Name: "a", Action: rocket.Func(nothing)},
	}, Config: rocket.Config{TaskPreExist: rocket.Rename}}
	one, other := newSession(t, schedule), newSession(t, schedule)
	for _, task := range one.Tasks() {
		err := task.Update(func(spec *rocket.TaskSpec) { spec.Priority, spec.Name = 7, "b" })
		if err != nil {
			t.Fatal(err)
		}
	}
	names := []string{"a", "a 1"}
	for i, task := range other.Tasks() {
		if spec, err := task.Spec(); err != nil || spec.Priority != 0 || spec.Name != names[i] {
			t.Errorf("the other session has %q of priority %d, error %v", spec.Name,
				spec.Priority, err)
		}
		if spec := schedule.Tasks[i]; spec.Priority != 0 || spec.Name != "a" {
			t.Errorf("the schedule has %q of priority %d", spec.Name, spec.Priority)
		}
		if spec, _ := one.Tasks()[i].Spec(); spec.Priority != 7 || spec.Name != names[i] {
			t.Errorf("the session has %q of priority %d", spec.Name, spec.Priority)
		}
	}
}
