package web

import (
	"slices"
	"strings"

	rocket "github.com/rocketc/rocketc/runtime"
)

// A waits says for whom a task waits: for a task, or for each task of a group.
type waits struct {
	On    string // the name of a task, or the beginning of the names of a group
	Group bool
	What  string   // the events, in words
	All   []string // the tasks of which each has to do that; nil: this one is enough
	Wrong bool     // it waits for what goes wrong only
}

// Name returns the name of the task, or of the group as the language writes it.
func (w waits) Name() string {
	switch {
	case w.Group && w.On == "":
		return "any task"
	case w.Group:
		return w.On + "*"
	}
	return w.On
}

// waitsOf returns for whom a start condition waits, each once.
func waitsOf(c rocket.Condition) (list []waits) {
	add := func(w waits) {
		same := func(o waits) bool { return o.On == w.On && o.Group == w.Group && o.What == w.What }
		if !slices.ContainsFunc(list, same) {
			list = append(list, w)
		}
	}
	var visit func(c rocket.Condition)
	visit = func(c rocket.Condition) {
		if _, is := c.(rocket.Negation); is || c == nil {
			return
		}
		if f, is := c.(rocket.Follower); is {
			following := f.Follows()
			w := waits{Group: following.Group, On: following.Prefix}
			w.What, w.Wrong = whatOf(following)
			if needsAll(c, following.Tasks) {
				w.All = following.Tasks
			}
			if w.Group {
				add(w)
			}
			for _, w.On = range following.Tasks {
				add(w)
			}
			return
		}
		if whole, is := c.(rocket.Composite); is {
			for _, part := range whole.Parts() {
				visit(part)
			}
		}
	}
	visit(c)
	return list
}

// needsAll reports whether a condition waits for each of several tasks, not for any of them.
func needsAll(c rocket.Condition, tasks []string) bool {
	judged, is := c.(interface {
		MayHold(func(task string) bool) bool
	})
	return is && len(tasks) > 1 &&
		!judged.MayHold(func(task string) bool { return task == tasks[0] })
}

// whatOf returns the events for which a condition waits, in words, and whether they are those
// that go wrong.
func whatOf(f rocket.Following) (text string, wrong bool) {
	if f.Did&rocket.Finished == rocket.Finished {
		return "finished", false
	}
	var words []string
	for e := rocket.Started; e <= rocket.Missed; e <<= 1 {
		if f.Did&e != 0 {
			words = append(words, e.String())
		}
	}
	const good = rocket.Started | rocket.Succeeded | rocket.Inacted
	if f.Wrong {
		return "went wrong", f.Did&good == 0
	}
	return strings.Join(words, " or "), f.Did&good == 0
}
