package stdconds

import (
	"slices"
	"strings"

	rocket "github.com/rocketc/rocketc/runtime"
)

// Const is `true` (`always`) or `false` (`never`).
type Const bool

// Observe never expires.
func (c Const) Observe(*rocket.Observation) (rocket.State, error) {
	return rocket.State{Holds: bool(c)}, nil
}

// String returns the condition as the language writes it.
func (c Const) String() string {
	if c {
		return "true"
	}
	return "false"
}

// Stays reports whether the constant is holds.
func (c Const) Stays(holds bool) bool { return bool(c) == holds }

// MayHold reports whether the condition is true.
func (c Const) MayHold(func(string) bool) bool { return bool(c) }

// All holds if each of its parts does: `a & b`. An empty All holds.
type All []rocket.Condition

// Observe asks the parts in order and stops at the first false one, whose expiry
// it returns. If none is false and one is not known, neither is the whole.
func (a All) Observe(o *rocket.Observation) (rocket.State, error) {
	return fold(a, o, true)
}

// Parts returns the operands.
func (a All) Parts() []rocket.Condition { return a }

// String returns the condition as the language writes it.
func (a All) String() string { return join(a, " & ") }

// Stays asks for all parts to stay true, or for one to stay false.
func (a All) Stays(holds bool) bool {
	if !holds {
		return some(a, func(part rocket.Condition) bool { return stays(part, false) })
	}
	return !some(a, func(part rocket.Condition) bool { return !stays(part, true) })
}

// MayHold asks for all parts.
func (a All) MayHold(canStart func(string) bool) bool {
	return !some(a, func(part rocket.Condition) bool { return !mayHold(part, canStart) })
}

// Any holds if at least one of its parts does: `a | b`. An empty Any does not hold.
type Any []rocket.Condition

// Observe asks the parts in order and stops at the first true one, whose expiry it
// returns. If none is true and one is not known, neither is the whole.
func (a Any) Observe(o *rocket.Observation) (rocket.State, error) {
	return fold(a, o, false)
}

// Parts returns the operands.
func (a Any) Parts() []rocket.Condition { return a }

// String returns the condition as the language writes it.
func (a Any) String() string { return join(a, " | ") }

// Stays asks for one part to stay true, or for all to stay false.
func (a Any) Stays(holds bool) bool {
	if holds {
		return some(a, func(part rocket.Condition) bool { return stays(part, true) })
	}
	return !some(a, func(part rocket.Condition) bool { return !stays(part, false) })
}

// MayHold asks for one part.
func (a Any) MayHold(canStart func(string) bool) bool {
	return some(a, func(part rocket.Condition) bool { return mayHold(part, canStart) })
}

// fold asks the parts in order. The first that is known not to be neutral decides. If
// there is none and a part is not known, neither is the whole.
func fold(parts []rocket.Condition, o *rocket.Observation, neutral bool) (rocket.State, error) {
	whole := rocket.State{Holds: neutral}
	for _, part := range parts {
		s := o.Ask(part)
		if !s.Unknown && s.Holds != neutral {
			return s, nil
		}
		whole.Unknown = whole.Unknown || s.Unknown
		whole.Until = rocket.Earlier(whole.Until, s.Until)
	}
	whole.Holds = whole.Holds && !whole.Unknown
	return whole, nil
}

// some reports whether is returns true for one of the parts.
func some(parts []rocket.Condition, is func(rocket.Condition) bool) bool {
	return slices.ContainsFunc(parts, is)
}

// Not holds if its part is false: `~a`. The opposite of what is not known is not known.
type Not struct{ Of rocket.Condition }

// Observe keeps the expiry of the part.
func (n Not) Observe(o *rocket.Observation) (rocket.State, error) {
	s := o.Ask(n.Of)
	s.Holds = !s.Holds && !s.Unknown
	return s, nil
}

// Parts returns the operand.
func (n Not) Parts() []rocket.Condition { return []rocket.Condition{n.Of} }

// Negates does nothing; that there is such a method says that Not is a negation.
func (n Not) Negates() {}

// String returns the condition as the language writes it.
func (n Not) String() string { return "~" + operand(n.Of) }

// Stays reports whether the part stays the opposite.
func (n Not) Stays(holds bool) bool { return stays(n.Of, !holds) }

// MayHold is true: the part need not hold.
func (n Not) MayHold(func(string) bool) bool { return true }

func join(parts []rocket.Condition, sep string) string {
	texts := make([]string, len(parts))
	for i, part := range parts {
		texts[i] = operand(part)
	}
	return strings.Join(texts, sep)
}

// operand writes a condition as part of a larger one.
func operand(c rocket.Condition) string {
	switch c.(type) {
	case All, Any:
		return "(" + text(c) + ")"
	}
	return text(c)
}

func text(c rocket.Condition) string {
	if s, ok := c.(interface{ String() string }); ok {
		return s.String()
	}
	return "?"
}
