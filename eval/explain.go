package eval

import (
	"fmt"
	"time"

	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/stdconds"
)

// A Part is a condition in the tree of another, with its own answer.
type Part struct {
	// Text is the condition as the language writes it.
	Text string
	// State is the answer at the instant of the question.
	State rocket.State
	// Why is what the answer rests on; empty if that is the parts alone.
	Why string
	// Err is why there is no answer; nil if there is one.
	Err error
	// Parts are the operands, in order.
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

// maxJumps is the most expiries that a search looks at.
const maxJumps = 100_000

// Next returns up to n instants, from that of the question on, at which the
// condition becomes true, as if the task ran and succeeded at once at each of them.
// The runs stay in the history of the trial, so the trial cannot be used again.
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
