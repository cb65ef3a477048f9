package period

import "time"

// All is the intersection of its operands. Its windows are the parts that operand
// windows have in common. Without operands it always holds.
type All []Period

// A search ends after so many years. By then the calendar has had all that it has: what
// is rarest, a February 29th on a certain weekday, comes after 40 years at the latest.
const searched = 60

// Time as far as a window may reach: some 100,000 years before and after 1970.
const (
	dawn = -3155760000000
	dusk = 3155760000000
)

// Next implements [Period].
func (p All) Next(t time.Time) (Window, bool) {
	t = t.Round(0)
	began, end := t, t.AddDate(searched, 0, 0)
	for rounds := 1; ; rounds++ {
		w, held, ok := p.heldAt(&t)
		if held || !ok {
			return w, ok
		}
		if !t.Before(end) || stuck(rounds, t.Sub(began)) && !p.skip(&t, false) {
			return Window{}, false
		}
	}
}

// heldAt returns the common window that holds t. If there is none it moves t on,
// from operand to operand, to where the window starts that holds it next. It
// returns false for ok if an operand never holds again.
func (p All) heldAt(t *time.Time) (common Window, held, ok bool) {
	common, held = ages(*t), true
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
	began, end := t, t.AddDate(-searched, 0, 0)
	for rounds := 1; ; rounds++ {
		w, held, ok := p.heldBefore(&t)
		if held || !ok {
			return w, ok
		}
		if t.Before(end) || stuck(rounds, began.Sub(t)) && !p.skip(&t, true) {
			return Window{}, false
		}
	}
}

// heldBefore returns the common window that holds the last instant before t. If
// there is none it moves t back, from operand to operand, to where the window ends
// that held it last. It returns false for ok if an operand never held before.
func (p All) heldBefore(t *time.Time) (common Window, held, ok bool) {
	common, held = ages(*t), true
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

// ages is the window of All without operands.
func ages(t time.Time) Window {
	return Window{time.Unix(dawn, 0).In(t.Location()), time.Unix(dusk, 0).In(t.Location())}
}

// stuck reports whether a search moves so slowly that it should ask whether there
// is anything to be found: at first if 64 rounds took it less than four years.
func stuck(rounds int, moved time.Duration) bool {
	return rounds == 64 && moved < 4*365*day || rounds%512 == 0
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
