package rocketry

import "time"

// A choice holds if one of its conditions does.
type choice []condition

func (c choice) holds(m moment) bool {
	for _, one := range c {
		if one.holds(m) {
			return true
		}
	}
	return false
}

func (c choice) next(m moment) int64 { return earliest(c, m) }

func (c choice) isSpent() bool {
	for _, one := range c {
		if !one.isSpent() {
			return false
		}
	}
	return true
}

// All holds if all of its conditions do.
type all []condition

func (a all) holds(m moment) bool {
	for _, one := range a {
		if !one.holds(m) {
			return false
		}
	}
	return true
}

// If some do not hold, all of these have to change.
func (a all) next(m moment) int64 {
	next := int64(0)
	for _, one := range a {
		if !one.holds(m) {
			next = max(next, one.next(m))
		}
	}
	if next > 0 {
		return next
	}
	return earliest(a, m)
}

func (a all) isSpent() bool {
	for _, one := range a {
		if one.isSpent() {
			return true
		}
	}
	return false
}

func earliest(list []condition, m moment) int64 {
	next := int64(never)
	for _, one := range list {
		next = min(next, one.next(m))
	}
	return next
}

// A not holds if its condition does not.
type not struct{ condition }

func (n not) holds(m moment) bool { return !n.condition.holds(m) }

func (n not) isSpent() bool {
	s, is := n.condition.(since)
	return is && s.of == nil
}

// A constant always holds, or never.
type constant bool

func (c constant) holds(moment) bool { return bool(c) }
func (constant) next(moment) int64   { return never }
func (c constant) isSpent() bool     { return !bool(c) }

// Within holds in the windows of a period; once in each of them, if it is said so.
type within struct {
	period
	once bool
}

func (w within) holds(m moment) bool {
	start, end := w.window(m.wall)
	if m.wall < start || m.wall >= end {
		return false
	}
	return !w.once || m.of.latest.start == 0 || m.of.latest.wall < start
}

func (w within) next(m moment) int64 {
	start, end := w.window(m.wall)
	if m.wall < start {
		return start
	}
	return end
}

func (w within) isSpent() bool { return w.once }

// Every holds if the latest start of the task is so many minutes ago, or there is none.
type every int64

func (e every) holds(m moment) bool {
	return m.of.latest.start == 0 || m.at-m.of.latest.at >= int64(e)
}

func (e every) next(m moment) int64 {
	if left := m.of.latest.at + int64(e) - m.at; m.of.latest.start > 0 && left > 0 {
		return m.wall + left
	}
	return never
}

func (e every) isSpent() bool { return true }

// After holds if another task has succeeded after the latest start of the task.
type after struct{ *task }

func (a after) holds(m moment) bool { return a.latest.end > m.of.latest.start }
func (a after) next(moment) int64   { return never }
func (a after) isSpent() bool       { return true }

// Since holds if a task, or the task itself, has started in the current cycle of a period, or
// in so many minutes before.
type since struct {
	of      *task // nil: the task itself
	unit    unit
	minutes int64 // before now; 0: since the begin of the cycle
}

// latest returns the start that is asked about.
func (s since) latest(m moment) run {
	if s.of != nil {
		return s.of.latest
	}
	return m.of.latest
}

func (s since) holds(m moment) bool {
	latest := s.latest(m)
	if s.minutes > 0 {
		return latest.start > 0 && latest.at > m.at-s.minutes
	}
	return latest.start > 0 && latest.wall >= s.unit.begin(m.wall)
}

func (s since) next(m moment) int64 {
	if s.minutes == 0 {
		return s.unit.after(s.unit.begin(m.wall))
	}
	latest := s.latest(m)
	if left := latest.at + s.minutes - m.at; latest.start > 0 && left > 0 {
		return m.wall + left
	}
	return never
}

func (s since) isSpent() bool { return false }

// A unit is a cycle of the clock, which a period is counted in.
type unit int

const (
	minutes unit = iota
	hours
	days
	weeks
	months
)

const (
	hour = 60
	day  = 24 * hour
	week = 7 * day
)

// begin returns when the cycle of a minute began.
func (u unit) begin(wall int64) int64 {
	switch u {
	case minutes:
		return wall
	case hours:
		return wall - mod(wall, hour)
	case days:
		return wall - mod(wall, day)
	case weeks:
		return wall - mod(wall-4*day, week) // the first day of 1970 was a Thursday
	}
	at := time.Unix(wall*60, 0).UTC()
	return time.Date(at.Year(), at.Month(), 1, 0, 0, 0, 0, time.UTC).Unix() / 60
}

// after returns the begin of the cycle after the one that begins at a minute.
func (u unit) after(begin int64) int64 {
	switch u {
	case minutes:
		return begin + 1
	case hours:
		return begin + hour
	case days:
		return begin + day
	case weeks:
		return begin + week
	}
	return u.begin(begin + 31*day)
}

func mod(n, by int64) int64 { return ((n % by) + by) % by }

// A period is a window in each cycle of a unit.
type period struct {
	unit     unit
	from, to int64 // minutes after the begin of the cycle; to is -1 for its end
	// fixed says that the window is not there in a month that has not its day; else such an
	// edge is the end of the month.
	fixed bool
	// starting says that the window is from one begin to the next.
	starting bool
}

// window returns the window in which a minute is, or else the next one.
func (p period) window(wall int64) (start, end int64) {
	begin := p.unit.begin(wall)
	for cycle := p.unit.begin(begin - 1); ; cycle = p.unit.after(cycle) {
		start, end, is := p.inCycle(cycle)
		if is && wall < end {
			return start, end
		}
	}
}

// inCycle returns the window that begins in a cycle.
func (p period) inCycle(begin int64) (start, end int64, is bool) {
	next := p.unit.after(begin)
	length := next - begin
	start = begin + min(p.from, length)
	switch {
	case p.fixed && p.from >= length:
		return 0, 0, false
	case p.starting:
		if p.unit == months {
			start = begin + min(p.from, length-day)
			later := p.unit.after(next) - next
			return start, next + min(p.from, later-day), true
		}
		return start, start + length, true
	case p.to < 0:
		end = next
	case p.to <= p.from:
		end = next + min(p.to, p.unit.after(next)-next)
	default:
		end = begin + min(p.to, length)
	}
	return start, end, start < end
}
