package stdconds

import (
	"time"

	"github.com/rocketc/rocketc/period"
	rocket "github.com/rocketc/rocketc/runtime"
)

// Every holds if none of the events in Since has happened to the task within the
// last Interval: `every 10 seconds`, `every 1 hour based on success`.
type Every struct {
	// Interval is elapsed time, greater than zero.
	Interval time.Duration
	// Since is what the interval counts from; zero means rocket.Started.
	Since rocket.Event
}

// Ended are the ends of runs from which `every D based on finish` counts: all but
// crashes.
const Ended = rocket.Finished | rocket.Inacted

// Observe stands until the latest event plus the interval.
func (c Every) Observe(o *rocket.Observation) (rocket.State, error) {
	last := o.History("").Last(c.since())
	if last.IsZero() {
		return rocket.State{Holds: true}, nil
	}
	due := last.Add(c.Interval)
	if due.After(o.Now) {
		return rocket.State{Until: due.In(o.Now.Location())}, nil
	}
	return rocket.State{Holds: true}, nil
}

func (c Every) since() rocket.Event {
	if c.Since == 0 {
		return rocket.Started
	}
	return c.Since
}

// String returns the condition as the language writes it.
func (c Every) String() string {
	s := "every " + period.FormatDuration(c.Interval)
	switch c.since() {
	case rocket.Succeeded:
		return s + " based on success"
	case rocket.Failed:
		return s + " based on fail"
	case rocket.Finished, Ended:
		return s + " based on finish"
	}
	return s
}

// Why says when the interval began.
func (c Every) Why(o *rocket.Observation) string {
	return "latest " + c.since().String() + ": " + ago(o.History("").Last(c.since()), o.Now)
}

// Stays is false: a run of the task begins a new interval.
func (c Every) Stays(bool) bool { return false }

// MayHold is true.
func (c Every) MayHold(func(string) bool) bool { return true }
