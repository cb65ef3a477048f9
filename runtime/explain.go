package rocket

import (
	"fmt"
	"time"
)

// An Explainer is a condition that can give the reason for its answer.
type Explainer interface {
	Condition
	// Why returns, in a few words, what the answer of this observation rests on.
	Why(o *Observation) string
}

// A Part is a condition in the tree of another, with its own answer.
type Part struct {
	// Text is the condition as the language writes it.
	Text string
	// State is the answer at the instant of the question.
	State State
	// Why is what the answer rests on; empty if that is the parts alone.
	Why string
	// Err is why there is no answer; nil if there is one.
	Err error
	// Parts are the operands, in order.
	Parts []Part
}

// Explain asks a condition and each part of it, at now, on behalf of the named task ("" for
// none). The zone of now is the session's.
func (f *Facts) Explain(c Condition, task string, now time.Time) Part {
	o := f.observation(task)
	o.Now = now.Round(0)
	return o.Explain(c)
}

// Explain asks a condition and each part of it. If the observation asks plain conditions
// only, any other is not known.
func (o *Observation) Explain(c Condition) Part {
	p := Part{Text: fmt.Sprint(c)}
	_, plain := c.(Plain)
	whole, isWhole := c.(Composite)
	asked := plain || isWhole || !o.PlainOnly
	if asked {
		p.State, p.Err = o.whole(c)
	} else {
		p.State.Unknown = true
	}
	if e, ok := c.(Explainer); ok && asked {
		p.Why = e.Why(o)
	}
	if isWhole {
		for _, part := range whole.Parts() {
			p.Parts = append(p.Parts, o.Explain(part))
		}
	}
	return p
}
