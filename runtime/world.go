package rocket

import (
	"context"
	"maps"
	"time"

	"github.com/rocketc/rocketc/runtime/process"
)

// A World is the clock of a simulated session, and says what its runs do: see [WithWorld].
// Its methods are called in the goroutine of [Session.Run].
type World interface {
	// Now returns the instant. It changes in Sleep only, and never backwards.
	Now() time.Time
	// Sleep lets time pass: d, or less if awake returns true after a function of
	// AfterFunc was called.
	Sleep(d time.Duration, awake func() bool)
	// AfterFunc has f called in Sleep, when d has passed.
	AfterFunc(d time.Duration, f func()) Timer
	// Supposes reports whether a start condition that is not known counts as true, once,
	// until it is known again. If not, it starts nothing, as in any session.
	Supposes() bool
	// Due is called when the start condition of a task has become true, or is supposed to be,
	// and a run is about to start, before that is in the history. s is the answer of the
	// condition, whose parts may be asked with o until Due returns.
	Due(r *Run, s State, o *Observation)
	// Perform is called when a run begins, and says what it does.
	Perform(r *Run) Performance
}

// A Timer calls a function later. Stop and Reset are those of a [time.Timer].
type Timer interface {
	Stop() bool
	Reset(d time.Duration) bool
}

// A Performance is what a simulated run does. The zero value succeeds at once.
type Performance struct {
	// Takes is how long the run takes; if it is negative, until something else ends it.
	Takes time.Duration
	// Value is what the run returns, and Err why it fails; [ErrInaction] is no failure.
	Value any
	Err   error
	// Crashes says that the run ends as if its program had died.
	Crashes bool
	// Do, if it is not nil, is called when the run begins, and returns Value and Err. The clock
	// of the session stands still meanwhile.
	Do func(*Run) (any, error)
}

// WithWorld simulates the session: w is its clock, the actions of tasks are not done but
// take the time and have the outcome that w says, and everything happens in the goroutine of
// [Session.Run]. Only metatasks do what they do. The loop logs nothing. The histories keep what
// the conditions asked look back on; see [Session.Observer].
//
// It is made for package simulate; docs/stability.md does not promise it.
func WithWorld(w World, asked ...Condition) Option {
	return with("WithWorld", w == nil, func(o *options) { o.world, o.asked = w, asked })
}

// Observer returns an observation of a simulated session, on behalf of no task, at an instant.
// It may be called, and used, in [World.Sleep], and while [Session.Run] does not run.
func (s *Session) Observer(now time.Time) *Observation {
	o := s.facts.observation("")
	o.Now, o.session = now.In(s.zone), s
	return &o
}

// keepAsked makes histories keep what conditions look back on that are asked on behalf of no
// task.
func (s *Session) keepAsked(asked []Condition) error {
	for _, c := range asked {
		e, err := s.bound(examine(c), s.values)
		if err != nil {
			return s.hideError(err)
		}
		s.keepSpans("", &e)
	}
	return nil
}

// A timekeeper tells the time that nobody sets, and calls functions later.
type timekeeper struct{ world World } // nil: the system's

func (k timekeeper) now() time.Time {
	if k.world != nil {
		return k.world.Now()
	}
	return time.Now()
}

// until returns how long it is until an instant.
func (k timekeeper) until(at time.Time) time.Duration { return at.Sub(k.now()) }

// after has f called when d has passed.
func (k timekeeper) after(d time.Duration, f func()) Timer {
	if k.world != nil {
		return k.world.AfterFunc(d, f)
	}
	return time.AfterFunc(d, f)
}

// simulated reports whether the world is a simulation.
func (k timekeeper) simulated() bool { return k.world != nil }

// announceDue tells the world that a run is about to start because of its start condition.
func (l *loop) announceDue(r *Run) {
	if l.s.simulated() {
		o, s := l.plainly(r.task), r.task.start.state
		o.PlainOnly = false
		l.s.world.Due(r, s, o)
		r.task.start.supposed = s.Unknown
	}
}

// suppose makes a start condition that is not known one that holds, in a simulation that
// supposes so, until a run has started because of that.
func (l *loop) suppose(w *watch, s State) State {
	switch {
	case w.role != startRole || !l.s.simulated() || !l.s.world.Supposes():
	case !s.Unknown:
		w.supposed = false
	case !w.supposed:
		s.Holds = true
	}
	return s
}

// play begins a run as the world says.
func (l *loop) play(r *Run) {
	if _, steers := r.spec.Action.(Do); steers {
		r.carryOut()
		return
	}
	p, over := l.s.world.Perform(r), false
	if p.Do != nil {
		p.Err = guard(func() (err error) { p.Value, err = p.Do(r); return err })
	}
	finish := func() {
		if over {
			return
		}
		over = true
		r.outcome.value, r.outcome.err = p.Value, p.Err
		if r.judge(); p.Crashes {
			r.outcome.event = Crashed
		}
		r.report()
	}
	r.cancelled = finish
	if p.Takes >= 0 {
		l.s.after(p.Takes, finish) // even if that is no time: the loop sleeps first
	}
	if r.cause() != nil {
		finish()
	}
	if r.executor.stands {
		l.standFor(&over)
	}
}

// ActIn does the action of a run of a simulated session in a process of a program that was made
// of the same schedule, and returns what the action returns. params are session parameters whose
// values are others than the program's. If ctx is done first, the process is ended. It is called
// by [Performance].Do, and made for that, as [WithWorld] is.
func ActIn(ctx context.Context, program string, r *Run, params map[string]any) (any, error) {
	order, err := r.simulatedOrder(params)
	if err != nil {
		return nil, err
	}
	reply, err := r.session.processes.Call(ctx, process.Call{
		Program: program, Name: r.spec.Name, Args: order, ID: r.ID, Grace: r.grace(),
	})
	if err != nil {
		return nil, err
	}
	return readReport(reply)
}

// simulatedOrder is what the process of a simulated run is told, of which the session does not
// know what arguments its action has: all parameters that were set, and all that tasks have
// returned.
func (r *Run) simulatedOrder(params map[string]any) (text []byte, err error) {
	params, returns := maps.Clone(params), map[string]any{}
	if params == nil {
		params = map[string]any{}
	}
	maps.Copy(params, r.session.params.Load().set)
	for _, t := range r.session.order {
		if v, ok := r.session.facts.returned(t.Name); ok {
			returns[t.Name] = v
		}
	}
	return r.orderWith(params, returns)
}

// standFor lets time pass until a simulated run is over for which the loop stands still.
func (l *loop) standFor(over *bool) {
	for !*over {
		l.s.world.Sleep(LongestSleep, func() bool { return *over || l.s.mail.hasMail() })
		l.take()
	}
}

// aside does f in a goroutine of its own, or here in a simulation.
func (s *Session) aside(f func()) {
	if s.simulated() {
		f()
	} else {
		go f()
	}
}
