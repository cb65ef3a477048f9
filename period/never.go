package period

import "time"

// Never reports whether p holds at no instant ever. It is exact for calendar
// kinds, [Points] of one kind, [Cron], [Dates], and an [All] of these, on the calendar as it
// is printed: days of 24 hours, no clock put forward or back. [Steps] count as if they came
// back each year, a [Meeting] as what it is of, and a period of another type as one that
// always holds. It takes a few milliseconds at most.
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
	// Years of the same length that begin on the same weekday are alike: 28 years
	// in a row have all fourteen kinds.
	seen := [2][7]bool{}
	for year := int64(2000); year < 2028; year++ {
		start, end := dayOf(year, time.January), dayOf(year+1, time.January)
		alike := &seen[end-start-365][weekdayOf(start)]
		if *alike {
			continue
		}
		*alike = true
		for n := start; n < end; n++ {
			if s.holdsOn(n) {
				return false
			}
		}
	}
	return true
}

// holdsOn reports whether the leaves meet at some instant of a day.
func (s *sieve) holdsOn(n int64) bool {
	_, ok := s.findOn(n, stretch{0, day}, false)
	return ok
}
