package period

import "time"

// BusinessDay is each business day of a calendar.
type BusinessDay struct{ Of *Calendar }

// Holiday is each holiday of a calendar that is not worked.
type Holiday struct{ Of *Calendar }

// Next implements [Period].
func (p BusinessDay) Next(t time.Time) (Window, bool) {
	_, last := p.Of.listed()
	return nextDay(p, t, last+7)
}

// Prev implements [Period].
func (p BusinessDay) Prev(t time.Time) (Window, bool) {
	first, _ := p.Of.listed()
	return prevDay(p, t, first-7)
}

// Next implements [Period].
func (p Holiday) Next(t time.Time) (Window, bool) {
	_, last := p.Of.listed()
	return nextDay(p, t, last)
}

// Prev implements [Period].
func (p Holiday) Prev(t time.Time) (Window, bool) {
	first, _ := p.Of.listed()
	return prevDay(p, t, first)
}

// nextDay implements Next for kinds whose windows are days. After the day last they repeat
// week by week, if at all.
func nextDay[D dated](d D, t time.Time, last int64) (Window, bool) {
	z := zoneAt(t)
	now := wallAt(t, z.off).day
	return nextFrom(d, t, z, now-1, max(now, last)+8)
}

// prevDay implements Prev. Before the day first the windows repeat week by week, if at all.
func prevDay[D dated](d D, t time.Time, first int64) (Window, bool) {
	z := zoneAt(t)
	now := wallAt(t, z.off).day
	return prevFrom(d, t, z, now+1, min(now, first)-8)
}

func (p BusinessDay) index(days int64) int64 { return days }

func (p BusinessDay) bounds(n int64) (bounds, bool) { return allDay(n), p.Of.business(n) }

func (p Holiday) index(days int64) int64 { return days }

func (p Holiday) bounds(n int64) (bounds, bool) { return allDay(n), p.Of.holiday(n) }

// String implements [Period].
func (p BusinessDay) String() string { return "business day of " + p.Of.Name }

// String implements [Period].
func (p Holiday) String() string { return "holiday of " + p.Of.Name }

// allDay returns the window of a whole day.
func allDay(n int64) bounds { return bounds{wall{day: n}, wall{day: n + 1}, true} }
