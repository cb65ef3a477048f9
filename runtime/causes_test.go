package rocket_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rocketc/rocketc/period"
	"github.com/rocketc/rocketc/rockettest"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/stdconds"
)

// A witness notes the causes of its runs, and fails the first ones. Runs of an instant may share
// it.
type witness struct {
	mu    sync.Mutex
	seen  []string
	fails int
}

func (w *witness) look(_ context.Context, r *rocket.Run) (any, error) {
	var words []string
	for _, c := range r.Causes {
		words = append(words, fmt.Sprintf("%s %v %s", c.Task, c.Event, c.Error))
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.seen = append(w.seen, strings.Join(words, ", "))
	if len(w.seen) <= w.fails {
		return nil, errors.New("not yet")
	}
	return nil, nil
}

// causesFrom runs tasks from an instant on, and returns the causes of the runs of the witness.
func causesFrom(t *testing.T, log rocket.RunLog, w *witness, from time.Time, d time.Duration,
	specs ...*rocket.TaskSpec) string {
	t.Helper()
	w.seen = nil
	synctest.Test(t, func(t *testing.T) {
		rockettest.Start(t, func(o ...rocket.Option) (*rocket.Session, error) {
			return rocket.New(&rocket.Schedule{Tasks: specs}, append(o, rocket.WithRunLog(log))...)
		}, rockettest.At(from))
		rockettest.RunUntil(t, from.Add(d))
	})
	return strings.Join(w.seen, "; ")
}

func failsAt(every time.Duration) *rocket.TaskSpec {
	return &rocket.TaskSpec{Name: "a", When: stdconds.Every{Interval: every}, Action: fails()}
}

// TestCausesOfAlert: a run gets the events since the latest start that it has waited for, and
// waits for them although its condition looks at something else meanwhile.
func TestCausesOfAlert(t *testing.T) {
	w := &witness{}
	alert := &rocket.TaskSpec{Name: "alert", Action: rocket.Func(w.look),
		When: stdconds.All{stdconds.Every{Interval: time.Hour}, anyWrong}}
	got := causesFrom(t, &rocket.MemoryLog{}, w, newYear, 65*time.Minute, failsAt(20*time.Minute),
		&rocket.TaskSpec{Name: "b", When: once{}, Action: new(journal).does(time.Second)}, alert)
	expect(t, got, "a fail no luck; a fail no luck, a fail no luck, a fail no luck")
}

// TestCausesOfGroup: of a group are those of its tasks, a timeout too, without the tasks that such
// a condition starts, and of a check only the first failure of a row.
func TestCausesOfGroup(t *testing.T) {
	w := &witness{}
	wrong := stdconds.AfterGroup{Prefix: "g.", Wrong: true}
	got := causesFrom(t, &rocket.MemoryLog{}, w, newYear, 61*minute,
		&rocket.TaskSpec{Name: "g.a", When: stdconds.Every{Interval: 40 * minute}, Action: fails()},
		&rocket.TaskSpec{Name: "b", When: once{}, Action: fails()},
		&rocket.TaskSpec{Name: "g.check", When: stdconds.Every{Interval: 10 * minute}, Check: true,
			Action: taking(minute, errors.New("no answer"))},
		&rocket.TaskSpec{Name: "g.slow", When: once{}, Action: lasts(), Timeout: 5 * minute},
		&rocket.TaskSpec{Name: "g.other", When: wrong, Action: fails()},
		&rocket.TaskSpec{Name: "alert", Action: rocket.Func(w.look),
			When: stdconds.All{started{hour}, wrong}})
	expect(t, got, "g.a fail no luck, g.check fail no answer, g.slow terminate "+
		"timed out after 5m0s, g.a fail no luck")
}

// TestCausesOfRetry: a retry has the causes of the run that it repeats, and the new ones, also
// after a restart.
func TestCausesOfRetry(t *testing.T) {
	w := &witness{fails: 2}
	tasks := func() []*rocket.TaskSpec {
		return []*rocket.TaskSpec{
			{Name: "alert", Action: rocket.Func(w.look), When: stdconds.Any{
				stdconds.After{Tasks: []string{"a"}, Did: rocket.Failed},
				stdconds.Retry{Times: -1, Every: 7 * time.Minute}}},
			failsAt(10 * time.Minute),
		}
	}
	log := &rocket.MemoryLog{}
	got := causesFrom(t, log, w, newYear, 9*time.Minute, tasks()...)
	expect(t, got, "a fail no luck; a fail no luck")
	w.fails = 0
	got = causesFrom(t, log, w, newYear.Add(10*time.Minute), 5*time.Minute, tasks()...)
	expect(t, got, "a fail no luck")
	got = causesFrom(t, log, w, newYear.Add(20*time.Minute), 5*time.Minute, tasks()...)
	expect(t, got, "a fail no luck")
}

// TestCausesOfRetryAfterRestart: the failure is in the log, the retry in the next session.
func TestCausesOfRetryAfterRestart(t *testing.T) {
	w := &witness{fails: 1}
	alert := &rocket.TaskSpec{Name: "alert", Action: rocket.Func(w.look), When: stdconds.Any{
		stdconds.After{Tasks: []string{"a"}, Did: rocket.Failed},
		stdconds.Retry{Times: -1, Every: 30 * time.Minute}}}
	log := &rocket.MemoryLog{}
	got := causesFrom(t, log, w, newYear, time.Minute, alert, failsAt(24*hour))
	expect(t, got, "a fail no luck")
	w.fails = 0
	got = causesFrom(t, log, w, newYear.Add(10*time.Minute), hour, alert, failsAt(24*hour))
	expect(t, got, "a fail no luck")
}

// TestNoCauses: a run that was asked for has no causes, and neither has one that the calendar
// starts; nor does an `after` under a negation.
func TestNoCauses(t *testing.T) {
	w := &witness{}
	got := causesFrom(t, &rocket.MemoryLog{}, w, newYear, time.Minute, failsAt(hour),
		&rocket.TaskSpec{Name: "asks", When: once{},
			Action: rocket.Func(func(ctx context.Context, r *rocket.Run) (any, error) {
				return r.Session().Task("asked").Run(ctx, nil)
			})},
		&rocket.TaskSpec{Name: "asked", Action: rocket.Func(w.look),
			When: stdconds.After{Tasks: []string{"never"}}},
		&rocket.TaskSpec{Name: "timed", Action: rocket.Func(w.look), When: stdconds.All{
			stdconds.Every{Interval: hour},
			stdconds.Not{Of: stdconds.After{Tasks: []string{"a"}, Did: rocket.Crashed}}}},
	)
	expect(t, got, "; ")
}

// TestCausesOfLateStart: a start that was kept, or has waited for its place, has its causes also if
// its condition does not hold any more.
func TestCausesOfLateStart(t *testing.T) {
	cron, err := period.ParseCron("30 * * * *")
	if err != nil {
		t.Fatal(err)
	}
	failed := stdconds.After{Tasks: []string{"a"}, Did: rocket.Failed}
	early := stdconds.TimeOf{Period: period.OfHour{To: 50 * minute}}
	busy, witnessed := taking(55*minute, nil), &witness{}
	kept := func(ctx context.Context, r *rocket.Run) (any, error) {
		if r.Start.Before(newYear.Add(minute)) {
			return busy(ctx, r)
		}
		return witnessed.look(ctx, r)
	}
	for name, test := range map[string]struct {
		alert rocket.TaskSpec
		want  string
	}{
		"kept": {rocket.TaskSpec{When: stdconds.All{anyWrong, early}, Overlap: rocket.OverlapWait,
			Action: rocket.Func(kept)}, "a fail no luck, a fail no luck"},
		"in line": {rocket.TaskSpec{When: stdconds.All{failed, stdconds.Once{Period: cron,
			Crashed: true}}, Pools: []rocket.PoolShare{{Pool: "db"}},
			Action: rocket.Func(witnessed.look)},
			"a fail no luck, a fail no luck, a fail no luck"},
	} {
		t.Run(name, func(t *testing.T) {
			witnessed.seen, test.alert.Name, test.alert.Timeout = nil, "alert", rocket.Never
			stretch{0, 0.95, nil}.liveIn(t, &rocket.MemoryLog{}, &rocket.Schedule{
				Pools: []rocket.Pool{{Name: "db", Size: 1}},
				Tasks: []*rocket.TaskSpec{failsAt(20 * minute), &test.alert, {Name: "long",
					When: fromThen{0}, Pools: []rocket.PoolShare{{Pool: "db"}}, Action: busy,
					Timeout: rocket.Never}},
			})
			expect(t, strings.Join(witnessed.seen, "; "), test.want)
		})
	}
}

// TestManyCauses: a run has the newest 100 at most.
func TestManyCauses(t *testing.T) {
	n, oldest := 0, time.Duration(0)
	alert := &rocket.TaskSpec{Name: "alert", When: stdconds.All{stdconds.Every{Interval: hour},
		stdconds.After{Tasks: []string{"a"}, Did: rocket.Failed}},
		Action: rocket.Func(func(_ context.Context, r *rocket.Run) (any, error) {
			n, oldest = len(r.Causes), r.Causes[0].End.Sub(newYear).Round(minute)
			return nil, nil
		})}
	causesFrom(t, &rocket.MemoryLog{}, &witness{}, newYear, 61*time.Minute, alert,
		failsAt(20*time.Second))
	if n != 100 || oldest != 27*minute {
		t.Errorf("%d causes, the oldest of %v", n, oldest)
	}
}

// TestCauseVariables: a command has the newest cause and the number of causes, and none of
// what the scheduler itself was started with.
func TestCauseVariables(t *testing.T) {
	t.Setenv("ROCKET_CAUSE_TASK", "outer")
	print := rocket.Command{Line: `echo "$ROCKET_CAUSE_TASK-$ROCKET_CAUSE_EVENT-` +
		`$ROCKET_CAUSE_ERROR-$ROCKET_CAUSE_COUNT-${ROCKET_CAUSE_RUN:+run}"; exit 1`}
	log := &rocket.MemoryLog{}
	s := newSession(t, rocket.Schedule{Tasks: []*rocket.TaskSpec{
		{Name: "a", When: once{}, Action: fails()},
		{Name: "b", When: once{}, Action: print},
		{Name: "c", When: stdconds.After{Tasks: []string{"b"}, Did: rocket.Failed},
			Action: rocket.Do{}},
		{Name: "d", When: stdconds.After{Tasks: []string{"a"}, Did: rocket.Failed}, Action: print},
	}, Config: rocket.Config{ShutCond: stdconds.All{
		stdconds.Has{Task: "b", Did: rocket.Failed}, stdconds.Has{Task: "d", Did: rocket.Failed}}},
	}, rocket.WithRunLog(log))
	if err := s.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, r := range recordsOf(t, log, "b", "d") {
		if r.Event == rocket.Failed {
			want := map[string]string{"b": "----", "d": "a-fail-no luck-1-run"}[r.Task]
			if got := strings.TrimSpace(r.Output); got != want {
				t.Errorf("%s has printed %q, want %q", r.Task, got, want)
			}
		}
	}
}

// TestCauseVariablesOfMany: they are those of the newest cause, as far as a variable can have
// them.
func TestCauseVariablesOfMany(t *testing.T) {
	text := "\x00" + strings.Repeat("ä", 9000)
	print := rocket.Command{Line: `echo "$ROCKET_CAUSE_TASK-$ROCKET_CAUSE_COUNT-` +
		`$(($(printf %s "$ROCKET_CAUSE_ERROR" | wc -c)))"`}
	log := &rocket.MemoryLog{}
	s := newSession(t, rocket.Schedule{Tasks: []*rocket.TaskSpec{
		{Name: "a", When: once{}, Action: fails()},
		{Name: "b", When: stdconds.After{Tasks: []string{"a"}, Did: rocket.Failed},
			Action: taking(0, errors.New(text))},
		{Name: "c", When: stdconds.After{Tasks: []string{"a", "b"}, Did: rocket.Failed},
			Action: print},
	}, Config: rocket.Config{ShutCond: stdconds.Has{Task: "c", Did: rocket.Outcome}}},
		rocket.WithRunLog(log))
	if err := s.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	records := recordsOf(t, log, "c")
	expect(t, strings.TrimSpace(string(records[len(records)-1].Return)), `"b-2-16382"`)
}

// TestCauseOfAlert: the record of an alert names what went wrong, and not another event of the
// group that let the condition hold.
func TestCauseOfAlert(t *testing.T) {
	log := &rocket.MemoryLog{}
	var got []string
	causesFrom(t, log, &witness{}, newYear, time.Minute, failsAt(hour),
		&rocket.TaskSpec{Name: "b", When: once{}, Action: new(journal).does(time.Second)},
		&rocket.TaskSpec{Name: "alert", Action: rocket.Do{},
			When: stdconds.All{anyWrong, stdconds.Not{Of: stdconds.Running{Task: "b"}}}})
	for _, r := range recordsOf(t, log, "alert") {
		if r.Event == rocket.Started {
			got = append(got, fmt.Sprint(r.Cause.Task, " ", r.Cause.Event))
		}
	}
	expect(t, strings.Join(got, ", "), "a fail")
}
