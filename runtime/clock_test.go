package rocket_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rocketc/rocketc/period"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/stdconds"
)

// A setClock is a wall clock that is set at a time.
type setClock struct{ by atomic.Int64 }

func (c *setClock) now() time.Time { return time.Now().Round(0).Add(time.Duration(c.by.Load())) }

// playClock runs a schedule from the simulated clock's first midnight on, 1
// January 2000, sets the clock just before a time, at which the loop will
// notice it, and returns when runs of each task started, in elapsed time.
func playClock(t *testing.T, at, by, span time.Duration, log rocket.RunLog,
	tasks ...*rocket.TaskSpec) map[string]string {
	t.Helper()
	var mu sync.Mutex // several runs of one task may be live
	starts := map[string]string{}
	synctest.Test(t, func(t *testing.T) {
		begin := time.Now()
		var clock setClock
		for _, task := range tasks {
			action := task.Action
			task.Action = rocket.Func(func(ctx context.Context, r *rocket.Run) (any, error) {
				mu.Lock()
				starts[task.Name] += " " + time.Since(begin).Round(time.Second).String()
				mu.Unlock()
				if action == nil {
					return nil, nil
				}
				return action.Act(ctx, r)
			})
			task.Execution = rocket.Main // one after the other
			if action != nil {
				task.Execution = rocket.Thread
			}
		}
		options := []rocket.Option{rocket.WithClock(clock.now)}
		if log != nil {
			options = append(options, rocket.WithRunLog(log))
		}
		s := newSession(t, rocket.Schedule{Config: rocket.Config{Timezone: "UTC"}, Tasks: tasks},
			options...)
		done := make(chan error, 1)
		go func() { done <- s.Run(context.Background()) }()
		time.Sleep(at - time.Second)
		clock.by.Store(int64(by))
		time.Sleep(span - at)
		s.Terminate(nil)
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	return starts
}

const hour, minute = time.Hour, time.Minute

// daily, hourly: once per period of the calendar.
func calendarOnce(p period.Period) rocket.Condition {
	return stdconds.Once{Period: p}
}

// TestTheClockIsSet: intervals go on as if nothing had happened, and no task
// runs twice for the same part of the calendar, unless the clock was wrong by
// more than a day. A clock that is set forward skips what it skips.
func TestTheClockIsSet(t *testing.T) {
	hourly, daily := calendarOnce(period.OfHour{}), calendarOnce(period.OfDay{})
	three, err := period.ParseCron("0 3 * * *")
	if err != nil {
		t.Fatal(err)
	}
	cron := stdconds.Once{Period: three, Crashed: true}
	wait := rocket.Func(func(ctx context.Context, _ *rocket.Run) (any, error) {
		<-ctx.Done()
		return nil, ctx.Err()
	})
	fail := rocket.Func(func(context.Context, *rocket.Run) (any, error) {
		return nil, fmt.Errorf("no luck")
	})
	for _, test := range []struct {
		name         string
		at, by, span time.Duration
		task         rocket.TaskSpec
		want         string
	}{
		{"every, back", 25 * minute, -3 * hour, hour,
			rocket.TaskSpec{When: stdconds.Every{Interval: 10 * minute}},
			"0s 10m0s 20m0s 30m0s 40m0s 50m0s"},
		{"every, forward", 25 * minute, 3 * hour, hour,
			rocket.TaskSpec{When: stdconds.Every{Interval: 10 * minute}},
			"0s 10m0s 20m0s 25m0s 35m0s 45m0s 55m0s"},
		{"hourly, back", 5*hour - minute, -3 * hour, 10 * hour, rocket.TaskSpec{When: hourly},
			"0s 1h0m0s 2h0m0s 3h0m0s 4h0m0s 8h0m0s 9h0m0s"},
		{"hourly, forward", 2*hour - minute, 3 * hour, 4 * hour, rocket.TaskSpec{When: hourly},
			"0s 1h0m0s 1h59m0s 2h0m0s 3h0m0s"},
		{"daily, back over midnight", 25 * hour, -3 * hour, 79 * hour, rocket.TaskSpec{When: daily},
			"0s 24h0m0s 51h0m0s 75h0m0s"},
		{"daily, forward over midnight", 23 * hour, 3 * hour, 48 * hour,
			rocket.TaskSpec{When: daily}, "0s 23h0m0s 45h0m0s"},
		{"cron, back", 4 * hour, -3 * hour, 40 * hour, rocket.TaskSpec{When: cron},
			"3h0m0s 30h0m0s"},
		{"daily, back by days", 80 * hour, -50 * hour, 100 * hour, rocket.TaskSpec{When: daily},
			"0s 24h0m0s 48h0m0s 72h0m0s 80h0m0s 98h0m0s"},
		{"retry, back", 5 * minute, -3 * hour, hour, rocket.TaskSpec{Action: fail,
			When: stdconds.Any{stdconds.Not{Of: stdconds.Has{Did: rocket.Started}},
				stdconds.Retry{Times: 2, Every: 10 * minute}}}, "0s 10m0s 20m0s"},
		{"running, back", 5 * minute, -3 * hour, hour,
			rocket.TaskSpec{When: stdconds.Every{Interval: 20 * minute}, Action: wait,
				Until: stdconds.Running{Over: 10 * minute}}, "0s 20m0s 40m0s"},
	} {
		t.Run(test.name, func(t *testing.T) {
			test.task.Name = "a"
			got := playClock(t, test.at, test.by, test.span, nil, &test.task)["a"]
			if got != " "+test.want {
				t.Errorf("started at%.300s, want %s", got, test.want)
			}
		})
	}
}

// TestOrderSurvivesASetBack: what follows something else goes on to follow it.
func TestOrderSurvivesASetBack(t *testing.T) {
	got := playClock(t, 25*minute, -3*hour, hour, nil,
		&rocket.TaskSpec{Name: "fetch", When: stdconds.Every{Interval: 10 * minute}},
		&rocket.TaskSpec{Name: "report", When: stdconds.After{Tasks: []string{"fetch"}}})
	if got["fetch"] != got["report"] || len(strings.Fields(got["fetch"])) != 6 {
		t.Errorf("fetch at %s, report at %s", got["fetch"], got["report"])
	}
}

// TestRecordsOfTheFuture: the clock was set back while the program did not run.
func TestRecordsOfTheFuture(t *testing.T) {
	log := &rocket.MemoryLog{}
	future := time.Date(2000, 1, 1, 3, 0, 0, 0, time.UTC)
	_ = log.Append(context.Background(), []rocket.Record{
		{Task: "often", RunID: "1", Event: rocket.Started, Start: future.Add(-5 * minute)},
		{Task: "often", RunID: "1", Event: rocket.Succeeded, End: future},
		{Task: "hourly", RunID: "2", Event: rocket.Started, Start: future},
		{Task: "hourly", RunID: "2", Event: rocket.Succeeded, End: future},
	})
	got := playClock(t, 0, 0, 5*hour-minute, log,
		&rocket.TaskSpec{Name: "often", When: stdconds.Every{Interval: hour}},
		&rocket.TaskSpec{Name: "hourly", When: calendarOnce(period.OfHour{})},
		&rocket.TaskSpec{Name: "later", When: started{hour}})
	for task, want := range map[string]string{"often": " 55m0s 1h55m0s 2h55m0s 3h55m0s 4h55m0s",
		"hourly": " 4h0m0s", "later": " 1h0m0s"} {
		if got[task] != want {
			t.Errorf("%s started at%s, want%s", task, got[task], want)
		}
	}
}

// TestRuntimeOverASetBack: a run has taken as long as it has taken.
func TestRuntimeOverASetBack(t *testing.T) {
	log := &rocket.MemoryLog{}
	playClock(t, 10*minute, -3*hour, hour, log,
		&rocket.TaskSpec{Name: "a", When: once{}, Timeout: 20 * minute,
			Action: rocket.Func(func(ctx context.Context, _ *rocket.Run) (any, error) {
				<-ctx.Done()
				return nil, nil
			})})
	records := recordsOf(t, log)
	if last := records[len(records)-1]; last.Duration.Round(time.Second) != 20*minute {
		t.Errorf("it took %v", last.Duration)
	}
}

// TestAWindowIsServedByTheStartOfARun: a run that lasts into the next window does not
// take that, too, and a task that may have many runs starts one a window.
func TestAWindowIsServedByTheStartOfARun(t *testing.T) {
	every, err := period.ParseCron("30 * * * *")
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name string
		task rocket.TaskSpec
		want string
	}{
		{"61 minutes, hourly", rocket.TaskSpec{When: calendarOnce(period.OfHour{}),
			Action: taking(61*minute, nil)},
			"0s 1h1m0s 2h2m0s 3h3m0s 4h4m0s"},
		{"61 minutes, cron", rocket.TaskSpec{When: stdconds.Once{Period: every, Crashed: true},
			Action: taking(61*minute, nil)},
			"30m0s 2h30m0s 4h30m0s"},
		{"over the end of a window",
			rocket.TaskSpec{When: calendarOnce(period.OfHour{From: 50 * minute}),
				Action: taking(20*minute, nil)},
			"50m0s 1h50m0s 2h50m0s 3h50m0s 4h50m0s"},
		{"many runs", rocket.TaskSpec{When: calendarOnce(period.OfHour{}),
			Action: taking(150*minute, nil), Multilaunch: -1},
			"0s 1h0m0s 2h0m0s 3h0m0s 4h0m0s"},
	} {
		t.Run(test.name, func(t *testing.T) {
			test.task.Name, test.task.Timeout = "a", rocket.Never
			got := playClock(t, minute, 0, 5*hour, nil, &test.task)["a"]
			if got != " "+test.want {
				t.Errorf("started at%.300s, want %s", got, test.want)
			}
		})
	}
}

// TestEachNightHasItsRetries: failures of the night before do not count, and a run that
// takes too long is tried again, too.
func TestEachNightHasItsRetries(t *testing.T) {
	fail := rocket.Func(func(context.Context, *rocket.Run) (any, error) {
		return nil, fmt.Errorf("no luck")
	})
	hang := rocket.Func(func(ctx context.Context, _ *rocket.Run) (any, error) {
		<-ctx.Done()
		return nil, ctx.Err()
	})
	night := period.OfDay{From: 2 * hour, To: 3 * hour}
	when := stdconds.Any{calendarOnce(night),
		stdconds.Retry{Times: 2, Every: 5 * minute, Beside: []period.Period{night}}}
	for name, test := range map[string]struct {
		action rocket.Action
		many   int
		want   string
	}{
		"failures": {fail, 0,
			"2h0m0s 2h5m0s 2h10m0s 26h0m0s 26h5m0s 26h10m0s 50h0m0s 50h5m0s 50h10m0s"},
		"timeouts": {hang, 0,
			"2h0m0s 2h15m0s 2h30m0s 26h0m0s 26h15m0s 26h30m0s 50h0m0s 50h15m0s 50h30m0s"},
		"many runs": {hang, -1,
			"2h0m0s 2h15m0s 2h30m0s 26h0m0s 26h15m0s 26h30m0s 50h0m0s 50h15m0s 50h30m0s"},
	} {
		t.Run(name, func(t *testing.T) {
			got := playClock(t, minute, 0, 72*hour, nil, &rocket.TaskSpec{Name: "a", When: when,
				Action: test.action, Timeout: 10 * minute, Multilaunch: test.many})["a"]
			if got != " "+test.want {
				t.Errorf("started at%.300s, want %s", got, test.want)
			}
		})
	}
}

// TestCreatedStandsIn: the records of another tool may say no more than when they were
// made.
func TestCreatedStandsIn(t *testing.T) {
	log := &rocket.MemoryLog{}
	created := time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC).Add(-10 * minute)
	_ = log.Append(t.Context(), []rocket.Record{
		{Task: "daily", RunID: "1", Event: rocket.Started, Created: created.Add(-minute)},
		{Task: "daily", RunID: "1", Event: rocket.Succeeded, Created: created},
		{Task: "often", RunID: "2", Event: rocket.Started, Created: created},
		{Task: "often", RunID: "2", Event: rocket.Failed, Created: created},
	})
	got := playClock(t, minute, 0, 24*hour, log,
		&rocket.TaskSpec{Name: "often", When: stdconds.Every{Interval: 20 * hour}},
		&rocket.TaskSpec{Name: "once", When: stdconds.After{Tasks: []string{"daily"}}},
		&rocket.TaskSpec{Name: "daily", When: calendarOnce(period.OfDay{From: hour})})
	for task, want := range map[string]string{
		"often": " 19h50m0s", "once": " 1h0m0s", "daily": " 1h0m0s",
	} {
		if got[task] != want {
			t.Errorf("%s started at%s, want%s", task, got[task], want)
		}
	}
}
