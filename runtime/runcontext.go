package rocket

import (
	"context"
	"sync"
)

// A runContext is the context of a run. It is one of the standard library as soon as somebody
// waits for its end; most actions that return soon never do, so their runs do without.
type runContext struct {
	call
	mu    sync.Mutex
	inner *endable // nil: nobody waits
	over  bool     // the run has ended
}

// An endable is a context of the standard library.
type endable struct {
	context.Context
	end context.CancelCauseFunc
}

// setContext gives the run its context.
func (r *Run) setContext(parent context.Context) {
	r.life.call = call{
		Context: parent, session: r.session, run: r, stands: r.executor.stands,
	}
	r.ctx = &r.life
}

// cancel asks the run to end, because of cause; nil says that it has ended.
func (r *Run) cancel(cause error) {
	r.life.cancel(cause)
	if r.cancelled != nil {
		r.cancelled()
	}
}

// cause returns what ended the run before its action did, or nil.
func (r *Run) cause() error {
	inner, over := r.life.state()
	switch {
	case inner != nil:
		return context.Cause(inner)
	case over:
		return context.Canceled
	}
	return nil
}

// state returns the context of the standard library, or nil, and whether the run has ended.
func (c *runContext) state() (inner *endable, over bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.inner, c.over
}

// whole returns the context of the standard library.
func (c *runContext) whole() *endable {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.inner == nil {
		c.inner = new(endable)
		c.inner.Context, c.inner.end = context.WithCancelCause(&c.call)
		if c.over {
			c.inner.end(nil)
		}
	}
	return c.inner
}

func (c *runContext) cancel(cause error) {
	if cause != nil {
		c.whole().end(cause)
		return
	}
	c.mu.Lock()
	c.over = true
	inner := c.inner
	c.mu.Unlock()
	if inner != nil {
		inner.end(nil)
	}
}

// Done returns a channel that is closed when the run is asked to end, or has ended.
func (c *runContext) Done() <-chan struct{} { return c.whole().Done() }

// Err returns nil until Done is closed.
func (c *runContext) Err() error {
	inner, over := c.state()
	switch {
	case inner != nil:
		return inner.Err()
	case over:
		return context.Canceled
	}
	return nil
}

// Value returns what the context of the session has, and the call.
func (c *runContext) Value(key any) any {
	if inner, _ := c.state(); inner != nil {
		return inner.Value(key)
	}
	return c.call.Value(key)
}
