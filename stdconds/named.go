package stdconds

import (
	rocket "github.com/rocketc/rocketc/runtime"
)

// Named is a condition that was declared with `cond NAME = …`.
type Named struct {
	// Name is how the condition is written where it is used, arguments
	// included: `work_day`, `quiet(2 h)`.
	Name string
	// Of is what it stands for.
	Of rocket.Condition
}

// Observe is that of the condition it stands for.
func (n Named) Observe(o *rocket.Observation) (rocket.State, error) { return n.Of.Observe(o) }

// Parts returns what the name stands for.
func (n Named) Parts() []rocket.Condition { return []rocket.Condition{n.Of} }

// String returns the condition as the language writes it.
func (n Named) String() string { return n.Name }

// Stays is that of the condition it stands for.
func (n Named) Stays(holds bool) bool { return stays(n.Of, holds) }

// MayHold is that of the condition it stands for.
func (n Named) MayHold(canStart func(string) bool) bool { return mayHold(n.Of, canStart) }
