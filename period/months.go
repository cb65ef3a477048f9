package period

import "time"

// OfMonth is the same part of every month. The zero From is the month's start, the
// zero To its end; the zero value is the whole month.
//
// A window whose To is not after From ends in the next month. If From and To are
// equal, the window is a month counted from there. A month that lacks the day From
// has no window, but a window into the next month then begins with that month. If a
// month lacks the day To, the window ends with the month.
type OfMonth struct{ From, To MonthDay }

// MonthDay is a place within a month: a time on a day. The zero value is the start
// of the month as From, and its end as To.
type MonthDay struct {
	// Day is the day of the month, 1 to 31, or -1 for its last day; 0 means 1.
	Day int
	// Nth, if not zero, picks a Weekday instead of Day: the Nth of the month, or
	// its last if Nth is negative.
	Nth     int
	Weekday time.Weekday
	// Clock is the time on that day, counted from midnight; 24 hours and more
	// reach into the days after it.
	Clock time.Duration
}

// Next implements [Period]. The month counted from 31 January ends in March.
func (p OfMonth) Next(t time.Time) (Window, bool) { return nextWindow(p, t, 2) }

// Prev implements [Period].
func (p OfMonth) Prev(t time.Time) (Window, bool) { return prevWindow(p, t) }

func (p OfMonth) index(days int64) int64 { return monthOf(days) }

func (p OfMonth) bounds(n int64) (bounds, bool) {
	this, next := monthSpan(n), int64(0)
	from := p.From.place(this)
	if p.From == p.To {
		next = this.start + this.days
		to := p.To.place(monthSpan(n + 1))
		return bounds{this.at(from), at(next, to), true}, true
	}
	to := this.length()
	if p.To != (MonthDay{}) {
		to = p.To.place(this)
		if to <= from {
			return p.overEnd(this, monthSpan(n+1)), true
		}
	}
	if !p.From.exists(this) || from >= this.length() {
		return bounds{}, false
	}
	if !p.To.exists(this) {
		to = this.length()
	}
	return bounds{this.at(from), this.at(to), false}, true
}

// overEnd returns the window that begins in one month and ends in the next.
func (p OfMonth) overEnd(this, next span) bounds {
	from, to := p.From.place(this), p.To.place(next)
	if !p.From.exists(this) {
		from = this.length()
	}
	if !p.To.exists(next) {
		to = next.length()
	}
	return bounds{this.at(from), next.at(to), false}
}

// span is a run of whole days.
type span struct{ start, days int64 }

func monthSpan(n int64) span {
	start := monthStart(n)
	return span{start, monthStart(n+1) - start}
}

func (s span) length() time.Duration { return time.Duration(s.days) * day }

func (s span) at(d time.Duration) wall { return at(s.start, d) }

// place returns how far into the month m the place is. It counts on over the end
// of a month that lacks the day.
func (d MonthDay) place(m span) time.Duration {
	if days := d.days(m); days > 0 {
		return time.Duration(days)*day + d.Clock
	}
	return d.Clock
}

// exists reports whether the month m has the day.
func (d MonthDay) exists(m span) bool {
	days := d.days(m)
	return days >= 0 && days < m.days
}

// days returns the number of days before the place's day.
func (d MonthDay) days(m span) int64 {
	switch {
	case d.Nth > 0:
		return floorMod(int64(d.Weekday-weekdayOf(m.start)), 7) + int64(d.Nth-1)*7
	case d.Nth < 0:
		last := m.days - 1
		return last - floorMod(int64(weekdayOf(m.start+last)-d.Weekday), 7)
	case d.Day < 0:
		return m.days + int64(d.Day)
	case d.Day == 0:
		return 0
	}
	return int64(d.Day) - 1
}
