package rocket_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/stdconds"
)

// hang is an action that goes on until its run is terminated.
func hang(ctx context.Context, _ *rocket.Run) (any, error) {
	<-ctx.Done()
	return nil, ctx.Err()
}

// TestWhy asks tasks of a running session why they run or do not.
func TestWhy(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		every := stdconds.Every{Interval: time.Hour}
		s := newSession(t, rocket.Schedule{
			Config: rocket.Config{Timezone: "UTC", MaxProcessCount: 1},
			Pools:  []rocket.Pool{{Name: "db", Size: 1}},
			Tasks: []*rocket.TaskSpec{
				{Name: "hourly", When: every, Action: rocket.Func(nothing)},
				{Name: "long", When: every, Action: rocket.Func(hang),
					Pools: []rocket.PoolShare{{Pool: "db"}}},
				{Name: "pooled", When: stdconds.After{Tasks: []string{"hourly"}},
					Action: rocket.Func(nothing), Pools: []rocket.PoolShare{{Pool: "db"}}},
				{Name: "asked", Action: rocket.Func(nothing)},
			},
		})
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- s.Run(ctx) }()
		began := time.Now()
		time.Sleep(time.Minute)

		why := whyOf(t, s, "hourly")
		if why.State.Holds || why.When.Text != "every 1 hour" || why.When.Why == "" {
			t.Errorf("hourly: %+v", why)
		}
		if !why.Next.Equal(began.Add(time.Hour)) || why.Since.Sub(began) > time.Second {
			t.Errorf("hourly: next %v, since %v", why.Next, why.Since)
		}
		if why := whyOf(t, s, "long"); len(why.Live) != 1 || why.Obstacle != "overlap" {
			t.Errorf("long: %+v", why)
		}
		why = whyOf(t, s, "pooled")
		if why.Obstacle != "slot" || len(why.Waits) != 1 || why.Waits[0].Name != "db" {
			t.Errorf("pooled: %+v", why)
		}
		if why := whyOf(t, s, "asked"); why.When.Text != "" || !why.Next.IsZero() {
			t.Errorf("asked: %+v", why)
		}

		if err := s.Hold(ctx, rocket.Hold{Reason: "moving", By: "ada"}); err != nil {
			t.Fatal(err)
		}
		if why := whyOf(t, s, "hourly"); why.Obstacle != "held" || why.Hold.By != "ada" {
			t.Errorf("hourly on hold: %+v", why)
		}
		if err := s.Resume(ctx); err != nil {
			t.Fatal(err)
		}
		terminateOne(t, s)
		past, err := s.Task("hourly").WhyAt(t.Context(), began.Add(-time.Second))
		if err != nil || !past.State.Holds {
			t.Errorf("hourly before the start: %+v, %v", past, err)
		}
		past, err = s.Task("hourly").WhyAt(t.Context(), began.Add(30*time.Second))
		if err != nil || past.State.Holds {
			t.Errorf("hourly after the start: %+v, %v", past, err)
		}
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
}

// terminateOne ends the one live run of the task long by its id.
func terminateOne(t *testing.T, s *rocket.Session) {
	t.Helper()
	long := s.Task("long")
	if err := long.TerminateRun("nothing"); !errors.Is(err, rocket.ErrNoRun) {
		t.Errorf("TerminateRun of no run: %v", err)
	}
	state, err := long.State()
	if err != nil || len(state.Live) != 1 {
		t.Fatalf("%+v, %v", state, err)
	}
	if err := long.TerminateRun(state.Live[0].ID); err != nil {
		t.Error(err)
	}
	synctest.Wait()
	if state, _ := long.State(); state.Status != rocket.Terminated {
		t.Errorf("long: %v", state.Status)
	}
}

func whyOf(t *testing.T, s *rocket.Session, task string) rocket.Why {
	t.Helper()
	why, err := s.Task(task).Why()
	if err != nil {
		t.Fatal(err)
	}
	return why
}

// TestNextOfHeld: a task that is held starts when the hold has ended by itself, at the earliest.
func TestNextOfHeld(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSession(t, rocket.Schedule{Tasks: []*rocket.TaskSpec{
			{Name: "hourly", When: stdconds.Every{Interval: time.Hour},
				Action: rocket.Func(nothing)},
			{Name: "always", When: stdconds.Const(true), Action: rocket.Func(nothing),
				Disabled: true},
		}})
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		began := time.Now()
		go func() { ended <- s.Run(ctx) }()
		time.Sleep(time.Minute)
		hourly, always := s.Task("hourly"), s.Task("always")
		expect := func(when string, task *rocket.Task, want time.Time) {
			t.Helper()
			next, err := task.Next()
			if why := whyOf(t, s, task.Name()); !next.Equal(want) || !why.Next.Equal(want) {
				t.Errorf("%s: %s starts next at %v and %v, want %v (%v)", when, task.Name(), next,
					why.Next, want, err)
			}
		}
		hold := func(h rocket.Hold) {
			t.Helper()
			if err := s.Hold(ctx, h); err != nil {
				t.Fatal(err)
			}
		}
		soon := began.Add(time.Hour)
		hold(rocket.Hold{Tasks: []string{"hourly"}, For: 10 * time.Minute})
		expect("the hold ends before", hourly, soon)
		if h, err := hourly.Hold(); err != nil || h.For != 10*time.Minute {
			t.Errorf("held by %+v, %v", h, err)
		}
		hold(rocket.Hold{Tasks: []string{"hourly", "always"}, For: 2 * time.Hour, By: "ada"})
		late := time.Now().Add(2 * time.Hour)
		expect("the hold ends after", hourly, late)
		hold(rocket.Hold{For: time.Hour})
		expect("two holds", hourly, late)
		if err := always.Enable(); err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		expect("its condition holds", always, late)
		if o := s.Overview(); !o.At.Equal(late) || o.Next == "" {
			t.Errorf("%q starts next, at %v", o.Next, o.At)
		}
		hold(rocket.Hold{})
		expect("nothing ends the hold", hourly, time.Time{})
		if o := s.Overview(); o.Next != "" || !o.At.IsZero() {
			t.Errorf("%q starts next, at %v", o.Next, o.At)
		}
		if h, err := always.Hold(); err != nil || len(h.Tasks) > 0 {
			t.Errorf("held by %+v, %v", h, err)
		}
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
		if h, err := always.Hold(); err != nil || h == nil {
			t.Errorf("after the end: held by %+v, %v", h, err)
		}
	})
}

// TestNext finds the next start that the clock tells.
func TestNext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSession(t, rocket.Schedule{Tasks: []*rocket.TaskSpec{
			{Name: "hourly", When: stdconds.Every{Interval: time.Hour},
				Action: rocket.Func(nothing)},
			{Name: "after", When: stdconds.After{Tasks: []string{"hourly"}},
				Action: rocket.Func(nothing)},
		}})
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		began := time.Now()
		go func() { ended <- s.Run(ctx) }()
		time.Sleep(time.Minute)
		for name, want := range map[string]time.Time{"hourly": began.Add(time.Hour), "after": {}} {
			at, err := s.Task(name).Next()
			if err != nil || !at.Equal(want) {
				t.Errorf("%s: %v, %v", name, at, err)
			}
		}
		if err := s.Task("hourly").Disable(); err != nil {
			t.Fatal(err)
		}
		if at, err := s.Task("hourly").Next(); err != nil || !at.IsZero() {
			t.Errorf("disabled: %v, %v", at, err)
		}
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
}
