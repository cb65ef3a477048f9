package check

import (
	"cmp"
	"reflect"
	"slices"
	"time"

	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/period"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/spelling"
	"github.com/rocketc/rocketc/stdconds"
)

// trapAfterBoth warns of `after a, b failed`.
func (c *checker) trapAfterBoth(_ *task, a alternative) {
	parts, afters := partsLike[stdconds.After](a, false)
	for i, after := range afters {
		if after.Any || len(after.Tasks) < 2 ||
			after.Did&rocket.Succeeded != 0 || !after.Wrong &&
			after.Did&(rocket.Failed|rocket.Terminated|rocket.Crashed) == 0 {
			continue
		}
		d := c.trap(diag.AfterBoth, parts[i], "%s asks for all of them", after)
		after.Any = true
		one := after.String()
		var all stdconds.All
		for _, name := range after.Tasks {
			one := stdconds.After{Tasks: []string{name}, Did: after.Did, Wrong: after.Wrong}
			all = append(all, one)
		}
		d.Help = "for one of them write `" + one + "`; for all, `" + all.String() + "` is plain"
	}
}

// trapLateAfter warns of `group when daily at 02:00 { task b when after a }` if a run of a
// may take longer than the window: b then starts in the next window, on old news.
func (c *checker) trapLateAfter(t *task, a alternative) {
	parts, afters := partsLike[stdconds.After](a, false)
	if len(afters) == 0 {
		return
	}
	for _, window := range a {
		p, ok := window.period()
		if !ok {
			continue
		}
		length := c.shortest(window.text(), p)
		if length == 0 {
			continue
		}
		for i, after := range afters {
			for _, name := range after.Tasks {
				c.judgeLate(t, parts[i], window, length, c.byName[name])
			}
		}
	}
}

// period returns the windows outside of which a part never holds.
func (p part) period() (period.Period, bool) {
	timed, ok := p.cond.(stdconds.Timed)
	if !ok || p.negated {
		return period.All{}, false
	}
	return timed.Within(), true
}

// shortest returns the length of the shortest window of a period that is written so; 0 if it has
// no windows, or no pauses between them.
func (c *checker) shortest(text string, p period.Period) time.Duration {
	if known, ok := c.lengths[text]; ok {
		return known
	}
	var length time.Duration
	if list := windows(p, someWindows); len(list) > 0 && !isWhole(p) {
		short := slices.MinFunc(list, func(a, b period.Window) int {
			return int(a.End.Sub(a.Start) - b.End.Sub(b.Start))
		})
		length = short.End.Sub(short.Start)
	}
	c.lengths[text] = length
	return length
}

// judgeLate judges a task that waits, within a window, for another one of that window.
func (c *checker) judgeLate(t *task, after, window part, length time.Duration, other *task) {
	if other == nil || other.spec == nil || !c.sharesWindow(other, window) {
		return
	}
	limit := c.timeoutOf(other)
	if limit != rocket.Never && limit <= length {
		return
	}
	name := spelling.Name(other.name)
	d := c.trap(diag.LateAfter, after, "a run of %s may end after %s; %s then starts "+
		"in the next window, on old news", name, window.text(), spelling.Name(t.name))
	d.Help = "give " + name + " a timeout of at most " + period.FormatDuration(length) +
		", or leave the window to " + name + " alone"
	if limit == rocket.Never {
		return
	}
	d.Related = append(d.Related, diag.Related{Span: other.nameSpan(),
		Msg: "a run of " + name + " may take " + period.FormatDuration(limit)})
}

// sharesWindow reports whether a task starts in the same windows only.
func (c *checker) sharesWindow(t *task, window part) bool {
	form, text := t.alternatives(), window.text()
	return len(form) > 0 && !slices.ContainsFunc(form, func(a alternative) bool {
		return !slices.ContainsFunc(a, func(p part) bool {
			return !p.negated && reflect.TypeOf(p.cond) == reflect.TypeOf(window.cond) &&
				p.text() == text
		})
	})
}

// timeoutOf returns how long a run of a task may take, or [rocket.Never].
func (c *checker) timeoutOf(t *task) time.Duration {
	return cmp.Or(t.spec.Timeout, c.plan.Schedule.Config.Timeout, rocket.DefaultTimeout)
}
