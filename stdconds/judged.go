package stdconds

import (
	"github.com/rocketc/rocketc/period"
	rocket "github.com/rocketc/rocketc/runtime"
)

// A Judged condition says what is known of it before a program runs: the compiler
// warns of a task that never starts, and of one that runs again and again. All
// conditions of this package are judged.
type Judged interface {
	rocket.Condition
	// Stays reports whether the condition may go on holding, or if holds is false
	// go on not holding, whatever the task does that it is set on.
	Stays(holds bool) bool
	// MayHold reports whether the condition can hold if only tasks that can start
	// ever do anything.
	MayHold(canStart func(task string) bool) bool
}

// stays judges a part of a condition. It panics if the part is not judged.
func stays(c rocket.Condition, holds bool) bool { return c.(Judged).Stays(holds) }

// mayHold judges a part of a condition. It panics if the part is not judged.
func mayHold(c rocket.Condition, canStart func(string) bool) bool {
	return c.(Judged).MayHold(canStart)
}

// A Timed condition never holds outside of a period.
type Timed interface {
	rocket.Condition
	Within() period.Period
}

// A Waiter is a condition that waits for other tasks.
type Waiter interface {
	rocket.Condition
	Awaits() []string
}
