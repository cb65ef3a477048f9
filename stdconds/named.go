package stdconds

import (
	rocket "github.com/rocketc/rocketc/runtime"
)

// Named is a condition that was declared with `cond NAME = …`.
type Named struct {
	// Name is how the condition is written in use, with its arguments: `work_day`,
	// `quiet(2 h)`.
	Name string
	// Of is the condition that the name stands for.
	Of rocket.Condition
}

// Observe observes the condition that the name stands for.
func (n Named) Observe(o *rocket.Observation) (rocket.State, error) { return o.Ask(n.Of), nil }

// Parts returns the condition that the name stands for.
func (n Named) Parts() []rocket.Condition { return []rocket.Condition{n.Of} }

// String returns the condition as the language writes it.
func (n Named) String() string { return n.Name }

// Stays judges the condition that the name stands for.
func (n Named) Stays(holds bool) bool { return stays(n.Of, holds) }

// MayHold judges the condition that the name stands for.
func (n Named) MayHold(canStart func(string) bool) bool { return mayHold(n.Of, canStart) }
