package rocket

import (
	"context"
	"fmt"
	"strings"

	"github.com/rocketc/rocketc/spelling"
)

// An Action is what a run of a task does: a [Func], a [Command] or [Do].
type Action interface {
	// act does it and returns the return value of the run. A context that is
	// done asks it to stop.
	Act(ctx context.Context, r *Run) (any, error)
}

// Func is an action in Go. The context is cancelled when the run is to end; an
// error or a panic is the run's failure.
type Func func(ctx context.Context, r *Run) (any, error)

// Act does it.
func (f Func) Act(ctx context.Context, r *Run) (any, error) { return f(ctx, r) }

// Do is an action that steers the scheduler: a metatask. Its steps take effect
// in order, before anything else starts.
type Do []Step

// Act does it.
func (d Do) Act(_ context.Context, r *Run) (any, error) {
	for _, step := range d {
		if err := step.take(r); err != nil {
			return nil, err
		}
	}
	return nil, nil
}

// A Step is one thing that a metatask does.
type Step interface {
	take(r *Run) error
	// String returns the step as the language writes it.
	String() string
}

// The steps of a metatask. Those that name a task fail where there is no such
// task.
type (
	// ShutdownStep shuts the session down: `shutdown`, `shutdown force`.
	ShutdownStep struct{ Force bool }
	// RestartStep restarts the session after an orderly shutdown.
	RestartStep struct{}
	// RunStep runs a task now, whatever its start condition says, with the
	// given arguments before all others.
	RunStep struct {
		Task string
		Args []Var
	}
	// TerminateStep terminates the live runs of a task.
	TerminateStep struct{ Task string }
	// DisableStep keeps a task from starting.
	DisableStep struct{ Task string }
	// EnableStep lets a disabled task start again.
	EnableStep struct{ Task string }
	// RemoveStep takes a task out of the session.
	RemoveStep struct{ Task string }
	// HoldStep keeps all tasks from starting until the session is resumed.
	HoldStep struct{}
	// ResumeStep ends a hold.
	ResumeStep struct{}
)

func (s ShutdownStep) take(r *Run) error {
	r.session.ShutdownBy("task "+r.task.Name, s.Force)
	return nil
}

func (RestartStep) take(r *Run) error {
	r.session.Restart()
	return nil
}

func (s RunStep) take(r *Run) error {
	args := make(map[string]any, len(s.Args))
	for _, a := range s.Args {
		v, err := value(r.scope(), a.Value)
		if err != nil {
			return fmt.Errorf("run %s: %s: %w", s.Task, a.Name, err)
		}
		args[a.Name] = v
	}
	return r.steer(s.Task, func(t *Task) error {
		_, err := t.start(args, r)
		return err
	})
}

func (s TerminateStep) take(r *Run) error { return r.steer(s.Task, (*Task).Terminate) }
func (s DisableStep) take(r *Run) error   { return r.steer(s.Task, (*Task).Disable) }
func (s EnableStep) take(r *Run) error    { return r.steer(s.Task, (*Task).Enable) }
func (s RemoveStep) take(r *Run) error    { return r.steer(s.Task, (*Task).Remove) }
func (HoldStep) take(r *Run) error        { r.session.Hold(); return nil }
func (ResumeStep) take(r *Run) error      { r.session.Resume(); return nil }

// steer does something to a task that must be there.
func (r *Run) steer(task string, do func(*Task) error) error {
	t := r.session.Task(task)
	if t == nil {
		return fmt.Errorf("%w: %s", ErrNoTask, task)
	}
	return do(t)
}

// String returns the step as the language writes it.
func (s ShutdownStep) String() string {
	if s.Force {
		return "shutdown force"
	}
	return "shutdown"
}

// String returns the step as the language writes it.
func (RestartStep) String() string { return "restart" }

// String returns the step as the language writes it.
func (s RunStep) String() string { return "run " + spelling.Name(s.Task) + varsText(s.Args) }

// String returns the step as the language writes it.
func (s TerminateStep) String() string { return "terminate " + spelling.Name(s.Task) }

// String returns the step as the language writes it.
func (s DisableStep) String() string { return "disable " + spelling.Name(s.Task) }

// String returns the step as the language writes it.
func (s EnableStep) String() string { return "enable " + spelling.Name(s.Task) }

// String returns the step as the language writes it.
func (s RemoveStep) String() string { return "remove " + spelling.Name(s.Task) }

// String returns the step as the language writes it.
func (HoldStep) String() string { return "hold" }

// String returns the step as the language writes it.
func (ResumeStep) String() string { return "resume" }

// varsText returns arguments as the language writes them.
func varsText(vars []Var) string {
	if len(vars) == 0 {
		return ""
	}
	texts := make([]string, len(vars))
	for i, v := range vars {
		texts[i] = v.Name + ": " + v.Value.String()
	}
	return "(" + strings.Join(texts, ", ") + ")"
}

// A Command is an action that starts a program. It is a process of its own
// whatever the execution of its task. Standard output is the return value; an
// exit status that is not in Success is a failure.
type Command struct {
	// Line is run by the shell. It is used where Args is empty.
	Line string
	// Args are a program and its arguments, started directly.
	Args []string
	// Shell runs Line, as in `sh -c Line`; empty is /bin/sh.
	Shell string
	// Dir is the working directory; empty is the scheduler's.
	Dir string
	// Env is added to the environment of the scheduler.
	Env []Var
	// Params are appended as flags, `--name value`, to Line (quoted, so that the
	// shell takes each value as it is) or to Args.
	Params []Var
	// ShortFlags makes the flags of Params `-name value`.
	ShortFlags bool
	// Success lists the exit statuses that are no failure; empty means 0 only.
	Success []int
	// User is the user, and after a colon the group, that the program runs as,
	// by name or number; empty is the scheduler's. Only root may name others.
	User string
	// Output is how many bytes of the end of each stream are kept for the return
	// value and the error; zero is [DefaultOutput]. The log has all of it.
	Output int
}
