package rocket

import (
	"context"
	"errors"
	"iter"
	"sync"
)

// Follow returns the records of runs with a Seq greater than after, as
// [Session.FollowQuery] does.
func (s *Session) Follow(ctx context.Context, after uint64) iter.Seq2[Record, error] {
	return s.FollowQuery(ctx, Query{After: after})
}

// FollowQuery returns the records of the run log that a query asks for, oldest first: those
// that are there, then those that come, until the session has ended. Newest and Limit of the
// query do not count. If ctx is done first, its cause is the last error. With the context of
// an action that runs on the loop, or of a run log, it is [ErrOnLoop].
func (s *Session) FollowQuery(ctx context.Context, q Query) iter.Seq2[Record, error] {
	q.Newest, q.Limit = false, 0
	return func(yield func(Record, error) bool) {
		if s.standsFor(ctx) {
			yield(Record{}, ErrOnLoop)
			return
		}
		for {
			next, ended := s.appended.next(), s.mail.hasEnded()
			for r, err := range s.runLog.Read(ctx, q) {
				if !yield(r, err) || err != nil {
					return
				}
				q.After = r.Seq
			}
			if ended {
				return
			}
			select {
			case <-next:
			case <-s.mail.done:
			case <-ctx.Done():
				yield(Record{}, context.Cause(ctx))
				return
			}
		}
	}
}

// Sync waits until what has happened, and the orders that were given, are in the run log. If ctx
// is done first, it returns the cause of ctx; if the session ends first, [ErrStopped]. With the
// context of an action that runs on the loop, or of a run log, it is [ErrOnLoop].
func (s *Session) Sync(ctx context.Context) error {
	if s.standsFor(ctx) {
		return ErrOnLoop
	}
	mark := &Launch{ended: make(chan struct{})} // it is told of when the records are written
	err := s.change(ctx, func(l *loop) error {
		if l == nil {
			return errors.New("the session does not run yet")
		}
		l.ended = append(l.ended, mark)
		l.news = true
		return nil
	})
	if err != nil {
		return err
	}
	select {
	case <-mark.ended:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	case <-s.mail.done:
		return ErrStopped
	}
}

// A signal is told to all who wait for the next.
type signal struct {
	mu sync.Mutex
	ch chan struct{}
}

// next returns a channel that is closed when the signal is next told.
func (s *signal) next() <-chan struct{} {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ch == nil {
		s.ch = make(chan struct{})
	}
	return s.ch
}

func (s *signal) tell() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ch != nil {
		close(s.ch)
		s.ch = nil
	}
}
