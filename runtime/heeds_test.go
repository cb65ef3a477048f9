package rocket_test

import (
	"context"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	rocket "github.com/rocketc/rocketc/runtime"
)

// reader does not hold, and asks one thing of the history of a task. It counts how often it
// is asked.
type reader struct {
	ask  func(h *rocket.History)
	asks *atomic.Int64
}

func (reader) Plain() {}

func (r reader) Observe(o *rocket.Observation) (rocket.State, error) {
	r.asks.Add(1)
	r.ask(o.History("first"))
	return rocket.State{}, nil
}

// sleeps does nothing for so long.
func sleeps(d time.Duration) rocket.Func {
	return func(context.Context, *rocket.Run) (any, error) {
		time.Sleep(d)
		return nil, nil
	}
}

// TestHeeds: an event has a condition asked again if it can change what the condition has read
// of a history, and only then.
func TestHeeds(t *testing.T) {
	for name, c := range map[string]struct {
		ask            func(h *rocket.History)
		start, success int64 // how often it is asked because of these events of the task
	}{
		"nothing":      {func(h *rocket.History) {}, 0, 0},
		"start":        {func(h *rocket.History) { h.Last(rocket.Started) }, 1, 0},
		"success":      {func(h *rocket.History) { h.Last(rocket.Succeeded) }, 0, 1},
		"failure":      {func(h *rocket.History) { h.Last(rocket.Failed) }, 0, 0},
		"total":        {func(h *rocket.History) { h.Total(rocket.AnyEvent) }, 1, 1},
		"window":       {func(h *rocket.History) { h.LastStart(true) }, 1, 0},
		"served":       {func(h *rocket.History) { h.LastStart(false) }, 1, 0},
		"live":         {func(h *rocket.History) { h.Live() }, 1, 1},
		"outcome":      {func(h *rocket.History) { h.LastOutcome() }, 0, 1},
		"failures":     {func(h *rocket.History) { h.Failures(time.Time{}) }, 1, 1},
		"missed":       {func(h *rocket.History) { h.Missed(time.Time{}) }, 0, 0},
		"wrong":        {func(h *rocket.History) { h.LastWrong() }, 1, 1},
		"some of many": {func(h *rocket.History) { h.Last(rocket.Failed); h.Live() }, 1, 1},
		"past": {func(h *rocket.History) {
			h.Within(rocket.Succeeded, time.Time{}, time.Time{})
		}, 0, 1},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				asks := new(atomic.Int64)
				s := newSession(t, rocket.Schedule{Tasks: []*rocket.TaskSpec{
					{Name: "first", Action: sleeps(time.Second)},
					{Name: "reader", When: reader{c.ask, asks}, Action: sleeps(0)},
				}}, quietly())
				go s.Run(t.Context())
				<-s.Ready()
				synctest.Wait()
				before := asks.Load()
				if _, err := s.Task("first").Start(nil); err != nil {
					t.Fatal(err)
				}
				synctest.Wait()
				started := asks.Load()
				time.Sleep(2 * time.Second)
				synctest.Wait()
				ended := asks.Load()
				if started-before != c.start || ended-started != c.success {
					t.Errorf("asked %d times because of the start, and %d because of the end; "+
						"want %d and %d", started-before, ended-started, c.start, c.success)
				}
				if err := s.Shutdown(t.Context()); err != nil {
					t.Error(err)
				}
			})
		})
	}
}
