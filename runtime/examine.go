package rocket

import "time"

// A Plain condition does no more than read the observation, and at once: it asks
// neither the session nor the world. The loop observes it itself. Any other condition
// is observed in a goroutine; meanwhile the loop observes nothing else. A condition
// with parts is plain if all of them are.
type Plain interface {
	Condition
	// Plain does nothing; that there is such a method is the promise.
	Plain()
}

// An examined condition is one with what the loop must know of it, which only the
// condition can tell.
type examined struct {
	condition Condition
	plain     bool
	repeats   bool // see Repeater
	bindable  bool // it may have parameters
	*particulars
}

// Particulars are what most conditions do not have, which share ordinary. They are never
// changed after examine.
type particulars struct {
	// declared is the condition before its parameters were read, if it is bindable, and
	// params are those that it has read.
	declared Condition
	params   map[string]bool
	// spans has how far back the condition looks on tasks; "" is the one it is set on.
	spans map[string]time.Duration
	// follows are the events of other tasks because of which the condition may hold.
	follows []Following
}

var ordinary particulars

// examine asks a condition, which may be nil, about itself.
func examine(c Condition) examined {
	var p particulars
	e := examined{condition: c, plain: true, particulars: &ordinary}
	if c == nil {
		return e
	}
	e.add(c, &p)
	if e.bindable || len(p.spans)+len(p.follows) > 0 {
		found := p // on the heap only if there is something
		found.declared, e.particulars = c, &found
	}
	return e
}

// add adds what a part of the condition says of itself.
func (e *examined) add(c Condition, p *particulars) {
	if _, plain := c.(Plain); !plain {
		e.plain = false
	}
	if _, repeats := c.(Repeater); repeats {
		e.repeats = true
	}
	if r, ok := c.(Retrospective); ok {
		p.spans = lookBack(r, p.spans)
	}
	before := len(p.follows)
	if f, ok := c.(Follower); ok {
		p.follows = append(p.follows, f.Follows())
	}
	whole, ok := c.(Composite)
	if _, bindable := c.(Bindable); bindable && !ok {
		e.bindable = true
	}
	if ok {
		for _, part := range whole.Parts() {
			e.add(part, p)
		}
	}
	if _, ok := c.(Negation); ok {
		p.follows = p.follows[:before]
	}
}

// lookBack adds how far back a condition looks to the spans of others, and returns them.
func lookBack(r Retrospective, spans map[string]time.Duration) map[string]time.Duration {
	r.LookBack(func(task string, span time.Duration) {
		if spans == nil {
			spans = map[string]time.Duration{}
		}
		spans[task] = max(spans[task], span)
	})
	return spans
}

// A declaration is that of a task, with its conditions examined. It is never changed, but
// replaced by another, so that a run may keep the one with which it began, and all sessions
// of a schedule share what that declares.
type declaration struct {
	*TaskSpec
	when  examined
	until *examined // nil: no end condition
}

// declare makes a declaration of a spec that nobody changes from now on.
func declare(spec *TaskSpec) declaration {
	d := declaration{TaskSpec: spec, when: examine(spec.When)}
	if spec.Until != nil {
		until := examine(spec.Until)
		d.until = &until
	}
	return d
}
