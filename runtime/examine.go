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
	// declared is the condition before its parameters were read, bindable says that it may
	// have such, and params are those that it has read.
	declared Condition
	bindable bool
	params   map[string]bool
	// spans has how far back the condition looks on tasks; "" is the one it is set on.
	spans map[string]time.Duration
	// follows are the events of other tasks because of which the condition may hold.
	follows []Following
}

// examine asks a condition, which may be nil, about itself.
func examine(c Condition) (e examined) {
	e = examined{condition: c, declared: c, plain: true}
	if c != nil {
		e.add(c)
	}
	return e
}

func (e *examined) add(c Condition) {
	if _, plain := c.(Plain); !plain {
		e.plain = false
	}
	if _, repeats := c.(Repeater); repeats {
		e.repeats = true
	}
	if r, ok := c.(Retrospective); ok {
		r.LookBack(func(task string, span time.Duration) {
			if e.spans == nil {
				e.spans = map[string]time.Duration{}
			}
			e.spans[task] = max(e.spans[task], span)
		})
	}
	before := len(e.follows)
	if f, ok := c.(Follower); ok {
		e.follows = append(e.follows, f.Follows())
	}
	whole, ok := c.(Composite)
	if _, bindable := c.(Bindable); bindable && !ok {
		e.bindable = true
	}
	if ok {
		for _, part := range whole.Parts() {
			e.add(part)
		}
	}
	if _, ok := c.(Negation); ok {
		e.follows = e.follows[:before]
	}
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
