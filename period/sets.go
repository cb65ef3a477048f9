package period

import "time"

// All holds where each of its operands does. Its windows are the parts that
// operand windows have in common. Without operands it holds always.
type All []Period

// Any holds where at least one of its operands does. Operand windows that overlap
// form one window; windows that only meet stay apart. Where their chain would go on
// without end, as beside a whole unit, the window of an instant is the longest
// operand window that holds it. Without operands it never holds.
type Any []Period

// always is the window of All without operands: more than any calendar needs.
func always(loc *time.Location) Window {
	return Window{time.Date(-9999, 1, 1, 0, 0, 0, 0, loc), time.Date(99999, 1, 1, 0, 0, 0, 0, loc)}
}

// Next implements [Period].
func (p All) Next(t time.Time) (Window, bool) {
	t = t.Round(0)
	began := t
	for rounds := 1; ; rounds++ {
		w, held, ok := p.heldAt(&t)
		if held || !ok {
			return w, ok
		}
		if stuck(rounds, t.Sub(began)) && !p.skip(&t, 1) {
			return Window{}, false
		}
	}
}

// heldAt returns the common window that holds t. If there is none it moves t on,
// from operand to operand, to where the window starts that holds it next. It
// returns false for ok if an operand never holds again.
func (p All) heldAt(t *time.Time) (common Window, held, ok bool) {
	common, held = always(t.Location()), true
	for _, o := range p {
		w, ok := o.Next(*t)
		if !ok {
			return Window{}, false, false
		}
		if w.Start.After(*t) {
			*t, held = w.Start, false
		}
		common = common.meet(w)
	}
	return common, held, true
}

// Prev implements [Period].
func (p All) Prev(t time.Time) (Window, bool) {
	t = t.Round(0)
	began := t
	for rounds := 1; ; rounds++ {
		w, held, ok := p.heldBefore(&t)
		if held || !ok {
			return w, ok
		}
		if stuck(rounds, began.Sub(t)) && !p.skip(&t, -1) {
			return Window{}, false
		}
	}
}

// heldBefore returns the common window that holds the last instant before t, else
// moves t back to where the windows before it end.
func (p All) heldBefore(t *time.Time) (common Window, held, ok bool) {
	common, held = always(t.Location()), true
	for _, o := range p {
		w, ok := o.Prev(*t)
		if !ok {
			return Window{}, false, false
		}
		if w.End.Before(*t) {
			*t, held = w.End, false
		}
		common = common.meet(w)
	}
	return common, held, true
}

// stuck reports whether a search has taken so many rounds, and has moved so
// little, that it is time to ask whether there is anything to be found.
func stuck(rounds int, moved time.Duration) bool {
	return rounds == 64 && moved < 64*day || rounds%1024 == 0
}

// skip moves t to the next day in the direction of step on which p holds at all,
// unless t is on such a day. It returns false if p never holds.
func (p All) skip(t *time.Time, step int64) bool {
	s := newSieve(p)
	if s.never() {
		return false
	}
	z := zoneAt(*t)
	today := wallAt(*t, z.off).day
	n := today
	for !s.holdsOn(n) {
		n += step
	}
	switch {
	case n > today:
		*t = z.first(wall{day: n})
	case n < today:
		*t = z.last(wall{day: n + 1})
	}
	return true
}

// meet returns what two windows have in common.
func (w Window) meet(o Window) Window {
	if o.Start.After(w.Start) {
		w.Start = o.Start
	}
	if o.End.Before(w.End) {
		w.End = o.End
	}
	return w
}

// Next implements [Period].
func (p Any) Next(t time.Time) (Window, bool) {
	t = t.Round(0)
	first, found := Window{}, false
	for _, o := range p {
		w, ok := o.Next(t)
		if !ok {
			continue
		}
		if !w.Start.After(t) {
			return p.around(t), true
		}
		if !found || w.Start.Before(first.Start) {
			first, found = w, true
		}
	}
	if !found {
		return first, false
	}
	return p.around(first.Start), true
}

// Prev implements [Period].
func (p Any) Prev(t time.Time) (Window, bool) {
	t = t.Round(0)
	last, found := Window{}, false
	for _, o := range p {
		if w, ok := o.Prev(t); ok && (!found || w.Start.After(last.Start)) {
			last, found = w, true
		}
	}
	if !found {
		return last, false
	}
	return p.around(last.Start), true
}

// links is how many windows Any joins before it takes their chain for endless.
const links = 64

// around returns the window that holds t, an instant that an operand holds.
func (p Any) around(t time.Time) Window {
	longest := p.longest(t)
	if p.endless() {
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

// endless reports whether an operand is a whole unit, and so holds always.
func (p Any) endless() bool {
	for _, o := range p {
		if whole(o) {
			return true
		}
	}
	return false
}

func whole(p Period) bool {
	switch p := p.(type) {
	case OfSecond:
		return p.From == p.To
	case OfMinute:
		return p.From == p.To
	case OfHour:
		return p.From == p.To
	case OfDay:
		return p.From == p.To
	case OfWeek:
		return p.From == p.To
	case OfMonth:
		return p.From == p.To
	case OfYear:
		return p.From == p.To
	}
	return false
}

// longest returns the longest operand window that holds t.
func (p Any) longest(t time.Time) (best Window) {
	for _, o := range p {
		w, ok := o.Next(t)
		if ok && !w.Start.After(t) && w.End.Sub(w.Start) > best.End.Sub(best.Start) {
			best = w
		}
	}
	return best
}

// stretch joins to w the operand windows that overlap its ends, and reports
// whether there were any.
func (p Any) stretch(w *Window) (grown bool) {
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
