package period

import (
	"math/bits"
	"time"
)

// years is how long a search goes on. The calendar repeats after 400 years.
const years = 400

// nextMatch returns the first match at or after w, which must be a whole step.
func (c *Cron) nextMatch(w wall) (wall, bool) {
	if c.isWeekly() {
		return c.nextInWeek(w)
	}
	month := monthOf(w.day)
	m := monthSpan(month)
	for last := month + 12*years; month <= last; {
		days := c.days(month, m)
		for w.day < m.start+m.days {
			skip := bits.TrailingZeros32(days >> (w.day - m.start))
			if skip == 32 {
				break
			}
			if skip > 0 {
				w = wall{day: w.day + int64(skip)}
			}
			if clock, ok := c.nextClock(w.clock); ok {
				return wall{w.day, clock}, true
			}
			w = wall{day: w.day + 1}
		}
		month = c.monthAfter(month)
		m = monthSpan(month)
		w = wall{day: m.start}
	}
	return wall{}, false
}

// prevMatch returns the last match at or before w.
func (c *Cron) prevMatch(w wall) (wall, bool) {
	if c.isWeekly() {
		return c.prevInWeek(w)
	}
	month := monthOf(w.day)
	for last := month - 12*years; month >= last; month = c.monthBefore(month) {
		m := monthSpan(month)
		if end := m.start + m.days; w.day >= end {
			w = wall{end - 1, day - 1}
		}
		days := c.days(month, m)
		for w.day >= m.start {
			skip := bits.LeadingZeros32(days << (31 - (w.day - m.start)))
			if skip == 32 {
				break
			}
			if skip > 0 {
				w = wall{w.day - int64(skip), day - 1}
			}
			if clock, ok := c.prevClock(w.clock); ok {
				return wall{w.day, clock}, true
			}
			w = wall{w.day - 1, day - 1}
		}
		w = wall{m.start - 1, day - 1}
	}
	return wall{}, false
}

// isWeekly reports whether all weeks are alike.
func (c *Cron) isWeekly() bool {
	return c.Months == 0 && !c.hasDates() && c.LastWeekdays == 0 && c.NthWeekdays == 0
}

// weekly is how many days a search looks at if all weeks are alike: what is left of one, and
// each day of the week.
const weekly = 8

// nextInWeek is nextMatch if all weeks are alike.
func (c *Cron) nextInWeek(w wall) (wall, bool) {
	for range weekly {
		if c.isOn(weekdayOf(w.day)) {
			if clock, ok := c.nextClock(w.clock); ok {
				return wall{w.day, clock}, true
			}
		}
		w = wall{day: w.day + 1}
	}
	return wall{}, false
}

// prevInWeek is prevMatch if all weeks are alike.
func (c *Cron) prevInWeek(w wall) (wall, bool) {
	for range weekly {
		if c.isOn(weekdayOf(w.day)) {
			if clock, ok := c.prevClock(w.clock); ok {
				return wall{w.day, clock}, true
			}
		}
		w = wall{w.day - 1, day - 1}
	}
	return wall{}, false
}

// isOn reports whether the weekdays of the expression, if it has any, have d.
func (c *Cron) isOn(d time.Weekday) bool { return c.Weekdays == 0 || c.Weekdays>>d&1 != 0 }

// twoYears returns the months that the month field names, for two years: bit 0 is January.
func (c *Cron) twoYears() uint64 {
	year := uint64(c.Months>>1) & (1<<12 - 1)
	if year == 0 {
		year = 1<<12 - 1
	}
	return year | year<<12
}

// monthAfter returns the next month that the month field names.
func (c *Cron) monthAfter(month int64) int64 {
	next := floorMod(month, 12) + 1
	return month + 1 + int64(bits.TrailingZeros64(c.twoYears()>>next))
}

// monthBefore returns the month before that the month field names.
func (c *Cron) monthBefore(month int64) int64 {
	this := floorMod(month, 12) + 12
	return month - 1 - int64(bits.LeadingZeros64(c.twoYears()<<(64-this)))
}

// days returns the days of month n that match, bit 0 for the first.
func (c *Cron) days(n int64, m span) uint32 {
	if c.Months != 0 && c.Months>>(floorMod(n, 12)+1)&1 == 0 {
		return 0
	}
	all := uint32(1)<<m.days - 1
	byDate, byWeekday := c.hasDates(), c.hasWeekdays()
	switch {
	case !byDate && !byWeekday:
		return all
	case !byWeekday:
		return all & c.dates(m)
	case !byDate:
		return all & c.weekdays(m)
	case c.AnyDay || c.AnyWeekday:
		return all & c.dates(m) & c.weekdays(m)
	}
	return all & (c.dates(m) | c.weekdays(m))
}

// dates returns the days of the month m that the day-of-month field names.
func (c *Cron) dates(m span) uint32 {
	set := c.Days >> 1
	for rest := c.LastDays; rest != 0; rest &= rest - 1 {
		if ago := int64(bits.TrailingZeros32(rest)); ago < m.days {
			set |= 1 << (m.days - 1 - ago)
		}
	}
	for rest := c.Nearest; rest != 0; rest &= rest - 1 {
		dom := int64(bits.TrailingZeros32(rest))
		if dom == 0 {
			dom = m.days
		}
		if dom <= m.days {
			set |= 1 << nearest(m, dom-1)
		}
	}
	return set
}

// nearest returns the working day nearest to a day within the month m; both count
// from 0.
func nearest(m span, dom int64) int64 {
	switch weekdayOf(m.start + dom) {
	case time.Saturday:
		if dom == 0 {
			return 2
		}
		return dom - 1
	case time.Sunday:
		if dom == m.days-1 {
			return dom - 2
		}
		return dom + 1
	}
	return dom
}

// weekdays returns the days of the month m that the day-of-week field names.
func (c *Cron) weekdays(m span) uint32 {
	first := int64(weekdayOf(m.start))
	week := uint64(c.Weekdays)
	week |= week << 7
	week |= week<<14 | week<<28
	set := uint32(week >> first)
	if c.LastWeekdays == 0 && c.NthWeekdays == 0 {
		return set
	}
	for wd := range int64(7) {
		dom := floorMod(wd-first, 7)
		if c.LastWeekdays>>wd&1 != 0 {
			set |= 1 << (dom + (m.days-1-dom)/7*7)
		}
		for nth := range int64(5) {
			if c.NthWeekdays>>(wd*5+nth)&1 != 0 && dom+nth*7 < m.days {
				set |= 1 << (dom + nth*7)
			}
		}
	}
	return set
}

// sets returns the values of the fields within a day, with every value spelled out.
func (c *Cron) sets() (hours, minutes, seconds uint64) {
	hours, minutes, seconds = uint64(c.Hours), c.Minutes, c.Seconds
	if hours == 0 {
		hours = 1<<24 - 1
	}
	if minutes == 0 {
		minutes = 1<<60 - 1
	}
	if !c.HasSeconds {
		seconds = 1
	} else if seconds == 0 {
		seconds = 1<<60 - 1
	}
	return hours, minutes, seconds
}

// nextClock returns the first match of a day at or after clock, a whole step.
func (c *Cron) nextClock(clock time.Duration) (time.Duration, bool) {
	hours, minutes, seconds := c.sets()
	n := int(clock / time.Second)
	h, m, s := n/3600, n/60%60, n%60
	for {
		hour := nextBit(hours, h)
		if hour > h {
			h, m, s = hour, 0, 0
		}
		if h > 23 {
			return 0, false
		}
		minute := nextBit(minutes, m)
		if minute > m {
			m, s = minute, 0
		}
		if m > 59 {
			h, m, s = h+1, 0, 0
			continue
		}
		if s = nextBit(seconds, s); s > 59 {
			m, s = m+1, 0
			continue
		}
		return time.Duration((h*60+m)*60+s) * time.Second, true
	}
}

// prevClock returns the last match of a day at or before clock.
func (c *Cron) prevClock(clock time.Duration) (time.Duration, bool) {
	hours, minutes, seconds := c.sets()
	n := int(clock / time.Second)
	h, m, s := n/3600, n/60%60, n%60
	for {
		hour := prevBit(hours, h)
		if hour < h {
			h, m, s = hour, 59, 59
		}
		if h < 0 {
			return 0, false
		}
		minute := prevBit(minutes, m)
		if minute < m {
			m, s = minute, 59
		}
		if m < 0 {
			h, m, s = h-1, 59, 59
			continue
		}
		if s = prevBit(seconds, s); s < 0 {
			m, s = m-1, 59
			continue
		}
		return time.Duration((h*60+m)*60+s) * time.Second, true
	}
}

// nextBit returns the lowest bit of a set that is not below from, 64 or more if
// there is none.
func nextBit(set uint64, from int) int { return from + bits.TrailingZeros64(set>>from) }

// prevBit returns the highest bit of a set that is not above from, negative if
// there is none.
func prevBit(set uint64, from int) int {
	if from < 0 {
		return from
	}
	return from - bits.LeadingZeros64(set<<(63-from))
}
