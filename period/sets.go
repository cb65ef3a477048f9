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

// The bounds of a search that has none: some 100,000 years before and after 1970.
const (
	dawn = -3155760000000
	dusk = 3155760000000
)

// Next implements [Period].
func (p All) Next(t time.Time) (Window, bool) { return p.next(t.Round(0), time.Unix(dusk, 0)) }

// Prev implements [Period].
func (p All) Prev(t time.Time) (Window, bool) { return p.prev(t.Round(0), time.Unix(dawn, 0)) }

// Next implements [Period].
func (p Any) Next(t time.Time) (Window, bool) { return p.next(t.Round(0), time.Unix(dusk, 0)) }

// Prev implements [Period].
func (p Any) Prev(t time.Time) (Window, bool) { return p.prev(t.Round(0), time.Unix(dawn, 0)) }

// next is p.Next(t), but a search within sets gives up at by: it may miss windows
// that start then or later.
func next(p Period, t, by time.Time) (Window, bool) {
	switch p := p.(type) {
	case All:
		return p.next(t, by)
	case Any:
		return p.next(t, by)
	}
	return p.Next(t)
}

// prev is p.Prev(t), but a search within sets gives up at by: it may miss windows
// that end earlier.
func prev(p Period, t, by time.Time) (Window, bool) {
	switch p := p.(type) {
	case All:
		return p.prev(t, by)
	case Any:
		return p.prev(t, by)
	}
	return p.Prev(t)
}

func (p All) next(t, by time.Time) (Window, bool) {
	began := t
	for rounds := 1; ; rounds++ {
		w, held, ok := p.heldAt(&t, by)
		if held || !ok {
			return w, ok
		}
		if !t.Before(by) || stuck(rounds, t.Sub(began), by.Sub(t)) && !p.skip(&t, false) {
			return Window{}, false
		}
	}
}

// heldAt returns the common window that holds t. If there is none it moves t on,
// from operand to operand, to where the window starts that holds it next. It
// returns false for ok if an operand never holds again.
func (p All) heldAt(t *time.Time, by time.Time) (common Window, held, ok bool) {
	common, held = ages(*t), true
	for _, o := range p {
		w, ok := next(o, *t, by)
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

func (p All) prev(t, by time.Time) (Window, bool) {
	began := t
	for rounds := 1; ; rounds++ {
		w, held, ok := p.heldBefore(&t, by)
		if held || !ok {
			return w, ok
		}
		if t.Before(by) || stuck(rounds, began.Sub(t), t.Sub(by)) && !p.skip(&t, true) {
			return Window{}, false
		}
	}
}

// heldBefore returns the common window that holds the last instant before t, else
// moves t back to where the windows before it end.
func (p All) heldBefore(t *time.Time, by time.Time) (common Window, held, ok bool) {
	common, held = ages(*t), true
	for _, o := range p {
		w, ok := prev(o, *t, by)
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

// ages is the window of All without operands.
func ages(t time.Time) Window {
	return Window{time.Unix(dawn, 0).In(t.Location()), time.Unix(dusk, 0).In(t.Location())}
}

// stuck reports whether a search moves so slowly that it is time to ask whether
// there is anything to be found.
func stuck(rounds int, moved, left time.Duration) bool {
	return rounds == 64 && left/4096 > moved/64 || rounds%512 == 0
}

// skip moves t on to where p holds next on the calendar, or back to where it held
// last. It returns false if p never holds.
func (p All) skip(t *time.Time, back bool) bool {
	z := zoneAt(*t)
	w, ok := newSieve(p).seek(wallAt(*t, z.off), back)
	if !ok {
		return false
	}
	if back {
		if at := z.last(w); at.Before(*t) {
			*t = at
		}
	} else if at := z.first(w); at.After(*t) {
		*t = at
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

func (p Any) next(t, by time.Time) (Window, bool) {
	first, found := Window{}, false
	for _, sets := range [...]bool{false, true} {
		for _, o := range p {
			if isSet(o) != sets {
				continue
			}
			w, ok := next(o, t, by)
			if !ok {
				continue
			}
			if !w.Start.After(t) {
				return p.around(t), true
			}
			if !found || w.Start.Before(first.Start) {
				first, by, found = w, w.Start, true
			}
		}
	}
	if !found {
		return first, false
	}
	return p.around(first.Start), true
}

func (p Any) prev(t, by time.Time) (Window, bool) {
	last, found := Window{}, false
	for _, sets := range [...]bool{false, true} {
		for _, o := range p {
			if isSet(o) != sets {
				continue
			}
			w, ok := prev(o, t, by)
			if ok && (!found || w.Start.After(last.Start)) {
				last, by, found = w, w.Start, true
			}
		}
	}
	switch {
	case !found:
		return last, false
	case p.endless(): // it holds right before t
		return p.longest(t.Add(-1)), true
	}
	return p.around(last.Start), true
}

// isSet reports whether a period is made of others. Those are asked last: what the
// rest answers narrows their search.
func isSet(p Period) bool {
	switch p.(type) {
	case All, Any:
		return true
	}
	return false
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
		w, ok := next(o, t, t.Add(1))
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
		left, ok := next(o, w.Start, w.Start.Add(1))
		if ok && left.Start.Before(w.Start) {
			w.Start, grown = left.Start, true
		}
		right, ok := prev(o, w.End, w.End)
		if ok && right.End.After(w.End) {
			w.End, grown = right.End, true
		}
	}
	return grown
}
