package proof

import (
	"slices"
	"time"

	"github.com/rocketc/rocketc/foreign"
)

// A comparison compares the starts of one task.
type comparison struct {
	task   *Task
	source string
	rules  foreign.Rules

	only [2][]time.Time // of the source, here
}

// grain is how much later a start may be here: each event of a session has an instant of its
// own.
const grain = 250 * time.Millisecond

// compare compares the starts here with those of the source in some spans.
func (c *comparison) compare(here []time.Time, spans []span) {
	if every, is := c.rules.(foreign.Every); is {
		c.intervals(here, every)
		return
	}
	for _, s := range spans {
		c.during(s, within(here, s))
	}
}

// during compares the starts in a span.
func (c *comparison) during(all span, here []time.Time) {
	i := 0
	for s := range c.rules.Starts(all.from, all.to) {
		for i < len(here) && here[i].Before(s.At) {
			c.only[1] = append(c.only[1], here[i])
			i++
		}
		if i < len(here) && here[i].Sub(s.At) <= s.Slack+grain {
			c.task.Same++
			i++
		} else {
			c.only[0] = append(c.only[0], s.At)
		}
	}
	c.only[1] = append(c.only[1], here[i:]...)
}

// intervals compares the starts of a job that counts from its latest run: from one to the
// next it is as long, and the first one is as long after the start of the program.
func (c *comparison) intervals(here []time.Time, every foreign.Every) {
	for i, at := range here[min(len(here), 1):] {
		if d := at.Sub(here[i]) - every.Interval; d < 0 || d > every.Slack+grain {
			c.only[1] = append(c.only[1], at)
			continue
		}
		c.task.Same++
	}
	for _, at := range c.only[1] {
		c.differ(Difference{Here: []time.Time{at}})
	}
	if len(here) > 0 && c.task.Same == len(here)-1 {
		c.task.Same++
	}
}

func (c *comparison) differ(d Difference) {
	c.task.Differences = append(c.task.Differences, d)
}

// explain sorts what only one side has by the changes of the clock that are near.
func (c *comparison) explain(from, to time.Time) {
	if len(c.only[0])+len(c.only[1]) == 0 {
		return
	}
	zone := zoneOf(c.rules, from.Location())
	for _, change := range changes(zone, from, to) {
		var near [2][]time.Time
		for side := range c.only {
			c.only[side] = slices.DeleteFunc(c.only[side], func(at time.Time) bool {
				if change.isNear(at) {
					near[side] = append(near[side], at.In(zone))
					return true
				}
				return false
			})
		}
		if len(near[0])+len(near[1]) > 0 {
			c.differ(Difference{Source: near[0], Here: near[1],
				Reason: change.reason(c.source, c.rules, near[0], near[1])})
		}
	}
	for _, at := range c.only[0] {
		c.differ(Difference{Source: []time.Time{at.In(zone)}})
	}
	for _, at := range c.only[1] {
		c.differ(Difference{Here: []time.Time{at.In(zone)}})
	}
	slices.SortStableFunc(c.task.Differences, func(a, b Difference) int {
		return a.first().Compare(b.first())
	})
}

// first returns the first start of a difference.
func (d Difference) first() time.Time {
	if len(d.Here) == 0 || len(d.Source) > 0 && d.Source[0].Before(d.Here[0]) {
		return d.Source[0]
	}
	return d.Here[0]
}
