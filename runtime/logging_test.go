package rocket_test

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rocketc/rocketc/period"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/runtime/step"
)

// at holds from an instant on.
type at struct{ time.Time }

func (c at) Observe(o *rocket.Observation) (rocket.State, error) {
	if o.Now.Before(c.Time) {
		return rocket.State{Until: c.Time}, nil
	}
	return rocket.State{Holds: true}, nil
}

func (at) Plain() {}

// askedAt is at for a condition of which only the present is known.
type askedAt struct{ at }

func (c askedAt) Observe(o *rocket.Observation) (rocket.State, error) {
	o.NextAsk()
	return c.at.Observe(o)
}

// bubble is the instant at which the clock of a synctest bubble starts.
var bubble = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)

// logOf runs a schedule until the context ends and returns its log, without
// the instants and the ids of runs.
func logOf(t *testing.T, schedule rocket.Schedule, ctx func() context.Context) string {
	t.Helper()
	var log strings.Builder
	schedule.Config.Timezone = "UTC"
	unstamped := func(_ []string, a slog.Attr) slog.Attr {
		if a.Key == slog.TimeKey || a.Key == "run_id" && a.Value.String() != "" {
			return slog.Attr{}
		}
		return a
	}
	handler := slog.NewTextHandler(&log, &slog.HandlerOptions{ReplaceAttr: unstamped})
	synctest.Test(t, func(t *testing.T) {
		s, err := rocket.New(&schedule, rocket.WithLogger(slog.New(handler)))
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Run(ctx()); err != nil {
			t.Error(err)
		}
	})
	return log.String()
}

func TestLog(t *testing.T) {
	stop := errors.New("SIGTERM")
	in := func(d time.Duration) func() context.Context {
		return func() context.Context {
			ctx, cancel := context.WithCancelCause(context.Background())
			time.AfterFunc(d, func() { cancel(stop) })
			return ctx
		}
	}
	fails := rocket.Func(func(context.Context, *rocket.Run) (any, error) {
		time.Sleep(1600 * time.Microsecond)
		return nil, errors.New("exit status 3")
	})
	stops := rocket.Do{step.Shutdown{}}
	minute, hour := at{bubble.Add(time.Minute)}, at{bubble.Add(time.Hour)}
	for _, test := range []struct {
		name     string
		schedule rocket.Schedule
		want     string
	}{
		{"a run", rocket.Schedule{Name: "desk", Build: "b1", Tasks: []*rocket.TaskSpec{
			{Name: "bad", When: once{}, Action: fails}}}, `
INFO msg="schedule started" schedule=desk tasks=1 build=b1 next.task=bad next.start=START
INFO msg="run started" schedule=desk event=run task=bad scheduled=START
ERROR msg="run failed" schedule=desk event=fail task=bad duration_ms=1.6 error="exit status 3"
INFO msg="schedule stopping" schedule=desk by=SIGTERM force=false
INFO msg="schedule stopped" schedule=desk uptime_ms=30000
`},
		{"the next start", rocket.Schedule{Tasks: []*rocket.TaskSpec{
			{Name: "late", When: hour}, {Name: "early", When: minute},
			{Name: "unknown", When: askedAt{at{bubble.Add(time.Second)}}},
			{Name: "stop", When: when(false)}}}, `
INFO msg="schedule started" tasks=4 next.task=early next.start=2000-01-01T00:01:00.000Z
`},
		{"nothing to come", rocket.Schedule{Tasks: []*rocket.TaskSpec{{Name: "idle"}}}, `
INFO msg="schedule started" tasks=1
INFO msg="schedule stopping" by=SIGTERM force=false
`},
		{"a task stops it", rocket.Schedule{Tasks: []*rocket.TaskSpec{
			{Name: "end", When: when(true), Action: stops}}}, `
INFO msg="schedule stopping" by="task end" force=false
`},
		{"shut_cond", rocket.Schedule{Config: rocket.Config{
			ShutCond: at{bubble.Add(time.Second)}}}, `
INFO msg="schedule started" tasks=0
INFO msg="schedule stopping" by=shut_cond force=false
INFO msg="schedule stopped" uptime_ms=1000
`},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := logOf(t, test.schedule, in(30*time.Second))
			got = strings.ReplaceAll(got, "2000-01-01T00:00:00.000Z", "START")
			for _, line := range strings.Split(strings.TrimSpace(test.want), "\n") {
				if !strings.Contains(got, line+"\n") {
					t.Errorf("the log lacks\n%s\nit is\n%s", line, got)
				}
			}
		})
	}
}

// TestEndedCalendar: each day a calendar that has ended is warned of, once.
func TestEndedCalendar(t *testing.T) {
	calendars := []*period.Calendar{{Name: "over", Last: 1999}, {Name: "fi", Last: 2000},
		{Name: "endless"}}
	log := logOf(t, rocket.Schedule{Calendars: calendars}, func() context.Context {
		ctx, stop := context.WithTimeout(context.Background(), 50*time.Hour)
		context.AfterFunc(ctx, stop)
		return ctx
	})
	const warning = `level=WARN msg="a calendar has ended: its holidays are not known" ` +
		"calendar=over last_year=1999\n"
	if strings.Count(log, warning) != 3 || strings.Count(log, "a calendar has ended") != 3 {
		t.Error(log)
	}
}
