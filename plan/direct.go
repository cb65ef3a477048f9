package plan

import (
	"context"
	"fmt"
	"slices"
	"time"

	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/runtime/arg"
)

// A Direct calls a Go function that is linked into this process, so the function
// need not be compiled.
type Direct func(Filling) (any, error)

// A Filling fills the parameters of a Go function. Its context is done if the
// run is to end.
type Filling struct {
	context.Context
	// Session is nil if a condition is only tried.
	Session *rocket.Session
	// Now is the instant of the question, in the session's time zone.
	Now time.Time
	// Arg returns the argument of the parameter with that name.
	Arg func(name string) (any, error)
}

// act calls the function as the action of a run.
func (f *GoFunc) act(ctx context.Context, r *rocket.Run) (any, error) {
	s := r.Session()
	argument := func(name string) (any, error) { return f.arg(name).Value(r) }
	return f.Direct(Filling{ctx, s, time.Now().In(s.Location()), argument})
}

// ask calls the function as a condition.
func (f *GoFunc) ask(o *rocket.Observation) (bool, error) {
	argument := func(name string) (any, error) {
		a := f.arg(name)
		if o.Session() == nil && needsSession(a.From) {
			return nil, fmt.Errorf("parameter %q: %s is known only while a schedule runs", name,
				a.From)
		}
		return a.Observed(o)
	}
	answer, err := f.Direct(Filling{o.Context(), o.Session(), o.Now, argument})
	holds, _ := answer.(bool)
	return holds, err
}

// needsSession reports whether an argument has a value only in a session.
func needsSession(a arg.Source) bool {
	switch a := a.(type) {
	case arg.Literal, *GoLiteral, arg.Env:
		return false
	case arg.First:
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
