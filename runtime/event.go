package rocket

import (
	"fmt"
	"strings"
)

// Event is what can happen to a task, and, as a bit set, several of these.
type Event uint16

// The events of the runs of a task. Finished is any of success, fail and terminate, in
// `has finished` and in `after … finished` alike. Some are no events of a run. Missed says that
// a window of the start condition cannot have a run any more. With Known the run log notes
// since when it knows a task with its start condition, with TurnedOn that a session asks start
// conditions, and with TurnedOff that it no longer does. With Held the run log notes a hold of a
// task, or of all, with Resumed the end of one, with BackfillOrdered a [Backfill], with
// BackfillEnded the end of one, and with Kept that a window is over whose start is kept, or waits
// for its places.
const (
	Started Event = 1 << iota
	Succeeded
	Failed
	Terminated
	Inacted
	Crashed
	Missed
	Known
	TurnedOn
	TurnedOff
	Held
	Resumed
	BackfillOrdered
	BackfillEnded
	Kept

	Finished = Succeeded | Failed | Terminated
	Outcome  = Finished | Inacted | Crashed
	Noted    = Known | TurnedOn | TurnedOff | orders | Kept // not of a run, but in a run log
	AnyEvent = Started | Outcome | Missed | Noted

	orders = Held | Resumed | BackfillOrdered | BackfillEnded
)

// events lists the single events in the order of their bits, with the name a
// record has for them and the name of the constant.
var events = [...]struct{ action, constant string }{
	{"run", "Started"},
	{"success", "Succeeded"},
	{"fail", "Failed"},
	{"terminate", "Terminated"},
	{"inaction", "Inacted"},
	{"crash", "Crashed"},
	{"missed", "Missed"},
	{"known", "Known"},
	{"on", "TurnedOn"},
	{"off", "TurnedOff"},
	{"hold", "Held"},
	{"resume", "Resumed"},
	{"backfill", "BackfillOrdered"},
	{"backfilled", "BackfillEnded"},
	{"kept", "Kept"},
}

// The places of events in events.
const (
	failedKind  = 2
	crashedKind = 5
	missedKind  = 6
)

// kinds is how many of the events, which come first, are counted in histories.
const kinds = 7

// String returns the names that records use, joined by "|".
func (e Event) String() string {
	var names []string
	for i, ev := range events {
		if e == 1<<i {
			return ev.action
		}
		if e&(1<<i) != 0 {
			names = append(names, ev.action)
		}
	}
	return strings.Join(names, "|")
}

// GoString returns the Go expression for e.
func (e Event) GoString() string {
	switch e {
	case Finished:
		return "rocket.Finished"
	case Outcome:
		return "rocket.Outcome"
	}
	var names []string
	for i, ev := range events {
		if e&(1<<i) != 0 {
			names = append(names, "rocket."+ev.constant)
		}
	}
	if len(names) == 0 {
		return "0"
	}
	return strings.Join(names, "|")
}

// ParseEvent returns the event of an action as records name it.
func ParseEvent(action string) (Event, error) {
	for i, ev := range events {
		if ev.action == action {
			return 1 << i, nil
		}
	}
	return 0, fmt.Errorf("unknown action %q "+
		"(want run, success, fail, terminate, inaction, crash, missed, known, on, off, hold, "+
		"resume, backfill, backfilled or kept)", action)
}

// MarshalText returns the name that records use.
func (e Event) MarshalText() ([]byte, error) { return []byte(e.String()), nil }

// UnmarshalText is [ParseEvent].
func (e *Event) UnmarshalText(text []byte) (err error) {
	*e, err = ParseEvent(string(text))
	return err
}
