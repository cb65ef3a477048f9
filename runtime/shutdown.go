package rocket

import (
	"context"
	"errors"
)

// Ready returns a channel that is closed when the startup is over: the on_startup tasks
// have ended, and conditions are asked.
func (s *Session) Ready() <-chan struct{} { return s.ready }

// Done returns a channel that is closed when the session has ended.
func (s *Session) Done() <-chan struct{} { return s.mail.done }

// Shutdown asks the session to end in good order, and waits until it has: on_shutdown
// tasks run, live runs end. If ctx is done first, Shutdown returns its cause; the session
// goes on ending. A session that has ended is no error. If it does not run yet, it ends
// as soon as it does.
//
// Shutdown does not wait if the session has not begun to run, or for code that the
// session calls, with the context that this was given: the session cannot end before the
// code returns.
func (s *Session) Shutdown(ctx context.Context) error {
	by := "a request"
	c := callOf(ctx)
	if c.session == s && c.run != nil {
		by = "task " + c.run.spec.Name
	}
	running, err := s.stop(by, false)
	if err != nil || !running || c.session == s {
		return err
	}
	select {
	case <-s.mail.done:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// Terminate ends the session without delay: live runs are terminated, on_shutdown tasks
// do not run. A session that is shutting down can still be terminated. The log says why:
// cause, or "a request" if it is nil. Terminate does not wait; see [Session.Done].
func (s *Session) Terminate(cause error) error {
	by := "a request"
	if cause != nil {
		by = cause.Error()
	}
	_, err := s.stop(by, true)
	return err
}

// Restart asks the session to shut down in good order and then to restart, as
// [Config.Restarting] says. It does not wait. A session that is shutting down does not
// restart, and neither does one of [Session.RunTask]. One that is to restart can still be
// shut down.
func (s *Session) Restart() error {
	return s.mail.do(func(l *loop) {
		if !l.stopping && s.only == nil {
			l.requestStop("a restart", false)
			l.restart = true
		}
	})
}

// stop posts a request to end, and reports whether the session runs. One that has ended
// has nothing more to do, but does not restart.
func (s *Session) stop(by string, force bool) (running bool, err error) {
	s.endBy.Store(&by)
	err = s.mail.do(func(l *loop) { l.requestStop(by, force) })
	if errors.Is(err, ErrStopped) {
		return false, nil
	}
	return s.mail.isOpen(), err
}
