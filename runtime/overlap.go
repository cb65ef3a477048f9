package rocket

import (
	"cmp"
	"time"
)

// Overlap is what happens if a task should start a run by itself while it has all the live
// runs that it may have. Runs that were asked for always wait for their turn.
type Overlap uint8

// The ways to deal with runs that would overlap.
const (
	// SessionOverlap is that of the session; the session's own default is OverlapSkip.
	SessionOverlap Overlap = iota
	// OverlapSkip keeps nothing: a run starts when another has ended, if the start condition
	// holds then.
	OverlapSkip
	// OverlapWait keeps one start, even if the start condition does not hold any more when
	// its turn comes.
	OverlapWait
	// OverlapReplace terminates the oldest run, and the new one takes its places.
	OverlapReplace
)

var overlaps = enum[Overlap]{
	SessionOverlap: {"SessionOverlap", ""},
	OverlapSkip:    {"OverlapSkip", "skip"},
	OverlapWait:    {"OverlapWait", "wait"},
	OverlapReplace: {"OverlapReplace", "replace"},
}

// Overlaps returns the ways to deal with runs that would overlap.
func Overlaps() []Overlap { return overlaps.values() }

// String returns the word the language has for o.
func (o Overlap) String() string { return overlaps.String(o) }

// GoString returns the Go expression for o.
func (o Overlap) GoString() string { return overlaps.GoString(o) }

// overlapOf returns what happens if runs of a task would overlap.
func (s *Session) overlapOf(spec *TaskSpec) Overlap {
	return cmp.Or(spec.Overlap, s.config().Overlap, OverlapSkip)
}

// checkOverlap returns an error if runs of a task replace others and never have to.
func (s *Session) checkOverlap(spec *TaskSpec) error {
	if s.overlapOf(spec) == OverlapReplace && s.liveLimit(spec) < 0 {
		return errUnlimited
	}
	return nil
}

// keepStart keeps a start of a task that an obstacle is in the way of, if that are its live runs,
// its overlap says so, and the start condition has become true anew. It reports whether a start is
// kept.
func (l *loop) keepStart(t *task, why obstacle) bool {
	if l.s.overlapOf(t.TaskSpec) != OverlapSkip && !t.start.held &&
		(why == overlap || t.kept != nil) {
		l.keep(t, l.scheduled(t))
	}
	return t.kept != nil
}

// keep keeps a start of a task, of the instant that it is scheduled for, if none of a later one
// is kept. A window that was kept before and is over is missed: only the newest start is kept.
func (l *loop) keep(t *task, scheduled time.Time) {
	switch kept := t.kept; {
	case kept != nil && !scheduled.After(kept.scheduled):
		return
	case kept == nil:
		replaces := l.s.overlapOf(t.TaskSpec) == OverlapReplace
		t.kept = newLaunch(t, nil)
		t.kept.cause, t.kept.heir = t.start.cause, replaces
		l.demand(t.kept)
		if t.ledger != nil {
			t.ledger.turnTo(l.now, true)
			l.enqueue(&t.start)
		}
		if replaces && len(t.runs) > 0 {
			l.replaceOldest(t)
		}
	case kept.overdue != "":
		l.recordWindow(t.history, missedWindow{kept.scheduled, kept.overdue}, "")
		kept.overdue = ""
	}
	t.kept.scheduled = scheduled
}

// replaceOldest asks the oldest run of a task to end, unless one of its runs is ending.
func (l *loop) replaceOldest(t *task) {
	for _, r := range t.runs {
		if r.cause() != nil {
			return
		}
	}
	l.cancel(t.runs[0], ErrReplaced)
}
