package check

import (
	"slices"
	"strings"

	"github.com/rocketc/rocketc/diag"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/spelling"
	"github.com/rocketc/rocketc/stdconds"
)

// A task that posts a message may be what another task waits for, and so come to wait for
// itself: each message then makes the next one.

// judgeNotify warns of tasks that post a message and can start themselves, by way of `after`
// and `do run`. What waits for windows or intervals as well does not come round at once, and
// `after any task …` does not count what it has started, unless a metatask runs that.
func (c *checker) judgeNotify() {
	if !slices.ContainsFunc(c.tasks, func(t *task) bool { return notifies(t.decl.Action) }) {
		return
	}
	next := c.triggers()
	for _, t := range c.tasks {
		if !notifies(t.decl.Action) {
			continue
		}
		if circle := circleOf(t.name, next); circle != nil {
			d := c.warnOnce(diag.SelfNotify, t.whenSpan(), "task %s can trigger itself: %s",
				spelling.Name(t.name), circleText(circle))
			d.Help = "each message makes the next one; add what paces it, such as " +
				"`& every 10 minutes`, or wait for the other tasks only"
		}
	}
}

// triggers returns for each task the tasks that a run of it may start.
func (c *checker) triggers() map[string][]string {
	next := map[string][]string{}
	var groups []*task // that wait for groups
	for _, t := range c.tasks {
		next[t.name] = append(next[t.name], c.runs(t)...)
		for _, a := range t.alternatives() {
			if a.isPaced() {
				continue
			}
			_, afters := partsLike[stdconds.After](a, false)
			for _, after := range afters {
				for _, name := range after.Tasks {
					next[name] = append(next[name], t.name)
				}
			}
			if _, any := partsLike[stdconds.AfterGroup](a, false); len(any) > 0 {
				groups = append(groups, t)
			}
		}
	}
	outside := c.outsideGroups()
	for _, t := range groups {
		for _, other := range c.tasks {
			if !outside[other.name] && waitsForGroupOf(t.spec.When, other.name) {
				next[other.name] = append(next[other.name], t.name)
			}
		}
	}
	return next
}

// isPaced reports whether an alternative holds once in a window, or once in a while.
func (a alternative) isPaced() bool {
	return slices.ContainsFunc(a, func(p part) bool {
		switch p.cond.(type) {
		case stdconds.Once, stdconds.Every, stdconds.Retry:
			return !p.negated
		}
		return false
	})
}

// outsideGroups returns the tasks that no condition over a group counts: those that such a
// condition starts, itself or by a chain of `after`. See [rocket.Group].
func (c *checker) outsideGroups() map[string]bool {
	waiters := map[string][]string{}
	var queue []string
	for _, t := range c.tasks {
		eachPart(t.spec.When, func(cond rocket.Condition) {
			switch cond := cond.(type) {
			case stdconds.After:
				for _, name := range cond.Tasks {
					waiters[name] = append(waiters[name], t.name)
				}
			case stdconds.AfterGroup:
				queue = append(queue, t.name)
			}
		})
	}
	outside := map[string]bool{}
	for len(queue) > 0 {
		name := queue[0]
		if queue = queue[1:]; !outside[name] {
			outside[name] = true
			queue = append(queue, waiters[name]...)
		}
	}
	return outside
}

// eachPart visits a condition, and all that it is made of.
func eachPart(cond rocket.Condition, visit func(rocket.Condition)) {
	if cond == nil {
		return
	}
	visit(cond)
	if whole, ok := cond.(rocket.Composite); ok {
		for _, part := range whole.Parts() {
			eachPart(part, visit)
		}
	}
}

// waitsForGroupOf reports whether a condition waits for a group with that task.
func waitsForGroupOf(cond rocket.Condition, name string) (waits bool) {
	eachPart(cond, func(part rocket.Condition) {
		if group, ok := part.(stdconds.AfterGroup); ok {
			waits = waits || strings.HasPrefix(name, group.Prefix)
		}
	})
	return waits
}

// circleOf returns the shortest way from a task back to it, without the end; nil if there is
// none.
func circleOf(name string, next map[string][]string) []string {
	from := map[string]string{}
	for queue := []string{name}; len(queue) > 0; queue = queue[1:] {
		for _, to := range next[queue[0]] {
			if _, seen := from[to]; seen {
				continue
			}
			from[to] = queue[0]
			if to != name {
				queue = append(queue, to)
				continue
			}
			circle := []string{}
			for at := from[name]; at != name; at = from[at] {
				circle = append(circle, at)
			}
			circle = append(circle, name)
			slices.Reverse(circle)
			return circle
		}
	}
	return nil
}
