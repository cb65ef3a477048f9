// Package arg says where the arguments of tasks come from: a value in the schedule, a
// session parameter, the environment, the command line, what another task returned.
//
// A source is plain data, which generated code writes as a static literal:
//
//	arg.First{arg.Env("REGION"), arg.Literal{Value: "eu"}}
//
// Nothing is looked up until a run needs the value. Then the source is resolved in a
// [Scope], which is what the session knows: it gives a value, or none, or an error. A
// source that is made of others resolves them in turn; [First] goes on to the next of them
// if one has no value, and every other source needs them all. [Value] is for whoever
// cannot do without a value. A value has the type that its source gives it, such as the
// text of an environment variable, until [As] makes it the type that a parameter has.
//
// The package knows nothing of sessions and tasks: they pass through it as any.
package arg

import (
	"fmt"
	"iter"
)

// A Source is where a value comes from. The types of this package are sources; a program
// can have others.
type Source interface {
	// Resolve returns the value. If the source has none, ok is false and err is nil.
	Resolve(in Scope) (value any, ok bool, err error)
	// String returns the source as the language writes it.
	String() string
}

// A Scope is what sources are resolved in: what a session knows, for the argument of one
// task. Package rocket has the only one that a program needs; its methods may become more.
// ok is false if there is no such value.
type Scope interface {
	// Param returns the value of a session parameter.
	Param(name string) (value any, ok bool, err error)
	// Flag returns the value of a flag on the command line, by its name with the dashes.
	Flag(name string) (value string, ok bool)
	// Return returns what the latest successful run of a task returned.
	Return(task string) (value any, ok bool)
	// Session returns the *rocket.Session.
	Session() (session any, ok bool)
	// Task returns the *rocket.Task of that name, or the one that the argument is for if
	// the name is empty. If the session has no task of that name, that is an error.
	Task(name string) (task any, ok bool, err error)
	// Logger returns the *slog.Logger of the session, or the default one.
	Logger() any
	// Causes returns the []rocket.Record because of which the run has started.
	Causes() (causes any, ok bool)
	// Scheduled returns the time.Time for which the run was scheduled.
	Scheduled() (at any, ok bool)
	// Config returns the rocket.Config of the session, with its defaults filled in.
	Config() (config any, ok bool)
	// Materialized returns the value that a source had when the run started, if it was
	// resolved then.
	Materialized(from Source) (value any, ok bool)
}

// Value returns the value of a source that must have one. It is that of the start of the
// run if the source was resolved then. That a source has no value is an error.
func Value(in Scope, from Source) (any, error) {
	if v, ok := in.Materialized(from); ok {
		return v, nil
	}
	v, ok, err := from.Resolve(in)
	if err == nil && !ok {
		err = fmt.Errorf("%s has no value", from)
	}
	return v, err
}

// A Composite is a source that is made of others.
type Composite interface {
	// Sources returns the others, in order.
	Sources() []Source
}

// All returns sources, each followed by all that it is made of. It passes over a nil
// source.
func All(from ...Source) iter.Seq[Source] {
	return func(yield func(Source) bool) { each(from, yield) }
}

// each yields sources until yield returns false, and reports whether it never did.
func each(from []Source, yield func(Source) bool) bool {
	for _, source := range from {
		if source == nil {
			continue
		}
		if !yield(source) {
			return false
		}
		if c, ok := source.(Composite); ok && !each(c.Sources(), yield) {
			return false
		}
	}
	return true
}
