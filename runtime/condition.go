package rocket

import (
	"context"
	"log/slog"
	"time"
)

// A Condition is a statement about the session that is true or false.
//
// Observe reports whether it holds at o.Now, and until when that answer stands
// if nothing happens in the session: strictly before that instant, observing
// again without an event in anything that was read through o gives the same
// answer. An error means that the truth could not be found out.
//
// Conditions are plain data: Observe must not change them, and may be called
// for several tasks and sessions with the same value.
type Condition interface {
	Observe(o *Observation) (State, error)
}

// State is a truth with an expiry date.
type State struct {
	// Holds is the truth.
	Holds bool
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

// lookBack visits every retrospective condition in the tree of c.
func lookBack(c Condition, visit func(task string, span time.Duration)) {
	if r, ok := c.(Retrospective); ok {
		r.LookBack(visit)
	}
	if t, ok := c.(Composite); ok {
		for _, part := range t.Parts() {
			lookBack(part, visit)
		}
	}
}

// An Observation is one look at the session, at one instant, on behalf of one
// task. It notes what is read through it.
type Observation struct {
	// Now is the instant of the observation, in the session's time zone and
	// without a monotonic reading.
	Now time.Time

	facts   *Facts
	session *Session // nil where facts stand alone
	ctx     context.Context
	owner   *Task
	task    *History
	reads   []*source

	log     RunLog   // where histories are to be read from it each time
	records []Record // of the log, once read for this observation
	err     error    // that kept the log from being read
}

// History returns the history of a task, or of the task that the condition is
// set on where name is empty. A task that is not known has an empty history.
func (o *Observation) History(name string) *History {
	h := o.task
	if name != "" {
		h = o.facts.History(name)
	}
	o.read(&h.source)
	if o.log != nil {
		o.reload(h)
	}
	return h
}

// Param returns the value of a session parameter, and whether there is one.
func (o *Observation) Param(name string) (any, bool) {
	p := o.facts.param(name)
	o.read(&p.source)
	return p.value, p.set
}

// Returned returns what the latest successful run of a task returned, and
// whether there was one.
func (o *Observation) Returned(task string) (any, bool) {
	o.read(&o.facts.History(task).source)
	return o.facts.returned(task)
}

// Session returns the session, nil where facts stand alone.
func (o *Observation) Session() *Session { return o.session }

// Task returns the task that the condition is set on, or nil.
func (o *Observation) Task() *Task { return o.owner }

// Started returns the instant at which the scheduler started.
func (o *Observation) Started() time.Time { return o.facts.Started }

// Cycles returns how many rounds the scheduler has completed.
func (o *Observation) Cycles() int { return o.facts.Cycles }

// NextAsk returns the instant at which something that can only be asked (a Go
// function, the number of cycles) is to be asked again: one cycle_sleep from
// now.
func (o *Observation) NextAsk() time.Time { return o.Now.Add(o.facts.CycleSleep) }

// Context returns the context with which the session runs, or the background's
// where facts stand alone.
func (o *Observation) Context() context.Context {
	if o.ctx == nil {
		return context.Background()
	}
	return o.ctx
}

// Logger returns the session's logger, or the default one where facts stand
// alone.
func (o *Observation) Logger() *slog.Logger {
	if o.session == nil {
		return slog.Default()
	}
	return o.session.logger
}

func (o *Observation) scope() scope {
	return scope{session: o.session, task: o.owner, loop: true}
}

func (o *Observation) read(s *source) {
	for _, r := range o.reads {
		if r == s {
			return
		}
	}
	o.reads = append(o.reads, s)
}

// A source is something that can change by an event and that conditions read.
type source struct{ readers []*watch }

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
