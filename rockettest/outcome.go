package rockettest

import (
	"context"
	"fmt"
	"sync/atomic"
	"time"

	rocket "github.com/rocketc/rocketc/runtime"
)

// An Outcome is how a run of a replaced action ends. The zero value is a success at once
// that returns nil.
type Outcome struct {
	// Value is what the run returns.
	Value any
	// Err, if it is not nil, is the run's failure; [rocket.ErrInaction] is no failure.
	Err error
	// Panic, if it is not nil, is what the action panics with, in place of returning.
	Panic any
	// Takes is how long the action takes, by the clock of the bubble. If the run is
	// ended before, by a timeout say, the action returns at once.
	Takes time.Duration
}

// act does what an action with this outcome does.
func (o Outcome) act(ctx context.Context) (any, error) {
	if o.Takes > 0 {
		select {
		case <-time.After(o.Takes):
		case <-ctx.Done():
			return nil, context.Cause(ctx)
		}
	}
	if o.Panic != nil {
		panic(o.Panic)
	}
	return o.Value, o.Err
}

// A replacement is what a task does in a test.
type replacement struct {
	task     string
	outcomes []Outcome
}

// Replace replaces the action of a task, before the session starts: the first run has the
// first outcome, the second the second, and so on; all further runs have the last. Without
// outcomes all runs succeed. All else about the task stays, but a run that would be a
// process, or one on a worker, is none, and takes no process slot. The arguments of the
// action are not asked for. The test fails if there is no such task.
func Replace(task string, outcomes ...Outcome) Option {
	return func(s *start) { s.replaced = append(s.replaced, replacement{task, outcomes}) }
}

// apply replaces the action in a session.
func (r replacement) apply(session *rocket.Session) error {
	err := session.Task(r.task).Update(func(spec *rocket.TaskSpec) {
		spec.Action = r.action()
		if spec.Execution != rocket.Main {
			spec.Execution = rocket.Thread
		}
	})
	if err != nil {
		return fmt.Errorf("rockettest.Replace(%q): %w", r.task, err)
	}
	return nil
}

// action returns an action that has one outcome after the other.
func (r replacement) action() rocket.Func {
	outcomes := r.outcomes
	if len(outcomes) == 0 {
		outcomes = []Outcome{{}}
	}
	var runs atomic.Int64
	return func(ctx context.Context, _ *rocket.Run) (any, error) {
		n := min(runs.Add(1), int64(len(outcomes)))
		return outcomes[n-1].act(ctx)
	}
}
