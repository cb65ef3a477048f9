package eval

import (
	"slices"
	"time"

	"github.com/rocketc/rocketc/period"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/stdconds"
)

// Over reports whether the condition does not hold at the instant of the question, and never
// can from then on: its dates are over, or its one window has had its run.
func (t *Trial) Over() bool { return t.over(t.Cond) }

func (t *Trial) over(c rocket.Condition) bool {
	if s, err := t.facts.Observe(c, t.task, t.Now); err != nil || s.Holds || s.Unknown {
		return false
	}
	switch c := c.(type) {
	case stdconds.Const:
		return true
	case stdconds.Named:
		return t.over(c.Of)
	case stdconds.FromParams:
		return t.over(c.Of)
	case stdconds.InZone:
		return (&Trial{Now: t.nowIn(c.Zone), facts: t.facts, task: t.task}).over(c.Of)
	case stdconds.All:
		return slices.ContainsFunc(c, t.over)
	case stdconds.Any:
		return !slices.ContainsFunc(c, func(part rocket.Condition) bool { return !t.over(part) })
	case stdconds.TimeOf:
		return !t.comes(c.Period)
	case stdconds.Once:
		return t.onceOver(c)
	}
	return false
}

// comes reports whether a period has a window that is not over.
func (t *Trial) comes(p period.Period) bool {
	_, ok := p.Next(t.Now)
	return ok
}

// onceOver reports whether a condition that holds once per window, and does not hold now, has
// no window left. An endless window is the last; a run in it that is live may still crash,
// and a crashed run opens the window again.
func (t *Trial) onceOver(c stdconds.Once) bool {
	if s, _ := t.facts.Observe(c, t.task, t.Now); !s.Until.IsZero() {
		return false
	}
	w, ok := c.Period.Next(t.Now)
	running, err := t.facts.Observe(stdconds.Running{}, t.task, t.Now)
	return !ok || w.Endless() && err == nil && !running.Holds
}

// nowIn returns the instant of the question in a zone; in its own if there is no such zone.
func (t *Trial) nowIn(zone string) time.Time {
	if place, err := time.LoadLocation(zone); err == nil {
		return t.Now.In(place)
	}
	return t.Now
}
