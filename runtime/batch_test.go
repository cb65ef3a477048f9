package rocket_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"

	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/stdconds"
)

// A batchLog is a run log that knows which starts it has, and in how many parts they came.
type batchLog struct {
	rocket.MemoryLog
	mu      sync.Mutex
	has     map[string]bool
	parts   []int
	longest int
}

func (b *batchLog) Append(ctx context.Context, records []rocket.Record) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	starts := 0
	for _, r := range records {
		if r.Event == rocket.Started {
			b.has[r.RunID] = true
			starts++
		}
	}
	if starts > 0 {
		b.parts = append(b.parts, starts)
		b.longest = max(b.longest, starts)
	}
	return b.MemoryLog.Append(ctx, records)
}

// TestBatches: of many runs that start together the first begin before the last are in the
// log. Each begins when it is in the log itself, and they start by priority.
func TestBatches(t *testing.T) {
	const n = 1000
	log := &batchLog{has: map[string]bool{}}
	check := rocket.Func(func(_ context.Context, r *rocket.Run) (any, error) {
		log.mu.Lock()
		defer log.mu.Unlock()
		if !log.has[r.ID] {
			t.Errorf("%s has begun and is not in the log", r.Task())
		}
		return nil, nil
	})
	var tasks []*rocket.TaskSpec
	for i := range n {
		tasks = append(tasks, &rocket.TaskSpec{Name: fmt.Sprint(i), Priority: i,
			When: stdconds.Not{Of: stdconds.Has{Did: rocket.Started}}, Action: check})
	}
	if err := playLog(t, rocket.Schedule{Tasks: tasks}, log); err != nil {
		t.Fatal(err)
	}
	if len(log.parts) < 4 || log.longest > 256 {
		t.Errorf("the starts came to the log in parts of %d", log.parts)
	}
	next := n - 1
	for _, r := range recordsOf(t, log) {
		if r.Event != rocket.Started {
			continue
		}
		if r.Task != fmt.Sprint(next) {
			t.Fatalf("%s has started before %d", r.Task, next)
		}
		next--
	}
}

// playLog runs a schedule for a minute of the simulated clock.
func playLog(t *testing.T, schedule rocket.Schedule, log rocket.RunLog) (err error) {
	synctest.Test(t, func(t *testing.T) {
		s := newSession(t, schedule, rocket.WithRunLog(log))
		ctx, cancel := context.WithTimeout(context.Background(), minute)
		defer cancel()
		err = s.Run(ctx)
	})
	return err
}
