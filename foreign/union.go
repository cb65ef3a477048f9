package foreign

import (
	"iter"
	"slices"
	"time"
)

// Union is the Rules of a job that several rules start. Starts at one instant are one.
type Union []Rules

// Starts returns the starts of all rules, in order.
func (u Union) Starts(from, to time.Time) iter.Seq[Start] {
	return func(yield func(Start) bool) {
		var all []Start
		for _, r := range u {
			for s := range r.Starts(from, to) {
				all = append(all, s)
			}
		}
		slices.SortStableFunc(all, func(a, b Start) int { return a.At.Compare(b.At) })
		all = slices.CompactFunc(all, func(a, b Start) bool { return a.At.Equal(b.At) })
		for _, s := range all {
			if !yield(s) {
				return
			}
		}
	}
}

// Reads reports whether one of the rules that go by the clock is due.
func (u Union) Reads(at time.Time) bool {
	return slices.ContainsFunc(u, func(r Rules) bool {
		reads, is := r.(Readings)
		return is && reads.Reads(at)
	})
}

// Zone returns the zone of the first of the rules that go by the clock; UTC if there is none.
func (u Union) Zone() *time.Location {
	for _, r := range u {
		if reads, is := r.(Readings); is {
			return reads.Zone()
		}
	}
	return time.UTC
}
