package rocket_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rocketc/rocketc/rockettest"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/stdconds"
)

// anyWrong is `after any task went wrong`.
var anyWrong = stdconds.AfterGroup{Wrong: true}

// fails is an action that fails.
func fails() rocket.Func {
	return func(context.Context, *rocket.Run) (any, error) { return nil, errors.New("no luck") }
}

// lasts is an action that takes until it is ended.
func lasts() rocket.Func {
	return func(ctx context.Context, _ *rocket.Run) (any, error) {
		<-ctx.Done()
		return nil, ctx.Err()
	}
}

// startsWithin runs tasks for some time after newYear, and returns how often each started.
func startsWithin(t *testing.T, log rocket.RunLog, d time.Duration,
	specs ...*rocket.TaskSpec) map[string]int {
	t.Helper()
	return startsFrom(t, log, newYear, d, specs...)
}

// startsFrom is startsWithin after another instant.
func startsFrom(t *testing.T, log rocket.RunLog, from time.Time, d time.Duration,
	specs ...*rocket.TaskSpec) map[string]int {
	t.Helper()
	n := map[string]int{}
	synctest.Test(t, func(t *testing.T) {
		session := rockettest.Start(t, func(o ...rocket.Option) (*rocket.Session, error) {
			return rocket.New(&rocket.Schedule{Tasks: specs}, append(o, rocket.WithRunLog(log))...)
		}, rockettest.At(from))
		rockettest.RunUntil(t, from.Add(d))
		for _, r := range rockettest.Records(t, session) {
			if r.Event == rocket.Started && !r.Start.Before(from) {
				n[r.Task]++
			}
		}
	})
	return n
}

// TestAnyTaskOutcomes: what goes wrong starts the alert once each; what succeeds, or is ended
// because somebody asked, does not.
func TestAnyTaskOutcomes(t *testing.T) {
	for name, c := range map[string]struct {
		spec rocket.TaskSpec
		want int
	}{
		"fails":    {rocket.TaskSpec{Action: fails()}, 2},
		"succeeds": {rocket.TaskSpec{Action: new(journal).does(time.Second)}, 0},
		"timeout":  {rocket.TaskSpec{Action: lasts(), Timeout: time.Minute}, 2},
		"until": {rocket.TaskSpec{Action: lasts(),
			Until: stdconds.Running{Over: time.Minute}}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			c.spec.Name, c.spec.When = "a", stdconds.Every{Interval: time.Hour}
			alert := &rocket.TaskSpec{Name: "alert", When: anyWrong, Action: fails()}
			one := &rocket.TaskSpec{Name: "one", Action: rocket.Func(noop),
				When: stdconds.After{Tasks: []string{"a"}, Wrong: true}}
			n := startsWithin(t, &rocket.MemoryLog{}, 90*time.Minute, alert, one, &c.spec)
			if n["a"] != 2 || n["alert"] != c.want || n["one"] != c.want {
				t.Errorf("starts: %v, want %d of each alert", n, c.want)
			}
		})
	}
}

// TestWentWrong: so have runs that crashed, and windows that are missed.
func TestWentWrong(t *testing.T) {
	tasks := func() []*rocket.TaskSpec {
		return []*rocket.TaskSpec{
			{Name: "a", When: night(0), Action: fails()},
			{Name: "any", When: anyWrong, Action: fails()},
			{Name: "one", When: stdconds.After{Tasks: []string{"a"}, Wrong: true},
				Action: rocket.Func(noop)},
		}
	}
	log := &rocket.MemoryLog{}
	startsFrom(t, log, newYear, minute, tasks()...)
	crashes := rocket.Record{Task: "a", RunID: "1", Event: rocket.Started,
		Created: newYear.Add(2 * minute), Start: newYear.Add(2 * minute)}
	if err := log.Append(t.Context(), []rocket.Record{crashes}); err != nil {
		t.Fatal(err)
	}
	n := startsFrom(t, log, newYear.Add(hour), minute, tasks()...)
	expect(t, fmt.Sprint("crashed: ", n), "crashed: map[any:1 one:1]")
	n = startsFrom(t, log, newYear.Add(4*hour), minute, tasks()...)
	expect(t, fmt.Sprint("missed: ", n), "missed: map[any:1 one:1]")
}

// TestAlertsDoNotAlert: neither an alert nor what follows it starts an alert, and what is
// started beside it does.
func TestAlertsDoNotAlert(t *testing.T) {
	n := startsWithin(t, &rocket.MemoryLog{}, 30*time.Minute,
		&rocket.TaskSpec{Name: "alert", When: anyWrong, Action: fails()},
		&rocket.TaskSpec{Name: "other", When: stdconds.AfterGroup{Did: rocket.Failed},
			Action: fails()},
		&rocket.TaskSpec{Name: "next", Action: fails(),
			When: stdconds.After{Tasks: []string{"alert"}, Did: rocket.Failed}},
		&rocket.TaskSpec{Name: "last", Action: fails(),
			When: stdconds.After{Tasks: []string{"next"}, Wrong: true}},
		&rocket.TaskSpec{Name: "quiet", When: stdconds.All{stdconds.Every{Interval: hour},
			stdconds.Not{Of: stdconds.AfterGroup{Prefix: "g."}}}, Action: fails()},
	)
	if got, want := fmt.Sprint(n), "map[alert:1 last:1 next:1 other:1 quiet:1]"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// TestAnAlertThatIsCreated: neither does one that is created while the session runs.
func TestAnAlertThatIsCreated(t *testing.T) {
	records := live(t, rocket.Schedule{Tasks: []*rocket.TaskSpec{
		{Name: "alert", When: anyWrong, Action: fails()},
		{Name: "a", When: started{10 * time.Second}, Action: fails()},
		changes(time.Second, func(s *rocket.Session) error {
			_, err := s.Create(rocket.TaskSpec{Name: "late", When: anyWrong, Action: fails()})
			return err
		}),
	}}, func(*rocket.Session) { time.Sleep(30 * time.Second) })
	expect(t, startsIn(records), "1s@0s a@9s alert@9s late@9s")
}

// TestGroups: a condition on a group sees the tasks of the group and of the groups in it.
func TestGroups(t *testing.T) {
	n := startsWithin(t, &rocket.MemoryLog{}, 30*time.Minute,
		&rocket.TaskSpec{Name: "g.deep.a", When: once{}, Action: fails()},
		&rocket.TaskSpec{Name: "gg.b", When: once{}, Action: fails()},
		&rocket.TaskSpec{Name: "c", Action: fails(),
			When: stdconds.AfterGroup{Prefix: "g.", Did: rocket.Failed}},
		&rocket.TaskSpec{Name: "d", Action: fails(),
			When: stdconds.AfterGroup{Prefix: "g.deep.", Did: rocket.Failed}},
		&rocket.TaskSpec{Name: "e", Action: fails(),
			When: stdconds.AfterGroup{Prefix: "h.", Did: rocket.Failed}},
		&rocket.TaskSpec{Name: "f", Action: fails(),
			When: stdconds.AfterGroup{Prefix: "g.", Did: rocket.Succeeded}},
	)
	if got, want := fmt.Sprint(n), "map[c:1 d:1 g.deep.a:1 gg.b:1]"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// TestChecksAlertOnce: a check that fails again and again is one event, also over a restart;
// a failure after a success is another.
func TestChecksAlertOnce(t *testing.T) {
	log := &rocket.MemoryLog{}
	runs := 0
	check := rocket.Func(func(context.Context, *rocket.Run) (any, error) {
		if runs++; runs == 6 {
			return true, nil
		}
		return nil, errors.New("no answer")
	})
	for round, want := range []int{1, 1, 0} {
		// Of the last hour single events are read, of before what they were in short.
		start := newYear.Add([]time.Duration{0, hour, 5 * hour}[round])
		n := startsFrom(t, log, start, 35*time.Minute,
			&rocket.TaskSpec{Name: "alert", When: anyWrong, Action: fails()},
			&rocket.TaskSpec{Name: "check", When: stdconds.Every{Interval: 10 * time.Minute},
				Action: check, Check: true},
		)
		if n["alert"] != want || n["check"] != 4 {
			t.Errorf("round %d: %v starts, want %d of alert", round, n, want)
		}
	}
}
