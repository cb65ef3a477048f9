package stdconds

import (
	"fmt"
	"time"

	"github.com/rocketc/rocketc/period"
	rocket "github.com/rocketc/rocketc/runtime"
)

// SchedulerAge compares how long the scheduler has run: `scheduler has run over 20
// minutes` is Over, `scheduler started 20 minutes ago` is Within, which holds for
// the first 20 minutes. One of the two is set.
type SchedulerAge struct {
	Over, Within time.Duration
}

// Observe stands until the age passes the bound.
func (c SchedulerAge) Observe(o *rocket.Observation) (rocket.State, error) {
	started := o.Started().In(o.Now.Location())
	if c.Within > 0 {
		end := started.Add(c.Within)
		return rocket.State{Holds: o.Now.Before(end), Until: future(end, o.Now)}, nil
	}
	begin := started.Add(c.Over + 1)
	return rocket.State{Holds: !o.Now.Before(begin), Until: future(begin, o.Now)}, nil
}

// String returns the condition as the language writes it.
func (c SchedulerAge) String() string {
	if c.Within > 0 {
		return "scheduler started " + period.FormatDuration(c.Within) + " ago"
	}
	return "scheduler has run over " + period.FormatDuration(c.Over)
}

// Why says when the scheduler started.
func (c SchedulerAge) Why(o *rocket.Observation) string {
	return "the scheduler started " + ago(o.Started(), o.Now)
}

// Stays is true: the condition looks at the session alone.
func (c SchedulerAge) Stays(bool) bool { return true }

// MayHold is true.
func (c SchedulerAge) MayHold(func(string) bool) bool { return true }

// future returns t if it is still to come, else the zero time.
func future(t, now time.Time) time.Time {
	if t.After(now) {
		return t
	}
	return time.Time{}
}

// Cycles compares the number of rounds that the scheduler has completed:
// `scheduler has more than 3 cycles`.
type Cycles struct{ Count Count }

// Observe stands for one cycle_sleep: nothing announces a round.
func (c Cycles) Observe(o *rocket.Observation) (rocket.State, error) {
	return rocket.State{Holds: c.Count.holds(o.Cycles()), Until: o.NextAsk()}, nil
}

// String returns the condition as the language writes it.
func (c Cycles) String() string {
	switch c.Count.Op {
	case Less:
		return fmt.Sprintf("scheduler has less than %d cycles", c.Count.N)
	case Greater:
		return fmt.Sprintf("scheduler has more than %d cycles", c.Count.N)
	}
	return fmt.Sprintf("scheduler has %d cycles", c.Count.N)
}

// Why gives the number of cycles.
func (c Cycles) Why(o *rocket.Observation) string { return fmt.Sprintf("%d cycles", o.Cycles()) }

// Stays is true: the condition looks at the session alone.
func (c Cycles) Stays(bool) bool { return true }

// MayHold is true.
func (c Cycles) MayHold(func(string) bool) bool { return true }
