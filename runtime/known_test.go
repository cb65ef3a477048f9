package rocket_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rocketc/rocketc/period"
	"github.com/rocketc/rocketc/rockettest"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/runtime/arg"
	"github.com/rocketc/rocketc/stdconds"
)

// newYear is the first instant of a bubble.
var newYear = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)

// happened is what a run log has of events at instants relative to newYear.
func happened(t *testing.T, records ...rocket.Record) *rocket.MemoryLog {
	t.Helper()
	log := &rocket.MemoryLog{}
	for i := range records {
		records[i].Seq = uint64(i + 1)
	}
	if err := log.Append(t.Context(), records); err != nil {
		t.Fatal(err)
	}
	return log
}

func event(task string, e rocket.Event, ago time.Duration) rocket.Record {
	return rocket.Record{Task: task, Event: e, Created: newYear.Add(-ago), RunID: "1"}
}

func note(task, when string, ago time.Duration) rocket.Record {
	return rocket.Record{Task: task, Event: rocket.Known, When: when, Created: newYear.Add(-ago)}
}

// startsOf runs a schedule for some time, and returns when, since newYear, a task started.
func startsOf(t *testing.T, log rocket.RunLog, d time.Duration, task string,
	specs ...*rocket.TaskSpec,
) (starts []time.Duration) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		for _, spec := range specs {
			spec.Action = rocket.Func(func(context.Context, *rocket.Run) (any, error) {
				return nil, nil
			})
		}
		session := rockettest.Start(t, func(o ...rocket.Option) (*rocket.Session, error) {
			return rocket.New(&rocket.Schedule{Tasks: specs}, append(o, rocket.WithRunLog(log))...)
		})
		rockettest.RunUntil(t, time.Now().Add(d))
		for _, r := range rockettest.Records(t, session, task) {
			if r.Event == rocket.Started && !r.Start.Before(newYear) {
				starts = append(starts, r.Start.Sub(newYear))
			}
		}
	})
	return starts
}

// TestNewTask: a task that has never started looks only at what has happened since the log
// knows it with its start condition.
func TestNewTask(t *testing.T) {
	after := stdconds.After{Tasks: []string{"fetch"}}
	any := stdconds.After{Tasks: []string{"fetch", "other"}, Any: true}
	fetched := event("fetch", rocket.Succeeded, 3*hour)
	for name, test := range map[string]struct {
		when    rocket.Condition
		history []rocket.Record
		starts  bool
	}{
		"new":           {after, []rocket.Record{fetched}, false},
		"new, any":      {any, []rocket.Record{fetched}, false},
		"known before":  {after, []rocket.Record{note("t", "after fetch", 4*hour), fetched}, true},
		"known at once": {after, []rocket.Record{note("t", "after fetch", 3*hour), fetched}, true},
		"known later":   {after, []rocket.Record{fetched, note("t", "after fetch", hour)}, false},
		"changed since": {any, []rocket.Record{note("t", "after fetch", 4*hour), fetched}, false},
		"changed back": {after, []rocket.Record{note("t", "after fetch", 9*hour),
			note("t", "x", 4*hour), fetched}, false},
		"has started": {after, []rocket.Record{event("t", rocket.Started, 4*hour), fetched}, true},
		"started, then changed": {any, []rocket.Record{note("t", "x", 5*hour),
			event("t", rocket.Started, 4*hour), fetched}, true},
		"named": {stdconds.Named{Name: "ready", Of: after},
			[]rocket.Record{note("t", "ready; after fetch", 4*hour), fetched}, true},
		"a named one that has changed": {stdconds.Named{Name: "ready", Of: after},
			[]rocket.Record{note("t", "ready; after b", 4*hour), fetched}, false},
	} {
		t.Run(name, func(t *testing.T) {
			starts := startsOf(t, happened(t, test.history...), hour, "t",
				&rocket.TaskSpec{Name: "fetch"}, &rocket.TaskSpec{Name: "other"},
				&rocket.TaskSpec{Name: "t", When: test.when})
			if (len(starts) > 0) != test.starts {
				t.Errorf("started at %v, want a start: %v", starts, test.starts)
			}
		})
	}
}

// TestOnceAt: what is to run once does not if its instant was before the log knew it.
func TestOnceAt(t *testing.T) {
	date := period.Date{Year: 1999, Month: time.December, Day: 31, Clock: 22 * hour}
	once := stdconds.Once{Period: period.Dates{From: date}, New: true, Text: "once"}
	for name, test := range map[string]struct {
		history []rocket.Record
		starts  bool
	}{
		"new":           {nil, false},
		"known before":  {[]rocket.Record{note("t", "once", 3*hour)}, true},
		"known then":    {[]rocket.Record{note("t", "once", 2*hour)}, true},
		"known later":   {[]rocket.Record{note("t", "once", hour)}, false},
		"changed since": {[]rocket.Record{note("t", "daily", 3*hour)}, false},
		"has started": {[]rocket.Record{note("t", "once", 3*hour), event("t", rocket.Started, hour),
			event("t", rocket.Failed, hour)}, false},
	} {
		t.Run(name, func(t *testing.T) {
			starts := startsOf(t, happened(t, test.history...), hour, "t",
				&rocket.TaskSpec{Name: "t", When: once})
			if (len(starts) > 0) != test.starts {
				t.Errorf("started at %v, want a start: %v", starts, test.starts)
			}
		})
	}
}

// TestNotes: the log notes each task once with each start condition that it gets, also while
// the session runs, without the values of secrets.
func TestNotes(t *testing.T) {
	log := happened(t, note("old", "daily", hour))
	nothing := rocket.Func(func(context.Context, *rocket.Run) (any, error) { return nil, nil })
	daily := stdconds.Once{Period: period.OfDay{From: hour, To: 2 * hour}, Text: "daily"}
	tasks := []*rocket.TaskSpec{
		{Name: "old", When: daily, Action: nothing}, {Name: "idle", Action: nothing},
		{Name: "new", When: stdconds.After{Tasks: []string{"hunter2"}}, Action: nothing},
	}
	for range 2 {
		synctest.Test(t, func(t *testing.T) {
			s := rockettest.Start(t, func(o ...rocket.Option) (*rocket.Session, error) {
				return rocket.New(&rocket.Schedule{Tasks: tasks, Params: []rocket.Param{
					{Name: "p", Secret: true, Value: arg.Literal{Value: "hunter2"}}}},
					append(o, rocket.WithRunLog(log))...)
			})
			rockettest.RunUntil(t, newYear.Add(hour/2))
			created, err := s.Create(rocket.TaskSpec{Name: "later", When: daily, Action: nothing})
			if err != nil {
				t.Fatal(err)
			}
			for _, when := range []rocket.Condition{daily, stdconds.Const(false)} {
				err := created.Update(func(spec *rocket.TaskSpec) { spec.When = when })
				if err != nil {
					t.Fatal(err)
				}
			}
			rockettest.RunUntil(t, newYear.Add(3*hour))
		})
	}
	got := ""
	for r, err := range log.Read(t.Context(), rocket.Query{Events: rocket.Known}) {
		if err != nil {
			t.Fatal(err)
		}
		got += r.Created.Sub(newYear).String() + " " + r.Task + ": " + r.When + "\n"
	}
	want := "-1h0m0s old: daily\n0s idle: \n0s new: after *****\n" +
		"30m0s later: daily\n30m0s later: false\n30m0s later: daily\n30m0s later: false\n"
	if got != want {
		t.Errorf("the notes are\n%swant\n%s", got, want)
	}
}

// TestShutCondAfter: an end is not requested by what happened before the start.
func TestShutCondAfter(t *testing.T) {
	log := happened(t, event("t", rocket.Started, hour), event("t", rocket.Succeeded, hour))
	synctest.Test(t, func(t *testing.T) {
		nothing := rocket.Func(func(context.Context, *rocket.Run) (any, error) { return nil, nil })
		s := newSession(t, rocket.Schedule{
			Config: rocket.Config{Timezone: "UTC", ShutCond: stdconds.After{Tasks: []string{"t"}}},
			Tasks: []*rocket.TaskSpec{{Name: "t", Action: nothing,
				When: stdconds.Every{Interval: 2 * hour}}},
		}, rocket.WithRunLog(log))
		if err := s.Run(t.Context()); err != nil {
			t.Fatal(err)
		}
		if got := time.Since(newYear); got != hour {
			t.Errorf("ended after %v, want 1h", got)
		}
	})
}
