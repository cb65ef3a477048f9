package eval

import (
	"fmt"
	"time"

	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/stdconds"
)

// Explain asks the condition and each part of it.
func (t *Trial) Explain() rocket.Part { return t.facts.Explain(t.Cond, t.task, t.Now) }

// A Moment is an instant at which a condition becomes true.
type Moment struct {
	At time.Time
	// If is the condition that has to hold then, too, but is not known before: what
	// only can be asked, such as a sensor. Nil if nothing has to.
	If rocket.Condition
}

// maxJumps is the most expiries that a search looks at.
const maxJumps = 100_000

// Next returns up to n moments, from the instant of the question on, at which the
// condition becomes true, as if the task ran and succeeded at once at each of them.
// What only can be asked is asked for the instant of the question alone. The runs
// stay in the history of the trial, so the trial cannot be used again.
func (t *Trial) Next(n int) (moments []Moment) {
	o := t.facts.Observer(t.task)
	o.Now, o.PlainOnly = t.Now, true
	held := false
	for jumps := 0; len(moments) < n && jumps < maxJumps; jumps++ {
		s := o.Ask(t.Cond)
		if (s.Holds || s.Unknown) && !held {
			moments = append(moments, t.moment(o))
			t.run(o.Now, len(moments))
			s = o.Ask(t.Cond)
		}
		held = s.Holds || s.Unknown
		if s.Until.IsZero() {
			break
		}
		o.Now = s.Until
	}
	return moments
}

// moment returns the moment of an observation at which the condition holds or is not
// known.
func (t *Trial) moment(o *rocket.Observation) Moment {
	if o.Now.Equal(t.Now) {
		if s, _ := t.Observe(); s.Holds {
			return Moment{At: o.Now}
		}
	}
	return Moment{At: o.Now, If: open(t.Cond, o)}
}

// open returns what decides a condition and is not known; nil if nothing is.
func open(c rocket.Condition, o *rocket.Observation) rocket.Condition {
	if !o.Ask(c).Unknown {
		return nil
	}
	switch c := c.(type) {
	case stdconds.Not:
		return stdconds.Not{Of: open(c.Of, o)}
	case stdconds.All:
		return joined(openParts(c, o))
	case stdconds.Any:
		return joined(openParts(c, o))
	}
	return c
}

// openParts returns what decides the parts of a condition and is not known.
func openParts[L ~[]rocket.Condition](parts L, o *rocket.Observation) (list L) {
	for _, part := range parts {
		if part := open(part, o); part != nil {
			list = append(list, part)
		}
	}
	return list
}

// joined returns the one part there is, or the condition with its parts.
func joined[L interface {
	~[]rocket.Condition
	rocket.Condition
}](parts L) rocket.Condition {
	if len(parts) == 1 {
		return parts[0]
	}
	return parts
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
