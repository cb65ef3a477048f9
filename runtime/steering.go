package rocket

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/rocketc/rocketc/runtime/arg"
	"github.com/rocketc/rocketc/spelling"
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

func (s steering) Terminate(task string) error {
	return s.of(task, func(t *Task) error { return t.terminate(s.request()) })
}

func (s steering) Disable(task string) error { return s.of(task, (*Task).Disable) }
func (s steering) Enable(task string) error  { return s.of(task, (*Task).Enable) }

func (s steering) Remove(task string) error {
	return s.of(task, func(t *Task) error { return t.remove(s.request()) })
}

// request returns the cause of the runs that the metatask ends.
func (s steering) request() error {
	return fmt.Errorf("%w of task %s", ErrTerminated, spelling.Name(s.run.Task().Name()))
}

func (s steering) Hold() error {
	return s.run.Session().hold(s.ctx, Hold{By: s.name()}, false)
}

func (s steering) Resume() error { return s.run.Session().ResumeBy(s.ctx, s.name()) }

// name says who steers.
func (s steering) name() string { return "task " + s.run.Task().Name() }

func (s steering) Set(param string, value arg.Source) error {
	v, err := arg.Value(s.run.scope(), value)
	if err != nil {
		return fmt.Errorf("set %s: %w", param, err)
	}
	return s.run.Session().SetParam(s.ctx, param, v)
}

func (s steering) Tasks(prefix string) (names []string) {
	session := s.run.Session()
	session.mail.ask(func() {
		for _, t := range session.order {
			if t != s.run.task && !t.Check && strings.HasPrefix(t.Name, prefix) {
				names = append(names, t.Name)
			}
		}
	})
	return names
}

// of does something to a task that must be there.
func (s steering) of(task string, do func(*Task) error) error {
	t := s.run.Session().Task(task)
	if t == nil {
		return fmt.Errorf("%w: %s", ErrNoTask, task)
	}
	return do(t)
}
