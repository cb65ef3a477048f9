package rocket

import "time"

// Stats are figures of a session.
type Stats struct {
	// Started is when the scheduler started; the zero time before.
	Started time.Time
	// Tasks is how many tasks there are, Live how many runs are live, Demanded how many
	// were asked for and have not started.
	Tasks, Live, Demanded int
	// Held is how many tasks are held, alone or with all others, Disabled how many do not start
	// by themselves, Backfills how many backfills have not ended.
	Held, Disabled, Backfills int
	// Rounds is how many rounds the scheduler has completed, Observed how many times it
	// has asked a condition.
	Rounds, Observed int
	// Processes are those of the process slots, Pools those of the pools of the schedule. They
	// are zero and nil while the session does not run.
	Processes PoolStats
	Pools     []PoolStats
	// Missed is how many times a start condition held in vain; see [Trace].
	Missed int
	// Untraced is how many calls of traces were left out.
	Untraced uint64
	// Hold is what holds all tasks, nil if nothing does.
	Hold *Hold
}

// Stats returns the figures of the session as they are now.
func (s *Session) Stats() (stats Stats) {
	s.mail.ask(func() {
		stats = Stats{
			Started: s.facts.Started, Rounds: s.facts.Cycles, Tasks: len(s.order),
			Observed: s.observed, Missed: s.missed, Backfills: len(s.fills),
		}
		if s.held != nil {
			h := *s.held
			stats.Hold = &h
		}
		for _, t := range s.order {
			if t.hold() != nil {
				stats.Held++
			}
			if t.disabled {
				stats.Disabled++
			}
		}
		if s.loop != nil {
			stats.Live, stats.Demanded = len(s.loop.live), len(s.loop.demanded)-s.loop.begun
			all := s.loop.poolStats()
			stats.Processes, stats.Pools = all[0], all[1:]
		}
	})
	s.tracer.mu.Lock()
	defer s.tracer.mu.Unlock()
	stats.Untraced = s.tracer.dropped
	return stats
}
