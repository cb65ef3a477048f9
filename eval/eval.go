// Package eval tries a condition without a program: whether it holds at an
// instant, in a given history, until when, why, and when it will become true.
//
// It observes the very values that a program observes, so there is nothing here
// that could answer differently. What is to come is found by jumping the clock
// from expiry to expiry: between two of them nothing changes.
package eval

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/rocketc/rocketc/check"
	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/grammar"
	"github.com/rocketc/rocketc/plan"
	rocket "github.com/rocketc/rocketc/runtime"
)

// A Question asks for a condition at an instant.
type Question struct {
	ID   json.RawMessage `json:"id"`
	Cond string          `json:"cond"`
	// Task is the task that the condition is set on.
	Task string `json:"task"`
	// Tasks are the tasks that there are, and Params the session parameters;
	// Tasks nil: any name is one.
	Tasks  []string       `json:"tasks"`
	Params map[string]any `json:"params"`
	// Now is the instant; the zero time is the present.
	Now Time `json:"now"`
	// Timezone is the session's zone; empty: UTC.
	Timezone  string    `json:"timezone"`
	History   []Event   `json:"history"`
	Scheduler Scheduler `json:"scheduler"`
}

// An Event is something that happened to a task.
type Event struct {
	Task   string       `json:"task"`
	Action rocket.Event `json:"action"`
	At     Time         `json:"at"`
	Run    string       `json:"run"`
}

// A Scheduler is how long the scheduler has been at work. Without it, it
// started at the instant of the question.
type Scheduler struct {
	Started Time `json:"started"`
	Cycles  int  `json:"cycles"`
}

// A Time is an instant as JSON has it: with an offset, or without one in the
// time zone of the question.
type Time struct {
	text string
	time time.Time
}

// At returns the Time of an instant.
func At(t time.Time) Time { return Time{time: t} }

// UnmarshalJSON keeps the text: what it means depends on the zone.
func (t *Time) UnmarshalJSON(text []byte) error {
	if len(text) < 2 || text[0] != '"' {
		return fmt.Errorf("%s is no time, which would be a string", text)
	}
	t.text = string(text[1 : len(text)-1])
	return nil
}

// In returns the instant in the zone, which text without an offset is meant in.
func (t Time) In(zone *time.Location) (time.Time, error) {
	if t.text == "" {
		return t.time, nil
	}
	return ParseTime(t.text, zone)
}

// layouts are the forms of an instant, with an offset or without.
var layouts = []string{"2006-01-02T15:04:05", "2006-01-02 15:04:05", "2006-01-02T15:04:05Z07:00",
	"2006-01-02T15:04", "2006-01-02 15:04", "2006-01-02"}

// ParseTime reads an instant: RFC 3339, or a date with or without a clock in the
// given zone.
func ParseTime(text string, zone *time.Location) (time.Time, error) {
	for _, layout := range layouts {
		if t, err := time.ParseInLocation(layout, text, zone); err == nil {
			return t.In(zone), nil
		}
	}
	return time.Time{}, fmt.Errorf("%q is no time such as 2026-03-02T07:00:00", text)
}

// A Trial is a question made ready: the condition lowered, the history entered.
type Trial struct {
	Cond  rocket.Condition
	Now   time.Time
	facts *rocket.Facts
	task  string
}

// Prepare makes a question ready. If the condition is wrong the error is a
// [Mistakes]. direct has the Go functions that the condition may ask; see
// [check.Options].
func (q *Question) Prepare(direct map[string]plan.Direct) (*Trial, error) {
	cond, err := compile(q.Cond, q.Tasks, q.Params, direct)
	if err != nil {
		return nil, err
	}
	return q.prepare(cond)
}

// prepare makes a question ready whose condition is lowered.
func (q *Question) prepare(cond rocket.Condition) (t *Trial, err error) {
	zone := time.UTC
	if q.Timezone != "" {
		if zone, err = loadZone(q.Timezone); err != nil {
			return nil, err
		}
	}
	t = &Trial{Cond: cond, task: q.Task}
	if t.Now, err = q.Now.In(zone); err != nil {
		return nil, fmt.Errorf("now: %w", err)
	}
	if t.Now.IsZero() {
		t.Now = time.Now()
	}
	t.Now = t.Now.Round(0).In(zone)
	t.facts, err = q.facts(t.Now, zone)
	return t, err
}

func (q *Question) facts(now time.Time, zone *time.Location) (*rocket.Facts, error) {
	f := rocket.NewFacts()
	f.CycleSleep = rocket.DefaultCycleSleep
	for i, e := range q.History {
		at, err := e.At.In(zone)
		if err != nil {
			return nil, fmt.Errorf("history, event %d: %w", i+1, err)
		}
		f.Add(e.Task, e.Action, at, e.Run)
	}
	for name, v := range q.Params {
		f.SetParam(name, v)
	}
	started, err := q.Scheduler.Started.In(zone)
	if err != nil {
		return nil, fmt.Errorf("scheduler started: %w", err)
	}
	f.Started, f.Cycles = started, q.Scheduler.Cycles
	if started.IsZero() {
		f.Started = now
	}
	return f, nil
}

// Observe asks the condition.
func (t *Trial) Observe() (rocket.State, error) {
	return t.facts.Observe(t.Cond, t.task, t.Now)
}

// loadZone also takes no part of the file system for a zone.
func loadZone(name string) (*time.Location, error) {
	if name == "Local" {
		return nil, fmt.Errorf("unknown time zone %s", name)
	}
	return time.LoadLocation(name)
}

// compile lowers the text of a condition.
func compile(
	text string, tasks []string, params map[string]any, direct map[string]plan.Direct,
) (rocket.Condition, error) {
	tree, list := grammar.ParseCond(text)
	if list.HasErrors() {
		return nil, Mistakes(list)
	}
	names := make([]string, 0, len(params))
	for name := range params {
		names = append(names, name)
	}
	if params == nil {
		names = nil
	}
	cond, list := check.Cond(tree, tasks, names, check.Options{Direct: direct})
	if list.HasErrors() {
		return nil, Mistakes(list)
	}
	return cond, nil
}

// Mistakes are what is wrong with a condition.
type Mistakes diag.List

// Error returns the messages on one line, each with its column.
func (m Mistakes) Error() string {
	var texts []string
	for _, d := range m {
		if d.Severity == diag.Error {
			text := fmt.Sprintf("column %d: %s", d.Span.Start.Col, d.Msg)
			if d.Help != "" {
				text += " (" + strings.ReplaceAll(d.Help, "\n", "; ") + ")"
			}
			texts = append(texts, text)
		}
	}
	return strings.Join(texts, "; ")
}
