package stdconds

import (
	rocket "github.com/rocketc/rocketc/runtime"
)

// An Asker evaluates a Go function that is used as a condition. Generated code has
// one for each such function.
type Asker interface {
	Ask(o *rocket.Observation) (bool, error)
}

// Ask holds if a Go function returns true: `func prices.IsHoliday()`.
type Ask struct {
	Call Asker
	// Text is how the condition is written.
	Text string
}

// Observe calls the function. The answer stands as long as the function says, else for one
// cycle_sleep; see [rocket.AnswerStands].
func (c Ask) Observe(o *rocket.Observation) (rocket.State, error) {
	holds, err := c.Call.Ask(o)
	return rocket.State{Holds: holds, Until: o.AnswerUntil()}, err
}

// String returns the condition as the language writes it.
func (c Ask) String() string { return c.Text }

// Stays is false: what the task does may change the answer.
func (c Ask) Stays(bool) bool { return false }

// MayHold is true.
func (c Ask) MayHold(func(string) bool) bool { return true }
