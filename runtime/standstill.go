package rocket

import "time"

// While the loop stands still for a run, conditions become true and false again that nobody
// looks at. Afterwards a start is kept for an opening that a task could not use because of its
// own live runs, as if the loop had gone on; and a window that is over is missed because of
// these runs, or because the loop had no time for it.

// A standstill is what is remembered of the time for which the loop has stood still since the
// latest round in which conditions were observed.
type standstill struct {
	standing bool                // it does now, or is about to
	stood    bool                // it has, or does
	freed    map[*task]time.Time // when tasks that had all their live runs have lost the first
	keepers  map[*task]struct{}  // do not skip what overlaps, and run, are freed, or keep a start
}

// standStill does what the loop stands still for.
func (l *loop) standStill(do func()) {
	from := l.now
	l.still.stood = true
	do()
	l.take() // the end of the run
	l.keepOpenings(from)
}

// moveOn forgets the standstill: conditions have been observed.
func (l *loop) moveOn() {
	l.still.stood = false
	for t := range l.still.freed {
		delete(l.still.freed, t)
		l.unkeep(t, 0)
	}
}

// keeper notes that a task has a run.
func (l *loop) keeper(t *task) {
	if l.s.overlapOf(t.TaskSpec) == OverlapSkip {
		return
	}
	if l.still.keepers == nil {
		l.still.keepers = map[*task]struct{}{}
	}
	l.still.keepers[t] = struct{}{}
}

// unkeep forgets that a task is a keeper if it has that many live runs, is not freed, and no
// start is kept.
func (l *loop) unkeep(t *task, live int) {
	if _, freed := l.still.freed[t]; !freed && len(t.runs) == live && t.kept == nil {
		delete(l.still.keepers, t)
	}
}

// freeing notes, before a run is dropped, that its task may have another from now on.
func (l *loop) freeing(t *task) {
	if !l.still.standing || !l.full(t) {
		l.unkeep(t, 1)
		return
	}
	if l.still.freed == nil {
		l.still.freed = map[*task]time.Time{}
	}
	if _, before := l.still.freed[t]; !before {
		l.still.freed[t] = l.now
	}
}

// wasFull reports whether a task had all its live runs at an instant since the latest round.
func (l *loop) wasFull(t *task, at time.Time) bool {
	freed, was := l.still.freed[t]
	return l.full(t) || was && at.Before(freed)
}

// keepOpenings keeps starts of the tasks whose conditions have become true since an instant,
// while the loop stood still and the tasks had all their live runs, or a start was kept already.
func (l *loop) keepOpenings(from time.Time) {
	if !l.watching || !l.now.After(from) {
		return
	}
	var list []*watch
	for t := range l.still.keepers {
		at := t.start.next()
		if t.start.active && (t.start.touched || at != 0 && at <= nanoseconds(l.now)) {
			list = append(list, &t.start)
		}
	}
	sortWatches(list)
	for _, w := range list {
		if l.isBeside(w) {
			continue
		}
		_, was := l.still.freed[w.task]
		why := l.obstacle(w.task)
		if w.task.kept != nil || why == overlap || was && why == unhindered {
			l.keepOpening(w.task, from)
			l.renew(w.task) // a window may have opened while the condition held for another
		}
	}
}

// keepOpening keeps a start of a task for each opening of its condition since an instant, if its
// overlap says so.
func (l *loop) keepOpening(t *task, from time.Time) {
	if l.s.overlapOf(t.TaskSpec) == OverlapSkip {
		return
	}
	o, now := l.plainly(t), l.now
	defer func() { o.PlainOnly = false }()
	o.Now = from
	held := true // a condition that holds at the start is no opening
	for range maxLooks {
		state, err := o.whole(t.start.condition)
		if err != nil {
			return
		}
		if state.Holds && !held && (t.kept != nil || l.wasFull(t, o.Now)) {
			l.keep(t, l.scheduledAt(t, o.Now, o.Now))
		}
		if !state.Until.After(o.Now) || state.Until.After(now) {
			return
		}
		o.Now, held = state.Until, state.Holds
	}
}
