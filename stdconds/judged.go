package stdconds

import (
	"github.com/rocketc/rocketc/period"
	rocket "github.com/rocketc/rocketc/runtime"
)

// A Judged condition says what is known about it before a program runs. The
// compiler warns of a task that never starts, and of a task that runs again and
// again. All conditions of this package are judged.
type Judged interface {
	rocket.Condition
	// Stays reports whether the condition may go on holding whatever its task does;
	// if holds is false, whether it may go on not holding.
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
