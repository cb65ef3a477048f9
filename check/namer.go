package check

import (
	"go/types"

	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/golang"
	"github.com/rocketc/rocketc/grammar"
	"github.com/rocketc/rocketc/plan"
	rocket "github.com/rocketc/rocketc/runtime"
)

// namer lowers a Go function that names runs. A function that does not is reported, and
// yields nil.
func (c *checker) namer(f *grammar.Func) rocket.RunNamer {
	call := c.callOf(f)
	fn := c.resolve(call)
	if fn == nil {
		return nil
	}
	if !namesRuns(fn.Signature()) {
		d := c.badFunc(diag.BadFunc, call, "%s is %s, which does not name runs", call.text(),
			golang.Short(fn.Signature()))
		d.Help = "it is a func(*rocket.Task) string, " +
			"or a func(*rocket.Task, map[string]any) string, which gets the arguments of the run"
		return nil
	}
	lowered := call.goFunc()
	c.addImport(lowered.Import)
	return &plan.GoNamer{Of: lowered, Args: fn.Signature().Params().Len() == 2}
}

// namesRuns reports whether a function takes a task, and perhaps arguments, and returns a
// text.
func namesRuns(s *types.Signature) bool {
	takes := func(i int, typ string) bool {
		return i >= s.Params().Len() || golang.String(s.Params().At(i).Type()) == typ
	}
	n := s.Params().Len()
	return (n == 1 || n == 2) && s.Results().Len() == 1 && !s.Variadic() &&
		takes(0, "*"+runtimePath+".Task") && takes(1, "map[string]any") &&
		golang.String(s.Results().At(0).Type()) == "string"
}
