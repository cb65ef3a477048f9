package rocket

import (
	"context"

	"github.com/rocketc/rocketc/runtime/arg"
	"github.com/rocketc/rocketc/runtime/step"
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
type Do []step.Step

// Act takes the steps. It ends at the first that fails.
func (d Do) Act(ctx context.Context, r *Run) (any, error) {
	for _, s := range d {
		if err := s.Take(steering{ctx, r}); err != nil {
			return nil, err
		}
	}
	return nil, nil
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
	Env []arg.Var
	// Params are appended as flags, `--name value`, to Line (quoted, so that the
	// shell takes each value as it is) or to Args.
	Params []arg.Var
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
	// NoProgress says that a line of output that says how far the command is, see
	// [ParseProgress], is one like any other.
	NoProgress bool
}
