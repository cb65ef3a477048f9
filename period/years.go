package period

import "time"

// OfYear is the same part of every year. The zero From is the year's start, the
// zero To its end; the zero value is the whole year.
//
// A window whose To is not after From ends in the next year. If From and To are
// equal, the window is a year counted from there. In a year without 29 February,
// 1 March takes its place.
type OfYear struct{ From, To YearDay }

// YearDay is a place within a year: a time on a date. The zero value is the start
// of the year as From, and its end as To.
type YearDay struct {
	Month time.Month
	Day   int // 1 to 31; 0 means 1
	// Clock is the time on that day, counted from midnight.
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
	from, to := p.From.in(n), p.To.in(n)
	switch {
	case p.To == YearDay{} && p.From != p.To:
		to = wall{day: dayOf(n+1, time.January)}
	case !from.before(to):
		to = p.To.in(n + 1)
	}
	return bounds{from, to, p.From == p.To}, true
}

// in returns the reading of the wall clock at the place in a year.
func (d YearDay) in(year int64) wall {
	month, dom := max(d.Month, time.January), max(d.Day, 1)
	return at(dayOf(year, month)+int64(dom-1), d.Clock)
}
