package stdconds

import (
	"strings"

	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/spelling"
)

// AfterGroup holds if something happened to a task of a group, or to any task, after the
// latest start of this task: `after any nightly.* failed`, `after any task went wrong`.
// [rocket.Group] says which tasks do not count.
type AfterGroup struct {
	// Prefix begins the names of the tasks: "nightly."; empty means all tasks.
	Prefix string
	// Did is the event; zero means rocket.Succeeded.
	Did rocket.Event
	// Wrong asks for a failure, a crash, or an end by the timeout instead.
	Wrong bool
}

// like returns the condition for single tasks that has the same outcome.
func (c AfterGroup) like() After { return After{Did: c.Did, Wrong: c.Wrong} }

// Observe never expires: it only reads what has happened.
func (c AfterGroup) Observe(o *rocket.Observation) (rocket.State, error) {
	return rocket.State{Holds: isNews(c.like().latest(o.Group(c.Prefix)), o.History(""))}, nil
}

// Follows returns the events of the group.
func (c AfterGroup) Follows() rocket.Following {
	f := c.like().Follows()
	f.Group, f.Prefix = true, c.Prefix
	return f
}

// String returns the condition as the language writes it.
func (c AfterGroup) String() string { return "after any " + c.tasks() + " " + c.like().outcome() }

// tasks returns the group as the language writes it.
func (c AfterGroup) tasks() string {
	if c.Prefix == "" {
		return "task"
	}
	return spelling.Name(strings.TrimSuffix(c.Prefix, ".")) + ".*"
}

// Why gives this task's latest start, and the latest such event of the group.
func (c AfterGroup) Why(o *rocket.Observation) string {
	last := ago(c.like().latest(o.Group(c.Prefix)), o.Now)
	parts := append(ownStart(o), "any "+c.tasks()+" "+c.like().outcome()+": "+last)
	return strings.Join(parts, ", ")
}

// Stays is false: the task's own start comes after what it waited for.
func (c AfterGroup) Stays(bool) bool { return false }

// MayHold is true: some task may do it.
func (c AfterGroup) MayHold(func(string) bool) bool { return true }
