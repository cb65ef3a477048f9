package check

import (
	"go/types"

	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/golang"
	"github.com/rocketc/rocketc/plan"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/runtime/arg"
)

// The border of a process (docs/spec.md § Arguments): a run with execution process takes
// place in the program, started again. What other tasks returned goes in, and what the run
// returns comes out, as JSON of their Go types. A value has to survive that both ways.

// judgeBorder reports what a task that runs in a process of its own cannot take across the
// border. call is nil if the task calls no function; at is the place of its execution, or
// of its name.
func (c *checker) judgeBorder(spec *rocket.TaskSpec, call *goCall, at diag.Span) {
	var params []plan.GoParam
	var result types.Type
	switch a := spec.Action.(type) {
	case *plan.GoFunc:
		params, result = a.Params, a.Result
	case *plan.Code:
		params, result = a.Params, a.Result
	}
	if result != nil {
		c.crosses(call, at, result, "what the task returns")
	}
	for _, p := range params {
		c.judgeSources(call, at, p.From)
	}
}

// judgeSources reports the parts of an argument that cannot cross the border.
func (c *checker) judgeSources(call *goCall, at diag.Span, from arg.Source) {
	for part := range arg.All(from) {
		switch a := part.(type) {
		case arg.ReturnOf:
			if typ := c.returnType(c.byName[string(a)]); typ != nil {
				c.crosses(call, at, typ, a.String())
			}
		case arg.Session, arg.Task:
			d := c.diags.Errorf(diag.ProcessSession, at,
				"%s is an argument, and a process of its own cannot reach it", a)
			d.Help = "execution thread, async or main lets it"
		}
	}
}

// crosses reports a type whose values JSON loses.
func (c *checker) crosses(call *goCall, at diag.Span, typ types.Type, what string) {
	path, why := golang.LosesJSON(typ)
	if why == "" {
		return
	}
	d := c.diags.Errorf(diag.Border, at, "%s: %s does not cross the border of a process", path, why)
	d.Label = what
	d.Help = "execution thread keeps the run in the program"
	if call != nil {
		d.Related = []diag.Related{{Span: call.node.Span(),
			Msg: "the task calls " + call.text() + " here"}}
	}
}
