package timeline

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/rocketc/rocketc/console"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/simulate"
	"github.com/rocketc/rocketc/stdconds"
)

// A ClockChange is an instant at which the clock of a time zone is changed, and what that does
// to the tasks that go by this clock. It is found out by two simulations of the day: one as it
// is, and one in which the clock goes on as before.
type ClockChange struct {
	At   time.Time // in the zone
	Zone string
	// Before is what the clock reads when it is changed, After what it reads then.
	Before, After time.Time
	// Effects has a row for each task that runs otherwise, in the order of the schedule.
	Effects []Effect
}

// An Effect is what a change of the clock does to a task.
type Effect struct {
	Task, Text string
}

// ClockChanges returns the changes within the span of a simulation, in order. Only the tasks
// count; nil: all.
func ClockChanges(s *simulate.Simulation, tasks []string) ([]ClockChange, error) {
	zones := map[string][]*rocket.TaskSpec{}
	for _, t := range s.Schedule.Tasks {
		zone := cmp.Or(s.Schedule.Config.Timezone, s.Zone)
		if in, is := t.When.(stdconds.InZone); is {
			zone = in.Zone
		}
		if tasks == nil || slices.Contains(tasks, t.Name) {
			zones[zone] = append(zones[zone], t)
		}
	}
	var list []ClockChange
	for _, zone := range slices.Sorted(maps.Keys(zones)) {
		location, err := time.LoadLocation(zone)
		if err != nil {
			return nil, err
		}
		for _, change := range Changes(s.From.In(location), s.To) {
			change.Zone = zone
			if err := change.find(s, zones[zone]); err != nil {
				return nil, err
			}
			list = append(list, change)
		}
	}
	slices.SortStableFunc(list, func(a, b ClockChange) int { return a.At.Compare(b.At) })
	return list, nil
}

// Changes returns the changes of the clock in the location of from, without effects.
func Changes(from, to time.Time) (list []ClockChange) {
	for at := from; ; {
		_, end := at.ZoneBounds()
		if end.IsZero() || !end.Before(to) {
			return list
		}
		_, before := at.Zone()
		if _, after := end.Zone(); after != before {
			list = append(list, ClockChange{At: end, Before: end.In(fixedZone(before)), After: end})
		}
		at = end
	}
}

func fixedZone(offset int) *time.Location { return time.FixedZone("", offset) }

// Text says how the clock is changed.
func (c *ClockChange) Text() string {
	return fmt.Sprintf("%s becomes %s, %s", c.Before.Format("Mon 2 Jan 2006 15:04"),
		c.After.Format("15:04"), c.Zone)
}

// find finds the effects of the change.
func (c *ClockChange) find(s *simulate.Simulation, tasks []*rocket.TaskSpec) error {
	first := DayStart(c.At.Add(-time.Second), 0)
	if s.From.After(first) {
		first = s.From.In(c.At.Location())
	}
	day := *s
	if day.From = DayStart(first, -1); day.From.Before(s.From) {
		day.From = s.From
	}
	end := DayStart(c.At, 1)
	day.To = end
	real, err := wallClocks(&day, first, c.At.Location())
	if err != nil {
		return err
	}
	still := c.Before.Location()
	day.Fixed = map[string]*time.Location{c.Zone: still}
	day.To = time.Date(end.Year(), end.Month(), end.Day(), 0, 0, 0, 0, still)
	without, err := wallClocks(&day, first, still)
	if err != nil {
		return err
	}
	for _, t := range tasks {
		if text := difference(without[t.Name], real[t.Name]); text != "" {
			c.Effects = append(c.Effects, Effect{t.Name, text})
		}
	}
	return nil
}

// wallClocks returns what the clock reads when tasks start, from an instant on.
func wallClocks(s *simulate.Simulation, from time.Time, zone *time.Location) (
	map[string][]string, error,
) {
	read := map[string][]string{}
	for e, err := range s.Events() {
		if cut := (*simulate.CutOff)(nil); errors.As(err, &cut) {
			return read, nil
		}
		if err != nil {
			return nil, err
		}
		if e.Event == rocket.Started && !e.Start.Before(from) {
			text := e.Start.In(zone).Format("15:04:05")
			read[e.Task] = append(read[e.Task], strings.TrimSuffix(text, ":00"))
		}
	}
	return read, nil
}

// maxTimes is how many times of the clock an effect names at most.
const maxTimes = 4

// difference says how the times of real differ from those without a change; "" if they do not.
func difference(without, real []string) string {
	gone, more := less(without, real), less(real, without)
	switch {
	case len(gone)+len(more) == 0:
		return ""
	case len(gone) > maxTimes || len(more) > maxTimes || len(without) > 2*maxTimes:
		if len(real) == len(without) {
			return fmt.Sprintf("runs %s at other times", times(len(real)))
		}
		return "runs " + times(len(real)) + " instead of " + console.Thousands(len(without))
	case len(gone) == 0 && slices.Contains(without, more[0]):
		return "runs at " + strings.Join(more, ", ") + " a second time"
	case len(gone) == 0:
		return "runs at " + strings.Join(more, ", ") + ", too"
	case len(more) == 0:
		return "does not run at " + strings.Join(gone, ", ")
	}
	return "runs at " + strings.Join(more, ", ") + " instead of " + strings.Join(gone, ", ")
}

// times writes how often something happens.
func times(n int) string {
	if n == 1 {
		return "once"
	}
	return console.Thousands(n) + " times"
}

// less returns the texts of a that b has not, as often as a has more of them.
func less(a, b []string) (rest []string) {
	count := map[string]int{}
	for _, text := range b {
		count[text]++
	}
	for _, text := range a {
		if count[text]--; count[text] < 0 {
			rest = append(rest, text)
		}
	}
	return rest
}

// clockRows returns the changes as rows of text, with a heading.
func clockRows(changes []ClockChange) [][]string {
	rows := [][]string{{"CLOCK CHANGE", "TASK", "EFFECT"}}
	for _, c := range changes {
		for i, effect := range c.Effects {
			row := []string{"", effect.Task, effect.Text}
			if i == 0 {
				row[0] = c.Text()
			}
			rows = append(rows, row)
		}
		if len(c.Effects) == 0 {
			rows = append(rows, []string{c.Text(), "", "no task runs otherwise"})
		}
	}
	if len(changes) == 0 {
		rows = append(rows, []string{"none in this span", "", ""})
	}
	return rows
}
