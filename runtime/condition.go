package rocket

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"time"
)

// A Condition is a statement about the session that is true, false, or not known.
//
// Observe reports whether it holds at o.Now, and until when that answer stands
// if nothing happens in the session: strictly before that instant, observing
// again without an event in anything that was read through o gives the same
// answer. An error means that the truth could not be found out: the condition is not
// known then, whatever the state says. A condition asks its parts by [Observation.Ask].
//
// Conditions are plain data: Observe must not change them, and may be called
// for several tasks and sessions with the same value.
type Condition interface {
	Observe(o *Observation) (State, error)
}

// State is a truth with an expiry date.
type State struct {
	// Holds is the truth; false if it is not known.
	Holds bool
	// Unknown says that the truth is not known: neither the condition nor its
	// opposite holds.
	Unknown bool
	// Until is the first instant at which the truth may change by the clock
	// alone. The zero time means never: only an event can change it.
	Until time.Time
}

// Earlier returns the earlier of two expiries, in which the zero time is later
// than any other.
func Earlier(a, b time.Time) time.Time {
	if a.IsZero() || (!b.IsZero() && b.Before(a)) {
		return b
	}
	return a
}

// A Composite is a condition made of others. Parts returns them in the order
// in which they are written.
type Composite interface {
	Condition
	Parts() []Condition
}

// A Retrospective condition counts events of the past. LookBack calls visit
// with each task it reads ("" for the task it is set on) and how far back it
// looks; the session forgets what no condition looks at.
type Retrospective interface {
	Condition
	LookBack(visit func(task string, span time.Duration))
}

// An Observation is one look at the session, at one instant, on behalf of one
// task. It notes what is read through it. The zero value is a look at a session in
// which there is nothing and nothing has happened.
type Observation struct {
	// Now is the instant of the observation, in the session's time zone and
	// without a monotonic reading.
	Now time.Time
	// PlainOnly says that only [Plain] conditions are asked. The others are not known,
	// and never expire.
	PlainOnly bool

	facts   *Facts
	session *Session // nil: facts stand alone
	ctx     context.Context
	owner   *Task
	task    *History
	reads   []*source
	beside  *watch    // it is observed beside the loop; nil: on the loop, or without one
	present bool      // the answer is one for the present only
	waits   time.Time // see WaitsSince

	standing standing // of the answer of the Go function that is asked
	failures []error  // of the condition that is observed, and its parts

	log      RunLog    // nil: histories are not read from the log each time
	from     time.Time // conditions look at single records from then on
	logFacts *Facts    // of the log, once read for this observation
	err      error     // that kept the log from being read
}

// Ask observes a part of the condition that is being observed. A part that fails or
// panics is not known, and is asked again at NextAsk; its error reaches the one who
// observes the whole, even if other parts decide the answer.
func (o *Observation) Ask(part Condition) State {
	if _, plain := part.(Plain); o.PlainOnly && !plain {
		return State{Unknown: true}
	}
	s, err := observe(part, o)
	if err != nil {
		o.failures = append(o.failures, err)
		s = State{Unknown: true, Until: o.NextAsk()}
	}
	s.Holds = s.Holds && !s.Unknown
	return s
}

// observe asks a condition; a panic in it is an error.
func observe(c Condition, o *Observation) (s State, err error) {
	defer failOnPanic(&err)
	return c.Observe(o)
}

// whole observes a condition that is no part of another. The state is the answer even
// if there is an error: what is known in spite of it.
func (o *Observation) whole(c Condition) (State, error) {
	o.failures = nil
	s := o.Ask(c)
	if len(o.failures) == 1 {
		return s, o.failures[0]
	}
	return s, errors.Join(o.failures...)
}

// look has f read the facts while nothing changes them.
func (o *Observation) look(f func()) {
	o.init()
	if o.beside == nil {
		f()
		return
	}
	o.session.mail.ask(f)
}

// init makes facts for the zero value.
func (o *Observation) init() {
	if o.facts == nil {
		o.facts = NewFacts()
	}
}

// History returns the history of a task, or of the task that the condition is set
// on if name is empty. A task that is not known has an empty history.
func (o *Observation) History(name string) *History {
	if o.beside == nil {
		return o.history(name)
	}
	return o.historyBeside(name)
}

func (o *Observation) history(name string) *History {
	o.init()
	h := o.task
	if name != "" || h == nil {
		h = o.facts.History(name)
	}
	o.read(&h.source, 0) // the methods of h say what
	return h
}

// historyBeside returns a copy of a history, for what is observed beside the loop.
func (o *Observation) historyBeside(name string) (h *History) {
	o.session.mail.ask(func() { h = o.history(name).copy() })
	if o.log != nil {
		return o.logged(h)
	}
	return h
}

// Param returns the value of a session parameter, and whether there is one.
func (o *Observation) Param(name string) (value any, ok bool) {
	o.look(func() {
		p := o.facts.param(name)
		o.read(&p.source, AnyEvent)
		value, ok = p.value, p.set
	})
	return value, ok
}

// Returned returns what the latest successful run of a task returned, and
// whether there was one.
func (o *Observation) Returned(task string) (value any, ok bool) {
	o.look(func() {
		o.read(&o.facts.History(task).source, AnyEvent)
		value, ok = o.facts.returned(task)
	})
	return value, ok
}

// Session returns the session, nil if facts stand alone.
func (o *Observation) Session() *Session { return o.session }

// Task returns the task that the condition is set on, or nil.
func (o *Observation) Task() *Task { return o.owner }

// Started returns the instant at which the scheduler started.
func (o *Observation) Started() (at time.Time) {
	o.look(func() { at = o.facts.Started })
	return at
}

// Cycles returns how many rounds the scheduler has completed.
func (o *Observation) Cycles() (n int) {
	o.present = true
	o.look(func() { n = o.facts.Cycles })
	return n
}

// NextAsk returns the instant at which something that can only be asked (a Go
// function, the number of cycles) is to be asked again: one cycle_sleep from
// now.
func (o *Observation) NextAsk() (at time.Time) {
	o.present = true
	o.look(func() { at = o.Now.Add(o.facts.CycleSleep) })
	return at
}

// Context returns the context for what the condition does: that with which the
// session runs, without its end. It is done when the answer is no longer needed. A function
// that gets it may say how long its answer stands, by [AnswerStands].
func (o *Observation) Context() context.Context {
	ctx := o.ctx
	if ctx == nil {
		ctx = context.Background()
	}
	return context.WithValue(ctx, standingKey{}, o)
}

// Logger returns the session's logger, or the default one if facts stand alone.
func (o *Observation) Logger() *slog.Logger {
	if o.session == nil {
		return slog.Default()
	}
	return o.session.logger
}

func (o *Observation) scope() scope { return scope{session: o.session, task: o.owner} }

// read notes that s was read, so that events may change the answer. What is observed beside
// the loop counts as a reader at once, because s may change before the answer is there.
func (o *Observation) read(s *source, heeds Event) {
	if slices.Contains(o.reads, s) {
		s.asked |= heeds
		return
	}
	s.asked = heeds
	o.reads = append(o.reads, s)
	if w := o.beside; w != nil && w.active && !w.hasRead(s) {
		w.reads = append(w.reads, reading{s, AnyEvent})
		s.readers = append(s.readers, w)
	}
}

// A source is something that can change by an event and that conditions read.
type source struct {
	readers []*watch
	// asked are the events that can change what the latest observation on the loop has read.
	asked Event
}

// A reading is a source that a condition has read, with the events that can change what it
// has read of it.
type reading struct {
	*source
	heeds Event
}

func (s *source) remove(w *watch) {
	for i, r := range s.readers {
		if r == w {
			last := len(s.readers) - 1
			s.readers[i] = s.readers[last]
			s.readers[last] = nil
			s.readers = s.readers[:last]
			return
		}
	}
}
