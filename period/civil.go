package period

import "time"

const day = 24 * time.Hour

// wall is a reading of the wall clock: a day of the calendar, counted from
// 1 January 1970, and the time since its midnight.
type wall struct {
	day   int64
	clock time.Duration // 0 ≤ clock < 24 h; at makes it so
}

// at returns the reading d after midnight of a day. d may be negative or longer
// than a day.
func at(days int64, d time.Duration) wall {
	if d < 0 || d >= day {
		n := floorDiv(int64(d), int64(day))
		days, d = days+n, d-time.Duration(n)*day
	}
	return wall{days, d}
}

// before reports whether w is the earlier reading.
func (w wall) before(o wall) bool {
	return w.day < o.day || w.day == o.day && w.clock < o.clock
}

// seconds returns the reading as seconds since 1970, and what remains of a second.
func (w wall) seconds() (sec, nsec int64) {
	return w.day*86400 + int64(w.clock/time.Second), int64(w.clock % time.Second)
}

// wallAt returns the reading of a clock that is off seconds ahead of UTC.
func wallAt(t time.Time, off int64) wall {
	sec := t.Unix() + off
	days := floorDiv(sec, 86400)
	return wall{days, time.Duration(sec-days*86400)*time.Second + time.Duration(t.Nanosecond())}
}

// weekdayOf returns the weekday of a day.
func weekdayOf(days int64) time.Weekday { return time.Weekday(floorMod(days+4, 7)) }

// The calendar below counts years from 1 March, so that the leap day comes last,
// in eras of 400 years of 146097 days.

// civil returns the date of a day.
func civil(days int64) (year int64, month time.Month, dom int) {
	days += 719468
	era := floorDiv(days, 146097)
	doe := days - era*146097
	yoe := (doe - doe/1460 + doe/36524 - doe/146096) / 365
	doy := doe - (365*yoe + yoe/4 - yoe/100)
	mp := (5*doy + 2) / 153
	dom = int(doy-(153*mp+2)/5) + 1
	month = time.Month(mp + 3)
	if month > 12 {
		month -= 12
	}
	year = era*400 + yoe
	if month <= 2 {
		year++
	}
	return year, month, dom
}

// dayOf returns the day of the first of a month.
func dayOf(year int64, month time.Month) int64 {
	mp := int64(month) - 3
	if month <= 2 {
		year, mp = year-1, int64(month)+9
	}
	era := floorDiv(year, 400)
	yoe := year - era*400
	return era*146097 + yoe*365 + yoe/4 - yoe/100 + (153*mp+2)/5 - 719468
}

// monthStart returns the first day of month n, counted from January of year 0.
func monthStart(n int64) int64 {
	year := floorDiv(n, 12)
	return dayOf(year, time.Month(n-year*12+1))
}

// monthOf returns the number of the month that a day lies in.
func monthOf(days int64) int64 {
	year, month, _ := civil(days)
	return year*12 + int64(month) - 1
}

// floorDiv returns a/b rounded down; b is positive.
func floorDiv(a, b int64) int64 {
	q := a / b
	if q*b > a {
		q--
	}
	return q
}

// floorMod returns a modulo b, from 0 up to b; b is positive.
func floorMod(a, b int64) int64 {
	m := a % b
	if m < 0 {
		m += b
	}
	return m
}
