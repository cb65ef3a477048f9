package period

import (
	"slices"
	"time"
)

// Shown is the windows of a period that the clock shows: `time of day between 02:10 and
// 02:50`. A window that lies wholly in a gap of the clocks is not there. In the period itself
// such a window of a day, week, month or year is behind the gap.
type Shown struct{ Of Period }

// Next implements [Period].
func (p Shown) Next(t time.Time) (Window, bool) {
	w, ok := p.Of.Next(t)
	for ok && moved(p.Of, w) {
		w, ok = p.Of.Next(w.End)
	}
	return w, ok
}

// Prev implements [Period].
func (p Shown) Prev(t time.Time) (Window, bool) {
	w, ok := p.Of.Prev(t)
	for ok && moved(p.Of, w) {
		w, ok = p.Of.Prev(w.Start)
	}
	return w, ok
}

// String implements [Period].
func (p Shown) String() string { return p.Of.String() }

// moved reports whether a window of a period was moved behind a gap. It then begins where the
// gap ends.
func moved(o Period, w Window) bool {
	z := zoneAt(w.Start)
	if w.Start.Unix() != z.lo {
		return false
	}
	switch o := o.(type) {
	case OfDay:
		return movedBehind(o, z, w)
	case OfWeek:
		return movedBehind(o, z, w)
	case OfMonth:
		return movedBehind(o, z, w)
	case OfYear:
		return movedBehind(o, z, w)
	case NthBusinessDay:
		return movedBehind(o.Hours, z, w)
	case ShiftedDay:
		return movedBehind(o.Hours, z, w)
	case Points:
		return !slices.ContainsFunc(o, func(o Period) bool {
			w, ok := o.Prev(w.Start.Add(1))
			return ok && w.Start.Unix() == z.lo && !moved(o, w)
		})
	}
	return false
}

// movedBehind reports whether the window of the unit that begins at the start of the span z
// was moved there.
func movedBehind[D dated](d D, z zone, w Window) bool {
	n := d.index(wallAt(w.Start, z.at(z.lo-1).off).day)
	for i := n - 1; i <= n+1; i++ {
		b, ok := d.bounds(i)
		if !ok || b.whole {
			continue
		}
		if at, there := b.window(z); there && at.Start.Equal(w.Start) {
			return !z.first(b.from).Before(z.last(b.to))
		}
	}
	return false
}
