package foreign

import "time"

// Gaps returns the shortest and the longest time between two starts of a job, as far as a few
// years show them; both are many years if it starts once.
func Gaps(r Rules) (shortest, longest time.Duration) {
	const looked = 5000 // starts
	shortest = 100 * 365 * 24 * time.Hour
	begin := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	n := 0
	var before time.Time
	for s := range r.Starts(begin, begin.AddDate(3, 0, 0)) {
		if d := s.At.Sub(before); !before.IsZero() && d > 0 {
			shortest, longest = min(shortest, d), max(longest, d)
		}
		if before = s.At; n == looked {
			break
		}
		n++
	}
	return shortest, max(shortest, longest)
}
