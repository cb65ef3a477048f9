package stdconds

import (
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/spelling"
)

// Last holds if the latest outcome of a task is one of some events: `last failed`,
// `task a last succeeded`. A live run has no outcome yet, and changes nothing. Before the
// first outcome the condition is false.
type Last struct {
	// Task is a task; empty means the task that the condition is set on.
	Task string
	Did  rocket.Event
}

// Observe stands until a run ends.
func (c Last) Observe(o *rocket.Observation) (rocket.State, error) {
	return rocket.State{Holds: o.History(c.Task).LastOutcome()&c.Did != 0}, nil
}

// String returns the condition as the language writes it.
func (c Last) String() string {
	s := "last " + participle(c.Did)
	if c.Task != "" {
		s = "task " + spelling.Name(c.Task) + " " + s
	}
	return s
}

// Why says what the latest outcome is.
func (c Last) Why(o *rocket.Observation) string {
	h := o.History(c.Task)
	outcome := h.LastOutcome()
	if outcome == 0 {
		return "no run has ended"
	}
	return participle(outcome) + " last, " + ago(h.Last(outcome), o.Now)
}

// Stays is true: the runs of a task may end in one way again and again, and those of
// another task may not end.
func (c Last) Stays(bool) bool { return true }

// MayHold is true: the outcome may be in the run log.
func (c Last) MayHold(func(string) bool) bool { return true }
