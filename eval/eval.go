// Package eval tries a condition without a program: whether it holds at an instant
// in a given history, until when, why, and when it becomes true.
//
// A trial observes the values that a program observes, so its answers are those of
// a program. To find what is to come, the clock jumps from expiry to expiry:
// between two of them nothing changes.
package eval

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/rocketc/rocketc/check"
	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/elsewhere"
	"github.com/rocketc/rocketc/grammar"
	"github.com/rocketc/rocketc/period"
	"github.com/rocketc/rocketc/plan"
	rocket "github.com/rocketc/rocketc/runtime"
)

// A Question asks for a condition at an instant.
type Question struct {
	ID   json.RawMessage `json:"id"`
	Cond string          `json:"cond"`
	// Task is the task that the condition is set on.
	Task string `json:"task"`
	// Tasks are the declared tasks, and Params the session parameters. Nil stands
	// for any name.
	Tasks  []string `json:"tasks"`
	Params Params   `json:"params"`
	// Calendars are the calendars of business days that the condition may name.
	Calendars []*period.Calendar `json:"calendars"`
	// CatchUp and Spread are the attributes of the task, as they are written: `6 hours`, `30
	// minutes by host`. Schedule is the name from which the spread is drawn, beside the
	// task's.
	CatchUp  string `json:"catch_up"`
	Spread   string `json:"spread"`
	Schedule string `json:"schedule"`
	// Now is the instant of the question; the zero value is the present.
	Now Time `json:"now"`
	// Timezone is the session's zone; empty means UTC.
	Timezone string `json:"timezone"`
	// Before stands for what has happened before the History: the records that a run log no
	// longer has.
	Before    rocket.Summary `json:"-"`
	History   []Event        `json:"history"`
	Scheduler Scheduler      `json:"scheduler"`
}

// A Scheduler says when the scheduler started and how many cycles it has completed.
// The zero value has started at the instant of the question.
type Scheduler struct {
	Started Time `json:"started"`
	Cycles  int  `json:"cycles"`
}

// A Time is an instant as JSON has it. A text without an offset is read in the time
// zone of the question.
type Time struct {
	text string
	time time.Time
}

// At returns the Time of an instant.
func At(t time.Time) Time { return Time{time: t} }

// UnmarshalJSON keeps the text, as its meaning depends on the zone. It returns an
// error if the value is neither a string nor null, which stands for no time.
func (t *Time) UnmarshalJSON(text []byte) error {
	if text[0] != '"' && string(text) != "null" {
		return fmt.Errorf("%s is not a time, which is a string", text)
	}
	return json.Unmarshal(text, &t.text)
}

// In returns the instant in the zone, in which text without an offset is read.
func (t Time) In(zone *time.Location) (time.Time, error) {
	if t.text == "" {
		return t.time, nil
	}
	return period.ParseInstant(t.text, zone)
}

// A Trial is a question that is ready to be answered.
type Trial struct {
	// Cond is the lowered condition.
	Cond rocket.Condition
	// Now is the instant of the question, in its time zone.
	Now   time.Time
	facts *rocket.Facts
	task  string
}

// Prepare lowers the condition and enters the history. If the condition is wrong
// the error is a [Mistakes]. direct has the Go functions that the condition may ask; see
// [check.Options].
func (q *Question) Prepare(direct map[string]plan.Direct) (*Trial, error) {
	cond, err := compile(q, q.Params, direct)
	if err != nil {
		return nil, err
	}
	return q.prepare(cond)
}

// prepare makes the trial of a condition that is lowered.
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
	f.Resume(q.Before)
	for i, e := range q.History {
		r, err := e.Record(zone)
		if err != nil {
			return nil, fmt.Errorf("history, event %d: %w", i+1, err)
		}
		f.AddRecord(r)
		if len(e.Return) > 0 && e.Event == rocket.Succeeded {
			f.SetReturn(e.Task, e.Return)
		}
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

// Observe returns the answer of the condition, and until when it stands.
func (t *Trial) Observe() (rocket.State, error) {
	return t.facts.Observe(t.Cond, t.task, t.Now)
}

// loadZone rejects "Local", which depends on the machine.
func loadZone(name string) (*time.Location, error) {
	zone, err := time.LoadLocation(name)
	if err == nil && name != "Local" {
		return zone, nil
	}
	if near := elsewhere.Zone(name); near != "" {
		return nil, fmt.Errorf("unknown time zone %s (did you mean %s?)", name, near)
	}
	return nil, fmt.Errorf("unknown time zone %s", name)
}

// compile lowers the text of a condition.
func compile(
	q *Question, params map[string]any, direct map[string]plan.Direct,
) (rocket.Condition, error) {
	tree, list := grammar.ParseCond(q.Cond)
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
	options := check.Options{Direct: direct, Calendars: q.Calendars}
	if err := q.attributes(&options); err != nil {
		return nil, err
	}
	cond, list := check.Cond(tree, q.Tasks, names, options)
	if list.HasErrors() {
		return nil, Mistakes(list)
	}
	return rocket.Bind(cond, func(name string) (any, bool) {
		value, ok := params[name]
		return value, ok
	})
}

// attributes reads those of the task.
func (q *Question) attributes(o *check.Options) (err error) {
	if q.CatchUp != "" {
		if o.CatchUp, err = period.ParseSeconds(q.CatchUp); err != nil {
			return fmt.Errorf("catch_up: %w", err)
		}
	}
	if q.Spread == "" {
		return nil
	}
	span, byHost := strings.CutSuffix(strings.TrimSpace(q.Spread), " by host")
	o.Spread = period.Spread{Key: check.SpreadKey(q.Schedule, q.Task), ByHost: byHost}
	if o.Spread.Span, err = period.ParseSeconds(span); err != nil {
		return fmt.Errorf("spread: %w", err)
	}
	return nil
}

// shift returns by how much the spread moves the windows.
func (q *Question) shift() string {
	var o check.Options
	if q.attributes(&o) != nil {
		return ""
	}
	return o.Spread.Shift().String()
}

// Mistakes are the errors in the text of a condition.
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
