package rocket_test

import (
	"testing"
	"time"

	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/stdconds"
)

// TestAFloodHoldsNobodyUp: what a command floods its log with costs that command
// only.
func TestAFloodHoldsNobodyUp(t *testing.T) {
	ticks := stdconds.Has{Task: "tick", Did: rocket.Succeeded,
		Count: stdconds.Count{Op: stdconds.GreaterEqual, N: 20}}
	s := newSession(t, rocket.Schedule{
		Config: rocket.Config{ShutCond: stdconds.Any{ticks, ended{"flood"}}, InstantShutdown: true},
		Tasks: []*rocket.TaskSpec{
			{Name: "flood", When: once{}, Timeout: time.Minute,
				Action: rocket.Command{Args: []string{"yes"}}},
			{Name: "tick", When: every{10 * time.Millisecond}, Action: rocket.Func(nothing)},
		},
	})
	if err := s.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	flood := recordsOf(t, s.RunLog(), "flood")
	if end := flood[len(flood)-1]; end.Event != rocket.Terminated || end.Reason != "shutdown" {
		t.Errorf("before the other task has run 20 times, the flood ends: %v %s", end.Event,
			end.Error)
	}
}
