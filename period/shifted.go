package period

import "time"

// ShiftedDay is a part of a day of each week, month or year, or, if that is no business day,
// of the next or previous one that is: `1st or next business day of fi`. The window belongs
// to the period of the named day, also if it lies outside of it.
type ShiftedDay struct {
	Of *Calendar
	// Day has the named days: an [OfWeek], [OfMonth] or [OfYear] on one day.
	Day Period
	// Back says that the previous business day is meant, not the next.
	Back bool
	// Hours is the part of the day; the zero value is the whole day.
	Hours OfDay
}

// Next implements [Period].
func (p ShiftedDay) Next(t time.Time) (Window, bool) {
	z := zoneAt(t)
	first, last := p.around(wallAt(t, z.off).day)
	return nextFrom(p, t, z, first, last+barren)
}

// Prev implements [Period].
func (p ShiftedDay) Prev(t time.Time) (Window, bool) {
	z := zoneAt(t)
	first, last := p.around(wallAt(t, z.off).day)
	return prevFrom(p, t, z, last, first-barren)
}

// around returns the units between which a search begins at a day: those before the first
// have their windows before the day, those after the last after it. Days that are shifted
// stay in their order.
func (p ShiftedDay) around(days int64) (first, last int64) {
	earlier, later := days-1, days+1
	if !p.Back {
		if d, ok := p.Of.businessFrom(days-2, true); ok {
			earlier = d
		}
	} else if d, ok := p.Of.businessFrom(days+2, false); ok {
		later = d
	}
	return p.index(earlier) - 1, p.index(later) + 1
}

func (p ShiftedDay) index(days int64) int64 { return p.Day.(dated).index(days) }

func (p ShiftedDay) bounds(n int64) (bounds, bool) {
	named, ok := p.Day.(dated).bounds(n)
	if !ok {
		return bounds{}, false
	}
	d, ok := p.Of.businessFrom(named.from.day, p.Back)
	return p.Hours.on(d), ok
}

// picks reports whether a day is one to which a named day is shifted.
func (p ShiftedDay) picks(days int64) bool {
	if !p.Of.business(days) {
		return false
	}
	from, to := days, days
	if d, ok := p.Of.businessFrom(days-1, true); ok && !p.Back {
		from = d + 1
	}
	if d, ok := p.Of.businessFrom(days+1, false); ok && p.Back {
		to = d - 1
	}
	for n := p.index(from); n <= p.index(to); n++ {
		if b, ok := p.Day.(dated).bounds(n); ok && from <= b.from.day && b.from.day <= to {
			return true
		}
	}
	return false
}

// String implements [Period].
func (p ShiftedDay) String() string {
	shift := " or next "
	if p.Back {
		shift = " or previous "
	}
	return p.Day.String() + shift + BusinessDay{p.Of}.String() + p.Hours.text()
}
