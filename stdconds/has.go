package stdconds

import (
	"fmt"
	"time"

	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/spelling"
)

// Has compares how many times something happened to a task: `has failed today`,
// `task a has succeeded past 1 hour >= 2 times`. The zero Count means at least once.
type Has struct {
	// Task is a task; empty means the task that the condition is set on.
	Task string
	Did  rocket.Event
	// Span is the part of the past that counts; nil means all of it.
	Span  Span
	Count Count
}

// Observe stands until the span changes or its oldest event leaves it.
func (c Has) Observe(o *rocket.Observation) (rocket.State, error) {
	h := o.History(c.Task)
	if c.Span == nil {
		return rocket.State{Holds: c.Count.holds(h.Total(c.Did))}, nil
	}
	n, until := c.Span.count(h, c.Did, o.Now)
	return rocket.State{Holds: c.Count.holds(n), Until: until}, nil
}

// LookBack says how long the events of the task have to be remembered.
func (c Has) LookBack(visit func(string, time.Duration)) {
	if c.Span != nil {
		visit(c.Task, c.Span.length())
	}
}

// String returns the condition as the language writes it.
func (c Has) String() string {
	s := "has " + participle(c.Did)
	if c.Task != "" {
		s = "task " + spelling.Name(c.Task) + " " + s
	}
	if c.Span != nil {
		s += " " + c.Span.String()
	}
	return s + c.Count.String()
}

// Why says how many times it happened.
func (c Has) Why(o *rocket.Observation) string {
	n := o.History(c.Task).Total(c.Did)
	if c.Span != nil {
		n, _ = c.Span.count(o.History(c.Task), c.Did, o.Now)
	}
	return times(n)
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

// Stays reports whether the condition looks at another task.
func (c Has) Stays(bool) bool { return c.Task != "" }

// MayHold is true: the events may be in the run log.
func (c Has) MayHold(func(string) bool) bool { return true }
