package rocket

import (
	"time"

	"github.com/rocketc/rocketc/period"
)

// A Windowed condition has windows of the calendar: as a start condition it holds once in
// each, as `daily at 02:00` does.
type Windowed interface {
	Condition
	Windows() []Windows
}

// Windows are the windows of one alternative of a start condition.
type Windows struct {
	// Of has the windows.
	Of period.Period
	// Zone is the IANA name of the time zone in which they are read; empty: the
	// session's.
	Zone string
	// CatchUp is how long after its end a window that had no run is made up for, at most;
	// zero: not at all.
	CatchUp time.Duration
}

// Closes returns until when a window can have a run: its end, or CatchUp after that, but not
// later than the next window opens.
func (ws Windows) Closes(w period.Window) time.Time {
	if ws.CatchUp <= 0 || w.Endless() {
		return w.End
	}
	end := w.End.Add(ws.CatchUp)
	if next, ok := ws.Of.Next(w.End); ok && next.Start.Before(end) {
		return next.Start
	}
	return end
}
