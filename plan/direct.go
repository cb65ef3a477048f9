package plan

import (
	"context"
	"fmt"
	"slices"
	"time"

	rocket "github.com/rocketc/rocketc/runtime"
)

// Direct is a Go function that has not to be compiled, because the compiler has
// it itself. It takes what fills its parameters.
type Direct func(Filling) (any, error)

// A Filling is what can fill the parameters of a Go function.
type Filling struct {
	context.Context
	// Session is nil where there is none.
	Session *rocket.Session
	// Now is the instant, in the session's time zone.
	Now time.Time
	// Arg returns the argument of that name.
	Arg func(name string) (any, error)
}

// act calls the function for a run.
func (f *GoFunc) act(ctx context.Context, r *rocket.Run) (any, error) {
	s := r.Session()
	return f.Direct(Filling{ctx, s, time.Now().In(s.Location()), func(name string) (any, error) { return f.arg(name).Value(r) }})
}

// ask calls the function for a condition.
func (f *GoFunc) ask(o *rocket.Observation) (bool, error) {
	argument := func(name string) (any, error) {
		a := f.arg(name)
		if o.Session() == nil && needsSession(a.From) {
			return nil, fmt.Errorf("parameter %q: %s is known only where a schedule runs", name, a.From)
		}
		return a.Observed(o)
	}
	answer, err := f.Direct(Filling{o.Context(), o.Session(), o.Now, argument})
	holds, _ := answer.(bool)
	return holds, err
}

// needsSession reports whether an argument has a value only in a session.
func needsSession(a rocket.Argument) bool {
	switch a := a.(type) {
	case rocket.Literal, *GoLiteral, rocket.EnvArg:
		return false
	case rocket.First:
		return slices.ContainsFunc(a, needsSession)
	}
	return true
}

// arg returns the argument of that name.
func (f *GoFunc) arg(name string) rocket.Arg[any] {
	a := rocket.Arg[any]{Name: name}
	for _, p := range f.Params {
		if p.Name == name {
			a.From = p.From
		}
	}
	return a
}
