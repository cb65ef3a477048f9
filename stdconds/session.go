package stdconds

import (
	"fmt"
	"time"

	"github.com/rocketc/rocketc/period"
	rocket "github.com/rocketc/rocketc/runtime"
)

// SchedulerAge compares how long the scheduler has run: `scheduler has run over
// 20 minutes` (Over), `scheduler started 20 minutes ago` (Within: it started no
// longer ago than that).
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

// Cycles compares the number of rounds that the scheduler has completed:
// `scheduler has more than 3 cycles`.
type Cycles struct{ Count Count }

// Observe stands for one cycle_sleep: rounds are counted, not announced.
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

// Param holds when a session parameter exists (Is nil) or has the value Is:
// `param 'x' exists`, `param 'x' is 'y'`, `env 'prod'` (the parameter env).
type Param struct {
	Name string
	Is   any
}

// Observe never expires: it reads a parameter only.
func (c Param) Observe(o *rocket.Observation) (rocket.State, error) {
	v, ok := o.Param(c.Name)
	return rocket.State{Holds: ok && (c.Is == nil || fmt.Sprint(v) == fmt.Sprint(c.Is))}, nil
}

// String returns the condition as the language writes it.
func (c Param) String() string {
	if c.Is == nil {
		return fmt.Sprintf("param %q exists", c.Name)
	}
	return fmt.Sprintf("param %q is %q", c.Name, fmt.Sprint(c.Is))
}

// future returns t where it is still to come, else the zero time.
func future(t, now time.Time) time.Time {
	if t.After(now) {
		return t
	}
	return time.Time{}
}
