package stdconds

import (
	"cmp"
	"slices"

	"github.com/rocketc/rocketc/period"
	rocket "github.com/rocketc/rocketc/runtime"
)

// WindowsOf returns the windows that a condition has by its calendar parts, `daily at
// 02:00` and `cron`: those of each alternative, of several parts that all have to hold
// those of the longest period. Windows in which a clock part beside them, `time of …`,
// never holds are left out. What stands under ~ has no windows.
func WindowsOf(cond rocket.Condition) []rocket.Windows {
	if windowed, ok := cond.(rocket.Windowed); ok {
		return windowed.Windows()
	}
	return nil
}

// Windows returns those of the condition that the name stands for.
func (n Named) Windows() []rocket.Windows { return WindowsOf(n.Of) }

// Windows returns those of the condition, whose parameters may not have been read.
func (c FromParams) Windows() []rocket.Windows { return WindowsOf(c.Of) }

// Windows returns those of the period, or the fewer ones that are made up for.
func (c Once) Windows() []rocket.Windows {
	of := c.Period
	if c.Counted != nil {
		of = c.Counted
	}
	return []rocket.Windows{{Of: of, CatchUp: c.CatchUp}}
}

// Windows returns those of the condition, read in its zone.
func (z InZone) Windows() []rocket.Windows {
	list := WindowsOf(z.Of)
	for i := range list {
		list[i].Zone = cmp.Or(list[i].Zone, z.Zone)
	}
	return list
}

// Windows returns those of all alternatives.
func (a Any) Windows() (all []rocket.Windows) {
	for _, part := range a {
		all = append(all, WindowsOf(part)...)
	}
	return all
}

// Windows returns those of the part with the longest period in which the clock parts hold.
func (a All) Windows() []rocket.Windows {
	i := a.Longest()
	if i < 0 {
		return nil
	}
	list := WindowsOf(a[i])
	if clocks := a.Clocks(); len(clocks) > 0 {
		for j, w := range list {
			if _, met := w.Of.(period.Meeting); !met {
				list[j].Of = period.Meeting{Of: w.Of, With: clocks}
			}
		}
	}
	return list
}

// Longest returns which of the parts has the windows of all: the first of those with the
// longest period, or -1 if no part has windows.
func (a All) Longest() int {
	longest, most := -1, -1
	for i, part := range a {
		if list := WindowsOf(part); len(list) > 0 && rankOf(list) > most {
			longest, most = i, rankOf(list)
		}
	}
	return longest
}

// Clocks returns the periods of the parts that are `time of …`.
func (a All) Clocks() (clocks period.All) {
	for _, part := range a {
		if clock, ok := clockOf(part); ok {
			clocks = append(clocks, clock)
		}
	}
	return clocks
}

// clockOf returns the period of `time of …`.
func clockOf(cond rocket.Condition) (period.Period, bool) {
	switch cond := cond.(type) {
	case Named:
		return clockOf(cond.Of)
	case FromParams:
		return clockOf(cond.Of)
	case TimeOf:
		return cond.Period, true
	}
	return nil, false
}

// rankOf returns the rank of the longest of the periods.
func rankOf(windows []rocket.Windows) int {
	longest := slices.MaxFunc(windows, func(a, b rocket.Windows) int {
		return cmp.Compare(rank(a.Of), rank(b.Of))
	})
	return rank(longest.Of)
}

// rank tells longer periods from shorter ones.
func rank(p period.Period) int {
	switch p := p.(type) {
	case period.Meeting:
		return rank(p.Of)
	case period.Spread:
		return rank(p.Of)
	case period.Points:
		return rank(slices.MaxFunc(p, func(a, b period.Period) int {
			return cmp.Compare(rank(a), rank(b))
		}))
	case period.Steps:
		return rank(p.Unit.Full())
	case ParamWindow:
		return rank(p.Unit.Full())
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
