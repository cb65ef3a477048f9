package rocket_test

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	rocket "github.com/rocketc/rocketc/runtime"
)

// TestTimeouts: each run is ended at its own time, in whatever order the runs began, also
// while the loop stands still for another run.
func TestTimeouts(t *testing.T) {
	var mu sync.Mutex
	var got []string
	hang := rocket.Func(func(ctx context.Context, r *rocket.Run) (any, error) {
		<-ctx.Done()
		mu.Lock()
		defer mu.Unlock()
		got = append(got, fmt.Sprint(r.Task(), " after ", time.Since(r.Start).Round(time.Second),
			": ", context.Cause(ctx)))
		return nil, ctx.Err()
	})
	block := rocket.Func(func(context.Context, *rocket.Run) (any, error) {
		time.Sleep(hour)
		return nil, nil
	})
	tasks := []*rocket.TaskSpec{{Name: "block", When: once{}, Action: block,
		Execution: rocket.Main, Priority: -1}}
	for i, after := range []int{30, 10, 50, 20, 40, 90} {
		tasks = append(tasks, &rocket.TaskSpec{Name: fmt.Sprint("task ", i), When: once{},
			Action: hang, Timeout: time.Duration(after) * minute})
	}
	records, err := play(t, rocket.Schedule{Tasks: tasks}, 3*hour)
	if err != nil || len(records) != 14 {
		t.Errorf("%d records, error %v", len(records), err)
	}
	want := []string{
		"task 1 after 10m0s: timed out after 10m0s",
		"task 3 after 20m0s: timed out after 20m0s",
		"task 0 after 30m0s: timed out after 30m0s",
		"task 4 after 40m0s: timed out after 40m0s",
		"task 2 after 50m0s: timed out after 50m0s",
		"task 5 after 1h30m0s: timed out after 1h30m0s",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
