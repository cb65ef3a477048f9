package check

import (
	"strings"

	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/period"
	"github.com/rocketc/rocketc/spelling"
	"github.com/rocketc/rocketc/stdconds"
)

// trapNeverMeets warns of `task b when daily before 12:00 & task a has succeeded today` if a
// starts `daily after 20:00`: the windows of a come after those of b, each day.
func (c *checker) trapNeverMeets(_ *task, a alternative) {
	parts, conds := partsLike[stdconds.Has](a, false)
	own := a.periods()
	for i, has := range conds {
		this, ok := has.Span.(stdconds.This)
		other := c.byName[has.Task]
		if !ok || len(own) == 0 || other == nil || other.spec == nil ||
			!asksForOne(has.Count) {
			continue
		}
		starts, texts := c.startPeriods(other)
		if len(starts) == 0 || meet(own, starts, this) {
			continue
		}
		d := c.trap(diag.NeverMeets, parts[i], "the windows of %s never meet those of %s %s",
			spelling.Name(other.name), a.text(), this)
		d.Help = spelling.Name(other.name) + " starts only " + strings.Join(texts, " or ") +
			"; for the latest day on which it did, count with `past 1 day`"
	}
}

// periods returns the periods outside of which an alternative does not hold.
func (a alternative) periods() (all period.All) {
	for _, p := range a {
		if within, ok := p.period(); ok {
			all = append(all, within)
		}
	}
	return all
}

// text returns the parts of an alternative that have windows.
func (a alternative) text() string {
	var texts []string
	for _, p := range a {
		if _, ok := p.period(); ok {
			texts = append(texts, p.text())
		}
	}
	return strings.Join(texts, " & ")
}

// startPeriods returns, for each alternative of a task, the periods outside of which the
// task does not start, and how they are written. It returns nothing if the task may start
// at any time.
func (c *checker) startPeriods(t *task) (all []period.Period, texts []string) {
	if t.spec.OnStartup || t.spec.OnShutdown || c.isRun(t.name) {
		return nil, nil
	}
	for _, a := range t.alternatives() {
		periods := a.periods()
		if len(periods) == 0 {
			return nil, nil
		}
		all, texts = append(all, periods), append(texts, a.text())
	}
	return all, texts
}

// isRun reports whether a metatask runs the task.
func (c *checker) isRun(name string) bool {
	if c.run == nil {
		c.run = map[string]bool{}
		for _, t := range c.tasks {
			for _, name := range c.runs(t) {
				c.run[name] = true
			}
		}
	}
	return c.run[name]
}

// maxWindows is how many windows are compared: more than a year of days.
const maxWindows = 400

// meet reports whether in some window of own one of the starts comes before the end of the
// window and in the same unit of the calendar.
func meet(own period.Period, starts []period.Period, this stdconds.This) bool {
	for _, w := range windows(own, maxWindows) {
		for at := w.Start; at.Before(w.End); {
			unit, ok := this.Unit.Next(at)
			if !ok || unit.Start.After(at) {
				return true
			}
			for _, p := range starts {
				if this.Window != nil {
					p = period.All{p, this.Window}
				}
				first, ok := p.Next(unit.Start)
				if ok && first.Start.Before(unit.End) && first.Start.Before(w.End) {
					return true
				}
			}
			at = unit.End
		}
	}
	return false
}

// asksForOne reports whether a count is not met by none.
func asksForOne(count stdconds.Count) bool {
	switch count.Op {
	case "", stdconds.Greater:
		return true
	case stdconds.GreaterEqual, stdconds.Equal:
		return count.N > 0
	}
	return false
}
