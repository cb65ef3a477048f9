package rocket_test

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	rocket "github.com/rocketc/rocketc/runtime"
)

// deaf is an action that does not heed its context.
func deaf(takes time.Duration) rocket.Func {
	return func(context.Context, *rocket.Run) (any, error) {
		time.Sleep(takes)
		return nil, nil
	}
}

// TestTaskThatIgnoresItsContext: the run counts as terminated when it ends at
// last; until then it is live, and other tasks go on.
func TestTaskThatIgnoresItsContext(t *testing.T) {
	var j journal
	records, err := play(t, rocket.Schedule{Tasks: []*rocket.TaskSpec{
		{Name: "deaf", When: once{}, Timeout: time.Minute, Action: deaf(5 * time.Minute)},
		{Name: "other", When: every{2 * time.Minute}, Action: j.does(0)},
	}}, 6*time.Minute-time.Second)
	if err != nil {
		t.Fatal(err)
	}
	expect(t, story(records), "deaf:run@0s other:run@0s other:success@0s other:run@2m0s "+
		"other:success@2m0s "+
		"other:run@4m0s other:success@4m0s deaf:terminate@5m0s")
	for _, r := range records {
		if r.Event == rocket.Terminated && r.Error != "timed out after 1m0s" {
			t.Errorf("got %q", r.Error)
		}
	}
}

// TestTaskThatOutlivesTheShutdown: it is left behind after its last grace time,
// and recorded as terminated.
func TestTaskThatOutlivesTheShutdown(t *testing.T) {
	var records []rocket.Record
	synctest.Test(t, func(t *testing.T) {
		s := newSession(t, rocket.Schedule{
			Config: rocket.Config{InstantShutdown: true},
			Tasks:  []*rocket.TaskSpec{{Name: "deaf", When: once{}, Action: deaf(time.Hour)}},
		})
		time.AfterFunc(time.Minute, func() { s.Shutdown(context.Background()) })
		if err := s.Run(t.Context()); err != nil {
			t.Error(err)
		}
		time.Sleep(2 * time.Hour) // what is left behind ends, and changes nothing
		records = recordsOf(t, s.RunLog())
	})
	expect(t, story(records), "deaf:run@0s deaf:terminate@1m15s")
	if last := records[len(records)-1]; last.Error != "terminated at shutdown: did not end after "+
		"it was terminated" {
		t.Errorf("got %q", last.Error)
	}
}

// TestManyProcessesAtOnce: a crowd that is due at once goes through the slots.
func TestManyProcessesAtOnce(t *testing.T) {
	const tasks, slots = 1000, 5
	var live, most atomic.Int64
	schedule := rocket.Schedule{
		Config: rocket.Config{MaxProcessCount: slots, ShutCond: allDone{tasks}},
		Hooks: []rocket.Hook{{Around: rocket.AroundTask,
			Call: rocket.HookFunc(func(_ context.Context, e rocket.HookEvent) error {
				if e.After {
					live.Add(-1)
				} else if n := live.Add(1); n > most.Load() {
					most.Store(n)
				}
				return nil
			})}},
	}
	for i := range tasks {
		schedule.Tasks = append(schedule.Tasks, &rocket.TaskSpec{
			Name: fmt.Sprint(i), When: once{}, Execution: rocket.Process,
			Action: rocket.Command{Args: []string{"true"}},
		})
	}
	s := newSession(t, schedule)
	if err := s.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	records := recordsOf(t, s.RunLog())
	succeeded := 0
	for _, r := range records {
		if r.Event == rocket.Succeeded {
			succeeded++
		}
	}
	if succeeded != tasks || most.Load() > slots {
		t.Errorf("%d of %d succeeded, at most %d at once", succeeded, tasks, most.Load())
	}
}
