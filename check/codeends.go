package check

import (
	"slices"

	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/golang"
	"github.com/rocketc/rocketc/plan"
)

// enders are the functions that end the process, by their package.
var enders = map[string][]string{
	"os":                     {"Exit"},
	"syscall":                {"Exit", "Exec"},
	"log":                    {"Fatal", "Fatalf", "Fatalln"},
	"golang.org/x/sys/unix":  {"Exit", "Exec"},
	"golang.org/x/sys/plan9": {"Exits"},
}

// judgeEnds warns of code that ends the process in which the scheduler runs. A run elsewhere
// has a process of its own, and may end that.
func (c *checker) judgeEnds(t *task) {
	code, ok := t.spec.Action.(*plan.Code)
	if _, apart := outside[c.executionOf(t)]; !ok || apart {
		return
	}
	for _, n := range code.Body.Free {
		name := code.Body.Selected(n)
		if !n.Selected || code.HasVariable(n.Name) ||
			!slices.Contains(enders[c.pathNamed(code.Span.File, n.Name)], name) {
			continue
		}
		at := code.Span.Part(code.Body.Text, n.Offset, n.Offset+len(n.Name))
		d := c.diags.Warnf(diag.EndsScheduler, at, "%s.%s ends the whole scheduler", n.Name, name)
		d.Help = "return an error, which is a failure of the run; " +
			"or give the task execution process"
	}
}

// pathNamed returns the import path of the package that a file, or the standard library,
// calls by that name; empty if there is none.
func (c *checker) pathNamed(file, name string) string {
	if i := c.importsOf(file).lookup(name); i != nil {
		return i.plan().Path
	}
	path, _ := golang.StandardPath(name)
	return path
}
