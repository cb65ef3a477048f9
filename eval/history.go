package eval

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"

	rocket "github.com/rocketc/rocketc/runtime"
)

// An Event is something that happened to a task. In JSON it has the names that
// run logs and the log of a program have for it: task, event, time, run_id. The
// names action, at and run are understood, too.
type Event struct {
	Task  string
	Event rocket.Event
	Time  Time
	RunID string
}

// UnmarshalJSON reads an event. It is an error if the event has no word.
func (e *Event) UnmarshalJSON(text []byte) error {
	var fields struct {
		Task   string       `json:"task"`
		Event  rocket.Event `json:"event"`
		Time   Time         `json:"time"`
		RunID  string       `json:"run_id"`
		Action rocket.Event `json:"action"`
		At     Time         `json:"at"`
		Run    string       `json:"run"`
	}
	if err := json.Unmarshal(text, &fields); err != nil {
		return err
	}
	*e = Event{
		Task:  fields.Task,
		Event: cmp.Or(fields.Event, fields.Action),
		Time:  cmp.Or(fields.Time, fields.At),
		RunID: cmp.Or(fields.RunID, fields.Run),
	}
	if e.Event == 0 {
		return errors.New("there is no event (run, success, fail, terminate, inaction or crash)")
	}
	return nil
}

// ReadHistory reads events, a JSON object a line, such as a run log or the JSON
// log of a program. Blank lines are passed over, and so are the lines of a log
// that are not about an event. An error begins with the number of its line.
func ReadHistory(text []byte) (events []Event, err error) {
	n := 0
	for line := range bytes.Lines(text) {
		n++
		if len(bytes.TrimSpace(line)) == 0 || isMessage(line) {
			continue
		}
		var e Event
		if err := json.Unmarshal(line, &e); err != nil {
			return nil, fmt.Errorf("%d: %w", n, err)
		}
		events = append(events, e)
	}
	return events, nil
}

// isMessage reports whether a line of a log has a message and no event.
func isMessage(line []byte) bool {
	var log struct {
		Msg, Event *string
	}
	return json.Unmarshal(line, &log) == nil && log.Msg != nil && log.Event == nil
}
