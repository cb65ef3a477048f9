package check

import (
	"go/types"

	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/golang"
	"github.com/rocketc/rocketc/plan"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/runtime/arg"
)

// A border is what surrounds the runs of a task that take place elsewhere (docs/spec.md
// § Arguments): a run with execution process takes place in the program, started again, one
// with execution remote on a worker. What other tasks returned goes in, and what the run
// returns comes out, as JSON of their Go types. A value has to survive that both ways.
type border struct {
	execution rocket.Execution
	call      *goCall   // nil: the task calls no function
	at        diag.Span // of the execution, or of the name of the task
}

// judgeBorder reports what a task cannot take across the border around its runs.
func (c *checker) judgeBorder(spec *rocket.TaskSpec, b border) {
	var params []plan.GoParam
	var result types.Type
	switch a := spec.Action.(type) {
	case *plan.GoFunc:
		params, result = a.Params, a.Result
	case *plan.Code:
		params, result = a.Params, a.Result
	}
	if result != nil {
		c.crosses(b, result, "what the task returns")
	}
	for _, p := range params {
		c.judgeSources(b, p.From)
	}
}

// judgeSources reports the parts of an argument that cannot cross the border.
func (c *checker) judgeSources(b border, from arg.Source) {
	for part := range arg.All(from) {
		switch a := part.(type) {
		case arg.ReturnOf:
			if typ := c.returnType(c.byName[string(a)]); typ != nil {
				c.crosses(b, typ, a.String())
			}
		case arg.Session, arg.Task:
			d := c.diags.Errorf(diag.ProcessSession, b.at,
				"%s is an argument, and %s cannot reach it", a, outside[b.execution])
			d.Help = "execution thread, async or main lets it"
		}
	}
}

// crosses reports a type whose values JSON loses.
func (c *checker) crosses(b border, typ types.Type, what string) {
	path, why := golang.LosesJSON(typ)
	if why == "" {
		return
	}
	over := "cross the border of a process"
	if b.execution == rocket.Remote {
		over = "cross to a worker"
	}
	d := c.diags.Errorf(diag.Border, b.at, "%s: %s does not %s", path, why, over)
	d.Label = what
	d.Help = "execution thread keeps the run in the program"
	if b.call != nil {
		d.Related = []diag.Related{{Span: b.call.node.Span(),
			Msg: "the task calls " + b.call.text() + " here"}}
	}
}
