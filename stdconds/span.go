package stdconds

import (
	"time"

	"github.com/rocketc/rocketc/period"
	rocket "github.com/rocketc/rocketc/runtime"
)

// A Span is the part of the past in which events are counted: [Past] or [This].
type Span interface {
	// count counts the events in the span at now, and says until when the count stands if
	// nothing more happens; the zero time means for ever.
	count(h *rocket.History, did rocket.Event, now time.Time) (n int, until time.Time)
	length() time.Duration
	String() string
}

// Past is a span that slides: `past 2 hours`. An event exactly that long ago is not
// in the span any more.
type Past time.Duration

// count stands until the oldest event leaves the span.
func (p Past) count(h *rocket.History, did rocket.Event, now time.Time) (n int, until time.Time) {
	n, first, _ := h.Within(did, now.Add(-time.Duration(p)+1), now.Add(1))
	if n > 0 {
		until = first.Add(time.Duration(p)).In(now.Location())
	}
	return n, until
}

func (p Past) length() time.Duration { return time.Duration(p) }

// String returns the condition as the language writes it.
func (p Past) String() string { return "past " + period.FormatDuration(time.Duration(p)) }

// This is a span that follows the calendar: `today`, `this week starting Tue`,
// `this hour before 15:00`.
type This struct {
	// Unit is the whole period.
	Unit period.Period
	// Window is the part of the unit that counts; nil means the whole unit. A window
	// that runs over the end of the unit counts while it is open. Of several windows in
	// a unit, all that have begun count.
	Window period.Period
	// Text is how the span is written.
	Text string
}

// count stands until the unit or the open window ends, or the next window begins.
func (t This) count(h *rocket.History, did rocket.Event, now time.Time) (n int, until time.Time) {
	unit, ok := t.Unit.Next(now)
	if !ok || unit.Start.After(now) {
		return 0, unit.Start
	}
	if t.Window == nil {
		n, _, _ = h.Within(did, unit.Start, now.Add(1))
		return n, unit.End
	}
	n, until = t.over(h, did, unit, now)
	w, ok := t.Window.Next(now)
	switch {
	case !ok:
		return n, until
	case w.Start.After(now):
		return n, rocket.Earlier(unit.End, w.Start)
	}
	open, _, _ := h.Within(did, w.Start, now.Add(1))
	return n + open, rocket.Earlier(until, w.End)
}

// over counts the events in the windows of the unit that are over. What it counts stands
// until the unit ends.
func (t This) over(h *rocket.History, did rocket.Event, unit period.Window, now time.Time,
) (n int, until time.Time) {
	w, ok := t.Window.Next(unit.Start)
	for ; ok && !w.End.After(now); w, ok = t.Window.Next(w.End) {
		if !w.Start.Before(unit.Start) {
			in, _, _ := h.Within(did, w.Start, w.End)
			n, until = n+in, unit.End
		}
	}
	return n, until
}

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
