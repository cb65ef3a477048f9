package stdconds

import (
	"strings"
	"time"

	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/spelling"
)

// After holds if something happened to other tasks after the latest start of this
// task: `after a`, `after any a, b failed`. If it has never started, only what happened
// since the run log knows it with its start condition counts.
type After struct {
	Tasks []string
	// Did is the event; zero means rocket.Succeeded.
	Did rocket.Event
	// Wrong asks for a failure, a crash, or an end by the timeout instead.
	Wrong bool
	// Any asks for one of the tasks instead of all of them.
	Any bool
}

// Observe never expires: it only reads histories.
func (c After) Observe(o *rocket.Observation) (rocket.State, error) {
	own := o.History("")
	for _, task := range c.Tasks {
		if isNews(c.latest(o.History(task)), own) == c.Any {
			return rocket.State{Holds: c.Any}, nil
		}
	}
	return rocket.State{Holds: !c.Any}, nil
}

// isNews reports whether something happened, and the task of a history has not started
// since; a task that has never started knows only what is not older than its acquaintance
// with the run log.
func isNews(at time.Time, own *rocket.History) bool {
	if started := own.Last(rocket.Started); !started.IsZero() {
		return at.After(started)
	}
	return !at.IsZero() && !at.Before(own.KnownSince())
}

// A past tells when something last happened to a task, or to several.
type past interface {
	Last(rocket.Event) time.Time
	LastWrong() time.Time
}

// latest returns when that for which the condition waits has last happened.
func (c After) latest(of past) time.Time {
	if c.Wrong {
		return of.LastWrong()
	}
	return of.Last(c.did())
}

// outcome returns the words for what happened to other tasks.
func (c After) outcome() string {
	if c.Wrong {
		return "went wrong"
	}
	return participle(c.did())
}

// Follows returns the events of the tasks.
func (c After) Follows() rocket.Following {
	if c.Wrong {
		return rocket.Following{Tasks: c.Tasks, Wrong: true,
			Did: rocket.Failed | rocket.Crashed | rocket.Missed}
	}
	return rocket.Following{Tasks: c.Tasks, Did: c.did()}
}

func (c After) did() rocket.Event {
	if c.Did == 0 {
		return rocket.Succeeded
	}
	return c.Did
}

// String returns the condition as the language writes it.
func (c After) String() string {
	var b strings.Builder
	b.WriteString("after ")
	if c.Any {
		b.WriteString("any ")
	}
	for i, task := range c.Tasks {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(spelling.Name(task))
	}
	if c.Wrong || c.did() != rocket.Succeeded {
		b.WriteString(" " + c.outcome())
	}
	return b.String()
}

// Why gives this task's latest start, and the latest such event of each task.
func (c After) Why(o *rocket.Observation) string {
	parts := ownStart(o)
	for _, task := range c.Tasks {
		last := ago(c.latest(o.History(task)), o.Now)
		parts = append(parts, spelling.Name(task)+" "+c.outcome()+": "+last)
	}
	return strings.Join(parts, ", ")
}

// ownStart says since when what happens is news for this task.
func ownStart(o *rocket.Observation) []string {
	own := o.History("")
	parts := []string{"latest start: " + ago(own.Last(rocket.Started), o.Now)}
	if since := own.KnownSince(); own.Last(rocket.Started).IsZero() && !since.IsZero() {
		parts = append(parts, "known since "+since.In(o.Now.Location()).Format(clock))
	}
	return parts
}

// Stays is false: the task's own start comes after what it waited for.
func (c After) Stays(bool) bool { return false }

// MayHold reports whether the tasks can start.
func (c After) MayHold(canStart func(string) bool) bool {
	for _, task := range c.Tasks {
		if canStart(task) == c.Any {
			return c.Any
		}
	}
	return !c.Any
}

// Awaits returns the tasks.
func (c After) Awaits() []string { return c.Tasks }
