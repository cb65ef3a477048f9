package rocket

import "context"

// RunArgs are the arguments of one run. Generated code has a struct of this kind
// for each task that takes arguments, with a field for each: one with the zero
// value is left out, so that the schedule fills it.
type RunArgs interface {
	// RunArgs returns the arguments by the names of parameters.
	RunArgs() map[string]any
}

// Typed handles are the tasks of a session as a Go package sees them: what a
// task takes, an A, and what it returns, a T, have their Go types. They have the
// methods of [*Task], of which Run is replaced by one that waits. Generated code
// has a variable Tasks with one for each task. (docs/spec.md § Tasks in Go)
//
// Run starts a run whatever the start condition says, waits for its end and
// returns its return value, or its error; see [Task.Await]. Start does not wait;
// see [Task.Run]. The zero value belongs to no session: its methods return
// [ErrNoTask].
type (
	// Handle is a task without arguments or a return value.
	Handle struct{ *Task }
	// HandleOf is a task without arguments that returns a T.
	HandleOf[T any] struct{ *Task }
	// HandleWith is a task with arguments and without a return value.
	HandleWith[A RunArgs] struct{ *Task }
	// HandleWithOf is a task with arguments that returns a T.
	HandleWithOf[A RunArgs, T any] struct{ *Task }
)

// Run runs the task and waits for the end of the run.
func (h Handle) Run(ctx context.Context) error {
	_, err := h.Await(ctx, nil)
	return err
}

// Start starts a run.
func (h Handle) Start() error { return h.Task.Run(nil) }

// Run runs the task, waits for the end of the run and returns its return value.
func (h HandleOf[T]) Run(ctx context.Context) (T, error) { return awaitA[T](ctx, h.Task, nil) }

// Start starts a run.
func (h HandleOf[T]) Start() error { return h.Task.Run(nil) }

// Run runs the task with the arguments and waits for the end of the run.
func (h HandleWith[A]) Run(ctx context.Context, args A) error {
	_, err := h.Await(ctx, args.RunArgs())
	return err
}

// Start starts a run with the arguments.
func (h HandleWith[A]) Start(args A) error { return h.Task.Run(args.RunArgs()) }

// Run runs the task with the arguments, waits for the end of the run and returns
// its return value.
func (h HandleWithOf[A, T]) Run(ctx context.Context, args A) (T, error) {
	return awaitA[T](ctx, h.Task, args.RunArgs())
}

// Start starts a run with the arguments.
func (h HandleWithOf[A, T]) Start(args A) error { return h.Task.Run(args.RunArgs()) }

// awaitA runs a task that returns a T.
func awaitA[T any](ctx context.Context, t *Task, values map[string]any) (v T, err error) {
	raw, err := t.Await(ctx, values)
	if err != nil {
		return v, err
	}
	return convert[T](raw)
}
