package check

import (
	"slices"

	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/grammar"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/runtime/step"
)

// judgeHold warns of `do hold` if nothing in the schedule resumes. In a Go package, Go can.
func (c *checker) judgeHold() {
	resumes := c.does(func(s step.Step) bool {
		_, ok := s.(step.Resume)
		return ok
	})
	if resumes || c.options.Package {
		return
	}
	for _, t := range c.tasks {
		do, _ := t.decl.Action.(*grammar.Do)
		if do == nil || t.endsSession() {
			continue
		}
		for _, s := range do.Steps {
			if s.Verb.Text == "hold" {
				d := c.diags.Warnf(diag.NoResume, s.Span(),
					"nothing in the schedule ends this hold")
				d.Help = "let another task `do resume`: metatasks start during a hold, too"
			}
		}
	}
}

// does reports whether a task of the schedule does such a step.
func (c *checker) does(such func(step.Step) bool) bool {
	return slices.ContainsFunc(c.tasks, func(t *task) bool {
		do, _ := t.spec.Action.(rocket.Do)
		return slices.ContainsFunc(do, such)
	})
}

// endsSession reports whether a run of the task ends the session, or begins it anew.
func (t *task) endsSession() bool {
	do, _ := t.spec.Action.(rocket.Do)
	return slices.ContainsFunc(do, func(s step.Step) bool {
		switch s.(type) {
		case step.Shutdown, step.Restart:
			return true
		}
		return false
	})
}
