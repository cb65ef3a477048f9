package check

import (
	"cmp"
	"time"

	"github.com/rocketc/rocketc/diag"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/spelling"
	"github.com/rocketc/rocketc/stdconds"
)

// trapOtherDay warns of `task b has succeeded today` if b has a time zone other than that of
// the task or group that asks: a day of one begins within a day of the other.
func (c *checker) trapOtherDay(t *task, a alternative) {
	for _, p := range a {
		has, ok := hasOf(p.cond)
		this, isThis := has.Span.(stdconds.This)
		other := c.byName[has.Task]
		if !ok || !isThis || other == nil || other.decl == nil || !longerThanHour(this) {
			continue
		}
		asks := t.zone()
		if p.group != nil {
			asks = p.group.zone()
		}
		here, there := c.zoneText(asks), c.zoneText(other.zone())
		if here == there {
			continue
		}
		name := spelling.Name(other.name)
		d := c.trap(diag.OtherDay, p, "%s is meant in %s here, and task %s has its days in %s",
			this, here, name, there)
		d.Help = "give both one timezone, or ask for a time that no zone bounds: `" +
			stdconds.Has{Task: other.name, Did: has.Did, Span: stdconds.Past(24 * time.Hour),
				Count: has.Count}.String() + "`"
	}
}

// hasOf returns a condition that counts events, also if a session parameter has a point of its
// span.
func hasOf(cond rocket.Condition) (has stdconds.Has, ok bool) {
	if params, of := cond.(stdconds.FromParams); of {
		cond = params.Of
	}
	has, ok = cond.(stdconds.Has)
	return has, ok
}

// longerThanHour reports whether a unit is a day or longer: hours and minutes begin at the same
// instants in nearly all zones.
func longerThanHour(this stdconds.This) bool {
	list := windows(this.Unit, 1)
	return len(list) > 0 && list[0].End.Sub(list[0].Start) > time.Hour
}

// zoneText returns a time zone, "" being that of the session, as messages name it.
func (c *checker) zoneText(zone string) string {
	return cmp.Or(zone, c.plan.Schedule.Config.Timezone, "the time zone of the session")
}
