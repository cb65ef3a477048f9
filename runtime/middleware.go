package rocket

import "context"

// A Middleware is called for each run instead of its action, and calls the action by
// next: with a context derived from ctx, say with a span in it, and with r. What it
// returns is how the run has ended. It is called in the goroutine of the run, between
// the hooks; for a process run in the scheduler's process. A panic in the action comes
// through next.
type Middleware func(ctx context.Context, r *Run, next Func) (any, error)

// wrap returns the function that calls do by way of the session's middleware.
func (s *Session) wrap(do Func) Func {
	if s.child {
		return do // the scheduler's process calls the middleware
	}
	for i := len(s.middleware) - 1; i >= 0; i-- {
		m, next := s.middleware[i], do
		do = func(ctx context.Context, r *Run) (any, error) { return m(ctx, r, next) }
	}
	return do
}
