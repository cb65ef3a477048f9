package check

import (
	"cmp"
	"time"

	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/grammar"
	"github.com/rocketc/rocketc/period"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/spelling"
	"github.com/rocketc/rocketc/stdconds"
)

// trapLongTimeout warns of `hourly { timeout 2 hours }`: during a run that takes so long,
// windows pass without a start. The timeout of the session is not meant for one task.
func (c *checker) trapLongTimeout(t *task) {
	limit, at := t.spec.Timeout, t.inherited("timeout")
	if limit <= 0 || at == nil || c.runsOverlap(t) || c.replaces(t) {
		return
	}
	for _, p := range t.pauses() {
		if p.length == 0 || limit <= p.length {
			continue
		}
		name := spelling.Name(t.name)
		d := c.warnOnce(diag.LongTimeout, at.Value.Span(), "a run of %s may take %s, and %s comes "+
			"back after %s: windows may pass without a start", name,
			period.FormatDuration(limit), p.once, period.FormatDuration(p.length))
		d.Help = "shorten the timeout, let runs overlap with multilaunch, or end them by " +
			"overlap replace"
	}
}

// A pause is the shortest time after which a condition comes back that holds once per
// window; 0 if it does not.
type pause struct {
	once   stdconds.Once
	length time.Duration
}

// pauses returns the pauses of a task's start condition. They are computed once for all
// tasks that have the condition.
func (t *task) pauses() []pause {
	if t.spec.When == nil {
		return nil
	}
	if t.start.pauses == nil {
		list := []pause{}
		for _, a := range t.form() {
			_, onces := partsLike[stdconds.Once](a, false)
			for _, once := range onces {
				length := shortestPause(windows(a.clocked(once.Period), someWindows))
				list = append(list, pause{once, length})
			}
		}
		t.start.pauses = list
	}
	return t.start.pauses
}

// runsOverlap reports whether a task may have several live runs.
func (c *checker) runsOverlap(t *task) bool {
	runs := t.spec.Multilaunch
	return runs < 0 || runs > 1 || runs == 0 && c.plan.Schedule.Config.Multilaunch
}

// replaces reports whether a run of a task that is due ends the one before.
func (c *checker) replaces(t *task) bool {
	return cmp.Or(t.spec.Overlap, c.plan.Schedule.Config.Overlap) == rocket.OverlapReplace
}

// inherited returns the attribute of that key that counts for a task: its own, or that of
// its nearest group; nil if there is none.
func (t *task) inherited(key string) *grammar.Setting {
	s := setting(t.decl.Attrs, key)
	for g := t.group; s == nil && g != nil; g = g.outer {
		s = setting(g.decl.Attrs, key)
	}
	return s
}

// shortestPause returns the least time from the start of a window to that of the next.
func shortestPause(list []period.Window) (least time.Duration) {
	for i := 1; i < len(list); i++ {
		pause := list[i].Start.Sub(list[i-1].Start)
		if least == 0 || pause < least {
			least = pause
		}
	}
	return least
}
