package diff

import (
	"fmt"
	"regexp"
	"slices"
	"time"

	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/simulate"
)

// A Cut says that only what a task does before an instant is compared.
type Cut struct {
	Task string
	At   time.Time
	// Runs is how many runs the task has had by then, which are too many to go on; or 0 if it
	// depends on a task with too many, Of.
	Runs int
	Of   string
}

// cuts has the tasks of which not all is compared, by their names.
type cuts map[string]Cut

// add notes that a simulation has stopped a task, and so the tasks that depend on it.
func (c cuts) add(s *rocket.Schedule, starts map[string][]start, stopped *simulate.CutOff) {
	c.note(Cut{Task: stopped.Task, At: stopped.At, Runs: stopped.Runs})
	reached := map[string]bool{stopped.Task: true}
	for queue := []string{stopped.Task}; len(queue) > 0; queue = queue[1:] {
		word := regexp.MustCompile(`(^|[^\pL\pN_.])` + regexp.QuoteMeta(queue[0]) +
			`($|[^\pL\pN_.])`)
		for _, t := range s.Tasks {
			if reached[t.Name] || !mentions(t.When, word) && !mentions(t.Until, word) &&
				!slices.ContainsFunc(starts[t.Name], func(s start) bool {
					return s.by == queue[0]
				}) {
				continue
			}
			reached[t.Name] = true
			queue = append(queue, t.Name)
			c.note(Cut{Task: t.Name, At: stopped.At, Of: stopped.Task})
		}
	}
}

// note notes a cut, unless the task has an earlier one.
func (c cuts) note(cut Cut) {
	if other, is := c[cut.Task]; !is || cut.At.Before(other.At) {
		c[cut.Task] = cut
	}
}

// of returns the first cut of a task, by the names that it has in the schedules, nil if there is
// none.
func (c cuts) of(specs ...*rocket.TaskSpec) (first *Cut) {
	for _, spec := range specs {
		if cut, is := c[specName(spec)]; is && (first == nil || cut.At.Before(first.At)) {
			first = &cut
		}
	}
	return first
}

// list returns the cuts in the order of the tasks of schedules.
func (c cuts) list(schedules ...*rocket.Schedule) (list []Cut) {
	seen := map[string]bool{}
	for _, s := range schedules {
		for _, t := range s.Tasks {
			if cut, is := c[t.Name]; is && !seen[t.Name] {
				list = append(list, cut)
			}
			seen[t.Name] = true
		}
	}
	return list
}

// before returns the starts before an instant, which are the first ones.
func before(list []start, at time.Time) []start {
	n, _ := slices.BinarySearchFunc(list, at, func(s start, at time.Time) int {
		return s.at.Compare(at)
	})
	return list[:n]
}

// mentions reports whether a condition, or a part of it, names what a pattern finds.
func mentions(c rocket.Condition, word *regexp.Regexp) bool {
	if c == nil {
		return false
	}
	if whole, is := c.(rocket.Composite); is {
		return slices.ContainsFunc(whole.Parts(), func(part rocket.Condition) bool {
			return mentions(part, word)
		})
	}
	return word.MatchString(fmt.Sprint(c))
}
