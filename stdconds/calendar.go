package stdconds

import (
	"fmt"
	"time"

	"github.com/rocketc/rocketc/period"
	rocket "github.com/rocketc/rocketc/runtime"
)

// TimeOf holds while now is in the period: `time of day between 10:00 and
// 12:00`, `crontime */5 * * * *`.
type TimeOf struct{ Period period.Period }

// Observe stands until the next edge of the period.
func (c TimeOf) Observe(o *rocket.Observation) (rocket.State, error) {
	w, ok := c.Period.Next(o.Now)
	switch {
	case !ok:
		return rocket.State{}, nil
	case w.Start.After(o.Now):
		return rocket.State{Until: w.Start}, nil
	}
	return rocket.State{Holds: true, Until: w.End}, nil
}

// String returns the condition as the language writes it.
func (c TimeOf) String() string {
	if cron, ok := c.Period.(period.Cron); ok {
		return fmt.Sprintf("crontime %q", cron.Expr)
	}
	return c.Period.String()
}

// Once holds once per window of the period: while now is in it and none of the
// events in Done has happened to the task since the window began.
//
// With Done = [PeriodDone] it is `daily after 07:00` and the like, with
// Done = rocket.Started it is `cron …`.
type Once struct {
	Period period.Period
	Done   rocket.Event
	// Text is how the condition is written.
	Text string
}

// PeriodDone is what ends a task's turn in a period: `daily` holds until the
// task has succeeded, failed, been terminated or inacted in the period. A run
// that crashed is made up for.
const PeriodDone = rocket.Finished | rocket.Inacted

// Observe stands until the next edge of the period.
func (c Once) Observe(o *rocket.Observation) (rocket.State, error) {
	w, ok := c.Period.Next(o.Now)
	if !ok {
		return rocket.State{}, nil
	}
	if w.Start.After(o.Now) {
		return rocket.State{Until: w.Start}, nil
	}
	done := !o.History("").LastShown(c.Done).Before(w.Start)
	return rocket.State{Holds: !done, Until: w.End}, nil
}

// String returns the condition as the language writes it.
func (c Once) String() string { return c.Text }

// Every holds when none of the events in Since has happened to the task within
// the last Interval: `every 10 seconds`, `every 1 hour based on success`.
type Every struct {
	// Interval is elapsed time, greater than zero.
	Interval time.Duration
	// Since is what the interval counts from; zero means rocket.Started.
	Since rocket.Event
}

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
	case rocket.Finished, PeriodDone:
		return s + " based on finish"
	}
	return s
}
