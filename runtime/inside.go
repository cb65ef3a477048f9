package rocket

import (
	"context"

	"github.com/rocketc/rocketc/runtime/arg"
)

// A call says in a context for which session code of the program is called, and for
// which run, if any.
//
// A call is the context itself, so that one that is part of a run costs nothing.
type call struct {
	context.Context
	session *Session
	run     *Run
	// stands says that the scheduler starts nothing until the call returns.
	stands bool
}

type callKey struct{}

// inside returns the context of a call, which is derived from ctx.
func inside(ctx context.Context, c *call) context.Context {
	c.Context = ctx
	return c
}

// Value returns the call itself, and otherwise what the context that it is derived from has.
func (c *call) Value(key any) any {
	if key == (callKey{}) {
		return c
	}
	return c.Context.Value(key)
}

// callOf returns the call that a context is of, or the zero call.
func callOf(ctx context.Context) call {
	if c, ok := ctx.Value(callKey{}).(*call); ok {
		return *c
	}
	return call{}
}

// RunFrom returns the run of an action by its context, for functions that get no more
// than that. ok is false outside a run.
func RunFrom(ctx context.Context) (r *Run, ok bool) {
	r = callOf(ctx).run
	return r, r != nil
}

// ScopeFrom returns the name of the schedule whose session calls code with a context, such as
// a run log that it opens, and what the sources of its values are resolved in. Outside a
// session the name is empty, and there are no parameters.
func ScopeFrom(ctx context.Context) (schedule string, in arg.Scope) {
	s := callOf(ctx).session
	if s == nil {
		s = nowhere()
	}
	return s.schedule.Name, scope{session: s}
}
