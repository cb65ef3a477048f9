package stdconds

import (
	"fmt"

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

// Why says whether now is inside the period.
func (c TimeOf) Why(o *rocket.Observation) string {
	w, ok := c.Period.Next(o.Now)
	switch {
	case !ok:
		return "there is no such time"
	case w.Start.After(o.Now):
		return "outside; begins " + w.Start.Format(clock)
	}
	return "inside since " + w.Start.Format(clock)
}

// Stays is true: the condition looks at the clock alone.
func (c TimeOf) Stays(bool) bool { return true }

// MayHold is true.
func (c TimeOf) MayHold(func(string) bool) bool { return true }

// Within returns the period.
func (c TimeOf) Within() period.Period { return c.Period }

// Once holds once per window of the period: while now is in the window, and none of
// the events in Done has happened to the task since the window began.
//
// With Done = [PeriodDone] it is `daily after 07:00` and the like, with
// Done = rocket.Started it is `cron …`.
type Once struct {
	Period period.Period
	Done   rocket.Event
	// Text is how the condition is written.
	Text string
}

// PeriodDone are the events that end a task's turn in a period: `daily` holds until
// the task has succeeded, failed, been terminated or inacted in the period. A crash
// does not end the turn.
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

// Why says whether now is inside the window, and when the task has had its turn.
func (c Once) Why(o *rocket.Observation) string {
	inside := TimeOf{c.Period}.Why(o)
	last := o.History("").Last(c.Done)
	w, ok := c.Period.Next(o.Now)
	if !ok || w.Start.After(o.Now) {
		return inside
	}
	if last.Before(w.Start) {
		return inside + ", not done in it"
	}
	return "done at " + last.In(o.Now.Location()).Format(clock)
}

// Stays is false: a run of the task ends its turn.
func (c Once) Stays(bool) bool { return false }

// MayHold is true.
func (c Once) MayHold(func(string) bool) bool { return true }

// Within returns the period.
func (c Once) Within() period.Period { return c.Period }
