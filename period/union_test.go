package period

import (
	"cmp"
	"slices"
	"time"
)

// A union holds if one of its operands does, as the vectors have it; schedules join
// conditions in package stdconds. Operand windows that overlap are one window. If their
// chain goes on and on, as beside a whole unit, the window of an instant is the longest
// operand window that holds it.
type union []Period

// links is how many windows a union joins before it takes their chain for endless.
const links = 64

// Next implements [Period].
func (p union) Next(t time.Time) (Window, bool) {
	first, found := Window{}, false
	for _, o := range p {
		if w, ok := o.Next(t); ok && (!found || w.Start.Before(first.Start)) {
			first, found = w, true
		}
	}
	if !found {
		return first, false
	}
	if first.Start.Before(t) {
		return p.around(t), true
	}
	return p.around(first.Start), true
}

// Prev implements [Period].
func (p union) Prev(t time.Time) (Window, bool) {
	last, found := Window{}, false
	for _, o := range p {
		if w, ok := o.Prev(t); ok && (!found || w.Start.After(last.Start)) {
			last, found = w, true
		}
	}
	switch {
	case !found:
		return last, false
	case !last.End.Before(t):
		return p.around(t.Add(-1)), true
	}
	return p.around(last.Start), true
}

// String implements [Period].
func (p union) String() string { return All(p).String() }

// around returns the window that holds t, an instant that an operand holds.
func (p union) around(t time.Time) Window {
	longest := p.longest(t)
	if slices.ContainsFunc(p, func(o Period) bool { return whole(o, t) }) {
		return longest
	}
	joined := longest
	for range links {
		if !p.stretch(&joined) {
			return joined
		}
	}
	return longest
}

// whole reports whether the window that holds t, if any, ends where the next begins.
func whole(o Period, t time.Time) bool {
	w, _ := o.Next(t)
	after, ok := o.Next(w.End)
	return ok && after.Start.Equal(w.End)
}

// longest returns the longest operand window that holds t.
func (p union) longest(t time.Time) Window {
	var holding []Window
	for _, o := range p {
		if w, ok := o.Next(t); ok && !w.Start.After(t) {
			holding = append(holding, w)
		}
	}
	return slices.MaxFunc(holding, func(a, b Window) int {
		return cmp.Compare(a.End.Sub(a.Start), b.End.Sub(b.Start))
	})
}

// stretch joins to w the operand windows that overlap its ends, and reports whether
// there were any.
func (p union) stretch(w *Window) (grown bool) {
	for _, o := range p {
		if left, ok := o.Next(w.Start); ok && left.Start.Before(w.Start) {
			w.Start, grown = left.Start, true
		}
		if right, ok := o.Prev(w.End); ok && right.End.After(w.End) {
			w.End, grown = right.End, true
		}
	}
	return grown
}
