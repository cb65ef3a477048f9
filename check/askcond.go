package check

import (
	"go/types"
	"strings"

	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/golang"
	"github.com/rocketc/rocketc/grammar"
	"github.com/rocketc/rocketc/plan"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/stdconds"
)

// goCond lowers a Go function as a condition.
func (c *checker) goCond(in *scope, f *grammar.Func) rocket.Condition {
	call := c.callOf(f)
	fn := c.resolve(call)
	if fn == nil {
		return unknown{}
	}
	lowered := call.goFunc()
	ok := c.bind(in, lowered, call, f.Args, nil) && c.needsNoRun(f.Args)
	if !c.answers(lowered, call) || !ok {
		return unknown{}
	}
	c.addImport(lowered.Import)
	if lowered.Error && f.Span().File != preludeName {
		c.noteFallible(call.node.Span(), call.text())
	}
	return stdconds.Ask{Call: &plan.GoCond{Of: lowered}, Text: condText(lowered)}
}

// needsNoRun reports whether arguments have a value without a run: `scheduled` has none, which
// is reported.
func (c *checker) needsNoRun(args *grammar.Args) bool {
	ok := true
	if args == nil {
		return ok
	}
	grammar.Walk(args, func(n grammar.Node) bool {
		if h, isHandle := n.(*grammar.Handle); isHandle && h.Word == "scheduled" {
			ok = false
			d := c.diags.Errorf(diag.BadArgument, h.Span(),
				"only a run has an instant for which it was scheduled, and a condition is no run")
			d.Help = "a condition is asked at the present: the function can call time.Now"
		}
		return true
	})
	return ok
}

// answers reports whether a function returns what a condition has to return. If it does
// not, that is reported.
func (c *checker) answers(f *plan.GoFunc, call *goCall) bool {
	results, ok := golang.ResultsOf(call.fn.Signature())
	f.Value, f.Error, f.Result = true, results.Error, types.Typ[types.Bool]
	if ok && results.Value != nil && types.Identical(results.Value, f.Result) {
		return true
	}
	what := "nothing"
	if all := call.fn.Signature().Results(); all.Len() > 0 {
		what = golang.Short(all)
	}
	d := c.badFunc(diag.BadCondFunc, call, "%s returns %s, and a condition is a bool", call.text(),
		what)
	d.Help = "a function that is a condition returns bool or (bool, error)"
	return false
}

// condText writes the call of a function with what its parameters get.
func condText(f *plan.GoFunc) string {
	var args []string
	for _, p := range f.Args() {
		args = append(args, p.From.String())
	}
	return f.Name() + "(" + strings.Join(args, ", ") + ")"
}
