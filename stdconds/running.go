package stdconds

import (
	"fmt"
	"time"

	"github.com/rocketc/rocketc/period"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/spelling"
)

// Running compares the number of live runs of a task: `running`, `task a is running
// for more than 5 minutes`, `running <= 4`. The zero Count means at least one.
type Running struct {
	// Task is a task; empty means the task that the condition is set on.
	Task string
	// Only runs count that have been live for more than Over and less than Under.
	// Zero means no bound.
	Over, Under time.Duration
	Count       Count
}

// Observe stands until a live run begins to count or ceases to.
func (c Running) Observe(o *rocket.Observation) (rocket.State, error) {
	n, until := 0, time.Time{}
	for _, run := range o.History(c.Task).Live() {
		age := o.Now.Sub(run.Start)
		switch {
		case c.Over > 0 && age <= c.Over:
			until = rocket.Earlier(until, run.Start.Add(c.Over+1))
		case c.Under > 0 && age >= c.Under:
		default:
			n++
			if c.Under > 0 {
				until = rocket.Earlier(until, run.Start.Add(c.Under))
			}
		}
	}
	if !until.IsZero() {
		until = until.In(o.Now.Location())
	}
	return rocket.State{Holds: c.Count.holds(n), Until: until}, nil
}

// String returns the condition as the language writes it.
func (c Running) String() string {
	s := "running"
	if c.Task != "" {
		s = "task " + spelling.Name(c.Task) + " is running"
	}
	over, under := period.FormatDuration(c.Over), period.FormatDuration(c.Under)
	switch {
	case c.Over > 0 && c.Under > 0:
		s += " for between " + over + " and " + under
	case c.Over > 0:
		s += " for more than " + over
	case c.Under > 0:
		s += " for less than " + under
	}
	return s + c.Count.String()
}

// Why says how many runs are live.
func (c Running) Why(o *rocket.Observation) string {
	switch n := len(o.History(c.Task).Live()); n {
	case 0:
		return "no live run"
	case 1:
		return "one live run, started " + ago(o.History(c.Task).Live()[0].Start, o.Now)
	default:
		return fmt.Sprintf("%d live runs", n)
	}
}

// Stays reports whether the condition looks at another task. A run of the task
// itself ends some time, so the task may stay not running.
func (c Running) Stays(holds bool) bool { return c.Task != "" || !holds }

// MayHold is true.
func (c Running) MayHold(func(string) bool) bool { return true }
