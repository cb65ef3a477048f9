// Package simulate tells what a schedule will do.
//
// A simulation is a session of package runtime: its loop, its queue, its retries and holds.
// Only the world around it is replaced (see [rocket.WithWorld]). The clock stands still while
// anything happens, and jumps to the next instant at which something is due. Actions are not
// done: a run takes the time, and has the outcome, that is assumed of it. Metatasks do what
// they do. What the session appends to its run log is the stream of events.
//
// A condition that only the world can answer (a Go function, a sensor) is what is assumed of
// it. If nothing is, it is not known: a run that starts because the whole start condition is
// not known is one that may happen, and so are all that follow from it. After such a run the
// condition counts as false until it has been known once.
//
// Everything happens in one goroutine, and two simulations of the same schedule have the same
// events.
package simulate

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"log/slog"
	"slices"
	"time"

	rocket "github.com/rocketc/rocketc/runtime"
)

// A Simulation is a schedule, a span of time, and what is assumed.
type Simulation struct {
	// Schedule is what is simulated. It is not changed.
	Schedule *rocket.Schedule
	// From is when the program starts, To is when the simulation ends: what happens at To
	// is no part of it.
	From, To time.Time
	// Zone is an IANA name, for a schedule that names no time zone; empty: the system's.
	Zone string
	// Fixed has locations that conditions see instead of time zones, by the names of these:
	// to find out what would happen if a clock were not changed.
	Fixed map[string]*time.Location
	Assumptions
	// Params are the values of session parameters that take the place of the schedule's.
	Params map[string]any
	// Before stands for what has happened before the History: the records that a run log no
	// longer has.
	Before rocket.Summary
	// History is what has happened before From, oldest first. A run that is live by then
	// succeeds at From.
	History []rocket.Record
	// MaxRuns is how many runs may start, and MaxOfTask of one task; zero: 5,000,000, and
	// 1,000,000.
	MaxRuns, MaxOfTask int
	// Stopped, if it is not nil, has the simulation go on if there are too many runs: the task
	// that has too many, or of all tasks the one that has most, starts by itself no more, and
	// Stopped is told when it has started last.
	Stopped func(*CutOff)
	// LongestSleep is how long the scheduler sleeps at most while nothing is due; zero: a minute,
	// as in a program. A condition that asks how many cycles there were sees fewer with more.
	LongestSleep time.Duration
	// Context ends the simulation before its time, with an error, if it is done; nil: nothing
	// does.
	Context context.Context

	thins bool // tasks that run often start less and less often
}

// The limits of a simulation that names none.
const (
	maxRuns   = 5_000_000
	maxOfTask = 1_000_000
	maxRounds = 50_000_000
)

// A CutOff is the error of a simulation with too many runs.
type CutOff struct {
	// At is the instant of the last run.
	At time.Time
	// Runs is how many runs have started, of the Task, or of all tasks if it is empty.
	Runs int
	Task string
	// Rounds is how many rounds of the scheduler there were, if they were too many; else 0.
	Rounds int
}

// Error says how many runs there were, and until when.
func (c *CutOff) Error() string {
	of := ""
	switch {
	case c.Rounds > 0:
		of = fmt.Sprintf(", and %d rounds of the scheduler", c.Rounds)
	case c.Task != "":
		of = fmt.Sprintf(" of task %q", c.Task)
	}
	return fmt.Sprintf("cut off at %s, after %d runs%s",
		c.At.Format("2006-01-02 15:04:05"), c.Runs, of)
}

// Events returns what happens, in order. If the simulation fails, the error comes last, with
// a zero event: a [*CutOff] if there were too many runs.
func (s *Simulation) Events() iter.Seq2[Event, error] {
	return func(yield func(Event, error) bool) {
		if err := s.run(yield); err != nil {
			yield(Event{}, err)
		}
	}
}

// Check returns the error that a simulation has before anything happens: an assumption about
// what the schedule does not have, for one.
func (s *Simulation) Check() error {
	_, err := s.ready()
	return err
}

// ready makes the world of the simulation, with its session.
func (s *Simulation) ready() (*world, error) {
	w := newWorld(s, newAssumer(s.Assumptions, s.Fixed))
	if err := w.assume.check(w.schedule); err != nil {
		return nil, err
	}
	return w, w.open()
}

// errEnough ends a simulation whose events nobody wants any more.
var errEnough = errors.New("enough")

func (s *Simulation) run(yield func(Event, error) bool) error {
	if !s.To.After(s.From) {
		return fmt.Errorf("the span ends at %v, before it begins at %v", s.To, s.From)
	}
	w, err := s.ready()
	if err != nil {
		return err
	}
	w.emit = func(e Event) error {
		if !yield(e, nil) {
			return errEnough
		}
		return nil
	}
	w.until = s.To
	w.reached = func() { w.end(nil) }
	if err = w.session.Run(context.Background()); err == nil {
		err = w.err
	}
	if errors.Is(err, errEnough) {
		return nil
	}
	return err
}

// newWorld makes the world of a simulation, without a session.
func newWorld(s *Simulation, assume *assumer) *world {
	w := &world{
		clock: clock{now: s.From.Round(0)}, assume: assume, tasks: map[string]*actor{},
		maxRuns: s.MaxRuns, maxOfTask: s.MaxOfTask, maxRounds: maxRounds,
		ctx: context.Background(), thins: s.thins, begin: s.From, stopped: s.Stopped,
		longestSleep: cmp.Or(s.LongestSleep, rocket.LongestSleep),
	}
	if s.Context != nil {
		w.ctx = s.Context
	}
	if w.maxRuns <= 0 {
		w.maxRuns = maxRuns
	}
	if w.maxOfTask <= 0 {
		w.maxOfTask = maxOfTask
	}
	w.schedule = w.suppose(s)
	w.log.world = w
	w.log.before = s.Before
	w.log.seed = slices.Clip(finished(s.Before.Live(), s.History, s.From))
	return w
}

// open makes a session, which knows what the run log has. The histories keep what the
// conditions asked look back on.
func (w *world) open(asked ...rocket.Condition) (err error) {
	w.over = false
	w.session, err = rocket.New(w.schedule, rocket.WithWorld(w, asked...),
		rocket.WithRunLog(&w.log), rocket.WithLogger(slog.New(slog.DiscardHandler)))
	return err
}

// finished returns a history in which the live runs succeed at an instant, also those that were
// live before it.
func finished(before, history []rocket.Record, at time.Time) []rocket.Record {
	live := map[rocket.Ref]rocket.Record{}
	var order []rocket.Ref
	for _, r := range slices.Concat(before, history) {
		run := rocket.Ref{Task: r.Task, RunID: r.RunID}
		switch r.Event {
		case r.Event & rocket.Noted: // it is of no run
		case rocket.Started:
			live[run] = r
			order = append(order, run)
		default:
			delete(live, run)
		}
	}
	for _, run := range order {
		if r, is := live[run]; is {
			r.Event, r.Created, r.End = rocket.Succeeded, at, at
			r.Duration = at.Sub(r.Start)
			history = append(history[:len(history):len(history)], r)
			delete(live, run)
		}
	}
	return history
}
