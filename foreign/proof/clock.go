package proof

import (
	"fmt"
	"strings"
	"time"

	"github.com/rocketc/rocketc/foreign"
)

// A change is one of the clock.
type change struct {
	at     time.Time     // when it takes place
	before time.Time     // what the clock reads until then, as if it were at in UTC
	by     time.Duration // how far it is set forward; back if it is negative
}

// changes returns those of a zone in a span.
func changes(zone *time.Location, from, to time.Time) (list []change) {
	for at := from.In(zone); ; {
		_, end := at.ZoneBounds()
		if end.IsZero() || !end.Before(to) {
			return list
		}
		_, old := end.Add(-time.Second).Zone()
		_, now := end.Zone()
		if by := time.Duration(now-old) * time.Second; by != 0 {
			list = append(list, change{at: end, by: by,
				before: end.UTC().Add(time.Duration(old) * time.Second)})
		}
		at = end
	}
}

// isNear reports whether what happens at an instant may be because of the change: in the time
// that is skipped or comes twice, and in the minutes after it.
func (c change) isNear(at time.Time) bool {
	by := c.by.Abs()
	return !at.Before(c.at.Add(-by)) && at.Before(c.at.Add(by+2*time.Minute))
}

// reason says in words what the change does to a job.
func (c change) reason(source string, rules foreign.Rules, there, here []time.Time) string {
	day := c.before.Format("2 January 2006")
	if c.by < 0 {
		return fmt.Sprintf("%s: the clocks go back from %s to %s; %s", day, clock(c.before),
			clock(c.before.Add(c.by)), c.twice(source, there, here))
	}
	return fmt.Sprintf("%s: the clocks skip %s to %s; %s", day, clock(c.before),
		clock(c.before.Add(c.by)), c.skipped(source, rules, there, here))
}

// twice says what happens in an hour that comes twice.
func (c change) twice(source string, there, here []time.Time) string {
	switch {
	case len(here) == 0:
		return fmt.Sprintf("%s runs it again at %s, and here it runs once", source, clocks(there))
	case len(there) == 0:
		return fmt.Sprintf("%s runs it once, and here it runs again at %s", source, clocks(here))
	}
	return differently(source, there, here)
}

// skipped says what happens to what is due in an hour that is skipped.
func (c change) skipped(source string, rules foreign.Rules, there, here []time.Time) string {
	due := ""
	if r, is := rules.(foreign.Readings); is {
		due = c.due(r)
	}
	switch {
	case len(there) == 0 && due != "":
		return fmt.Sprintf("%s skips %s, and here it runs at %s", source, due, clocks(here))
	case len(there) == 0:
		return fmt.Sprintf("%s skips what is due then, and here it runs at %s", source,
			clocks(here))
	case len(here) == 0 && due != "":
		return fmt.Sprintf("%s makes up for %s at %s, and here it runs once", source, due,
			clocks(there))
	}
	return differently(source, there, here)
}

func differently(source string, there, here []time.Time) string {
	at := func(list []time.Time) string {
		if len(list) == 0 {
			return "not at all"
		}
		return "at " + clocks(list)
	}
	return fmt.Sprintf("%s runs it %s, and here it runs %s", source, at(there), at(here))
}

// due returns what the clock would read when the job is due in the time that is skipped.
func (c change) due(r foreign.Readings) string {
	var list []time.Time
	for at := c.before; at.Before(c.before.Add(c.by)); at = at.Add(time.Minute) {
		if r.Reads(at) {
			list = append(list, at)
		}
	}
	if len(list) == 0 {
		return ""
	}
	return clocks(list)
}

// clock returns what a clock reads, without seconds that are none.
func clock(at time.Time) string {
	if at.Second() == 0 {
		return at.Format("15:04")
	}
	return at.Format("15:04:05")
}

// clocks returns the first of some readings, and how many more there are.
func clocks(list []time.Time) string {
	const shown = 3
	var texts []string
	for _, at := range list[:min(shown, len(list))] {
		texts = append(texts, clock(at))
	}
	text := strings.Join(texts, ", ")
	if more := len(list) - shown; more > 0 {
		text += fmt.Sprintf(" and %s more", times(more))
	}
	return text
}

func times(n int) string {
	if n == 1 {
		return "1 time"
	}
	return fmt.Sprintf("%d times", n)
}
