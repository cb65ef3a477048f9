package period

import "time"

// OfDay is the same part of every day. From and To are readings of the wall clock,
// counted from midnight, modulo 24 hours. A window whose To is not after From ends
// on the next day, so the zero value is the whole day.
type OfDay struct{ From, To time.Duration }

// OfWeek is the same part of every week. From and To are readings of the wall
// clock, counted from Monday 00:00 in days of 24 hours, modulo 7 days. A window
// whose To is not after From ends in the next week, so the zero value is the whole
// week.
type OfWeek struct{ From, To time.Duration }

func (p OfDay) cycle() cycle  { return newCycle(day, p.From, p.To) }
func (p OfWeek) cycle() cycle { return newCycle(7*day, p.From, p.To) }

// Next implements [Period].
func (p OfDay) Next(t time.Time) (Window, bool) { return nextRegular(p, p.cycle(), t) }

// Next implements [Period].
func (p OfWeek) Next(t time.Time) (Window, bool) { return nextRegular(p, p.cycle(), t) }

// Prev implements [Period].
func (p OfDay) Prev(t time.Time) (Window, bool) { return prevRegular(p, p.cycle(), t) }

// Prev implements [Period].
func (p OfWeek) Prev(t time.Time) (Window, bool) { return prevRegular(p, p.cycle(), t) }

// Far from clock changes, days and weeks are as regular as hours.

func nextRegular[D dated](d D, c cycle, t time.Time) (Window, bool) {
	t = t.Round(0)
	if z := zoneAt(t); z.steady(t, 2*c.unit) {
		return c.after(t, z.off), true
	}
	return nextWindow(d, t, 1)
}

func prevRegular[D dated](d D, c cycle, t time.Time) (Window, bool) {
	t = t.Round(0)
	if z := zoneAt(t); z.steady(t, 2*c.unit) {
		return c.before(t, z.off), true
	}
	return prevWindow(d, t)
}

func (p OfDay) index(days int64) int64 { return days }

func (p OfDay) bounds(n int64) (bounds, bool) { return cycleBounds(n, p.cycle()) }

// 1970 began on a Thursday, three days into its week.
func (p OfWeek) index(days int64) int64 { return floorDiv(days+3, 7) }

func (p OfWeek) bounds(n int64) (bounds, bool) { return cycleBounds(n*7-3, p.cycle()) }

// cycleBounds returns the window of a unit of whole days that begins on a day.
func cycleBounds(start int64, c cycle) (bounds, bool) {
	return bounds{at(start, c.from), at(start, c.from+c.span), c.span == c.unit}, true
}

// dated is a kind with one window in each unit of whole days. The units are
// numbered without gaps.
type dated interface {
	// index returns the number of the unit that a day lies in.
	index(days int64) int64
	// bounds returns the window of unit n, or false if that unit has no window.
	bounds(n int64) (bounds, bool)
}

// bounds is a window by the wall clock.
type bounds struct {
	from, to wall
	whole    bool // the next window begins where this one ends
}

// barren is how many units in a row may lack a window before a search gives up.
// The longest real gap is that of a fifth weekday: two months.
const barren = 24

// nextWindow implements Next for kinds whose windows end at most over units after
// the unit they belong to.
func nextWindow[D dated](d D, t time.Time, over int64) (Window, bool) {
	z := zoneAt(t)
	n := d.index(wallAt(t, z.off).day) - over
	return nextFrom(d, t, z, n, n+barren-1)
}

// nextFrom returns the first window of the units from n to last that ends after t.
func nextFrom[D dated](d D, t time.Time, z zone, n, last int64) (Window, bool) {
	t = t.Round(0)
	now, clear := wallAt(t, z.off), z.steady(t, 0)
	for ; n <= last; n++ {
		b, ok := d.bounds(n)
		if !ok || clear && !now.before(b.to) {
			continue
		}
		if w, ok := b.window(z); ok && w.End.After(t) {
			return w, true
		}
	}
	return Window{}, false
}

// prevWindow implements Prev.
func prevWindow[D dated](d D, t time.Time) (Window, bool) {
	z := zoneAt(t)
	n := d.index(wallAt(t, z.off).day) + 1
	return prevFrom(d, t, z, n, n-barren+1)
}

// prevFrom returns the last window of the units from n down to first that starts before t.
func prevFrom[D dated](d D, t time.Time, z zone, n, first int64) (Window, bool) {
	t = t.Round(0)
	now, clear := wallAt(t, z.off), z.steady(t, 0)
	for ; n >= first; n-- {
		b, ok := d.bounds(n)
		if !ok || clear && !b.from.before(now) {
			continue
		}
		if w, ok := b.window(z); ok && w.Start.Before(t) {
			return w, true
		}
	}
	return Window{}, false
}

// window returns the span of time between two readings of the clock: from the
// first time that it reads from to the last time that it reads to. Windows that
// follow each other without a pause meet the first time. A window that the clock
// skips begins at the end of the gap and keeps its length. If the clock skips its
// whole day, there is no window.
func (b bounds) window(z zone) (Window, bool) {
	w := Window{Start: z.first(b.from)}
	if b.whole {
		w.End = z.first(b.to)
		return w, w.Start.Before(w.End)
	}
	w.End = z.last(b.to)
	if w.Start.Before(w.End) {
		return w, true
	}
	if z.skips(b.from.day) {
		return w, false
	}
	w.End = w.Start.Add(time.Duration(b.to.day-b.from.day)*day + b.to.clock - b.from.clock)
	return w, true
}
