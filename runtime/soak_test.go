package rocket_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	goruntime "runtime"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rocketc/rocketc/period"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/stdconds"
)

// A soakKind is a kind of tasks of the soak, and how often each ends in its way in a week
// that begins at midnight on a Saturday.
type soakKind struct {
	name   string
	tasks  int
	when   func(i int) rocket.Condition
	action rocket.Func
	ends   rocket.Event
	runs   int
}

// The actions of the soak.
var (
	fine    = func(context.Context, *rocket.Run) (any, error) { return "fine", nil }
	brief   = func(ctx context.Context, _ *rocket.Run) (any, error) { return rest(ctx, second) }
	failing = func(context.Context, *rocket.Run) (any, error) { return nil, errors.New("no luck") }
	panicky = func(context.Context, *rocket.Run) (any, error) { panic("no luck") }
	endless = func(ctx context.Context, _ *rocket.Run) (any, error) { return rest(ctx, week) }
)

const (
	second = time.Second
	week   = 7 * 24 * hour
)

// rest takes some time, or until the context is done. Without a time it sets no timer: if two
// goroutines of a bubble receive at once from channels of timers that are due already, the race
// detector of Go 1.26 ends the program.
func rest(ctx context.Context, d time.Duration) (any, error) {
	if d <= 0 {
		return nil, nil
	}
	select {
	case <-time.After(d):
		return nil, nil
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
}

// soakKinds are 1,000 tasks. Those that run often do so in a short part of each day.
func soakKinds() []soakKind {
	every := func(d time.Duration) func(int) rocket.Condition {
		return func(int) rocket.Condition { return stdconds.Every{Interval: d} }
	}
	part := func(d, from, to time.Duration) func(int) rocket.Condition {
		daily := stdconds.TimeOf{Period: period.OfDay{From: from, To: to}}
		return func(int) rocket.Condition {
			return stdconds.All{stdconds.Every{Interval: d}, daily}
		}
	}
	hourly := func(i int) rocket.Condition {
		return calendarOnce(period.OfHour{From: time.Duration(i%50) * minute})
	}
	daily := func(i int) rocket.Condition {
		return calendarOnce(period.OfDay{From: time.Duration(1+i) * minute})
	}
	weekly := func(int) rocket.Condition { return calendarOnce(period.OfWeek{}) }
	follows := func(kind string, event rocket.Event) func(int) rocket.Condition {
		return func(i int) rocket.Condition {
			return stdconds.After{Tasks: []string{fmt.Sprint(kind, i)}, Did: event}
		}
	}
	again := func(i int) rocket.Condition {
		hour := period.OfHour{From: time.Duration(i%50) * minute}
		return stdconds.Any{calendarOnce(hour), stdconds.Retry{
			Times: 2, Every: minute, Beside: []period.Period{hour},
		}}
	}
	unknown := func(int) rocket.Condition {
		return stdconds.All{stdconds.Every{Interval: hour}, broken{}}
	}
	return []soakKind{
		{"often", 3, part(10*time.Millisecond, 0, 10*second), fine, rocket.Succeeded, 7 * 1000},
		{"second", 5, part(second, 12*hour, 12*hour+10*minute), fine, rocket.Succeeded, 7 * 600},
		{"minute", 3, every(minute), fine, rocket.Succeeded, 7 * 24 * 60},
		{"hourly", 100, hourly, brief, rocket.Succeeded, 7 * 24},
		{"next", 100, follows("hourly", rocket.Succeeded), fine, rocket.Succeeded, 7 * 24},
		{"daily", 450, daily, brief, rocket.Succeeded, 7},
		{"weekly", 64, weekly, brief, rocket.Succeeded, 2}, // the old week, and Monday
		{"failure", 50, hourly, failing, rocket.Failed, 7 * 24},
		{"alarm", 50, follows("failure", rocket.Failed), fine, rocket.Succeeded, 7 * 24},
		{"again", 50, again, failing, rocket.Failed, 3 * 7 * 24},
		{"timeout", 50, hourly, endless, rocket.Terminated, 7 * 24},
		{"panic", 40, every(6 * hour), panicky, rocket.Failed, 7 * 4},
		{"unknown", 35, unknown, fine, 0, 0},
	}
}

// soakSchedule returns the schedule of all kinds.
func soakSchedule() rocket.Schedule {
	schedule := rocket.Schedule{Config: rocket.Config{
		Timezone: "UTC", SilenceCondCheck: true, Timeout: minute,
		CycleSleep: hour, // after which a condition that has failed is asked again
	}}
	for _, kind := range soakKinds() {
		for i := range kind.tasks {
			schedule.Tasks = append(schedule.Tasks, &rocket.TaskSpec{
				Name: fmt.Sprint(kind.name, i), When: kind.when(i), Action: kind.action,
			})
		}
	}
	return schedule
}

// A tally is a run log that counts events, and keeps the latest records as the default does.
type tally struct {
	rocket.MemoryLog
	events map[string]map[rocket.Event]int
	live   map[string]int // runs that have started and not ended, by their ids
}

func (c *tally) Append(ctx context.Context, records []rocket.Record) error {
	for _, r := range records {
		if r.Event&rocket.Noted != 0 {
			continue
		}
		if c.events[r.Task] == nil {
			c.events[r.Task] = map[rocket.Event]int{}
		}
		c.events[r.Task][r.Event]++
		if r.Event == rocket.Started {
			c.live[r.RunID]++
		} else if c.live[r.RunID]--; c.live[r.RunID] == 0 {
			delete(c.live, r.RunID)
		}
	}
	return c.MemoryLog.Append(ctx, records)
}

// TestSoak: 1,000 tasks of all sorts run for a week. Each runs as often as the calendar says,
// every run ends once, and nothing is left over: memory does not grow from the second day to
// the last, and afterwards there are no more goroutines, files and bytes than before.
func TestSoak(t *testing.T) {
	if testing.Short() {
		t.Skip("takes some seconds")
	}
	before := census()
	held := soakWeek(t)
	after := census()
	const (
		slack = 256 << 10      // of what the test and the runtime of Go keep for themselves
		rows  = 190 * 512 * 24 // the starts of up to 512 failures in a row, of the tasks that fail
	)
	if held[1].heap > held[0].heap+slack+rows {
		t.Errorf("the heap has %d KiB after a day and %d KiB after a week", held[0].heap>>10,
			held[1].heap>>10)
	}
	if after.goroutines > before.goroutines || after.files > before.files ||
		after.heap > before.heap+slack {
		t.Errorf("before: %+v, after: %+v", before, after)
	}
	t.Logf("before %+v, after a day and a week %+v, after the end %+v", before, held, after)
}

// soakWeek runs the week, and returns what there is after the first day and at its end.
func soakWeek(t *testing.T) (held []inventory) {
	log := &tally{events: map[string]map[rocket.Event]int{}, live: map[string]int{}}
	synctest.Test(t, func(t *testing.T) {
		s := newSession(t, soakSchedule(), rocket.WithRunLog(log),
			rocket.WithLogger(slog.New(slog.DiscardHandler)))
		done := make(chan error, 1)
		go func() { done <- s.Run(context.Background()) }()
		time.Sleep(24*hour - 30*second)
		held = append(held, census())
		time.Sleep(week - 24*hour)
		held = append(held, census())
		if err := s.Shutdown(context.Background()); err != nil {
			t.Error(err)
		}
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	holdTally(t, log)
	return held
}

// holdTally compares what the log has counted with what the calendar says.
func holdTally(t *testing.T, log *tally) {
	t.Helper()
	if len(log.live) > 0 {
		t.Errorf("%d runs have not ended once: %v", len(log.live), log.live)
	}
	for _, kind := range soakKinds() {
		for i := range kind.tasks {
			name := fmt.Sprint(kind.name, i)
			events := log.events[name]
			if events[rocket.Started] != kind.runs || events[kind.ends] != kind.runs {
				t.Errorf("%s has the events %v, want %d runs that end as %v", name, events,
					kind.runs, kind.ends)
			}
		}
	}
}

// An inventory is what a process has.
type inventory struct {
	goroutines, files int
	heap              uint64
}

// census takes an inventory. Systems that do not list open files have none.
func census() inventory {
	goruntime.GC()
	goruntime.GC() // also what the first has only let go of: pools, finalizers
	var memory goruntime.MemStats
	goruntime.ReadMemStats(&memory)
	files, _ := os.ReadDir("/proc/self/fd")
	return inventory{goruntime.NumGoroutine(), len(files), memory.HeapAlloc}
}
