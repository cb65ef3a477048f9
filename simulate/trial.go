package simulate

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/rocketc/rocketc/diag"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/spelling"
)

// Run plays the test with a schedule, which is not changed. After an expectation that did not
// come true the script goes on.
// If ctx is done before the end of the script, that is a failure.
func (t *Test) Run(ctx context.Context, s *rocket.Schedule) *Result {
	tr := newTrial(t, s)
	tr.ctx = ctx
	if err := tr.play(); err != nil {
		at := t.Span
		if tr.run != nil {
			at = tr.run.Span
		}
		tr.fail(at, err.Error(), tr.story())
	}
	tr.result.Runs, tr.result.Count = tr.kept, tr.total
	return tr.result
}

// A trial is a test that is being played. Time passes in a session, and without one while the
// program is off, or has ended by itself.
type trial struct {
	*world
	test   *Test
	result *Result
	steps  []Step
	asked  []rocket.Condition // by the expectations
	at     time.Time          // how far the script has come
	run    *RunStep           // the latest; nil: none yet
	offs   []OffStep          // those that are not over
	dark   bool               // the program is off
	again  bool               // the program has been off, and starts anew
	ended  bool               // the program has ended by itself
	done   bool               // the script is at its end

	usual map[string]rocket.Performance         // what runs of a task do that nth does not name
	nth   map[string]map[int]rocket.Performance // counted from 1
	set   map[string]bool                       // conditions of which something is assumed
	chronicle
}

// The limits of a test, and of one in which the program is off for some time.
const (
	maxTestRuns   = 5_000_000
	maxTestOfTask = 100_000
	maxLoggedRuns = 1_000_000
)

// newTrial makes the trial of a test.
func newTrial(t *Test, s *rocket.Schedule) *trial {
	assume := newAssumer(Assumptions{}, nil)
	assume.strict = true
	tr := &trial{test: t, result: &Result{}, steps: slices.Clone(t.Steps), at: t.At,
		usual: map[string]rocket.Performance{}, nth: map[string]map[int]rocket.Performance{},
		set: map[string]bool{}, chronicle: chronicle{live: map[rocket.Ref]*Run{}}}
	for _, step := range t.Steps {
		if step, ok := step.(AssumeStep); ok && assume.truths[step.Of] == nil {
			assume.truths[step.Of] = new(Truth)
		}
	}
	zoned := *s
	zoned.Config.Timezone = t.Zone
	tr.world = newWorld(&Simulation{Schedule: &zoned, From: t.At, Params: t.Params,
		MaxRuns: maxTestRuns, MaxOfTask: maxTestOfTask}, assume)
	if tr.keepLog(); tr.log.keeps {
		tr.maxRuns = maxLoggedRuns
	}
	tr.emit, tr.reached = tr.happen, tr.stop
	for i, step := range tr.steps {
		if step, ok := step.(ExpectStep); ok {
			step.Cond = assume.condition(step.Cond)
			tr.asked = append(tr.asked, step.Cond)
			tr.steps[i] = step
		}
	}
	return tr
}

// happen takes what happens.
func (t *trial) happen(e Event) error {
	if t.test.Each != nil {
		t.test.Each(e)
	}
	return t.note(e)
}

// keepLog keeps what happens from now on, if the program will be off, and start anew.
func (t *trial) keepLog() {
	t.log.keeps = len(t.offs) > 0 || slices.ContainsFunc(t.steps, func(step Step) bool {
		_, off := step.(OffStep)
		return off
	})
}

// play plays the script to its end.
func (t *trial) play() error {
	if t.test.CallsGo() && t.test.Call == nil {
		return errNoCall
	}
	err := t.open(t.asked...)
	for t.reach(); !t.done && err == nil; {
		if t.dark || t.ended {
			t.at = t.next()
			t.reach()
		} else {
			t.until = t.next()
			t.assume.until = t.until
			if err = t.session.Run(context.Background()); err == nil {
				err = t.err
			}
			t.ended = !t.over
		}
		if t.again && !t.dark && !t.done && err == nil {
			t.again, t.ended, t.clock = false, false, clock{now: t.at}
			t.keepLog()
			err = t.open(t.asked...)
		}
	}
	return err
}

// stop is called in the session when it has come to where something is to be done. It goes on
// with the script, and while the program is off lets time pass without the session.
func (t *trial) stop() {
	t.at = t.until
	for t.reach(); t.dark && !t.done; t.reach() {
		t.at = t.next()
	}
	if t.done || t.again {
		t.end(nil)
		return
	}
	t.until = t.next()
	t.assume.until = t.until
}

// next returns the next instant at which something is to be done.
func (t *trial) next() time.Time {
	next := t.run.Until
	if len(t.offs) == 0 {
		return next
	}
	off := t.offs[0].From
	if t.dark {
		off = t.offs[0].Until
	}
	if off.Before(next) {
		return off
	}
	return next
}

// reach does what is to be done at the instant to which the script has come.
func (t *trial) reach() {
	if t.dark && !t.offs[0].Until.After(t.at) {
		t.dark, t.again, t.offs = false, true, t.offs[1:]
	}
	if t.run == nil || !t.run.Until.After(t.at) {
		t.goOn()
	}
	if len(t.offs) > 0 && !t.offs[0].From.After(t.at) {
		t.dark = true
	}
}

// goOn plays the script up to the next step that lets time pass.
func (t *trial) goOn() {
	for len(t.steps) > 0 {
		step := t.steps[0]
		t.steps = t.steps[1:]
		switch step := step.(type) {
		case AssumeStep:
			*t.assume.truths[step.Of] = step.Truth
			t.set[step.Of] = true
		case OutcomeStep:
			t.give(step)
		case OffStep:
			t.offs = append(t.offs, step)
		case ExpectRunsStep:
			t.compare(step)
		case ExpectStep:
			t.ask(step)
		case RunStep:
			if open := t.unassumed(); open != "" {
				t.fail(step.Span, open, nil)
				t.done = true
				return
			}
			t.run = &step
			t.forget(t.at)
			return
		}
	}
	t.done = true
}

// fail notes what is wrong at a place of the test.
func (t *trial) fail(at diag.Span, text string, story []string) {
	t.result.Failures = append(t.result.Failures, Failure{Span: at, Text: text, Story: story})
}

// unassumed says of which conditions something has to be assumed and is not; empty if of none.
func (t *trial) unassumed() string {
	open := slices.Clone(t.assume.open)
	for name := range t.assume.used {
		if !t.set[name] {
			open = append(open, name)
		}
	}
	if len(open) == 0 {
		return ""
	}
	slices.Sort(open)
	return fmt.Sprintf("nothing is assumed of %s, which only the world can answer; "+
		"write before this: assume %s true", strings.Join(open, ", "), assumable(open[0]))
}

// assumable returns a condition as a test may name it: without arguments. A Go function is
// told from a named condition by the dot in its name.
func assumable(use string) string {
	name, _, called := strings.Cut(strings.TrimPrefix(use, "func "), "(")
	if called && (strings.Contains(name, ".") || strings.HasPrefix(use, "func ")) {
		return "func " + name + "()"
	}
	return name
}

// give has runs of a task do what a step says.
func (t *trial) give(step OutcomeStep) {
	a := t.tasks[step.Task]
	if step.Nth > 0 && step.Nth <= a.begun {
		t.fail(step.Span, fmt.Sprintf("run %d of task %s was before this", step.Nth,
			spelling.Name(step.Task)), nil)
		return
	}
	if step.Really {
		step.Does.Do = t.test.Call
	}
	if step.Nth == 0 {
		t.usual[step.Task] = step.Does
	} else {
		if t.nth[step.Task] == nil {
			t.nth[step.Task] = map[int]rocket.Performance{}
		}
		t.nth[step.Task][step.Nth] = step.Does
	}
	last := 0
	for n := range t.nth[step.Task] {
		last = max(last, n)
	}
	a.outcomes = make(Outcomes, last+1)
	for i := range a.outcomes {
		does, named := t.nth[step.Task][i+1]
		if !named {
			does = t.usual[step.Task]
		}
		a.outcomes[i] = does
	}
}

// ask asks whether an expected condition holds now.
func (t *trial) ask(step ExpectStep) {
	o := t.session.Observer(t.at)
	c, err := rocket.Bind(step.Cond, o.Param)
	if err != nil {
		t.fail(step.Span, err.Error(), nil)
		return
	}
	state := o.Ask(c)
	if state.Holds {
		return
	}
	text := fmt.Sprintf("%v does not hold on %s", step.Cond, t.at.Format(dayClock))
	if state.Unknown {
		text = fmt.Sprintf("%v is not known on %s", step.Cond, t.at.Format(dayClock))
	}
	if why := reasons(o.Explain(c), true); why != "" {
		text += ": " + why
	}
	var story []string
	if !t.told {
		story, t.told = t.story(), true
	}
	t.fail(step.Span, text, story)
}

// reasons says what the answer of a condition rests on: of several parts, those that have the
// answer of the whole. whole says that the condition is no part of another.
func reasons(p rocket.Part, whole bool) string {
	if p.Why != "" {
		if whole {
			return p.Why
		}
		return p.Text + ": " + p.Why
	}
	var list []string
	for _, part := range p.Parts {
		if len(p.Parts) > 1 && part.State.Holds != p.State.Holds {
			continue
		}
		if why := reasons(part, false); why != "" {
			list = append(list, why)
		}
	}
	return strings.Join(list, "; ")
}
