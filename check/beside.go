package check

import (
	"cmp"
	"slices"

	"github.com/rocketc/rocketc/period"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/stdconds"
)

// A retry is an alternative: `daily at 02:00 | retry 3`. It counts the failures since the
// newest window of the calendar parts beside it opened, so that each night has its three.
// Which windows these are is known when the condition is whole, with its names and groups
// written out.

// besideCalendar returns a condition with its retries told which windows they stand beside.
// Conditions are shared, so what changes is a copy.
func besideCalendar(cond rocket.Condition) rocket.Condition { return beside(cond, nil) }

// beside does so for a part that stands beside windows.
func beside(cond rocket.Condition, windows []period.Period) rocket.Condition {
	if !retries(cond) {
		return cond
	}
	switch cond := cond.(type) {
	case stdconds.Retry:
		cond.Beside = windows
		return cond
	case stdconds.FromParams:
		cond.Of = beside(cond.Of, windows)
		return cond
	case stdconds.Named:
		return stdconds.Named{Name: cond.Name, Of: beside(cond.Of, windows)}
	case stdconds.InZone:
		return stdconds.InZone{Zone: cond.Zone, Of: beside(cond.Of, windows)}
	case stdconds.Not:
		return stdconds.Not{Of: beside(cond.Of, windows)}
	case stdconds.All:
		all := slices.Clone(cond)
		for i, part := range all {
			all[i] = beside(part, windows)
		}
		return all
	case stdconds.Any:
		alternatives := slices.Clone(cond)
		for i, part := range cond {
			others := slices.Clone(windows)
			for j, other := range cond {
				if j != i {
					others = append(others, windowsOf(other)...)
				}
			}
			alternatives[i] = beside(part, others)
		}
		return alternatives
	}
	return cond
}

// retries reports whether a retry is part of a condition.
func retries(cond rocket.Condition) bool {
	switch cond := cond.(type) {
	case stdconds.Retry:
		return true
	case stdconds.FromParams:
		return retries(cond.Of)
	case rocket.Composite:
		return slices.ContainsFunc(cond.Parts(), retries)
	}
	return false
}

// windowsOf returns the windows that a condition has by its calendar parts, `daily at
// 02:00` and `cron`: those of each alternative, of several parts that all have to hold
// those of the longest period. Windows in which a clock part beside them, `time of …`,
// never holds are left out. What stands under ~ has no windows.
func windowsOf(cond rocket.Condition) []period.Period {
	switch cond := cond.(type) {
	case stdconds.Named:
		return windowsOf(cond.Of)
	case stdconds.FromParams:
		return windowsOf(cond.Of)
	case stdconds.Once:
		return []period.Period{cond.Period}
	case stdconds.Any:
		var all []period.Period
		for _, part := range cond {
			all = append(all, windowsOf(part)...)
		}
		return all
	case stdconds.All:
		return windowsOfAll(cond)
	}
	return nil
}

func windowsOfAll(parts stdconds.All) (longest []period.Period) {
	var clocks period.All
	for _, part := range parts {
		windows := windowsOf(part)
		if clock, ok := clockOf(part); ok {
			clocks = append(clocks, clock)
		}
		if len(windows) > 0 && (longest == nil || rankOf(windows) > rankOf(longest)) {
			longest = windows
		}
	}
	if len(clocks) == 0 {
		return longest
	}
	met := make([]period.Period, len(longest))
	for i, p := range longest {
		met[i] = period.Meeting{Of: p, With: clocks}
	}
	return met
}

// clockOf returns the period of `time of …`.
func clockOf(cond rocket.Condition) (period.Period, bool) {
	switch cond := cond.(type) {
	case stdconds.Named:
		return clockOf(cond.Of)
	case stdconds.FromParams:
		return clockOf(cond.Of)
	case stdconds.TimeOf:
		return cond.Period, true
	}
	return nil, false
}

// rankOf tells the longest of the periods from shorter ones.
func rankOf(periods []period.Period) int {
	rank := func(p period.Period) int {
		switch p := p.(type) {
		case period.Meeting:
			return rankOf([]period.Period{p.Of})
		case period.Points:
			return rankOf(p)
		case period.Steps:
			return rankOf([]period.Period{p.Unit.Full()})
		case stdconds.ParamWindow:
			return rankOf([]period.Period{p.Unit.Full()})
		case period.Dates:
			return 7
		case period.OfSecond:
			return 0
		case period.OfHour:
			return 2
		case period.OfDay:
			return 3
		case period.OfWeek:
			return 4
		case period.OfMonth:
			return 5
		case period.OfYear:
			return 6
		}
		return 1 // a minute, as that of cron
	}
	longest := slices.MaxFunc(periods, func(a, b period.Period) int {
		return cmp.Compare(rank(a), rank(b))
	})
	return rank(longest)
}
