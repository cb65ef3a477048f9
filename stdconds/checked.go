package stdconds

import (
	"encoding/json"
	"time"

	"github.com/rocketc/rocketc/period"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/spelling"
)

// Checked holds if the latest check of an expensive condition returned true. The
// check is a task of its own, which returns a bool.
type Checked struct {
	// Task is the task that checks.
	Task string
	// Valid is how long an answer counts; zero means until the next answer.
	Valid time.Duration
}

// Observe stands until the answer is no longer valid. Before the first answer, and
// after the answer has aged, the condition is not known.
func (c Checked) Observe(o *rocket.Observation) (rocket.State, error) {
	yes, ok := answered(o.Returned(c.Task))
	end := c.end(o)
	if !ok || !end.IsZero() && !end.After(o.Now) {
		return rocket.State{Unknown: true}, nil
	}
	return rocket.State{Holds: yes, Until: end}, nil
}

// end returns when the latest answer ages, or the zero time.
func (c Checked) end(o *rocket.Observation) time.Time {
	if c.Valid == 0 {
		return time.Time{}
	}
	return o.History(c.Task).Last(rocket.Succeeded).Add(c.Valid).In(o.Now.Location())
}

// answered returns what a check returned. The answer is a Go value, or JSON if the
// check ran in a process of its own.
func answered(answer any, ok bool) (yes, known bool) {
	switch answer := answer.(type) {
	case bool:
		return answer, ok
	case json.RawMessage:
		yes = string(answer) == "true"
		return yes, ok && (yes || string(answer) == "false")
	}
	return false, false
}

// String returns the condition as the language writes it.
func (c Checked) String() string {
	if c.Valid == 0 {
		return "latest answer of " + spelling.Name(c.Task)
	}
	return "answer of " + spelling.Name(c.Task) + " within " + period.FormatDuration(c.Valid)
}

// Why gives the latest answer and its time.
func (c Checked) Why(o *rocket.Observation) string {
	yes, ok := answered(o.Returned(c.Task))
	if !ok {
		return "there is no answer yet"
	}
	why := "the answer was no at "
	if yes {
		why = "the answer was yes at "
	}
	why += ago(o.History(c.Task).Last(rocket.Succeeded), o.Now)
	if end := c.end(o); !end.IsZero() && !end.After(o.Now) {
		why += ", which is too long ago"
	}
	return why
}

// Stays is true: another task gives the answer.
func (c Checked) Stays(bool) bool { return true }

// MayHold is true.
func (c Checked) MayHold(func(string) bool) bool { return true }
