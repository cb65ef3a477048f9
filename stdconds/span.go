package stdconds

import (
	"time"

	"github.com/rocketc/rocketc/period"
	rocket "github.com/rocketc/rocketc/runtime"
)

// A Span is the part of the past in which events are counted: [Past] or [This].
type Span interface {
	// bounds returns the half-open range of instants that count at now, and until
	// when that range only slides.
	bounds(now time.Time) (from, to, until time.Time)
	// leaves returns when an event at an instant leaves a span that slides, or
	// the zero time.
	leaves(at time.Time) time.Time
	length() time.Duration
	String() string
}

// Past is a span that slides: `past 2 hours`. An event exactly that long ago is not
// in the span any more.
type Past time.Duration

func (p Past) bounds(now time.Time) (from, to, until time.Time) {
	return now.Add(-time.Duration(p) + 1), now.Add(1), time.Time{}
}

func (p Past) leaves(at time.Time) time.Time { return at.Add(time.Duration(p)) }

func (p Past) length() time.Duration { return time.Duration(p) }

// String returns the condition as the language writes it.
func (p Past) String() string { return "past " + period.FormatDuration(time.Duration(p)) }

// This is a span that follows the calendar: `today`, `this week starting Tue`,
// `this hour before 15:00`.
type This struct {
	// Unit is the whole period.
	Unit period.Period
	// Window is the part of the unit that counts; nil means the whole unit. A window
	// that runs over the end of the unit counts while it is open.
	Window period.Period
	// Text is how the span is written.
	Text string
}

func (t This) bounds(now time.Time) (from, to, until time.Time) {
	unit, ok := t.Unit.Next(now)
	if !ok || unit.Start.After(now) {
		return now, now, unit.Start
	}
	if t.Window == nil {
		return unit.Start, now.Add(1), unit.End
	}
	w, ok := t.Window.Next(now)
	if !ok {
		return now, now, time.Time{}
	}
	if !w.Start.After(now) {
		return w.Start, now.Add(1), w.End
	}
	until = rocket.Earlier(unit.End, w.Start)
	past, ok := t.Window.Next(unit.Start)
	if !ok || past.Start.Before(unit.Start) || past.End.After(now) {
		return now, now, until
	}
	return past.Start, past.End, until
}

func (t This) leaves(time.Time) time.Time { return time.Time{} }

// length returns the length of at least two of the longest units: a window over the
// end of a unit reaches back less than that.
func (t This) length() time.Duration {
	const day = 24 * time.Hour
	switch t.Unit.(type) {
	case period.OfYear:
		return 2 * 366 * day
	case period.OfMonth:
		return 2 * 31 * day
	case period.OfWeek:
		return 15 * day
	}
	return 3 * day
}

// String returns the condition as the language writes it.
func (t This) String() string { return t.Text }
