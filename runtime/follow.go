package rocket

import (
	"context"
	"iter"
	"sync"
)

// Follow returns the records of the run log with a Seq greater than after, first those
// that are there, then those that come, until the session has ended. If ctx is done
// first, its cause is the last error. With the context of an action that runs on the
// loop, or of a run log, it is [ErrOnLoop].
func (s *Session) Follow(ctx context.Context, after uint64) iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		if s.standsFor(ctx) {
			yield(Record{}, ErrOnLoop)
			return
		}
		for {
			next, ended := s.appended.next(), s.mail.hasEnded()
			for r, err := range s.runLog.Read(ctx, Query{After: after}) {
				if !yield(r, err) || err != nil {
					return
				}
				after = r.Seq
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
