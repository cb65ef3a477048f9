package lsp

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/rocketc/rocketc/check"
	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/grammar"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/simulate"
)

// An outlook tells when the tasks of a schedule start next: what a simulation of the task, and
// of those that it depends on, says. It is filled by relations once.
type outlook struct {
	mentions map[*check.Named][]*check.Named // what a declaration names
	starters map[*check.Named][]*check.Named // the metatasks that name a task
	everyone map[*check.Named]bool           // it depends on all tasks
}

// The limits of a simulation: how many tasks, how many runs for each start that is asked for,
// how far ahead, and how long it takes at worst.
const (
	maxTogether  = 100
	maxRuns      = 250
	outlookSpan  = 400 * 24 * time.Hour
	outlookLimit = 10 * time.Second
)

// relations finds out what the declarations of a schedule name.
func (s *schedule) relations() outlook {
	o := outlook{map[*check.Named][]*check.Named{}, map[*check.Named][]*check.Named{},
		map[*check.Named]bool{}}
	names := s.names()
	for _, d := range names.Declared {
		within := d.Decl.Span()
		if g, ok := d.Decl.(*grammar.Group); ok {
			if g.When == nil {
				continue
			}
			within = g.When.Span()
		}
		for _, use := range names.Within(within) {
			if use.Of == d {
				continue
			}
			o.mentions[d] = append(o.mentions[d], use.Of)
			if t, ok := d.Decl.(*grammar.Task); ok && steers(t, use.At) {
				o.starters[use.Of] = append(o.starters[use.Of], d)
			}
		}
		o.everyone[d] = namesAny(d.Decl)
	}
	return o
}

// steers reports whether a place is in a step of a metatask.
func steers(t *grammar.Task, at diag.Span) bool {
	do, ok := t.Action.(*grammar.Do)
	return ok && contains(do.Span(), at)
}

func contains(outer, inner diag.Span) bool {
	return outer.File == inner.File && outer.Start.Offset <= inner.Start.Offset &&
		inner.End.Offset <= outer.End.Offset
}

// namesAny reports whether a task or condition has a condition about any task.
func namesAny(d grammar.Decl) (found bool) {
	if _, ok := d.(*grammar.Group); ok {
		return false
	}
	grammar.Walk(d, func(n grammar.Node) bool {
		g, ok := n.(*grammar.GroupRef)
		found = found || ok && g.Text() == ""
		return !found
	})
	return found
}

// together returns the tasks on which it depends when a task starts, and the task; nil if they
// are too many.
func (s *schedule) together(task *check.Named) []*check.Named {
	o := s.outlook()
	seen := map[*check.Named]bool{task: true}
	queue := []*check.Named{task}
	add := func(list []*check.Named) {
		for _, d := range list {
			if !seen[d] && d.Decl != nil {
				seen[d] = true
				queue = append(queue, d)
			}
		}
	}
	for i := 0; i < len(queue); i++ {
		d := queue[i]
		if len(queue) > maxTogether {
			return nil
		}
		add(o.mentions[d])
		add(o.starters[d])
		add(d.Groups)
		for _, m := range o.mentions[d] {
			if m.Kind == check.GroupName {
				add(s.members(m))
			}
		}
		if o.everyone[d] {
			add(s.members(d))
		}
	}
	return queue
}

// members returns the tasks of a group that is named; of anything else, all tasks.
func (s *schedule) members(of *check.Named) (tasks []*check.Named) {
	for _, d := range s.names().Declared {
		if d.Kind == check.TaskName &&
			(of.Kind != check.GroupName || slices.Contains(d.Groups, of)) {
			tasks = append(tasks, d)
		}
	}
	return tasks
}

// next returns up to n starts of a task, from an instant on. known is false if it cannot be
// said, because what the task depends on is wrong, or too much.
func (s *schedule) next(ctx context.Context, task *check.Named, n int, from time.Time) (
	starts []simulate.Event, known bool,
) {
	all := s.together(task)
	if all == nil || s.isWrong(all) {
		return nil, false
	}
	keep := map[string]bool{}
	for _, d := range all {
		keep[d.Name] = keep[d.Name] || d.Kind == check.TaskName
	}
	schedule := s.plan.Schedule
	schedule.Tasks = slices.DeleteFunc(slices.Clone(schedule.Tasks),
		func(t *rocket.TaskSpec) bool { return t.Check || !keep[t.Name] })
	ctx, stop := context.WithTimeout(ctx, outlookLimit)
	defer stop()
	sim := simulate.Simulation{Schedule: &schedule, From: from, To: from.Add(outlookSpan),
		Zone: from.Location().String(), MaxRuns: n * maxRuns, Context: ctx}
	for e, err := range sim.Events() {
		if err != nil {
			return starts, len(starts) > 0
		}
		if e.Event == rocket.Started && e.Task == task.Name {
			if starts = append(starts, e); len(starts) == n {
				break
			}
		}
	}
	return starts, true
}

// isWrong reports whether something is wrong with a declaration, or with what stands in none.
func (s *schedule) isWrong(list []*check.Named) bool {
	if !s.found.HasErrors() {
		return false
	}
	for _, d := range s.found {
		if d.Severity != diag.Error {
			continue
		}
		in := s.declaredAround(d.Span)
		if in == nil || slices.Contains(list, in) ||
			in.Kind != check.TaskName && in.Kind != check.CondName {
			return true
		}
	}
	return false
}

// declaredAround returns the task, condition or the like around a place, or nil.
func (s *schedule) declaredAround(at diag.Span) (inner *check.Named) {
	for _, d := range s.names().Declared {
		if contains(d.Decl.Span(), at) {
			inner = d // those within come later
		}
	}
	return inner
}

// zone returns the time zone of the schedule: its own, or that of the server.
func (s *schedule) zone(local *time.Location) *time.Location {
	if name := s.plan.Schedule.Config.Timezone; name != "" {
		if zone, err := time.LoadLocation(name); err == nil {
			return zone
		}
	}
	return local
}

// startText writes a start for people: `Fri 2026-11-27 22:00:00 UTC`.
func startText(e simulate.Event, zone *time.Location) string {
	text := e.Start.In(zone).Format("Mon 2006-01-02 15:04:05 MST")
	if e.May {
		text = "maybe " + text
	}
	return text
}

// whenText writes a condition; empty if there is none.
func whenText(cond rocket.Condition) string {
	if cond == nil {
		return ""
	}
	return strings.TrimSpace(fmt.Sprint(cond))
}

// spec returns the task of that name in the plan, or nil.
func (s *schedule) spec(name string) *rocket.TaskSpec {
	for _, t := range s.plan.Schedule.Tasks {
		if t.Name == name {
			return t
		}
	}
	return nil
}
