package rocket

import (
	"context"
	"fmt"
)

// A StandbyError is the error of what only a session can do that leads, of one that stands by.
type StandbyError struct {
	// Leader is who leads, in the words of the run log.
	Leader string
}

// Error names the session that leads.
func (e *StandbyError) Error() string {
	return fmt.Sprintf("this program stands by and takes no orders: give them to the one that "+
		"leads, %s", e.Leader)
}

// Leads waits until this session knows whether it leads, and returns nil if it does, else a
// [*StandbyError]. Who takes orders from elsewhere asks it first: what a session is told that
// stands by takes effect when it leads, which may be never. A session without an [Engine] leads.
// The error is [ErrStopped] if the session has ended, or the cause of ctx.
func (s *Session) Leads(ctx context.Context) error {
	if s.engine == nil {
		return nil
	}
	select {
	case <-s.cast:
	case <-s.mail.done:
	case <-ctx.Done():
		return context.Cause(ctx)
	}
	leader := s.Standby()
	switch {
	case s.mail.hasEnded():
		return ErrStopped
	case leader != "":
		return &StandbyError{leader}
	}
	return nil
}

// Standby returns who leads, in the words of the run log, while this session waits for that; empty
// if it does not wait.
func (s *Session) Standby() string {
	if leader := s.standby.Load(); leader != nil {
		return *leader
	}
	return ""
}

// stand opens a run log when no other session leads any more.
func (s *Session) stand(ctx context.Context, log Standby) (notes []string, err error) {
	defer s.standby.Store(nil)
	notes, err = log.Stand(ctx, s.standBy)
	if err == nil && s.Standby() != "" {
		s.logger.Info("leading now")
	}
	return notes, err
}

// standBy says that another session leads.
func (s *Session) standBy(leader string) {
	s.standby.Store(&leader)
	s.setCast()
	s.logger.Info("standing by", "leader", leader)
	s.stood = true
	s.notify("READY=1", "standby of "+leader)
}

// setCast says that it is known whether this session leads.
func (s *Session) setCast() { s.casting.Do(func() { close(s.cast) }) }
