package check

import (
	"slices"

	"github.com/rocketc/rocketc/diag"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/runtime/step"
	"github.com/rocketc/rocketc/stdconds"
)

// judgeConditions reports conditions of a task that can never hold, and a start condition
// that may go on holding whatever the task does.
func (c *checker) judgeConditions(t *task) {
	c.judgeEnds(t)
	if t.decl.When != nil {
		if !t.start.quiet && c.judgeNever(t.spec.When, t.decl.When.Span()) {
			return
		}
		if judged(t.spec.When).Stays(true) && !c.endsItself(t) && !c.isService(t) {
			d := c.diags.Warnf(diag.Reruns, t.decl.When.Span(),
				"task %q runs again and again while this holds", t.name)
			d.Help = "add what paces it, such as `& every 10 minutes`, " +
				"or use `daily` and the like, which hold once per period"
		}
	}
	if t.decl.Until != nil {
		c.judgeNever(t.spec.Until, t.decl.Until.Span())
	}
	c.judgeTraps(t)
}

// isService reports whether a task is meant to run all the time: it is permanent, and starts
// only while it has no live run.
func (c *checker) isService(t *task) bool {
	if !t.spec.Permanent {
		return false
	}
	form := t.alternatives()
	always := func(a alternative) bool {
		_, running := partsLike[stdconds.Running](a, true)
		return !slices.Contains(running, stdconds.Running{})
	}
	return len(form) > 0 && !slices.ContainsFunc(form, always)
}

// judged returns a condition of the plan as one that can be judged. All conditions of a
// plan can.
func judged(cond rocket.Condition) stdconds.Judged { return cond.(stdconds.Judged) }

// endsItself reports whether a run of the task is its last, because the run shuts the
// session down or keeps the task from starting.
func (c *checker) endsItself(t *task) bool {
	do, ok := t.spec.Action.(rocket.Do)
	if !ok {
		return false
	}
	for _, taken := range do {
		switch taken := taken.(type) {
		case step.Shutdown, step.Hold:
			return true
		case step.Disable:
			if slices.Contains(c.namesOf(t, taken.Task, taken.Tasks), t.name) {
				return true
			}
		case step.Remove:
			if slices.Contains(c.namesOf(t, taken.Task, taken.Tasks), t.name) {
				return true
			}
		}
	}
	return false
}

// judgeFallible warns of conditions that may fail if a failure stops the scheduler and the
// schedule does not say that it should.
func (c *checker) judgeFallible() {
	if c.fallible == nil || c.config != nil &&
		setting(c.config.Settings, "silence_cond_check") != nil {
		return
	}
	d := c.diags.Warnf(diag.Fallible, c.fallible.at, "if %s fails, the scheduler stops",
		c.fallible.text)
	d.Help = "config { silence_cond_check true } has the scheduler log the error and go on; " +
		"false keeps it as it is"
}
