package rocket_test

import (
	"runtime"
	"strings"
	"testing"
	"time"

	rocket "github.com/rocketc/rocketc/runtime"
)

// An asking condition asks the session.
type asking func(s *rocket.Session) bool

func (f asking) Observe(o *rocket.Observation) (rocket.State, error) {
	return rocket.State{Holds: f(o.Session()), Until: o.NextAsk()}, nil
}

// TestAskingCondition: a condition may ask and change the session that observes it.
func TestAskingCondition(t *testing.T) {
	var j journal
	started := false
	records := live(t, rocket.Schedule{Tasks: []*rocket.TaskSpec{
		{Name: "a", Action: j.does(0), When: asking(func(s *rocket.Session) bool {
			b := s.Task("b")
			if !started {
				started = true
				_, err := b.Start(nil)
				return len(s.Tasks()) == 2 && err != nil
			}
			return !stateOf(b).Last(rocket.Succeeded).IsZero() &&
				stateOf(s.Task("a")).Last(rocket.Started).IsZero()
		})},
		{Name: "b", Action: j.does(0)},
	}}, func(s *rocket.Session) { time.Sleep(time.Second) })
	if len(records) != 4 || records[0].Task != "b" || records[2].Task != "a" {
		t.Errorf("got %v", records)
	}
}

// A condition may remove, or replace, its own task.
func TestConditionTakesItselfAway(t *testing.T) {
	var j journal
	records := live(t, rocket.Schedule{
		Config: rocket.Config{TaskPreExist: rocket.Replace},
		Tasks: []*rocket.TaskSpec{{
			Name: "a", Action: j.does(0), When: asking(func(s *rocket.Session) bool {
				_, err := s.Create(rocket.TaskSpec{Name: "a", Action: j.does(0)})
				return err == nil
			}),
		}},
	}, func(s *rocket.Session) { time.Sleep(time.Second) })
	if len(records) != 0 {
		t.Errorf("a task that is gone has run: %v", records)
	}
}

func TestConditionThatPanics(t *testing.T) {
	for want, f := range map[string]asking{
		"panic: oh":      func(*rocket.Session) bool { panic("oh") },
		"runtime.Goexit": func(*rocket.Session) bool { runtime.Goexit(); return true },
	} {
		s := newSession(t, rocket.Schedule{Tasks: []*rocket.TaskSpec{{Name: "a", When: f}}})
		if err := s.Run(t.Context()); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}
