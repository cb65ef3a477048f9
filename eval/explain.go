package eval

import (
	"fmt"
	"time"

	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/stdconds"
)

// A Part is a condition in the tree of another, with its own answer.
type Part struct {
	// Text is how the language writes it.
	Text string
	// State is its answer at the instant of the question.
	State rocket.State
	// Why is what the answer rests on; empty for what only has parts.
	Why string
	// Err is why there is no answer.
	Err   error
	Parts []Part
}

// Explain asks the condition and each part of it.
func (t *Trial) Explain() Part { return t.explain(t.Cond) }

func (t *Trial) explain(c rocket.Condition) Part {
	p := Part{Text: fmt.Sprint(c)}
	p.State, p.Err = t.facts.Observe(c, t.task, t.Now)
	if e, ok := c.(stdconds.Explainer); ok {
		o := t.facts.Observer(t.task)
		o.Now = t.Now
		p.Why = e.Why(o)
	}
	if whole, ok := c.(rocket.Composite); ok {
		for _, part := range whole.Parts() {
			p.Parts = append(p.Parts, t.explain(part))
		}
	}
	return p
}

// maxJumps bounds the search for what is to come.
const maxJumps = 100_000

// Next returns up to n instants, from the question's on, at which the condition
// becomes true, as if the task ran and succeeded at once at each of them. The
// trial is used up: its history has these runs.
func (t *Trial) Next(n int) (times []time.Time, err error) {
	now, held := t.Now, false
	for jumps := 0; len(times) < n && jumps < maxJumps; jumps++ {
		s, err := t.facts.Observe(t.Cond, t.task, now)
		if err != nil {
			return times, err
		}
		if s.Holds && !held {
			times = append(times, now)
			t.run(now, len(times))
			if s, err = t.facts.Observe(t.Cond, t.task, now); err != nil {
				return times, err
			}
		}
		held = s.Holds
		if s.Until.IsZero() {
			break
		}
		now = s.Until
	}
	return times, nil
}

// run enters a run of the task that takes no time.
func (t *Trial) run(at time.Time, n int) {
	if t.task == "" {
		return
	}
	id := fmt.Sprintf("eval-%d", n)
	t.facts.Add(t.task, rocket.Started, at, id)
	t.facts.Add(t.task, rocket.Succeeded, at, id)
}
