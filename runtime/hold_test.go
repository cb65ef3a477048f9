package rocket_test

import (
	"context"
	"errors"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rocketc/rocketc/period"
	"github.com/rocketc/rocketc/runlog"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/runtime/step"
	"github.com/rocketc/rocketc/stdconds"
)

func TestHold(t *testing.T) {
	var j journal
	ctx := context.Background()
	schedule := rocket.Schedule{Tasks: []*rocket.TaskSpec{
		{Name: "a", When: every{10 * time.Second}, Action: j.does(0)},
		{Name: "b", When: every{10 * time.Second}, Action: j.does(0)},
	}}
	records := live(t, schedule, func(s *rocket.Session) {
		hold := func(h rocket.Hold) {
			t.Helper()
			if err := s.Hold(ctx, h); err != nil {
				t.Error(err)
			}
		}
		time.Sleep(5 * time.Second)
		hold(rocket.Hold{Tasks: []string{"a"}, For: 10 * time.Second, Reason: "maintenance",
			By: "me"})
		if h := stateOf(s.Task("a")).Hold; h == nil || h.Reason != "maintenance" || h.By != "me" ||
			!h.Since.Equal(bubble.Add(5*time.Second)) {
			t.Errorf("a is held by %+v", h)
		}
		if stateOf(s.Task("b")).Hold != nil || s.Stats().Hold != nil {
			t.Error("all are held")
		}
		time.Sleep(16 * time.Second) // a starts at 15, b at 10 and 20
		hold(rocket.Hold{})
		launch, _ := s.Task("b").Start(nil)
		time.Sleep(29 * time.Second) // nothing, until 50
		if launch.ID() != "" || s.Stats().Hold == nil {
			t.Error("the hold does not hold")
		}
		if err := s.Resume(ctx, "a"); err != nil || stateOf(s.Task("a")).Hold == nil {
			t.Errorf("a is resumed alone, error %v", err)
		}
		if err := s.Resume(ctx); err != nil {
			t.Error(err)
		}
		time.Sleep(time.Second)
		for _, err := range []error{s.Hold(ctx, rocket.Hold{Tasks: []string{"a", "c"}}),
			s.Resume(ctx, "c")} {
			if !errors.Is(err, rocket.ErrNoTask) {
				t.Errorf("got error %v", err)
			}
		}
		if stateOf(s.Task("a")).Hold != nil {
			t.Error("half of a hold has been set")
		}
	})
	expect(t, story(records), "a:run@0s a:success@0s b:run@0s b:success@0s b:run@10s "+
		"b:success@10s a:run@15s a:success@15s "+
		"b:run@20s b:success@20s a:run@50s a:success@50s b:run@50s b:success@50s")
}

// A hold before the session runs is one of its runs, too, and of a restart.
func TestHoldBeforeRun(t *testing.T) {
	var j journal
	s := newSession(t,
		rocket.Schedule{Tasks: []*rocket.TaskSpec{{Name: "a", When: once{}, Action: j.does(0)}}})
	if err := s.Hold(t.Context(), rocket.Hold{}); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if err := s.Run(ctx); err != nil {
		t.Error(err)
	}
	expect(t, j.text(), "")
	if err := s.Resume(t.Context()); !errors.Is(err, rocket.ErrStopped) {
		t.Errorf("after the end: %v", err)
	}
}

// A hold that the run log has holds again in the next session, until it ends; a metatask's does
// not. RunTask does not heed it.
func TestHoldSurvives(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		log := &rocket.MemoryLog{}
		next := func(do func(s *rocket.Session)) {
			t.Helper()
			s := newSession(t, rocket.Schedule{Tasks: []*rocket.TaskSpec{
				{Name: "a", When: every{time.Hour}, Action: rocket.Func(nothing)},
				{Name: "b", When: every{time.Hour}, Action: rocket.Func(nothing)},
				{Name: "halt", Action: rocket.Do{step.Hold{}}},
			}}, rocket.WithRunLog(log))
			ended := make(chan error)
			go func() { ended <- s.Run(t.Context()) }()
			<-s.Ready()
			do(s)
			if err := s.Shutdown(t.Context()); err != nil {
				t.Error(err)
			}
			if err := <-ended; err != nil {
				t.Error(err)
			}
			time.Sleep(time.Minute)
		}
		held := func(s *rocket.Session, name string) string {
			h := stateOf(s.Task(name)).Hold
			if h == nil {
				return ""
			}
			return h.Since.Sub(bubble).String() + " " + h.By + ": " + h.Reason
		}
		next(func(s *rocket.Session) {
			for _, h := range []rocket.Hold{
				{Tasks: []string{"a"}, Reason: "disk", By: "me"},
				{Tasks: []string{"b"}, For: 90 * time.Second, By: "you"},
			} {
				if err := s.Hold(t.Context(), h); err != nil {
					t.Error(err)
				}
			}
			if err := s.Sync(t.Context()); err != nil {
				t.Error(err)
			}
		})
		next(func(s *rocket.Session) {
			expect(t, held(s, "a")+", "+held(s, "b"), "0s me: disk, 0s you: ")
			time.Sleep(31 * time.Second)
			expect(t, held(s, "a")+", "+held(s, "b"), "0s me: disk, ")
			if _, err := s.Task("halt").Run(t.Context(), nil); err != nil || s.Stats().Hold == nil {
				t.Errorf("do hold: %v, %v", err, s.Stats().Hold)
			}
		})
		next(func(s *rocket.Session) {
			expect(t, held(s, "a")+", "+held(s, "b"), "0s me: disk, ")
			if s.Stats().Hold != nil {
				t.Error("the hold of a metatask has survived")
			}
		})
		single := newSession(t, rocket.Schedule{Tasks: []*rocket.TaskSpec{
			{Name: "a", When: every{time.Hour}, Action: rocket.Func(nothing)}}},
			rocket.WithRunLog(log))
		if _, err := single.RunTask(t.Context(), "a", nil); err != nil {
			t.Error(err)
		}
		next(func(s *rocket.Session) {
			expect(t, held(s, "a"), "0s me: disk")
			if err := s.ResumeBy(t.Context(), "me", "a"); err != nil {
				t.Error(err)
			}
		})
		next(func(s *rocket.Session) { expect(t, held(s, "a"), "") })
		early := newSession(t, rocket.Schedule{Tasks: []*rocket.TaskSpec{
			{Name: "a", Action: rocket.Func(nothing)}}}, rocket.WithRunLog(log))
		if err := early.Hold(t.Context(), rocket.Hold{By: "early"}); err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if err := early.Run(ctx); err != nil {
			t.Error(err)
		}
		next(func(s *rocket.Session) {
			if h := s.Stats().Hold; h == nil || h.By != "early" {
				t.Errorf("held by %v", h)
			}
		})
	})
}

// TestAHoldHeedsTheClock: a hold that ends by itself is over after a sleep that is longer, and
// lasts no longer because the clock is set back.
func TestAHoldHeedsTheClock(t *testing.T) {
	hold := func(t *testing.T, s *rocket.Session, _ *setClock) {
		for _, h := range []rocket.Hold{{For: 2 * hour}, {For: 2 * hour, Tasks: []string{"t"}}} {
			if err := s.Hold(t.Context(), h); err != nil {
				t.Error(err)
			}
		}
	}
	since := func(want float64) func(*testing.T, *rocket.Session, *setClock) {
		return func(t *testing.T, s *rocket.Session, _ *setClock) {
			if h := s.Stats().Hold; h == nil || !h.Since.Equal((stretch{}).at(want)) {
				t.Errorf("held %v, want since %v", h, want)
			}
		}
	}
	for name, test := range map[string]struct {
		do   map[float64]func(*testing.T, *rocket.Session, *setClock)
		want string
	}{
		"a longer sleep": {map[float64]func(*testing.T, *rocket.Session, *setClock){
			1: hold, 2: setForward(3)}, "0.5 run of 0.5; 1.7 missed of 1.5 held; " +
			"5 missed of 2.5 off; 5 missed of 3.5 off; 5 missed of 4.5 off; 5.5 run of 5.5; " +
			"6.5 run of 6.5; 7.5 run of 7.5"},
		"a shorter sleep": {map[float64]func(*testing.T, *rocket.Session, *setClock){
			1: hold, 2: setForward(0.4)}, "0.5 run of 0.5; 1.7 missed of 1.5 held; " +
			"2.7 missed of 2.5 held; 3.5 run of 3.5; 4.5 run of 4.5"},
		"set back": {map[float64]func(*testing.T, *rocket.Session, *setClock){
			1: hold, 2: setForward(-1), 2.5: since(0)}, "0.5 run of 0.5; 1.7 missed of 1.5 held; " +
			"2.5 run of 2.5; 3.5 run of 3.5"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			log := &runlog.File{Path: filepath.Join(t.TempDir(), "runs.jsonl")}
			doing(0, 5, test.do)(t, log, []*rocket.TaskSpec{{Name: "t", Action: taking(0, nil),
				When: stdconds.Once{Period: period.OfHour{From: 30 * minute, To: 40 * minute}}}})
			if got := startStory(t, log); got != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
		})
	}
}
