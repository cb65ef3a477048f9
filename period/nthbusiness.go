package period

import "time"

// NthBusinessDay is a part of the Nth business day of each week, month or year. A unit that
// has fewer has no window.
type NthBusinessDay struct {
	Of   *Calendar
	Unit Unit // Week, Month or Year
	Nth  int  // from 1 on; negative: the last
	// Hours is the part of the day; the zero value is the whole day.
	Hours OfDay
}

// Next implements [Period].
func (p NthBusinessDay) Next(t time.Time) (Window, bool) {
	z := zoneAt(t)
	now := wallAt(t, z.off).day
	_, last := p.Of.listed()
	return nextFrom(p, t, z, p.index(now)-1, p.index(max(now, last)+searched*366))
}

// Prev implements [Period].
func (p NthBusinessDay) Prev(t time.Time) (Window, bool) {
	z := zoneAt(t)
	now := wallAt(t, z.off).day
	first, _ := p.Of.listed()
	return prevFrom(p, t, z, p.index(now)+1, p.index(min(now, first)-searched*366))
}

func (p NthBusinessDay) index(days int64) int64 { return p.Unit.index(days) }

func (p NthBusinessDay) bounds(n int64) (bounds, bool) {
	unit := p.Unit.span(n)
	if p.Nth < 0 {
		d, ok := p.Of.nearest(unit.start+unit.days-1, unit.start, p.Of.business)
		return p.Hours.on(d), ok
	}
	left := p.Nth
	is := func(days int64) bool {
		if p.Of.business(days) {
			left--
		}
		return left == 0
	}
	d, ok := p.Of.nearest(unit.start, unit.start+unit.days-1, is)
	return p.Hours.on(d), ok
}

// index returns the number of the unit that a day lies in. The unit is Week, Month or Year.
func (u Unit) index(days int64) int64 {
	switch u {
	case Week:
		return OfWeek{}.index(days)
	case Month:
		return OfMonth{}.index(days)
	}
	return OfYear{}.index(days)
}

// span returns the days of unit n.
func (u Unit) span(n int64) span {
	switch u {
	case Week:
		return span{n*7 - 3, 7}
	case Month:
		return monthSpan(n)
	}
	start := dayOf(n, time.January)
	return span{start, dayOf(n+1, time.January) - start}
}

// on returns the window of a day.
func (p OfDay) on(days int64) bounds {
	c := p.cycle()
	return bounds{at(days, c.from), at(days, c.from+c.span), false}
}

// text writes the part of the day, with a space before it; empty if it is the whole day.
func (p OfDay) text() string {
	if p.cycle().span == day && p.cycle().from == 0 {
		return ""
	}
	return p.String()[len("time of day"):]
}

// String implements [Period].
func (p NthBusinessDay) String() string {
	which := "last"
	if p.Nth > 0 {
		which = ordinal(p.Nth)
	}
	return "time of " + p.Unit.String() + " on " + which + " " + BusinessDay{p.Of}.String() +
		p.Hours.text()
}
