package period

import "time"

// OfMonth is the same part of every month. The zero From is the month's start, the
// zero To its end; the zero value is the whole month.
//
// A window whose To is not after From ends in the next month. If a month lacks the day
// From or To, the end of the month takes its place; a window that is then empty is not
// there. If From and To are equal, the window is a month counted from there, or from
// the month's last day.
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

// Next implements [Period].
func (p OfMonth) Next(t time.Time) (Window, bool) { return nextWindow(p, t, 1) }

// Prev implements [Period].
func (p OfMonth) Prev(t time.Time) (Window, bool) { return prevWindow(p, t) }

func (p OfMonth) index(days int64) int64 { return monthOf(days) }

func (p OfMonth) bounds(n int64) (bounds, bool) {
	this := monthSpan(n)
	if p.From == p.To {
		next := monthSpan(n + 1)
		return bounds{this.at(p.From.start(this)), next.at(p.To.start(next)), true}, true
	}
	from := this.at(p.From.edge(this))
	if p.To == (MonthDay{}) {
		to := this.at(this.length())
		return bounds{from, to, false}, from.before(to)
	}
	end := this
	if p.To.place(this) <= p.From.place(this) {
		end = monthSpan(n + 1)
	}
	to := end.at(p.To.edge(end))
	return bounds{from, to, false}, from.before(to)
}

// edge returns how far into the month m the place is, as the edge of a window.
func (d MonthDay) edge(m span) time.Duration {
	if d.days(m) >= m.days {
		return m.length()
	}
	return d.place(m)
}

// start returns how far into the month m the place is, as the start of a period.
func (d MonthDay) start(m span) time.Duration {
	return time.Duration(max(min(d.days(m), m.days-1), 0))*day + d.Clock
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
