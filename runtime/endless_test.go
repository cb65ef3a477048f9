package rocket_test

import (
	"context"
	"log/slog"
	"os"
	"strconv"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/stdconds"
)

// TestEndlessRuns: what a session remembers is bounded by what its conditions look at. After
// the first 20,000 runs of a task that is due each millisecond, the heap grows no more, with
// a run log in memory and with one that forgets. ROCKETC_TEST_RUNS says how many runs follow:
// 30,000 if it is not set; 10,000,000 take twenty minutes.
func TestEndlessRuns(t *testing.T) {
	runs, err := strconv.Atoi(os.Getenv("ROCKETC_TEST_RUNS"))
	if err != nil {
		runs = 30_000
	}
	if testing.Short() {
		t.Skip("takes some seconds")
	}
	for name, log := range map[string]rocket.RunLog{
		"memory": &rocket.MemoryLog{}, "forgetting": &rocket.MemoryLog{Max: 1},
	} {
		t.Run(name, func(t *testing.T) {
			first, then, n := millisecondly(t, log, runs)
			t.Logf("%d runs, the heap has %d KiB at first, and %d KiB then", n, first.heap>>10,
				then.heap>>10)
			const slack = 256 << 10
			if then.heap > first.heap+slack {
				t.Errorf("the heap has %d KiB at first, and %d KiB after %d runs",
					first.heap>>10, then.heap>>10, n)
			}
			if n < runs {
				t.Errorf("%d runs, want %d", n, runs)
			}
		})
	}
}

// millisecondly runs a task each millisecond, and returns what there is after 20,000 runs and
// after as many more as asked for, and how many these were.
func millisecondly(t *testing.T, log rocket.RunLog, runs int) (first, then inventory, n int) {
	synctest.Test(t, func(t *testing.T) {
		var ran atomic.Int64
		action := rocket.Func(func(context.Context, *rocket.Run) (any, error) {
			return ran.Add(1), nil
		})
		s := newSession(t, rocket.Schedule{
			Config: rocket.Config{CycleSleep: time.Millisecond},
			Tasks: []*rocket.TaskSpec{
				{Name: "tick", Action: action, When: stdconds.Every{Interval: time.Millisecond}},
				{Name: "watch", When: stdconds.Has{Task: "tick", Did: rocket.Failed,
					Span: stdconds.Past(time.Second)}, Action: action},
			},
		}, rocket.WithRunLog(log), rocket.WithLogger(slog.New(slog.DiscardHandler)))
		ctx, stop := context.WithCancel(t.Context())
		done := make(chan error, 1)
		go func() { done <- s.Run(ctx) }()
		time.Sleep(20 * time.Second)
		first = census()
		ran.Store(0)
		time.Sleep(time.Duration(runs+runs/10) * time.Millisecond)
		then = census()
		stop()
		if err := <-done; err != nil {
			t.Error(err)
		}
		n = int(ran.Load())
	})
	return first, then, n
}
