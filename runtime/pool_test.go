package rocket_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rocketc/rocketc/period"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/runtime/step"
	"github.com/rocketc/rocketc/stdconds"
)

// in returns the shares of a task in pools, of weight 1 each.
func in(pools ...string) (shares []rocket.PoolShare) {
	for _, p := range pools {
		shares = append(shares, rocket.PoolShare{Pool: p})
	}
	return shares
}

// startsIn is story for the starts of runs.
func startsIn(records []rocket.Record) string {
	return strings.ReplaceAll(story(slices.DeleteFunc(records, func(r rocket.Record) bool {
		return r.Event != rocket.Started
	})), ":run", "")
}

// TestPoolOrder: of those that wait for a pool, one of higher priority starts first, then
// the one that was due earlier, then the one that is declared earlier. None overtakes one
// that waits for more places.
func TestPoolOrder(t *testing.T) {
	var j journal
	at := func(seconds time.Duration) rocket.Condition { return fromThen{seconds * time.Second} }
	pool := func(weight int) []rocket.PoolShare {
		return []rocket.PoolShare{{Pool: "p", Weight: weight}}
	}
	records, _ := play(t, rocket.Schedule{
		Pools: []rocket.Pool{{Name: "p", Size: 2}},
		Tasks: []*rocket.TaskSpec{
			{Name: "first", When: at(0), Action: j.does(10 * time.Second), Pools: pool(2)},
			{Name: "late", When: at(4), Action: j.does(10 * time.Second), Pools: pool(1)},
			{Name: "twin 1", When: at(3), Action: j.does(10 * time.Second), Pools: pool(1)},
			{Name: "twin 2", When: at(3), Action: j.does(10 * time.Second), Pools: pool(1)},
			{Name: "pair 1", When: at(3), Action: j.does(10 * time.Second), Pools: pool(2),
				Priority: -1},
			{Name: "pair 2", When: at(3), Action: j.does(10 * time.Second), Pools: pool(2),
				Priority: -1},
			{Name: "wide", When: at(2), Action: j.does(10 * time.Second), Pools: pool(2)},
			{Name: "urgent", When: at(5), Action: j.does(10 * time.Second), Pools: pool(1),
				Priority: 1},
			{Name: "free", When: at(6), Action: j.does(10 * time.Second)},
		},
	}, 90*time.Second)
	expect(t, startsIn(records),
		"first@0s free@6s urgent@10s wide@20s twin 1@30s twin 2@30s late@40s pair 1@50s "+
			"pair 2@1m0s")
}

// fromThen holds from an instant of the session on, until the task starts.
type fromThen struct{ time.Duration }

func (c fromThen) Observe(o *rocket.Observation) (rocket.State, error) {
	own := o.History("")
	at := o.Started().Add(c.Duration)
	if at.After(o.Now) {
		return rocket.State{Until: at}, nil
	}
	return rocket.State{Holds: own.Last(rocket.Started).IsZero()}, nil
}

func (fromThen) Plain() {}

// TestPoolsAtOnce: a run takes its places in all pools at once, and holds none while it
// waits.
func TestPoolsAtOnce(t *testing.T) {
	var j journal
	records, _ := play(t, rocket.Schedule{
		Pools: []rocket.Pool{{Name: "p", Size: 1}, {Name: "q", Size: 1}},
		Tasks: []*rocket.TaskSpec{
			{Name: "p", When: fromThen{0}, Action: j.does(10 * time.Second), Pools: in("p")},
			{Name: "both", When: fromThen{2 * time.Second}, Action: j.does(10 * time.Second),
				Pools: in("q", "p")},
			{Name: "q", When: fromThen{time.Second}, Action: j.does(4 * time.Second),
				Pools: in("q")},
			{Name: "behind", When: fromThen{3 * time.Second}, Action: j.does(4 * time.Second),
				Pools: in("q")},
		},
	}, time.Minute)
	expect(t, startsIn(records), "p@0s q@1s both@10s behind@20s")
}

// aWaits runs a session in which a run of task a, which is asked for, holds the only place of
// a pool for 10 seconds. After 3 seconds do is called.
func aWaits(t *testing.T, do func(*rocket.Session), span time.Duration,
	tasks ...*rocket.TaskSpec) (records []rocket.Record) {
	t.Helper()
	var j journal
	tasks = append(tasks, &rocket.TaskSpec{Name: "a", Action: j.does(10 * time.Second)})
	for _, task := range tasks {
		task.Pools = in("p")
		if task.Action == nil {
			task.Action = j.does(10 * time.Second)
		}
	}
	synctest.Test(t, func(t *testing.T) {
		s := newSession(t, rocket.Schedule{Tasks: tasks,
			Config: rocket.Config{Timezone: "UTC"}, Pools: []rocket.Pool{{Name: "p", Size: 1}}})
		done := make(chan error, 1)
		go func() { done <- s.Run(context.Background()) }()
		<-s.Ready()
		if _, err := s.Task("a").Start(nil); err != nil {
			t.Error(err)
		}
		time.Sleep(3 * time.Second)
		do(s)
		time.Sleep(span - 3*time.Second)
		s.Shutdown(context.Background())
		if err := <-done; err != nil {
			t.Error(err)
		}
		records = recordsOf(t, s.RunLog())
	})
	return records
}

func waiting(t *testing.T, s *rocket.Session, want int) {
	t.Helper()
	got := s.Stats().Pools
	if len(got) != 1 || got[0] != (rocket.PoolStats{Name: "p", Size: 1, Taken: 1, Waiting: want}) {
		t.Errorf("pools %+v, want %d who wait", got, want)
	}
}

// TestAStartWaitsWhileItsConditionHolds: then it leaves the line, and is missed.
func TestAStartWaitsWhileItsConditionHolds(t *testing.T) {
	records := aWaits(t, func(s *rocket.Session) {
		waiting(t, s, 1)
		time.Sleep(3 * time.Second)
		waiting(t, s, 0)
		if n := s.Stats().Missed; n != 1 {
			t.Errorf("%d missed, want 1", n)
		}
	}, time.Minute, &rocket.TaskSpec{Name: "b",
		When: windows{3 * time.Second, []time.Duration{2 * time.Second}}})
	expect(t, startsIn(records), "a@0s")
}

// TestACronStartWaitsUntilTheNextOpening: longer than its window, but not for ever.
func TestACronStartWaitsUntilTheNextOpening(t *testing.T) {
	cron, err := period.ParseCron("2 0 0 * * *")
	if err != nil {
		t.Fatal(err)
	}
	nothing := func(*rocket.Session) {}
	records := aWaits(t, nothing, time.Minute, &rocket.TaskSpec{Name: "b",
		When: stdconds.Once{Period: cron, Crashed: true}})
	expect(t, startsIn(records), "a@0s b@10s")
	twice, err := period.ParseCron("2,8 0 0 * * *")
	if err != nil {
		t.Fatal(err)
	}
	records = aWaits(t, nothing, time.Minute, &rocket.TaskSpec{Name: "b",
		When: stdconds.Once{Period: twice, Crashed: true}})
	expect(t, startsIn(records), "a@0s b@10s") // for the second, and no more
}

// TestNoLongerInLine: who is held, disabled or removed, or given up, leaves the line to
// others.
func TestNoLongerInLine(t *testing.T) {
	var launch *rocket.Launch
	for name, test := range map[string]struct {
		do   func(*rocket.Session)
		want string
	}{
		"disabled": {func(s *rocket.Session) {
			s.Task("b").Disable()
			time.Sleep(9 * time.Second)
			s.Task("b").Enable()
		}, "a@0s c@10s b@20s"},
		"held": {func(s *rocket.Session) {
			s.Hold(context.Background(), rocket.Hold{Tasks: []string{"b"}})
			time.Sleep(9 * time.Second)
			s.Resume(context.Background(), "b")
		}, "a@0s c@10s b@20s"},
		"all held": {func(s *rocket.Session) {
			s.Hold(context.Background(), rocket.Hold{})
			time.Sleep(9 * time.Second)
			s.Resume(context.Background())
		}, "a@0s b@12s c@22s"},
		"removed": {func(s *rocket.Session) { s.Task("b").Remove() }, "a@0s c@10s"},
		"updated": {func(s *rocket.Session) {
			s.Task("b").Update(func(spec *rocket.TaskSpec) { spec.Pools = nil })
		}, "a@0s b@3s c@10s"},
		"less urgent": {func(s *rocket.Session) {
			s.Task("b").Update(func(spec *rocket.TaskSpec) { spec.Priority = -1 })
		}, "a@0s c@10s b@20s"},
		"given up": {func(s *rocket.Session) {
			launch, _ = s.Task("a").Start(nil)
			time.Sleep(time.Second)
			launch.Terminate()
		}, "a@0s b@10s c@20s"},
		"asked for": {func(s *rocket.Session) { launch, _ = s.Task("b").Start(nil) },
			"a@0s b@10s c@20s b@30s"},
	} {
		t.Run(name, func(t *testing.T) {
			records := aWaits(t, test.do, time.Minute,
				&rocket.TaskSpec{Name: "b", When: fromThen{time.Second}},
				&rocket.TaskSpec{Name: "c", When: fromThen{2 * time.Second}})
			expect(t, startsIn(records), test.want)
		})
	}
}

// TestShutdownWhileInLine: those who wait do not start, and those who have asked are told.
func TestShutdownWhileInLine(t *testing.T) {
	var told error
	records := aWaits(t, func(s *rocket.Session) {
		go func() { _, told = s.Task("c").Run(context.Background(), nil) }()
		time.Sleep(time.Second)
	}, 5*time.Second,
		&rocket.TaskSpec{Name: "b", When: fromThen{time.Second}},
		&rocket.TaskSpec{Name: "c"})
	expect(t, startsIn(records), "a@0s")
	if !errors.Is(told, rocket.ErrShutdown) {
		t.Errorf("who has asked is told %v", told)
	}
}

// TestAwaitsItself: a run that waits for one which needs the places it holds gets an error.
func TestAwaitsItself(t *testing.T) {
	var direct, chain error
	action := func(of string, err *error) rocket.Func {
		return func(ctx context.Context, r *rocket.Run) (any, error) {
			var value any
			value, *err = r.Session().Task(of).Run(ctx, nil)
			return value, nil
		}
	}
	var none error
	play(t, rocket.Schedule{
		Pools: []rocket.Pool{{Name: "p", Size: 2}},
		Tasks: []*rocket.TaskSpec{
			{Name: "a", When: once{}, Action: action("b", &none), Pools: in("p")},
			{Name: "b", Action: action("c", &chain), Pools: in("p")},
			{Name: "c", Action: rocket.Func(noop), Pools: in("p")},
			{Name: "d", When: fromThen{time.Minute}, Action: action("e", &direct),
				Pools: []rocket.PoolShare{{Pool: "p", Weight: 2}}},
			{Name: "e", Action: rocket.Func(noop), Pools: in("p")},
		},
	}, 2*time.Minute)
	if none != nil || !errors.Is(chain, rocket.ErrDeadlock) ||
		!errors.Is(direct, rocket.ErrDeadlock) {
		t.Errorf("got %v, %v and %v", none, chain, direct)
	}
}

func noop(context.Context, *rocket.Run) (any, error) { return nil, nil }

// TestPoolOfAllExecutions: runs on the loop, in goroutines and in processes share a pool, and
// metatasks and what they run do.
func TestPoolOfAllExecutions(t *testing.T) {
	command := rocket.Command{Args: []string{"true"}}
	s := newSession(t, rocket.Schedule{
		Config: rocket.Config{ShutCond: allDone{6}},
		Pools:  []rocket.Pool{{Name: "p", Size: 2}},
		Tasks: []*rocket.TaskSpec{
			{Name: "0", When: once{}, Execution: rocket.Main, Action: rocket.Func(noop)},
			{Name: "1", When: once{}, Execution: rocket.Thread, Action: rocket.Func(noop)},
			{Name: "2", When: once{}, Execution: rocket.Process, Action: command},
			{Name: "3", When: once{}, Action: command},
			{Name: "4", When: once{}, Action: rocket.Do{step.Run{Task: "5"}}},
			{Name: "5", Execution: rocket.Async, Action: rocket.Func(noop)},
		},
	})
	for _, task := range s.Tasks() {
		if err := task.Update(func(spec *rocket.TaskSpec) {
			spec.Pools = []rocket.PoolShare{{Pool: "p", Weight: 2}}
		}); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	live := 0
	for _, r := range recordsOf(t, s.RunLog()) {
		if live--; r.Event == rocket.Started {
			live += 2
		} else if r.Event != rocket.Succeeded {
			t.Errorf("task %s: %v %s", r.Task, r.Event, r.Error)
		}
		if live > 1 {
			t.Errorf("%d runs were live", live)
		}
	}
}

func TestPoolsThatAreRefused(t *testing.T) {
	p := []rocket.Pool{{Name: "p", Size: 2}}
	for _, test := range []struct {
		pools []rocket.Pool
		task  rocket.TaskSpec
		want  string
	}{
		{[]rocket.Pool{{Size: 1}}, rocket.TaskSpec{}, "a pool has no name"},
		{[]rocket.Pool{{Name: "p"}}, rocket.TaskSpec{}, `pool "p" has 0 places: want at least 1`},
		{append(p, p...), rocket.TaskSpec{}, `pool "p" is already declared`},
		{nil, rocket.TaskSpec{Pools: in("p")}, `task "t": there is no pool "p"`},
		{p, rocket.TaskSpec{Pools: in("p", "p")}, `task "t": pool "p" is named twice`},
		{p, rocket.TaskSpec{Pools: []rocket.PoolShare{{Pool: "p", Weight: 3}}},
			`task "t": a weight of 3 in pool "p", which has 2 places`},
		{p, rocket.TaskSpec{Overlap: rocket.OverlapReplace, Multilaunch: -1},
			`task "t": overlap replace, and any number of live runs`},
	} {
		test.task.Name = "t"
		_, err := rocket.New(&rocket.Schedule{Pools: test.pools,
			Tasks: []*rocket.TaskSpec{&test.task}})
		if err == nil || err.Error() != test.want {
			t.Errorf("got %v, want %s", err, test.want)
		}
	}
}
