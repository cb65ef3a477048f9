// Package condition reads conditions of the schedule language while a program runs.
//
// Generated code does not need it: there the compiler has made structs of stdconds of each
// condition. The package links the parser and the checks of the compiler, so a program that
// gets conditions as text, from a form or a database, pays for them, and no other.
package condition

import (
	"fmt"

	"github.com/rocketc/rocketc/check"
	"github.com/rocketc/rocketc/grammar"
	"github.com/rocketc/rocketc/period"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/spelling"
	"github.com/rocketc/rocketc/stdconds"
)

// Parse returns the condition that the language writes as text, such as
// "daily after 07:00 & ~running". It may be the When or Until of a [rocket.TaskSpec], or the
// ShutCond of a [rocket.Config].
//
// The tasks and session parameters that it names are looked up in the session whenever it is
// observed. As long as there is no such task, nothing has happened to it.
//
// The error lists all that is wrong with the text, with line and column. Go functions,
// sensors and conditions that a schedule declares are not known here: join the condition
// to others by [github.com/rocketc/rocketc/stdconds.All] and the like instead. Calendars of
// business days are those that are given.
func Parse(text string, calendars ...*period.Calendar) (rocket.Condition, error) {
	tree, found := grammar.ParseCond(text)
	if found.HasErrors() {
		return nil, wrong(text, found.Err())
	}
	cond, found := check.Cond(tree, nil, nil, check.Options{Calendars: calendars})
	if err := found.Err(); err != nil {
		return nil, wrong(text, err)
	}
	if sensor := asked(cond); sensor != nil {
		return nil, wrong(text, fmt.Errorf("%s calls a Go function, which only a schedule can",
			sensor))
	}
	return cond, nil
}

// asked returns a part of the condition that has to be asked of a Go function, or nil.
func asked(cond rocket.Condition) rocket.Condition {
	switch cond := cond.(type) {
	case stdconds.Ask, stdconds.Checked:
		return cond
	case rocket.Composite:
		for _, part := range cond.Parts() {
			if found := asked(part); found != nil {
				return found
			}
		}
	}
	return nil
}

func wrong(text string, err error) error {
	return fmt.Errorf("condition %s: %w", spelling.Quote(text), err)
}
