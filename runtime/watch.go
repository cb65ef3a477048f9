package rocket

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"
	"time"
)

// A watch is a condition that the loop keeps the answer of.
type watch struct {
	*examined
	task *task // nil: the session's shut_cond

	state    State
	became   time.Time // since when the answer has been the same
	reads    []reading
	event    *Ref     // the latest that has touched it since it was observed
	cause    *Ref     // the event that made it hold; nil: the clock has
	queued   int32    // the place in the queue
	turn     int32    // how often it became active
	role     role     // what the answer is for
	obstacle obstacle // why no run starts although it holds
	held     bool     // the answer before this one was true
	touched  bool
	active   bool
	asked    bool // since it became active
	supposed bool // a run has started because the answer is not known, see suppose
}

func (w *watch) place() *int32 { return &w.queued }

// enqueue puts w into the queue by the expiry of its answer; a start condition, also by the
// next end of a window. What never expires is in no queue.
func (l *loop) enqueue(w *watch) {
	at := w.next()
	if at == 0 {
		l.queue.remove(w)
		return
	}
	l.queue.set(w, at)
}

// next returns the instant of w in the queue, in nanoseconds; 0 is never.
func (w *watch) next() (at int64) {
	if w.role == startRole && w.task.ledger != nil {
		at = w.task.ledger.until
	}
	if until := w.state.Until; !until.IsZero() {
		if expiry := nanoseconds(until); at == 0 || expiry < at {
			at = expiry
		}
	}
	return at
}

// nanoseconds returns an instant as a number, the greatest for what is too far off for one.
func nanoseconds(t time.Time) int64 {
	if t.Unix() >= math.MaxInt64/int64(time.Second) {
		return math.MaxInt64
	}
	return t.UnixNano()
}

// role is what the loop does when the condition of a watch holds.
type role uint8

const (
	startRole role = iota
	untilRole
	shutRole
)

// watch makes w active, so that it is observed in this round.
func (l *loop) watch(w *watch) {
	if w.examined == nil || w.condition == nil || w.active {
		return
	}
	w.active, w.asked = true, false
	w.turn++
	l.touch(w)
}

// unwatch forgets the answer of w.
func (l *loop) unwatch(w *watch) {
	if w == nil || !w.active {
		return
	}
	w.active = false
	if w.role == startRole {
		l.leave(w.task.waiter)
	}
	l.queue.remove(w)
	for _, s := range w.reads {
		s.remove(w)
	}
	w.reads = w.reads[:0]
}

// touch has w observed in this round, or the next where this one has passed
// it.
func (l *loop) touch(w *watch) {
	if w != nil && w.active && !w.touched {
		w.touched = true
		l.touched = append(l.touched, w)
	}
}

// change touches whatever has read s, because of the event of a record; if that is nil,
// because of something else. What an event cannot change is not touched: a condition that
// asks when runs have started does not care how they end.
func (l *loop) change(s *source, rec *Record) {
	var event *Ref
	for _, w := range s.readers {
		if rec != nil && !w.heeds(s, rec.Event) {
			continue
		}
		if rec != nil && event == nil {
			event = &Ref{Task: rec.Task, RunID: rec.RunID, Event: rec.Event}
		}
		w.event = telling(w.event, event)
		l.touch(w)
	}
}

// heeds reports whether an event can change what w has read of s.
func (w *watch) heeds(s *source, event Event) bool {
	i := slices.IndexFunc(w.reads, func(r reading) bool { return r.source == s })
	return i < 0 || w.reads[i].heeds&event != 0
}

// hasRead reports whether w is a reader of s.
func (w *watch) hasRead(s *source) bool {
	return slices.ContainsFunc(w.reads, func(r reading) bool { return r.source == s })
}

// telling returns which of two events is the cause of what is observed after both. That
// a run starts does not take the place of an outcome that was not looked at yet.
func telling(earlier, later *Ref) *Ref {
	if earlier != nil && later != nil && later.Event == Started {
		return earlier
	}
	return later
}

func (l *loop) touchAll() {
	for _, t := range l.s.order {
		l.touch(&t.start)
		l.touch(t.end)
	}
	l.touch(&l.shut)
}

// observe asks the condition of w, files the answer under its expiry and under what
// was read, and does what the answer asks for.
func (l *loop) observe(w *watch) error {
	o, turn, event := l.observationFor(w), w.turn, w.event
	w.event = nil
	state, err := l.ask(w, o)
	if !w.active || w.turn != turn || errors.Is(err, errLeftBehind) {
		return nil // nobody needs the answer any more
	}
	if err == nil {
		if len(l.failing) > 0 { // the name costs
			l.recovered(w, condFailure, "of", w.name())
		}
	} else if err = l.condFailed(w, err); err != nil {
		return err
	}
	if !state.Until.IsZero() && !state.Until.After(o.Now) {
		state.Until = o.Now.Add(l.s.facts.CycleSleep)
	}
	state = l.suppose(w, state)
	l.s.observed++
	l.looks++
	if w.held = w.asked && w.state.Holds; !w.held {
		w.cause = event
		if w.event != nil { // it came while the condition was asked, which may have seen it
			w.cause = telling(event, w.event)
		}
	}
	if w.obstacle != unhindered && !state.Holds {
		l.miss(w)
	}
	if !w.asked || w.state.Holds || state.Holds {
		w.became = w.since(o.Now)
	}
	w.state, w.asked = state, true
	l.enqueue(w)
	l.reread(w, o)
	l.act(w)
	return nil
}

// lookAgain observes a start condition at the very instant of a start. If it is false
// then, it has not held without a break, whatever the next look shows: an `every` that
// is due again by then. What is not plain is not asked for that.
func (l *loop) lookAgain(w *watch) {
	if !w.active || !w.state.Holds {
		return
	}
	o := l.plainly(w.task)
	s, err := o.whole(w.condition)
	o.PlainOnly = false
	if err == nil && !s.Holds && !s.Unknown {
		w.state, w.event, w.touched, w.supposed = s, nil, false, false
		l.enqueue(w)
		l.reread(w, o)
	}
}

// plainly returns the observation of the loop, on behalf of a task at this instant, which
// asks nothing but plain conditions until PlainOnly is taken back.
func (l *loop) plainly(t *task) *Observation {
	o := &l.observation
	o.Now, o.task, o.owner, o.reads = l.now, t.history, &t.handle, o.reads[:0]
	o.PlainOnly, o.waits = true, time.Time{}
	return o
}

// observationFor returns an observation for the condition of w at this instant.
func (l *loop) observationFor(w *watch) *Observation {
	o := &l.observation
	if l.isBeside(w) {
		o = &Observation{facts: l.s.facts, session: l.s, beside: w}
		o.ctx = l.unstopped
		if w.outlasts() {
			o.ctx = l.unforced
		}
		if l.s.config().ForceStatusFromLogs && l.late == nil {
			o.log, o.from = l.s.runLog, l.s.facts.from(l.now)
		}
	}
	o.Now, o.task, o.owner, o.reads = l.now, &l.s.facts.nobody, nil, o.reads[:0]
	o.waits = w.waits()
	if w.task != nil {
		o.task, o.owner = w.task.history, &w.task.handle
	}
	return o
}

// outlasts reports whether the answer of w is needed when the session shuts down.
func (w *watch) outlasts() bool {
	return w.role == untilRole || w.task != nil && w.task.OnShutdown
}

// isBeside reports whether the condition of w is observed beside the loop.
func (l *loop) isBeside(w *watch) bool { return !w.plain || l.s.config().ForceStatusFromLogs }

// ask observes the condition of w: the loop itself, or a goroutine beside it. An
// answer is not waited for when the session shuts down.
func (l *loop) ask(w *watch, o *Observation) (state State, err error) {
	if o.beside == nil {
		return o.whole(w.condition)
	}
	state, err = l.askBeside(w, o)
	if o.log == nil || errors.Is(err, errLeftBehind) {
		return state, err
	}
	if o.err == nil {
		l.readable()
	} else if l.unreadable(o.err) {
		o.log, o.err = nil, nil
		state, err = l.askBeside(w, o)
	}
	o.present = true
	state.Until = Earlier(state.Until, o.Now.Add(o.facts.CycleSleep))
	return state, err
}

// askBeside observes the condition of w in a goroutine beside the loop.
func (l *loop) askBeside(w *watch, o *Observation) (State, error) {
	// Nobody reads the answer of what is left behind.
	c, answer := w.condition, &State{Unknown: true, Until: o.Now.Add(o.facts.CycleSleep)}
	err := l.beside("condition of "+w.name(), func() error {
		s, err := o.whole(c)
		if o.err != nil {
			s, err = State{Unknown: true}, o.err
		}
		*answer = s
		return err
	}, l.serve, func() bool { return l.stopping && !w.outlasts() })
	if errors.Is(err, errLeftBehind) {
		return State{}, err
	}
	return *answer, err
}

// condFailed decides whether the failure of a condition, or of a part of it, stops the
// scheduler. It returns the error with which the scheduler stops, or nil.
func (l *loop) condFailed(w *watch, err error) error {
	if !l.s.config().SilenceCondCheck {
		return fmt.Errorf("condition of %s: %w", w.name(), err)
	}
	l.failed(w, condFailure, err, "of", w.name())
	return nil
}

// name says in words whose condition w is.
func (w *watch) name() string {
	if w.task == nil {
		return "shut_cond"
	}
	return "task " + w.task.Name
}

// reread keeps the index from what was read to who read it. What was read beside the loop
// any event may have changed.
func (l *loop) reread(w *watch, o *Observation) {
	same := slices.EqualFunc(w.reads, o.reads, func(r reading, s *source) bool {
		return r.source == s
	})
	if !same {
		for _, r := range w.reads {
			r.remove(w)
		}
		w.reads = w.reads[:0]
		for _, s := range o.reads {
			w.reads = append(w.reads, reading{source: s})
			s.readers = append(s.readers, w)
		}
	}
	for i := range w.reads {
		r := &w.reads[i]
		if r.heeds = r.asked; o.beside != nil {
			r.heeds = AnyEvent
		}
	}
}

// since returns the instant at which the condition of w became true, should it
// be found to hold now: the expiry of the last answer where that was false and
// has expired.
func (w *watch) since(now time.Time) time.Time {
	last := w.state
	if w.asked && !last.Holds && !last.Until.IsZero() && !last.Until.After(now) {
		return last.Until
	}
	return now
}

// A rank is a watch with what decides its turn. Sorting looks at nothing else: that watches
// and tasks lie all over the memory costs most if ten thousand of them are due.
type rank struct {
	priority int
	watch    *watch
	seq      int32
	role     role
}

// sortWatches sorts by what the answer is for (an end condition first), then by the priority of the
// task.
func sortWatches(watches []*watch) {
	if len(watches) < 2 {
		return
	}
	var few [32]rank // mostly enough
	ranks := slices.Grow(few[:0], len(watches))
	for _, w := range watches {
		r := rank{watch: w, role: w.role}
		if w.task != nil {
			r.priority, r.seq = w.task.Priority, w.task.seq
		}
		ranks = append(ranks, r)
	}
	slices.SortFunc(ranks, func(a, b rank) int {
		if a.role != b.role {
			return int(b.role) - int(a.role)
		}
		return cmp.Or(cmp.Compare(b.priority, a.priority), int(a.seq)-int(b.seq))
	})
	for i, r := range ranks {
		watches[i] = r.watch
	}
}
