package check

import (
	"fmt"
	"slices"

	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/grammar"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/stdconds"
)

// A written condition is a part of a condition as the schedule writes it, with what it
// became. The parts of a name are the text of the condition that it stands for.
type written struct {
	node  grammar.Cond
	cond  rocket.Condition
	parts []*written
}

// lowered returns what the condition became; nil if there is none.
func (w *written) lowered() rocket.Condition {
	if w == nil {
		return nil
	}
	return w.cond
}

// The normal form of a condition is its alternatives, one of which has to hold. An
// alternative is the parts that have to hold at the same time. Names and groups are
// written out, and ~ stands before single parts only:
//
//	group g when a { task t when (b | name) & ~(c | d) }    with cond name = e
//
// has the alternatives a & b & ~c & ~d and a & e & ~c & ~d.
type alternative []part

// A part is a single condition, or the opposite of one, in an alternative.
type part struct {
	cond    rocket.Condition
	name    rocket.Condition // cond, or the name that stands for it in node
	negated bool
	// node is where the condition is written, and use what stands for it in the text of
	// the task or group: node, or the name of a condition.
	node, use grammar.Cond
	group     *group // whose condition it belongs to; nil: the task's
}

// text returns the part as the language writes it, without ~.
func (p part) text() string { return fmt.Sprint(p.cond) }

// span is the place of findings about the part.
func (p part) span() diag.Span { return p.use.Span() }

// The normal form has at most so many alternatives, of so many parts. A larger condition has
// none.
const (
	maxAlternatives = 256
	maxAlternative  = 64
)

// alternatives returns the normal form of a task's start condition; nil if it has none. It is
// computed once for all tasks that have the condition, and not changed.
func (t *task) alternatives() []alternative {
	if t.spec.When == nil {
		return nil
	}
	if !t.start.formed {
		form := []alternative{nil}
		for _, root := range t.roots() {
			form = product(form, root.whole.normal(false, part{group: root.group}))
		}
		t.start.form, t.start.formed = form, true
	}
	return t.start.form
}

// A root is the condition of a task or of one of its groups.
type root struct {
	whole *written
	group *group // nil: the task's
}

// roots returns the conditions that make up the start condition of a task, that of the
// outermost group first.
func (t *task) roots() (roots []root) {
	if t.start.own != nil {
		roots = append(roots, root{t.start.own, nil})
	}
	for g := t.group; g != nil; g = g.outer {
		if g.own != nil {
			roots = append(roots, root{g.own, g})
		}
	}
	slices.Reverse(roots)
	return roots
}

// normal returns the normal form of the condition, or of its opposite. from has what is
// known of all its parts.
func (w *written) normal(negated bool, from part) []alternative {
	switch w.node.(type) {
	case *grammar.Not:
		return w.parts[0].normal(!negated, from)
	case *grammar.And, *grammar.Or:
		if _, or := w.node.(*grammar.Or); or != negated {
			return w.anyPart(negated, from)
		}
		return w.allParts(negated, from)
	}
	switch w.node.(type) {
	case *grammar.Paren, *grammar.Quoted:
	default:
		if from.use == nil {
			from.use = w.node
		}
	}
	if len(w.parts) == 1 {
		return w.parts[0].normal(negated, from)
	}
	from.cond, from.name, from.negated, from.node = unnamed(w.cond), w.cond, negated, w.node
	return []alternative{{from}}
}

// anyPart returns the alternatives of the parts.
func (w *written) anyPart(negated bool, from part) (form []alternative) {
	for _, p := range w.parts {
		form = append(form, p.normal(negated, from)...)
		if len(form) > maxAlternatives {
			return nil
		}
	}
	return form
}

// allParts returns the alternatives in which all parts hold.
func (w *written) allParts(negated bool, from part) []alternative {
	form := []alternative{nil}
	for _, p := range w.parts {
		form = product(form, p.normal(negated, from))
	}
	return form
}

// product returns each alternative of one form together with each of another.
func product(a, b []alternative) (all []alternative) {
	if len(a)*len(b) > maxAlternatives {
		return nil
	}
	for _, x := range a {
		for _, y := range b {
			if len(x)+len(y) > maxAlternative {
				return nil
			}
			all = append(all, slices.Concat(x, y))
		}
	}
	return all
}

// broken reports whether a part was reported, and is not known.
func (a alternative) broken() bool {
	parts, _ := partsLike[unknown](a, false)
	opposites, _ := partsLike[unknown](a, true)
	return len(parts)+len(opposites) > 0
}

// unnamed returns the condition that names stand for.
func unnamed(cond rocket.Condition) rocket.Condition {
	for {
		named, ok := cond.(stdconds.Named)
		if !ok {
			return cond
		}
		cond = named.Of
	}
}

// partsLike returns the parts whose condition is of type C, and these conditions.
func partsLike[C rocket.Condition](a alternative, negated bool) (parts []part, conds []C) {
	for _, p := range a {
		if cond, ok := p.cond.(C); ok && p.negated == negated {
			parts, conds = append(parts, p), append(conds, cond)
		}
	}
	return parts, conds
}
