package check

import (
	"os"
	"path/filepath"
	"slices"

	"github.com/rocketc/rocketc/golang"
	"github.com/rocketc/rocketc/plan"
)

// goSeesSession reports whether Go has the session at hand, so that it can start tasks and
// read session parameters: the schedule is a part of a Go package, or Go of it is given the
// session.
func (c *checker) goSeesSession() bool {
	_, err := os.Stat(filepath.Join(c.options.Dir, golang.GeneratedFile))
	if c.options.Package || c.pack != nil || len(c.hooks) > 0 || c.options.Dir != "" && err == nil {
		return true
	}
	for _, call := range c.goCalls {
		if call != nil && call.touches != "" && call.node.Span().File != preludeName {
			return true
		}
	}
	return slices.ContainsFunc(c.tasks, func(t *task) bool {
		code, ok := t.spec.Action.(*plan.Code)
		return ok && code.Body.Uses(plan.RunVariable)
	})
}
