package rocket

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/rocketc/rocketc/period"
)

// A window is missed if it cannot have a run any more, and has had none although nothing in
// the start condition was in the way: the program was off or asleep, the task was held or
// disabled, all its live runs went on, or there was no place for another. The loop looks at
// each window when it closes, before anything else happens at that instant, and records
// that in the run log, which also tells until when windows were served (see turned.go). So
// after a restart only windows that close later are to be looked at.

// missedOff is the reason why a window is missed if the program was off, or the machine
// asleep. The others are those of obstacles.
const missedOff = "off"

// maxMissed is how many windows of a task are recorded one by one after a long stop, and
// maxMore how many more are counted.
const (
	maxMissed = 100
	maxMore   = 1_000_000
)

// A ledger has the windows of a task that have not closed.
type ledger struct {
	spec  *TaskSpec // whose start condition has the windows
	pages []page
	until int64 // when a window ends or closes next, in nanoseconds; 0: none does
	idle  bool  // a window has closed in which another part of the condition was false
	first [1]page
}

// A page has the windows of one alternative.
type page struct {
	of      period.Period
	catchUp time.Duration
	zone    *time.Location
	window  period.Window // the oldest that has not closed
}

// closes is [Windows.Closes].
func (p *page) closes(w period.Window) time.Time {
	return Windows{Of: p.of, CatchUp: p.catchUp}.Closes(w)
}

// none reports whether no window closes any more: there is none, or the one there is has no end.
func (p *page) none() bool { return p.window.End.IsZero() || p.window.Endless() }

// A missedWindow is one that is to be recorded.
type missedWindow struct {
	start  time.Time
	reason string
}

// watchWindows has the loop look at the windows of a task when they close. What a ledger
// that is there has not settled is settled, if the task is the same.
func (l *loop) watchWindows(t *task) {
	if b := t.ledger; b == nil || b.spec != t.TaskSpec {
		from := l.now
		if !t.history.watched && l.s.served.Before(from) {
			from = l.s.served
		}
		t.history.watched = true
		t.ledger = l.newLedger(t, later(from, t.history.KnownSince()))
	}
	if t.ledger != nil {
		t.ledger.until = 0 // it is looked at in this round
	}
}

// redeclare gives a task another declaration. The windows that it has had by the one before, and
// that have closed, are settled.
func (l *loop) redeclare(t *task, d declaration) {
	if l != nil {
		l.settle(t)
	}
	t.declaration = d
}

// newLedger returns a ledger of the windows that close later than an instant; nil if the
// task has no windows.
func (l *loop) newLedger(t *task, from time.Time) *ledger {
	var list []Windows
	_ = guard(func() error { // a condition is code of the program
		if c, ok := t.when.condition.(Windowed); ok {
			list = c.Windows()
		}
		return nil
	})
	if len(list) == 0 {
		return nil
	}
	b := &ledger{spec: t.TaskSpec}
	b.pages = b.first[:0] // nearly always enough
	for _, windows := range list {
		p := page{of: windows.Of, catchUp: windows.CatchUp, zone: l.s.zone}
		if zone, err := time.LoadLocation(windows.Zone); windows.Zone != "" && err == nil {
			p.zone = zone
		}
		p.open(from)
		if known := t.history.KnownSince(); !p.none() && !p.window.End.After(known) {
			p.turn()
		}
		b.pages = append(b.pages, p)
	}
	return b
}

// open finds the oldest window that closes later than an instant.
func (p *page) open(from time.Time) {
	from = from.In(p.zone)
	w, ok := p.of.Prev(from.Add(1))
	if !ok || !p.closes(w).After(from) {
		w, ok = p.of.Next(from)
	}
	p.set(w, ok)
}

// set makes a window, if there is one, the oldest that has not closed.
func (p *page) set(w period.Window, ok bool) {
	if p.window = w; !ok {
		p.window = period.Window{}
	}
}

// turn goes on to the next window.
func (p *page) turn() { p.set(p.of.Next(p.window.End)) }

// due returns when something is to be decided about the window: it ends, or it closes; also when
// it opens, if it takes the place of another for which a start is kept, or waits.
func (p *page) due(now time.Time, waits bool) time.Time {
	switch {
	case waits && p.window.Start.After(now):
		return p.window.Start
	case p.window.End.After(now):
		return p.window.End
	}
	return p.closes(p.window)
}

// settle records the windows of a task that have closed without a run.
func (l *loop) settle(t *task) {
	b := t.ledger
	if b == nil || !t.start.active || b.until > nanoseconds(l.now) {
		return
	}
	l.renew(t)
	var missed []missedWindow
	more := 0
	for i := range b.pages {
		more += l.settlePage(t, &b.pages[i], &missed)
	}
	b.turnTo(l.now, t.kept != nil || t.waitsOverdue())
	l.enqueue(&t.start)
	if b.idle && len(missed) == 0 {
		l.attest()
	}
	b.idle = false
	l.recordMissed(t, missed, more)
}

// renew has a start that is kept, or has waited for a window that is over, be one of the newest
// window that can have a run, if the start condition holds.
func (l *loop) renew(t *task) {
	if t.kept == nil && !t.waitsOverdue() {
		return
	}
	at := l.openSince(t, l.now)
	if at.IsZero() || !l.holdsPlainly(t) {
		return
	}
	if t.kept != nil {
		l.keep(t, at.In(l.s.zone))
	}
	if t.waitsOverdue() {
		l.giveUpOverdue(t.waiter)
	}
}

// turnTo sets when something is to be decided about a window next.
func (b *ledger) turnTo(now time.Time, waits bool) {
	var until time.Time
	for i := range b.pages {
		if p := &b.pages[i]; !p.none() {
			until = Earlier(until, p.due(now, waits))
		}
	}
	b.until = 0
	if !until.IsZero() {
		b.until = nanoseconds(until)
	}
}

// settlePage adds the windows of a page that are missed, the newest of them, and returns how
// many more there are.
func (l *loop) settlePage(t *task, p *page, missed *[]missedWindow) (more int) {
	if p.none() || p.window.End.After(l.now) {
		return 0
	}
	if t.history.hasServed(p.window) {
		next, ok := p.of.Next(p.window.End)
		if !ok || next.End.After(l.now) { // it is the only one that has ended
			p.set(next, ok)
			return 0
		}
	}
	first := len(*missed)
	add := func(w period.Window, closes time.Time) {
		switch reason := l.reasonFor(t, w, closes); {
		case t.ledger.outlasted(p, w, (*page).closes) || l.keeps(t, w, reason):
		case t.history.hasServed(w):
		case reason == "":
			t.ledger.idle = true
		case len(*missed)-first < maxMissed:
			*missed = append(*missed, missedWindow{w.Start, reason})
		default:
			more++
		}
	}
	w, ok := p.of.Prev(l.now.In(p.zone).Add(1))
	for ok && p.closes(w).After(l.now) {
		if !w.Start.After(p.window.Start) {
			break
		}
		w, ok = p.of.Prev(w.Start)
	}
	newest := w
	for ; ok && w.Start.After(p.window.Start) && more < maxMore; w, ok = p.of.Prev(w.Start) {
		add(w, p.closes(w))
	}
	if closes := p.closes(p.window); !closes.After(l.now) {
		add(p.window, closes)
		if newest.Start.After(p.window.Start) {
			p.window = newest
		}
		if p.turn(); p.none() || p.window.End.After(l.now) {
			return more
		}
	}
	l.giveUpWindow(t, p, missed)
	return more
}

// giveUpWindow adds a window that has ended, and could be made up for, if the task was kept
// from starting by itself.
func (l *loop) giveUpWindow(t *task, p *page, missed *[]missedWindow) {
	reason := l.reasonFor(t, p.window, p.window.End)
	if t.ledger.outlasted(p, p.window, (*page).ends) || l.keeps(t, p.window, reason) ||
		t.history.hasServed(p.window) {
		return
	}
	switch reason {
	case heldBack.String(), disabled.String(), overlap.String():
		*missed = append(*missed, missedWindow{p.window.Start, reason})
	}
}

// keeps reports whether a start is kept for a window that is over, or waits for its places as
// before, and notes that, with the reason why it has had no run. Of several windows only the
// newest is kept.
func (l *loop) keeps(t *task, w period.Window, reason string) bool {
	if t.kept != nil && t.kept.scheduled.Equal(w.Start) {
		if t.kept.overdue == "" {
			t.kept.overdue = cmp.Or(reason, overlap.String())
			l.noteKept(t, w)
		}
		return true
	}
	if t.waiter == nil || !l.waitsOn(t) {
		return false
	}
	at := t.waiter.overdue
	if w.Start.After(at) {
		l.giveUpOverdue(t.waiter)
		t.waiter.overdue = w.Start
		l.noteKept(t, w)
	}
	return !w.Start.Before(at)
}

// noteKept notes that a window is over whose start is kept, or waits for its places. If the
// program dies before the start, the next session records that the window is missed.
func (l *loop) noteKept(t *task, w period.Window) {
	l.note(Record{
		Created: l.noted(), Task: t.Name, Event: Kept, Scheduled: w.Start, Host: l.s.host,
	})
}

// waitsOn reports whether the start of a task goes on waiting for its places, although none of
// its windows is open.
func (l *loop) waitsOn(t *task) bool {
	return l.openSince(t, l.now).IsZero() && l.holdsPlainly(t)
}

// holdsPlainly reports whether the start condition of a task holds now, as far as that can be
// said without code of the program.
func (l *loop) holdsPlainly(t *task) bool {
	if l.isBeside(&t.start) {
		return false
	}
	o := l.plainly(t)
	defer func() { o.PlainOnly = false }()
	o.waits = t.start.waits()
	state, err := o.whole(t.start.condition)
	return err == nil && state.Holds
}

// waitsOverdue reports whether a start waits for its places whose window is over.
func (t *task) waitsOverdue() bool { return t.waiter != nil && !t.waiter.overdue.IsZero() }

// giveUpOverdue records that the window is missed which is over and for which a start has
// waited, if there is one.
func (l *loop) giveUpOverdue(w *waiter) {
	if !w.overdue.IsZero() {
		l.recordWindow(w.task.history, missedWindow{w.overdue, l.lostTo(slotless.String())}, "")
		w.overdue = time.Time{}
	}
}

// lostTo returns why the start for a window that is over is given up, which has had no run for a
// reason.
func (l *loop) lostTo(reason string) string {
	if l.stopping {
		return missedOff
	}
	return reason
}

// outlasted reports whether another alternative has a window with the same start that lasts
// longer. One run serves both, so only the longer one tells whether they are missed.
func (b *ledger) outlasted(p *page, w period.Window,
	lasts func(*page, period.Window) time.Time) bool {
	for i := range b.pages {
		q := &b.pages[i]
		if q == p {
			continue
		}
		twin, ok := q.of.Prev(w.Start.Add(1).In(q.zone))
		if ok && twin.Start.Equal(w.Start) &&
			lasts(q, twin).After(lasts(p, w)) {
			return true
		}
	}
	return false
}

// ends returns the end of a window.
func (*page) ends(w period.Window) time.Time { return w.End }

// hasServed reports whether a window has had a run, or is recorded as missed.
func (h *History) hasServed(w period.Window) bool {
	return !h.LastStart(true).Before(w.Start) || h.Missed(w.Start)
}

// reasonFor returns why a window that cannot have a run from an instant on has had none;
// empty if another part of the condition was false.
func (l *loop) reasonFor(t *task, w period.Window, from time.Time) string {
	start := &t.start
	switch {
	case !from.After(l.awake) || !start.active || !start.asked:
		return missedOff
	case !start.state.Holds:
		switch until := start.state.Until; {
		case until.IsZero() || !until.Before(from):
			return ""
		case l.wasFull(t, from.Add(-1)):
			return overlap.String()
		case l.still.stood:
			return slotless.String()
		}
		return missedOff // the program was stopped, or had no time
	}
	why := cmp.Or(l.obstacle(t), start.obstacle)
	if why == overlap || t.kept != nil && why == unhindered {
		return l.reasonOfRuns(t, from)
	}
	return cmp.Or(why, slotless).String()
}

// reasonOfRuns returns the reason for a task that had all its live runs when the window opened, or
// later: they may have ended before the window, while the loop stood still.
func (l *loop) reasonOfRuns(t *task, from time.Time) string {
	if _, freed := l.still.freed[t]; freed && !l.wasFull(t, from.Add(-1)) {
		return slotless.String()
	}
	return overlap.String()
}

// recordMissed records windows that are missed, and how many more there are. The newest are
// recorded one by one.
func (l *loop) recordMissed(t *task, missed []missedWindow, more int) {
	if len(missed) == 0 {
		return
	}
	slices.SortStableFunc(missed, func(a, b missedWindow) int { return a.start.Compare(b.start) })
	missed = slices.CompactFunc(missed, func(a, b missedWindow) bool { // of two alternatives
		return a.start.Equal(b.start)
	})
	if over := len(missed) - maxMissed; over > 0 {
		missed, more = missed[over:], more+over
	}
	for _, w := range missed {
		l.recordWindow(t.history, w, "")
	}
	if more > 0 {
		l.recordWindow(t.history, missed[0], fmt.Sprintf("%d more windows before this one", more))
	}
}

// recordWindow puts down that a window is missed: in the history of its task, in the run
// log's part of this round, and in the log.
func (l *loop) recordWindow(h *History, w missedWindow, text string) {
	l.s.seq++
	l.s.missed++
	rec := Record{
		Seq: l.s.seq, Created: l.stamp(), Task: h.name, Event: Missed, Scheduled: w.start,
		Reason: w.reason, Error: text, Host: l.s.host,
	}
	l.records = append(l.records, rec)
	l.happen(h, &rec)
	l.logRecord(Missed, nil)
}

// forgetWindows has the ledgers begin anew, because the clock was wrong. No start is kept for a
// window that is yet to come.
func (l *loop) forgetWindows() {
	for _, t := range l.s.order {
		if k := t.kept; k != nil && t.ledger != nil && k.scheduled.After(l.now) {
			k.overdue = ""
			l.withdraw(ErrTerminated, func(launch *Launch) bool { return launch == k })
		}
		if b := t.ledger; b != nil && t.start.active {
			for i := range b.pages {
				b.pages[i].open(l.now)
			}
			b.until = 0
			l.touch(&t.start)
		}
	}
}
