package rocket_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rocketc/rocketc/rockettest"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/stdconds"
)

// TestCrashesAtStart: each run without an outcome becomes a crash, of several live runs of a
// task each, once: neither a restart in the same process nor another start records it again.
// What a task has returned is known after all of them.
func TestCrashesAtStart(t *testing.T) {
	returned := event("t", rocket.Succeeded, 2*hour)
	returned.RunID, returned.Return = "2", []byte(`"dump"`)
	start := func(task, run string, ago time.Duration) rocket.Record {
		r := event(task, rocket.Started, ago)
		r.RunID = run
		return r
	}
	log := happened(t, start("t", "1", 4*hour), start("t", "2", 3*hour), returned,
		start("t", "3", hour), start("gone", "1", hour))
	for round := range 2 {
		synctest.Test(t, func(t *testing.T) {
			var values []string
			look := rocket.Func(func(_ context.Context, r *rocket.Run) (any, error) {
				state, err := r.Session().Task("t").State()
				values = append(values, fmt.Sprintf("%s %d", state.Return, len(state.Live)))
				if len(values) == 1 {
					err = errors.Join(err, r.Session().Restart())
				}
				return nil, err
			})
			rockettest.Start(t, func(o ...rocket.Option) (*rocket.Session, error) {
				return rocket.New(&rocket.Schedule{
					Config: rocket.Config{Restarting: rocket.Recall},
					Tasks: []*rocket.TaskSpec{
						{Name: "t", Multilaunch: -1, Action: rocket.Command{Line: "true"}},
						{Name: "look", Action: look, When: stdconds.Every{Interval: hour}},
					}}, append(o, rocket.WithRunLog(log))...)
			}, rockettest.At(newYear.Add(time.Duration(round)*24*hour)))
			rockettest.RunUntil(t, time.Now().Add(5*hour/2))
			if got := strings.Join(values, ", "); got != `"dump" 0, "dump" 0, "dump" 0` {
				t.Errorf("round %d: the task has returned, and has live runs: %s", round, got)
			}
		})
	}
	got := ""
	for _, r := range recordsOf(t, log) {
		if r.Event == rocket.Crashed {
			got += r.Task + r.RunID + " "
		}
	}
	if got != "gone1 t1 t3 " {
		t.Errorf("crashed: %s", got)
	}
}
