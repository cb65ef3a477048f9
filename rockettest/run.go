package rockettest

import (
	"context"
	"log/slog"
	"testing"

	rocket "github.com/rocketc/rocketc/runtime"
)

// taskName is what the task of [NewRun] and [CheckCondition] is called.
const taskName = "test"

// NewRun returns a run to test an action with, and its context, from which
// [rocket.RunFrom] returns the run:
//
//	value, err := action.Act(rockettest.NewRun(t, map[string]any{"region": "us"}))
//
// args are the arguments of the run, by the names of parameters; they come before all
// others. The run belongs to a session that has nothing but its task, called "test". It is
// live until the end of the test; then its context is done. NewRun works in a bubble of
// testing/synctest, and without one.
func NewRun(t testing.TB, args map[string]any) (context.Context, *rocket.Run) {
	t.Helper()
	type call struct {
		ctx context.Context
		run *rocket.Run
	}
	called, end := make(chan call, 1), make(chan struct{})
	action := func(ctx context.Context, r *rocket.Run) (any, error) {
		called <- call{ctx, r}
		<-end
		return nil, nil
	}
	schedule := rocket.Schedule{
		Config: rocket.Config{Timezone: "UTC"},
		Tasks: []*rocket.TaskSpec{
			{Name: taskName, Action: rocket.Func(action), Timeout: rocket.Never},
		},
	}
	session, err := rocket.New(&schedule,
		rocket.WithLogger(slog.New(slog.NewTextHandler(t.Output(), nil))))
	if err != nil {
		t.Fatal(err)
	}
	run(t, session)
	t.Cleanup(func() { close(end) })
	if _, err := session.Task(taskName).Start(args); err != nil {
		t.Fatal(err)
	}
	c := <-called
	return c.ctx, c.run
}
