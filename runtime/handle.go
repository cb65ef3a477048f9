package rocket

import (
	"context"
	"maps"

	"github.com/rocketc/rocketc/runtime/arg"
)

// RunArgs are the arguments of one run. Generated code has a struct of this kind
// for each task that takes arguments, with a field for each: one with the zero
// value is left out, so that the schedule fills it.
type RunArgs interface {
	// RunArgs returns the arguments by the names of parameters.
	RunArgs() map[string]any
}

// None stands in a [Handle] for the arguments of a task that takes none, and for
// the return value of one that returns nothing.
type None struct{}

// RunArgs returns nothing.
func (None) RunArgs() map[string]any { return nil }

// A Handle is a task of a session as a Go package sees it: what the task takes, an
// A, and what it returns, a T, have their Go types. Generated code has one for each
// task. (docs/spec.md § Tasks in Go)
//
// The zero value belongs to no session: its methods return [ErrNoTask].
type Handle[A RunArgs, T any] struct{ task *Task }

// HandleOf returns a task as a handle.
func HandleOf[A RunArgs, T any](t *Task) Handle[A, T] { return Handle[A, T]{t} }

// Task returns the task; nil if the handle belongs to no session.
func (h Handle[A, T]) Task() *Task { return h.task }

// Start starts a run as [Task.Start] does. Without args, the schedule fills all
// parameters; if several args give the same parameter, the last of them counts.
func (h Handle[A, T]) Start(args ...A) (*Launch, error) { return h.task.Start(merged(args)) }

// Run starts a run as Start does, waits for its end and returns its return value;
// see [Task.Run].
func (h Handle[A, T]) Run(ctx context.Context, args ...A) (value T, err error) {
	raw, err := h.task.Run(ctx, merged(args))
	if _, nothing := any(value).(None); nothing || err != nil {
		return value, err
	}
	return arg.As[T](raw)
}

// merged returns the arguments of all, later ones first.
func merged[A RunArgs](all []A) map[string]any {
	if len(all) == 1 {
		return all[0].RunArgs()
	}
	values := map[string]any{}
	for _, args := range all {
		maps.Copy(values, args.RunArgs())
	}
	return values
}
