package rocket_test

import (
	"context"
	"sync/atomic"
	"testing"
	"time"

	rocket "github.com/rocketc/rocketc/runtime"
)

// TestAFloodHoldsNobodyUp: what a command floods its log with costs that command
// only.
func TestAFloodHoldsNobodyUp(t *testing.T) {
	var ticks atomic.Int64
	tick := func(context.Context, *rocket.Run) (any, error) {
		ticks.Add(1)
		return nil, nil
	}
	schedule := rocket.Schedule{
		Config: rocket.Config{ShutCond: ended{"flood"}},
		Tasks: []*rocket.TaskSpec{
			{Name: "flood", When: once{}, Timeout: 300 * time.Millisecond,
				Action: rocket.Command{Args: []string{"yes"}}},
			{Name: "tick", When: every{10 * time.Millisecond}, Action: rocket.Func(tick)},
		},
	}
	if err := newSession(t, schedule).Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n := ticks.Load(); n < 8 {
		t.Errorf("the other task has run %d times in 300 ms", n)
	}
}
