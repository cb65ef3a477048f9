package rocket

import (
	"strconv"
	"time"

	"github.com/rocketc/rocketc/period"
)

// The environment variables that tell a command its scheduled instant, and which attempt it
// is.
const (
	scheduledName = "ROCKET_SCHEDULED"
	attemptName   = "ROCKET_ATTEMPT"
)

// scheduled returns the scheduled instant of a run that the start condition of a task starts
// now: the start of the newest window that it serves; else that of the run which it repeats;
// else when the condition became true.
func (l *loop) scheduled(t *task) time.Time { return l.scheduledAt(t, l.now, t.start.became) }

// scheduledAt is scheduled for an instant at which the start condition holds since another.
func (l *loop) scheduledAt(t *task, now, became time.Time) time.Time {
	at := l.openSince(t, now)
	switch past := t.history.past(); {
	case !at.IsZero():
		return at.In(l.s.zone)
	case t.when.repeats && past.failed && !past.scheduled.IsZero():
		return past.scheduled.In(l.s.zone)
	case t.history.Missed(became): // the run is not of that window
		return now
	}
	return became
}

// openSince returns the start of the newest window that can have a run at an instant; zero if
// none can.
func (l *loop) openSince(t *task, now time.Time) (at time.Time) {
	if t.ledger == nil {
		return at
	}
	for i := range t.ledger.pages {
		p := &t.ledger.pages[i]
		w, ok := p.newest(now)
		if ok && p.closes(w).After(now) && t.history.LastStart(false).Before(w.Start) &&
			!t.history.Missed(w.Start) {
			at = later(at, w.Start)
		}
	}
	return at
}

// newest returns the newest window that has opened, if there is one. That one is not looked for
// if it has closed and none is to come.
func (p *page) newest(now time.Time) (period.Window, bool) {
	if p.window.End.IsZero() {
		return period.Window{}, false
	}
	if !p.window.Start.After(now) && p.window.End.After(now) {
		return p.window, true
	}
	return p.of.Prev(now.In(p.zone).Add(1))
}

// scheduledVariables returns what the environment of a command says of its run.
func (r *Run) scheduledVariables() []string {
	if r.Scheduled.IsZero() {
		return nil
	}
	return []string{
		scheduledName + "=" + r.Scheduled.Format(time.RFC3339),
		attemptName + "=" + strconv.Itoa(r.Attempt),
	}
}
