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

// Observe stands until the answer is no longer valid. Without a valid answer the
// condition does not hold.
func (c Checked) Observe(o *rocket.Observation) (rocket.State, error) {
	answer, _ := o.Returned(c.Task)
	holds := isYes(answer)
	if !holds || c.Valid == 0 {
		return rocket.State{Holds: holds}, nil
	}
	end := o.History(c.Task).Last(rocket.Succeeded).Add(c.Valid)
	if !end.After(o.Now) {
		return rocket.State{}, nil
	}
	return rocket.State{Holds: true, Until: end.In(o.Now.Location())}, nil
}

// isYes reports whether a check returned true. The answer is a Go value, or JSON if
// the check ran in a process of its own.
func isYes(answer any) bool {
	switch answer := answer.(type) {
	case bool:
		return answer
	case json.RawMessage:
		return string(answer) == "true"
	}
	return false
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
	answer, ok := o.Returned(c.Task)
	if !ok {
		return "there is no answer yet"
	}
	word := "no"
	if isYes(answer) {
		word = "yes"
	}
	return "the answer was " + word + " at " + ago(o.History(c.Task).Last(rocket.Succeeded), o.Now)
}

// Stays is true: another task gives the answer.
func (c Checked) Stays(bool) bool { return true }

// MayHold is true.
func (c Checked) MayHold(func(string) bool) bool { return true }
