package period

import "time"

// OfSecond is the same part of every second. From and To count from its start;
// both are taken modulo a second. A window whose To is not after From runs into
// the next second, so the zero value is the whole second.
type OfSecond struct{ From, To time.Duration }

// OfMinute is the same part of every minute of the wall clock. From and To count
// from its start, modulo a minute. A window whose To is not after From runs into
// the next minute, so the zero value is the whole minute.
type OfMinute struct{ From, To time.Duration }

// OfHour is the same part of every hour of the wall clock. From and To count from
// its start, modulo an hour. A window whose To is not after From runs into the
// next hour, so the zero value is the whole hour.
type OfHour struct{ From, To time.Duration }

func (p OfSecond) cycle() cycle { return newCycle(time.Second, p.From, p.To) }
func (p OfMinute) cycle() cycle { return newCycle(time.Minute, p.From, p.To) }
func (p OfHour) cycle() cycle   { return newCycle(time.Hour, p.From, p.To) }

// Next implements [Period].
func (p OfSecond) Next(t time.Time) (Window, bool) { return p.cycle().next(t) }

// Next implements [Period].
func (p OfMinute) Next(t time.Time) (Window, bool) { return p.cycle().next(t) }

// Next implements [Period].
func (p OfHour) Next(t time.Time) (Window, bool) { return p.cycle().next(t) }

// Prev implements [Period].
func (p OfSecond) Prev(t time.Time) (Window, bool) { return p.cycle().prev(t) }

// Prev implements [Period].
func (p OfMinute) Prev(t time.Time) (Window, bool) { return p.cycle().prev(t) }

// Prev implements [Period].
func (p OfHour) Prev(t time.Time) (Window, bool) { return p.cycle().prev(t) }

// cycle is a window that comes back each time the wall clock has run for unit,
// counted from 5 January 1970, a Monday.
type cycle struct {
	unit time.Duration
	from time.Duration // 0 ≤ from < unit
	span time.Duration // 0 < span ≤ unit
}

// monday is the start of the first whole week, in seconds since 1970.
const monday = 4 * 86400

func newCycle(unit, from, to time.Duration) cycle {
	from = wrap(from, unit)
	return cycle{unit, from, unit - wrap(from-to, unit)}
}

// wrap returns d modulo unit.
func wrap(d, unit time.Duration) time.Duration {
	if d >= 0 && d < unit {
		return d
	}
	return time.Duration(floorMod(int64(d), int64(unit)))
}

// since returns how long ago the latest window began at t, by a clock that is off
// seconds ahead of UTC.
func (c cycle) since(t time.Time, off int64) time.Duration {
	sec := floorMod(t.Unix()+off-monday, max(int64(c.unit/time.Second), 1))
	return wrap(time.Duration(sec)*time.Second+time.Duration(t.Nanosecond())-c.from, c.unit)
}

// after returns the window that holds t or else starts after it, by a clock that
// is never moved.
func (c cycle) after(t time.Time, off int64) Window {
	ago := c.since(t, off)
	if ago >= c.span {
		ago -= c.unit
	}
	start := t.Add(-ago)
	return Window{start, start.Add(c.span)}
}

// before returns the last window that starts before t, by such a clock.
func (c cycle) before(t time.Time, off int64) Window {
	t = t.Add(-1)
	start := t.Add(-c.since(t, off))
	return Window{start, start.Add(c.span)}
}

func (c cycle) next(t time.Time) (Window, bool) {
	t = t.Round(0)
	for {
		z := zoneAt(t)
		w := c.after(t, z.off)
		if c.jumpsAtEnd(z, w.End) {
			w.End = z.time(z.hi, 0)
			if !w.Start.Before(w.End) {
				t = w.End
				continue
			}
		}
		if c.jumpsAtStart(z, w.Start) {
			w.Start = z.time(z.lo, 0)
		}
		return w, true
	}
}

func (c cycle) prev(t time.Time) (Window, bool) {
	t = t.Round(0)
	for {
		z := zoneAt(t.Add(-1))
		w := c.before(t, z.off)
		if c.jumpsAtStart(z, w.Start) {
			w.Start = z.time(z.lo, 0)
			if !w.Start.Before(w.End) {
				t = w.Start
				continue
			}
		}
		if c.jumpsAtEnd(z, w.End) {
			w.End = z.time(z.hi, 0)
		}
		return w, true
	}
}

// jumpsAtStart reports whether t lies before the span z, and the clock was not
// moved by whole units at the start of z: the window is then cut there.
func (c cycle) jumpsAtStart(z zone, t time.Time) bool {
	return t.Unix() < z.lo && c.jumps(z.at(z.lo-1).off-z.off)
}

// jumpsAtEnd does the same for a t that lies behind the end of z.
func (c cycle) jumpsAtEnd(z zone, t time.Time) bool {
	return t.Unix() >= z.hi && c.jumps(z.at(z.hi).off-z.off)
}

func (c cycle) jumps(seconds int64) bool { return seconds%int64(c.unit/time.Second) != 0 }
