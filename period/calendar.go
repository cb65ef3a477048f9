package period

import (
	"slices"
	"time"
)

// A Calendar tells business days from others. A day is a business day unless it is of the
// weekend or a holiday; a day of Open is one all the same, and then no holiday. The zero
// value has business days only.
type Calendar struct {
	// Name is what conditions call the calendar: fi.
	Name string
	// Weekend has the days of the week that are not worked.
	Weekend []time.Weekday
	// Holidays are the days that are not worked besides, and Open those that are worked
	// although they are holidays or of the weekend.
	Holidays, Open DaySet
	// Last is the last year whose holidays are known; 0: they end in no year.
	Last int
}

// IsBusiness reports whether a date is a business day. Its clock time does not count.
func (c *Calendar) IsBusiness(d Date) bool { return c.business(d.number()) }

// IsHoliday reports whether a date is a holiday that is not worked.
func (c *Calendar) IsHoliday(d Date) bool { return c.holiday(d.number()) }

func (c *Calendar) business(days int64) bool {
	if slices.Contains(c.Weekend, weekdayOf(days)) || c.Holidays.has(days) {
		return c.Open.has(days)
	}
	return true
}

func (c *Calendar) holiday(days int64) bool {
	return c.Holidays.has(days) && !c.Open.has(days)
}

// Closed reports whether there is no business day at all in the years from the first that
// the calendar lists to the last, and none after.
func (c *Calendar) Closed() bool {
	first, last := c.listed()
	_, ok := c.nearest(first, last+7, c.business)
	return !ok
}

// listed returns the first and the last day of the years that the calendar lists; any day
// twice if it lists none. Before and after these there are weekends only.
func (c *Calendar) listed() (first, last int64) {
	first, last, some := c.Holidays.bounds()
	from, to, open := c.Open.bounds()
	switch {
	case !some:
		return from, to
	case open:
		return min(first, from), max(last, to)
	}
	return first, last
}

// nearest returns the first day from one to another, in the order in which these are given,
// of which is holds.
func (*Calendar) nearest(from, to int64, is func(days int64) bool) (days int64, ok bool) {
	step := int64(1)
	if to < from {
		step = -1
	}
	for n := from; n != to+step; n += step {
		if is(n) {
			return n, true
		}
	}
	return 0, false
}

// businessFrom returns the first business day from a day on, or if back is set the last up
// to it. It returns false if there is none.
func (c *Calendar) businessFrom(days int64, back bool) (int64, bool) {
	first, last := c.listed()
	if back {
		return c.nearest(days, min(days, first)-7, c.business)
	}
	return c.nearest(days, max(days, last)+7, c.business)
}
