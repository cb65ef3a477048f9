package check

import (
	"slices"
	"strings"
	"time"

	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/period"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/spelling"
	"github.com/rocketc/rocketc/stdconds"
)

// What a window allows is judged by looking at some windows in a row, on a calendar without
// clock changes that begins with a leap year.
const someWindows = 14

var someDay = time.Date(2024, time.January, 1, 0, 0, 0, 0, time.UTC)

// windows returns the first windows of a period, or those that there are.
func windows(p period.Period, number int) (list []period.Window) {
	at := someDay
	for range number {
		w, ok := p.Next(at)
		if !ok {
			break
		}
		list = append(list, w)
		at = w.End
	}
	return list
}

// trapOncePerWindow warns of `weekly on Mon & every 10 s`: one part holds once in a window
// in which another would start the task several times. A part that paces another
// alternative, too, has its reason: `every 1 hour & (daily | retry)`.
func (c *checker) trapOncePerWindow(t *task, form []alternative) {
	for _, a := range form {
		for _, other := range a {
			paces := func(a alternative) bool { return a.has(other) && a.slower(other) == nil }
			if p := a.slower(other); p != nil && !slices.ContainsFunc(form, paces) {
				c.warnWindow(t, *p, other)
			}
		}
	}
}

// slower returns the part that holds once in a window in which another part of the
// alternative would start the task several times; nil if there is none.
func (a alternative) slower(other part) *part {
	parts, onces := partsLike[stdconds.Once](a, false)
	for i, p := range parts {
		if comesBack(other, windows(a.clocked(onces[i].Period), someWindows)) {
			return &p
		}
	}
	return nil
}

// has reports whether a part that is written in the same place is in the alternative.
func (a alternative) has(other part) bool {
	return slices.ContainsFunc(a, func(p part) bool {
		return p.node == other.node && p.use == other.use
	})
}

// clocked returns the part of a period in which the clock parts of the alternative hold.
func (a alternative) clocked(p period.Period) period.Period {
	all := period.All{p}
	_, clocks := partsLike[stdconds.TimeOf](a, false)
	for _, clock := range clocks {
		all = append(all, clock.Period)
	}
	return all
}

// comesBack reports whether a part would start its task at least twice in one of the
// windows.
func comesBack(p part, in []period.Window) bool {
	if p.negated {
		return false
	}
	for _, w := range in {
		switch cond := p.cond.(type) {
		case stdconds.Every:
			if awaitsRun(cond) && w.End.Sub(w.Start) >= 2*cond.Interval {
				return true
			}
		case stdconds.Once:
			first, ok := cond.Period.Next(w.Start)
			second, again := cond.Period.Next(first.End)
			if ok && again && second.Start.Before(w.End) {
				return true
			}
		}
	}
	return false
}

// awaitsRun reports whether the interval counts from runs that did not fail.
func awaitsRun(every stdconds.Every) bool { return every.Since != rocket.Failed }

func (c *checker) warnWindow(t *task, p, other part) {
	once := p.cond.(stdconds.Once)
	clock := "`" + stdconds.TimeOf{Period: once.Period}.String() + "`"
	if p.group == nil {
		d := c.trap(diag.OncePerWindow, p, "%s holds once %s, so task %s runs once %s", once,
			each(once), spelling.Name(t.name), each(once))
		d.Help = "for " + other.text() + " within its windows write " + clock
		if isWhole(once.Period) {
			d.Help = "for " + other.text() + " alone leave " + once.Text + " out"
		}
		return
	}
	d := c.trap(diag.OncePerWindow, p, "%s of the group allows each task one start %s", once,
		each(once))
	d.Help = "write " + clock + " at the group"
	if isWhole(once.Period) {
		d.Help = "leave it out at the group, or write `time of …` there"
	}
	d.Related = append(d.Related, diag.Related{Span: other.span(),
		Msg: "task " + spelling.Name(t.name) + " would start more often: " + other.text()})
}

// trapNewPeriod warns of `daily & time of day between 22:00 and 06:00`: inside the window a
// new day begins, in which the task has not run.
func (c *checker) trapNewPeriod(t *task, a alternative) {
	parts, onces := partsLike[stdconds.Once](a, false)
	_, clocks := partsLike[stdconds.TimeOf](a, false)
	for i, p := range parts {
		for _, clock := range clocks {
			adverb, unit := adverbOf(onces[i])
			window, same := strings.CutPrefix(clock.String(), "time of "+unit+" ")
			if begin, ok := beginsInside(onces[i].Period, clock.Period); ok && same {
				d := c.trap(diag.NewPeriod, p,
					"a new %s begins inside %s: from the second time on, task %s runs %s", unit,
					clock, spelling.Name(t.name), startOf(unit, begin))
				d.Help = "write `" + adverb + " " + window + "`"
			}
		}
	}
}

// beginsInside returns a start of the whole period that lies inside a window of the clock.
func beginsInside(whole, clock period.Period) (begin time.Time, ok bool) {
	if !isWhole(whole) {
		return begin, false
	}
	for _, w := range windows(clock, someWindows) {
		first, _ := whole.Next(w.Start)
		if w.Start.After(first.Start) && first.End.Before(w.End) {
			return first.End, true
		}
	}
	return begin, false
}

// isWhole reports whether the windows of a period follow each other without a pause.
func isWhole(p period.Period) bool {
	list := windows(p, 2)
	return len(list) == 2 && list[0].End.Equal(list[1].Start)
}

// startOf says when a period begins.
func startOf(unit string, at time.Time) string {
	if unit == "day" {
		return "at " + at.Format("15:04")
	}
	return "when the " + unit + " begins"
}

// units has the unit of each adverb.
var units = map[string]string{
	"secondly": "second", "minutely": "minute", "hourly": "hour", "daily": "day",
	"weekly": "week", "monthly": "month", "yearly": "year",
}

// adverbOf returns the adverb of a condition that holds once per window, and its unit. The
// unit is empty for cron.
func adverbOf(once stdconds.Once) (adverb, unit string) {
	adverb, _, _ = strings.Cut(once.Text, " ")
	return adverb, units[adverb]
}

// each says how often a condition holds.
func each(once stdconds.Once) string {
	switch _, unit := adverbOf(once); unit {
	case "":
		return "in each of its windows"
	case "hour":
		return "an hour"
	default:
		return "a " + unit
	}
}
