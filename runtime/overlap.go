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

// keepStart keeps a start of a task that has all its live runs, if its overlap says so and
// the start condition has become true anew. It reports whether a start is kept.
func (l *loop) keepStart(t *task) bool {
	how := l.s.overlapOf(t.TaskSpec)
	if how == OverlapSkip || t.start.held {
		if at := l.openSince(t, l.now); t.kept != nil && !at.IsZero() {
			l.keep(t, how, at.In(l.s.zone)) // a newer window has opened as the last one closed
		}
		return t.kept != nil
	}
	l.keep(t, how, l.scheduled(t))
	return true
}

// keep keeps a start of a task, of the instant that it is scheduled for. A window that was
// kept before and has closed is missed: only the newest start is kept.
func (l *loop) keep(t *task, how Overlap, scheduled time.Time) {
	switch kept := t.kept; {
	case kept == nil:
		t.kept = newLaunch(t, nil)
		t.kept.cause, t.kept.heir = t.start.cause, how == OverlapReplace
		l.demand(t.kept)
		if how == OverlapReplace && len(t.runs) > 0 {
			l.replaceOldest(t)
		}
	case kept.overdue && !kept.scheduled.Equal(scheduled):
		kept.overdue = false
		l.recordWindow(t, missedWindow{kept.scheduled, overlap.String()}, "")
	}
	t.kept.scheduled = scheduled
}

// keepOpening keeps a start of the task of a run for which the loop has stood still, if its
// start condition has become true meanwhile.
func (l *loop) keepOpening(r *Run) {
	t, how := r.task, l.s.overlapOf(r.task.TaskSpec)
	if how == OverlapSkip || !t.start.active || l.isBeside(&t.start) {
		return
	}
	l.look()
	o, now := l.plainly(t), l.now
	defer func() { o.PlainOnly = false }()
	o.Now = r.Start
	held := true // a condition that holds at the start is no opening
	for range maxLooks {
		state, err := o.whole(t.start.condition)
		if err != nil {
			return
		}
		if state.Holds && !held {
			l.keep(t, how, l.scheduledAt(t, o.Now, o.Now))
		}
		if !state.Until.After(o.Now) || state.Until.After(now) {
			return
		}
		o.Now, held = state.Until, state.Holds
	}
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
