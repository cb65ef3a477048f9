package eval

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	rocket "github.com/rocketc/rocketc/runtime"
)

// An Event is something that happened to a task. In JSON it has the names that run logs
// and the log of a program have for it: task, event, time, run_id, start, end, reason,
// return. The names action, at, created and run are understood, too.
type Event struct {
	Task  string
	Event rocket.Event
	// Time is when it happened. Start and End, if they are there, say when the run
	// started and ended.
	Time, Start, End Time
	// Scheduled is when a window opened that is missed.
	Scheduled Time
	RunID     string
	// Reason is "timeout" if the run was ended by its timeout.
	Reason string
	// Return is what the run returned.
	Return json.RawMessage
	// Cause is what has made the run start; nil: no other run, or it is not known.
	Cause *rocket.Ref
	// When and Formerly are those of an event known; see [rocket.Record].
	When, Formerly string
}

// Record returns the event as a record, with times that are read in the zone.
func (e Event) Record(zone *time.Location) (r rocket.Record, err error) {
	r = rocket.Record{Task: e.Task, RunID: e.RunID, Event: e.Event, Reason: e.Reason,
		Cause: e.Cause, When: e.When, Formerly: e.Formerly}
	for _, t := range []struct {
		from Time
		to   *time.Time
	}{{e.Time, &r.Created}, {e.Start, &r.Start}, {e.End, &r.End},
		{e.Scheduled, &r.Scheduled}} {
		if *t.to, err = t.from.In(zone); err != nil {
			return r, err
		}
	}
	return r, nil
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

		Created Time            `json:"created"`
		Start   Time            `json:"start"`
		End     Time            `json:"end"`
		Reason  string          `json:"reason"`
		Return  json.RawMessage `json:"return"`

		Scheduled Time `json:"scheduled"`

		Cause    *rocket.Ref `json:"cause"`
		When     string      `json:"when"`
		Formerly string      `json:"formerly"`
	}
	if err := json.Unmarshal(text, &fields); err != nil {
		return err
	}
	*e = Event{
		Task:  fields.Task,
		Event: cmp.Or(fields.Event, fields.Action),
		Time:  cmp.Or(fields.Time, fields.At, fields.Created),
		Start: fields.Start, End: fields.End,
		RunID:  cmp.Or(fields.RunID, fields.Run),
		Reason: fields.Reason, Return: fields.Return,
		Scheduled: fields.Scheduled, When: fields.When, Formerly: fields.Formerly,
		Cause: fields.Cause,
	}
	if e.Event == 0 {
		return errors.New("there is no event " +
			"(run, success, fail, terminate, inaction, crash, missed, known, on or off)")
	}
	return nil
}

// ReadHistory reads events, a JSON object a line, such as a run log or the JSON
// log of a program. Blank lines are passed over, and so are the lines of a log, or of a
// run log, that are not about an event. An error begins with the number of its line.
func ReadHistory(text []byte) (events []Event, err error) {
	n := 0
	for line := range bytes.Lines(bytes.TrimPrefix(text, []byte(byteOrderMark))) {
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

// isMessage reports whether a line has no event but a message of a log, or a note or the
// head of a run log.
func isMessage(line []byte) bool {
	var log struct {
		Msg, Note, Event *string
		Head             json.RawMessage
	}
	return json.Unmarshal(line, &log) == nil && log.Event == nil &&
		(log.Msg != nil || log.Note != nil || log.Head != nil)
}
