package rocket

import (
	"context"
	"errors"
	"fmt"

	"github.com/rocketc/rocketc/runtime/arg"
)

// A steering is the step.Scheduler of a metatask: its steps act on the session for its
// run. It has the context of the run.
type steering struct {
	ctx context.Context
	run *Run
}

func (s steering) Shutdown(force bool) error {
	if force {
		return s.run.Session().Terminate(errors.New("task " + s.run.spec.Name))
	}
	return s.run.Session().Shutdown(s.ctx)
}

func (s steering) Restart() error { return s.run.Session().Restart() }

func (s steering) Run(task string, args []arg.Var) error {
	values := make(map[string]any, len(args))
	for _, a := range args {
		v, err := arg.Value(s.run.scope(), a.Value)
		if err != nil {
			return fmt.Errorf("run %s: %s: %w", task, a.Name, err)
		}
		values[a.Name] = v
	}
	return s.of(task, func(t *Task) error {
		_, err := t.start(values, s.run, false)
		return err
	})
}

func (s steering) Terminate(task string) error { return s.of(task, (*Task).Terminate) }
func (s steering) Disable(task string) error   { return s.of(task, (*Task).Disable) }
func (s steering) Enable(task string) error    { return s.of(task, (*Task).Enable) }
func (s steering) Remove(task string) error    { return s.of(task, (*Task).Remove) }

func (s steering) Hold() error {
	return s.run.Session().Hold(s.ctx, Hold{By: "task " + s.run.Task().Name()})
}

func (s steering) Resume() error { return s.run.Session().Resume(s.ctx) }

// of does something to a task that must be there.
func (s steering) of(task string, do func(*Task) error) error {
	t := s.run.Session().Task(task)
	if t == nil {
		return fmt.Errorf("%w: %s", ErrNoTask, task)
	}
	return do(t)
}
