package foreign

import (
	"iter"
	"time"
)

// Every is the Rules of a source that counts from its own start, or from the job's latest
// run, and not by the calendar.
type Every struct {
	// Interval is from one start to the next.
	Interval time.Duration
	// First is from the start of the source to the first start of the job.
	First time.Duration
	// Slack is how much later each start may be.
	Slack time.Duration
}

// Starts returns the starts of a source that starts at the begin of the span.
func (e Every) Starts(from, to time.Time) iter.Seq[Start] {
	return func(yield func(Start) bool) {
		for at := from.Add(e.First); at.Before(to); at = at.Add(e.Interval) {
			if !yield(Start{at, e.Slack}) {
				return
			}
		}
	}
}
