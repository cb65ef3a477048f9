package runtime

import "time"

// WithClock makes the session read the wall clock by now.
func WithClock(now func() time.Time) Option { return func(s *Session) { s.clock = now } }
