package period

import "time"

// Never reports whether p holds at no instant ever. It is exact for calendar
// kinds, [Points] of one kind, [Cron], [Dates], and an [All] of these, on the calendar as it
// is printed: days of 24 hours, no clock put forward or back. It is exact for the business
// days and holidays of a [Calendar], too, in whatever year. [Steps] count as if they came
// back each year, a [Meeting] and a [Spread] as what they are of, and a period of another type
// as one that always holds. It takes a few milliseconds at most.
func Never(p Period) bool { return newSieve(p).never() }

// never reports whether there is no day on which the leaves meet.
func (s *sieve) never() bool {
	if !s.from.before(s.to) {
		return true
	}
	if s.fewDays() {
		for n := s.from.day; n <= s.to.day; n++ {
			if s.holdsOn(n) {
				return false
			}
		}
		return true
	}
	if s.cycle > 0 {
		for n := range s.cycle {
			if s.holdsOn(n) {
				return false
			}
		}
		return true
	}
	years := int64(2000)
	if s.lists() {
		if s.holdsListed() {
			return false
		}
		years, _, _ = civil(s.last + 1)
	}
	return !s.holdsAmong(years)
}

// holdsListed reports whether the leaves meet in the years that calendars of business days
// list.
func (s *sieve) holdsListed() bool {
	for n := max(s.first, s.from.day); n <= min(s.last, s.to.day); n++ {
		if s.holdsOn(n) {
			return true
		}
	}
	return false
}

// holdsAmong reports whether the leaves meet in the 40 years from one on, in which all days
// are as the calendar has them. Years of the same length that begin on the same weekday are
// alike: 40 years in a row have all fourteen kinds.
func (s *sieve) holdsAmong(first int64) bool {
	seen := [2][7]bool{}
	for year := first; year < first+40; year++ {
		start, end := dayOf(year, time.January), dayOf(year+1, time.January)
		alike := &seen[end-start-365][weekdayOf(start)]
		if *alike {
			continue
		}
		*alike = true
		for n := start; n < end; n++ {
			if s.holdsOn(n) {
				return true
			}
		}
	}
	return false
}

// holdsOn reports whether the leaves meet at some instant of a day.
func (s *sieve) holdsOn(n int64) bool {
	_, ok := s.findOn(n, stretch{0, day}, false)
	return ok
}
