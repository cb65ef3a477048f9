package rocket_test

import (
	"context"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rocketc/rocketc/internal/transcript"
	rocket "github.com/rocketc/rocketc/runtime"
)

// during holds in a span after the start.
type during struct{ from, to time.Duration }

func (c during) Observe(o *rocket.Observation) (rocket.State, error) {
	from, to := o.Started().Add(c.from), o.Started().Add(c.to)
	switch {
	case o.Now.Before(from):
		return rocket.State{Until: from}, nil
	case o.Now.Before(to):
		return rocket.State{Holds: o.History("").Last(rocket.Started).Before(from), Until: to}, nil
	}
	return rocket.State{}, nil
}

func TestTrace(t *testing.T) {
	var j journal
	rounds, observed, started := 0, 0, 0
	trace := rocket.Trace{
		RunStart: func(_ context.Context, r rocket.Record) { j.note("%s:%v", r.Task, r.Event) },
		RunEnd:   func(_ context.Context, r rocket.Record) { j.note("%s:%v", r.Task, r.Event) },
		Waiting:  func(task, why string) { j.note("%s?%s", task, why) },
		Missed: func(_ context.Context, r rocket.Record) {
			j.note("%s!%s@%v", r.Task, r.Reason, r.Scheduled.Sub(bubble))
		},
		Round: func(r rocket.RoundInfo) {
			rounds, observed, started = rounds+1, observed+r.Observed, started+r.Started
		},
	}
	takes := func(d time.Duration) rocket.Func { return (&journal{}).does(d) }
	schedule := rocket.Schedule{Tasks: []*rocket.TaskSpec{
		{Name: "late", When: during{10 * time.Second, time.Minute}, Action: takes(0)},
		{Name: "missed", When: during{10 * time.Second, 20 * time.Second}, Action: takes(0)},
		{Name: "off", When: during{10 * time.Second, 20 * time.Second}, Action: takes(0),
			Disabled: true},
	}}
	missed := 0
	live(t, schedule, func(s *rocket.Session) {
		s.Task("late").Update(func(spec *rocket.TaskSpec) { spec.Action = takes(30 * time.Second) })
		s.Task("late").Start(nil)
		s.Hold(context.Background(), rocket.Hold{Tasks: []string{"missed"}})
		time.Sleep(25 * time.Second)
		s.Resume(context.Background())
		time.Sleep(time.Minute)
		missed = s.Stats().Missed
	}, rocket.WithTrace(trace))
	expect(t, j.text(), "late:run late?overlap missed?held off?disabled missed!held@10s "+
		"off!disabled@10s "+
		"late:success late:run late:success")
	if rounds < 4 || observed < 6 || started != 2 || missed != 2 {
		t.Errorf("%d rounds, %d observed, %d started, %d missed", rounds, observed, started, missed)
	}
}

// A trace that is slow costs no time, and what it panics with is logged.
func TestSlowTrace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var log transcript.Buffer
		calls := 0
		trace := rocket.Trace{RunStart: func(context.Context, rocket.Record) {
			if calls++; calls == 1 {
				time.Sleep(time.Hour)
			}
			panic("oh")
		}}
		s := newSession(t,
			rocket.Schedule{Tasks: []*rocket.TaskSpec{{Name: "a", Action: rocket.Func(nothing),
				Multilaunch: -1}}},
			rocket.WithTrace(trace),
			rocket.WithLogger(slog.New(slog.NewTextHandler(&log,
				&slog.HandlerOptions{Level: slog.LevelWarn}))))
		done := make(chan error, 1)
		go func() { done <- s.Run(context.Background()) }()
		begin := time.Now()
		for range 12_000 {
			if _, err := s.Task("a").Start(nil); err != nil {
				t.Fatal(err)
			}
		}
		synctest.Wait()
		if took := time.Since(begin); took > time.Second {
			t.Errorf("it took %v", took)
		}
		if n := s.Stats().Untraced; n == 0 {
			t.Error("all is traced")
		}
		s.Shutdown(context.Background())
		if err := <-done; err != nil {
			t.Error(err)
		}
		time.Sleep(2 * time.Hour)
		if strings.Count(log.String(), "a trace is too slow") != 1 ||
			!strings.Contains(log.String(), `msg="a trace failed" error="panic: oh"`) {
			t.Errorf("the log is %.500s", log.String())
		}
	})
}
