package check

import (
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

// windowsOf returns the windows that a condition has, but for those of other time zones.
func windowsOf(cond rocket.Condition) (periods []period.Period) {
	for _, w := range stdconds.WindowsOf(cond) {
		if w.Zone == "" {
			periods = append(periods, w.Of)
		}
	}
	return periods
}
