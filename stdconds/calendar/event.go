package calendar

import (
	"slices"
	"time"
)

// A day is a day of the calendar, counted from 1 January 1970.
type day int

const secondsADay = 24 * 60 * 60

func dayOf(year int, month time.Month, d int) day {
	return day(time.Date(year, month, d, 0, 0, 0, 0, time.UTC).Unix() / secondsADay)
}

func (d day) date() (year int, month time.Month, n int) {
	return time.Unix(int64(d)*secondsADay, 0).UTC().Date()
}

// weekday counts from 1 January 1970, a Thursday.
func (d day) weekday() time.Weekday { return time.Weekday(((d+4)%7 + 7) % 7) }

// parseDay reads a date such as 20261225.
func parseDay(text string) (d day, ok bool) {
	n, ok := digits(text, 8)
	year, month, date := n/10000, time.Month(n/100%100), n%100
	d = dayOf(year, month, date)
	y, m, n := d.date()
	return d, ok && y == year && m == month && n == date
}

// An event takes whole days.
type event struct {
	first  day
	days   int   // how many days one occurrence takes
	rule   *rule // by which the event comes again; nil: it does not
	also   []day // more days on which an occurrence begins
	except []day // days on which no occurrence begins
}

// on reports whether an occurrence of the event takes the day.
func (e *event) on(today day) bool {
	from := today - day(e.days) + 1
	begins := func(d day) bool { return from <= d && d <= today && !slices.Contains(e.except, d) }
	if begins(e.first) || slices.ContainsFunc(e.also, begins) {
		return true
	}
	if e.rule == nil || today < e.first {
		return false
	}
	return slices.ContainsFunc(e.rule.occurrences(e.first, from, today), begins)
}
