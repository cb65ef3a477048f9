package ical

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
	line   int    // at which it begins
	name   string // its summary
	first  day
	length int   // how many days one occurrence takes
	rule   *rule // by which the event comes again; nil: it does not
	also   []day // more days on which an occurrence begins
	except []day // days on which no occurrence begins
}

// endless reports whether the event comes again without an end.
func (e *event) endless() bool {
	return e.rule != nil && e.rule.count == 0 && e.rule.until == endless
}

// days returns the days of all occurrences from [First] to [Last], in order.
func (e *event) days() (days []day) {
	first, last := dayOf(First, 1, 1), dayOf(Last, 12, 31)
	begins := append([]day{e.first}, e.also...)
	if e.rule != nil {
		begins = append(begins, e.rule.occurrences(e.first, first-day(e.length), last)...)
	}
	for _, begin := range begins {
		if slices.Contains(e.except, begin) {
			continue
		}
		for d := max(begin, first); d < begin+day(e.length) && d <= last; d++ {
			days = append(days, d)
		}
	}
	slices.Sort(days)
	return slices.Compact(days)
}
