package rocket_test

import (
	"context"
	"errors"
	"testing"
	"time"

	rocket "github.com/rocketc/rocketc/runtime"
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
