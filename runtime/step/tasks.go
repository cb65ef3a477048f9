package step

import (
	"errors"
	"strings"

	"github.com/rocketc/rocketc/spelling"
)

// Tasks are several tasks that a step is for: a [List], a [Group] or [All].
type Tasks interface {
	// Of returns the names of those that the session has when the step is taken, in the
	// order of their declaration. The names of a List may be of tasks that are not there.
	Of(Scheduler) []string
	// String returns the tasks as the language writes them.
	String() string
}

// A List has the names of single tasks.
type List []string

// Of returns the names.
func (l List) Of(Scheduler) []string { return l }

// String returns the list as the language writes it: [fetch, report].
func (l List) String() string {
	names := make([]string, len(l))
	for i, name := range l {
		names[i] = spelling.Name(name)
	}
	return "[" + strings.Join(names, ", ") + "]"
}

// A Group is all tasks whose names begin with the name of a group and a dot. The metatask
// itself, and the checks of conditions, are left out.
type Group string

// Of returns the names of the tasks of the group.
func (g Group) Of(on Scheduler) []string { return on.Tasks(string(g) + ".") }

// String returns the group as the language writes it: nightly.*.
func (g Group) String() string { return spelling.Name(string(g)) + ".*" }

// All is all tasks of the session, but for the metatask itself and the checks of conditions.
type All struct{}

// Of returns the names of the tasks.
func (All) Of(on Scheduler) []string { return on.Tasks("") }

// String returns the word of the language.
func (All) String() string { return "all" }

// each does something to the tasks that a step is for: to one, or if there are several, to
// each of them, also if it fails for another. The error is that of each for which it fails.
func each(on Scheduler, task string, tasks Tasks, do func(task string) error) error {
	if tasks == nil {
		return do(task)
	}
	var all []error
	for _, name := range tasks.Of(on) {
		all = append(all, do(name))
	}
	return errors.Join(all...)
}

// text writes the tasks that a step is for.
func text(task string, tasks Tasks) string {
	if tasks == nil {
		return spelling.Name(task)
	}
	return tasks.String()
}
