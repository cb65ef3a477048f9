package stdconds

import (
	rocket "github.com/rocketc/rocketc/runtime"
)

// An Asker knows an answer that only can be asked for. Generated code has one
// for each Go function that is used as a condition.
type Asker interface {
	Ask(o *rocket.Observation) (bool, error)
}

// Ask holds when a Go function says so: `func prices.IsHoliday()`.
type Ask struct {
	Call Asker
	// Text is how the condition is written.
	Text string
}

// Observe stands for one cycle_sleep, then the function is asked again.
func (c Ask) Observe(o *rocket.Observation) (rocket.State, error) {
	holds, err := c.Call.Ask(o)
	return rocket.State{Holds: holds, Until: o.NextAsk()}, err
}

// Unforeseeable says that the function answers for the present only.
func (Ask) Unforeseeable() {}

// String returns the condition as the language writes it.
func (c Ask) String() string { return c.Text }

// Stays is false: the function may answer by anything, also by what the task does.
func (c Ask) Stays(bool) bool { return false }

// MayHold is true.
func (c Ask) MayHold(func(string) bool) bool { return true }
