package period

import "time"

// OfYear is the same part of every year. The zero From is the year's start, the
// zero To its end; the zero value is the whole year.
//
// A window whose To is not after From ends in the next year. If a year lacks the day
// From or To, the end of the month takes its place; a window that is then empty is not
// there. If From and To are equal, the window is a year counted from there, or from
// the last day of the month.
type OfYear struct{ From, To YearDay }

// YearDay is a place within a year: a time on a date. The zero value is the start
// of the year as From, and its end as To.
type YearDay struct {
	Month time.Month
	Day   int // 1 to 31; 0 means 1
	// Clock is the time on that day, counted from midnight; 24 hours are the end of
	// the day.
	Clock time.Duration
}

// Next implements [Period].
func (p OfYear) Next(t time.Time) (Window, bool) { return nextWindow(p, t, 1) }

// Prev implements [Period].
func (p OfYear) Prev(t time.Time) (Window, bool) { return prevWindow(p, t) }

func (p OfYear) index(days int64) int64 {
	year, _, _ := civil(days)
	return year
}

func (p OfYear) bounds(n int64) (bounds, bool) {
	if p.From == p.To {
		return bounds{p.From.start(n), p.To.start(n + 1), true}, true
	}
	from, to := p.From.edge(n), p.To.edge(n)
	switch {
	case p.To == YearDay{}:
		to = wall{day: dayOf(n+1, time.January)}
	case !p.From.before(p.To):
		to = p.To.edge(n + 1)
	}
	return bounds{from, to, false}, from.before(to)
}

// before reports whether the place comes earlier in a year that has both.
func (d YearDay) before(o YearDay) bool {
	const leap = 2000
	return d.in(leap).before(o.in(leap))
}

// edge returns the reading of the wall clock at the place, as the edge of a window.
func (d YearDay) edge(year int64) wall {
	if m := d.month(year); int64(d.Day) > m.days {
		return m.at(m.length())
	}
	return d.in(year)
}

// start returns the reading at the place, as the start of a period.
func (d YearDay) start(year int64) wall {
	d.Day = min(d.Day, int(d.month(year).days))
	return d.in(year)
}

// in returns the reading at the place. It counts on over the end of a month that lacks
// the day.
func (d YearDay) in(year int64) wall {
	return at(d.month(year).start+int64(max(d.Day, 1)-1), d.Clock)
}

func (d YearDay) month(year int64) span {
	return monthSpan(year*12 + int64(max(d.Month, time.January)) - 1)
}
