package rocket

import "context"

// A call says in a context for which session code of the program is called, and for
// which run, if any.
type call struct {
	session *Session
	run     *Run
	// stands says that the scheduler starts nothing until the call returns.
	stands bool
}

type callKey struct{}

// inside returns the context of a call.
func inside(ctx context.Context, c *call) context.Context {
	return context.WithValue(ctx, callKey{}, c)
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
