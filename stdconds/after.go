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
	// Any asks for one of the tasks instead of all of them.
	Any bool
}

// Observe never expires: it only reads histories.
func (c After) Observe(o *rocket.Observation) (rocket.State, error) {
	own := o.History("")
	for _, task := range c.Tasks {
		if isNews(o.History(task).Last(c.did()), own) == c.Any {
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
	if c.did() != rocket.Succeeded {
		b.WriteString(" " + participle(c.did()))
	}
	return b.String()
}

// Why gives this task's latest start, and the latest such event of each task.
func (c After) Why(o *rocket.Observation) string {
	own := o.History("")
	parts := []string{"latest start: " + ago(own.Last(rocket.Started), o.Now)}
	if since := own.KnownSince(); own.Last(rocket.Started).IsZero() && !since.IsZero() {
		parts = append(parts, "known since "+since.In(o.Now.Location()).Format(clock))
	}
	for _, task := range c.Tasks {
		last := ago(o.History(task).Last(c.did()), o.Now)
		parts = append(parts, spelling.Name(task)+" "+participle(c.did())+": "+last)
	}
	return strings.Join(parts, ", ")
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
