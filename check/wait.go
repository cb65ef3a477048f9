package check

import (
	"cmp"
	"slices"

	"github.com/rocketc/rocketc/diag"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/spelling"
	"github.com/rocketc/rocketc/stdconds"
)

// judgeWaits reports a task that waits for another which cannot run beside it: a start
// condition that holds only while the other runs, and an end condition that holds only while
// the other runs, or after it has.
func (c *checker) judgeWaits(t *task) {
	seen := map[diag.Span]bool{}
	report := func(p part, why *obstacle) {
		if why == nil || seen[p.span()] {
			return
		}
		seen[p.span()] = true
		d := c.diags.Errorf(why.code, p.span(), "%s", why.text)
		d.Help, d.Related = why.help, why.related
	}
	var ends []alternative
	if t.until != nil {
		ends = t.until.normal(false, part{})
	}
	for _, a := range append(slices.Clip(t.alternatives()), ends...) {
		parts, runnings := partsLike[stdconds.Running](a, false)
		for i, running := range runnings {
			if other := c.byName[running.Task]; asksForOne(running.Count) {
				report(parts[i], cmp.Or(c.standing(other), c.crowded(t, other)))
			}
		}
	}
	for _, a := range ends {
		parts, afters := partsLike[stdconds.After](a, false)
		for i, after := range afters {
			report(parts[i], c.crowdedOut(t, after))
		}
	}
}

// An obstacle is why a task waits for another in vain.
type obstacle struct {
	code       diag.Code
	text, help string
	related    []diag.Related
}

// crowdedOut returns why none of the tasks that a condition waits for, or one that has to,
// can run beside a task; nil if they can.
func (c *checker) crowdedOut(t *task, after stdconds.After) (why *obstacle) {
	for _, name := range after.Tasks {
		one := c.crowded(t, c.byName[name])
		if one == nil && after.Any {
			return nil
		}
		why = cmp.Or(why, one)
	}
	return why
}

// standing returns why no other task is ever looked at while a task runs; nil if others are.
func (c *checker) standing(t *task) *obstacle {
	if t == nil || t.spec == nil || c.executionOf(t) != rocket.Main {
		return nil
	}
	return &obstacle{code: diag.NeverHolds,
		text: spelling.Name(t.name) + " is never seen running: it runs on the scheduler loop, " +
			"which looks at nothing meanwhile",
		help: "give it execution thread, or wait with `after " + spelling.Name(t.name) + "`"}
}

// executionOf returns where the runs of a task take place.
func (c *checker) executionOf(t *task) rocket.Execution {
	if t.standsOnLoop() {
		return rocket.Main
	}
	return cmp.Or(t.spec.Execution, c.plan.Schedule.Config.TaskExecution, rocket.Thread)
}

// crowded returns why runs of two tasks have no room beside each other; nil if they have.
func (c *checker) crowded(t, other *task) *obstacle {
	if other == nil || other == t || other.spec == nil {
		return nil
	}
	why := &obstacle{code: diag.PoolWait,
		text: spelling.Name(t.name) + " can never run beside " + spelling.Name(other.name) + ": "}
	for _, a := range t.spec.Pools {
		for _, b := range other.spec.Pools {
			if a.Pool != b.Pool || a.Weight+b.Weight <= c.sizeOf(a.Pool) {
				continue
			}
			why.text += "there are too few places in pool " + a.Pool
			why.help = "declare more places, or take one of the tasks out of the pool"
			why.related = []diag.Related{{Span: c.pools[a.Pool].decl.Size.Span(),
				Msg: "the pool is declared here"}}
			return why
		}
	}
	_, slot := outside[c.executionOf(t)]
	_, otherSlot := outside[c.executionOf(other)]
	if c.plan.Schedule.Config.MaxProcessCount == 1 && slot && otherSlot {
		why.text += "max_process_count is 1"
		why.help = "raise it, or give one of the tasks execution thread"
		if s := setting(c.config.Settings, "max_process_count"); s != nil {
			why.related = []diag.Related{{Span: s.Span(), Msg: "it is set here"}}
		}
		return why
	}
	return nil
}
