package stdconds

import (
	"fmt"
	"strings"
	"time"

	rocket "github.com/rocketc/rocketc/runtime"
)

// An Explainer is a condition that can say in a few words what its answer rests
// on, at the instant of the observation.
type Explainer interface {
	rocket.Condition
	Why(o *rocket.Observation) string
}

// clock is how reasons write an instant.
const clock = "Mon 2006-01-02 15:04:05"

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

// Why says whether now is inside the window, and when the turn in it was taken.
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

// Why says when the interval began.
func (c Every) Why(o *rocket.Observation) string {
	return "latest " + c.since().String() + ": " + ago(o.History("").Last(c.since()), o.Now)
}

// Why lists when each of the tasks did it, against this task's latest start.
func (c After) Why(o *rocket.Observation) string {
	parts := []string{"latest start: " + ago(o.History("").Last(rocket.Started), o.Now)}
	for _, task := range c.Tasks {
		parts = append(parts, taskName(task)+" "+participle(c.did())+": "+ago(o.History(task).Last(c.did()), o.Now))
	}
	return strings.Join(parts, ", ")
}

// Why says how many times it was.
func (c Has) Why(o *rocket.Observation) string {
	n := o.History(c.Task).Total(c.Did)
	if c.Span != nil {
		from, to, _ := c.Span.bounds(o.Now)
		n, _, _ = o.History(c.Task).Within(c.Did, from, to)
	}
	return times(n)
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

// Why says how many failures there were in a row.
func (c Retry) Why(o *rocket.Observation) string {
	n := o.History("").Failures()
	if n == 0 {
		return "the latest outcome is no failure"
	}
	return fmt.Sprintf("%d failed in a row, the last %s", n, ago(o.History("").Last(rocket.Failed), o.Now))
}

// Why says when the scheduler started.
func (c SchedulerAge) Why(o *rocket.Observation) string {
	return "the scheduler started " + ago(o.Started(), o.Now)
}

// Why says how many cycles there were.
func (c Cycles) Why(o *rocket.Observation) string { return fmt.Sprintf("%d cycles", o.Cycles()) }

// Why says what the value is.
func (c Param) Why(o *rocket.Observation) string {
	v, ok := o.Param(c.Name)
	if !ok {
		return "there is no such parameter"
	}
	return fmt.Sprintf("it is %q", fmt.Sprint(v))
}

func times(n int) string {
	switch n {
	case 0:
		return "never"
	case 1:
		return "once"
	}
	return fmt.Sprintf("%d times", n)
}

func ago(at, now time.Time) string {
	if at.IsZero() {
		return "never"
	}
	return at.In(now.Location()).Format(clock)
}
