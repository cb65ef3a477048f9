package check

import (
	"go/types"
	"slices"
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
	ok := c.bind(in, lowered, call, f.Args, nil)
	if !c.answers(lowered, call) || !ok {
		return unknown{}
	}
	c.addImport(lowered.Import)
	if lowered.Error && c.fallible == nil && f.Span().File != preludeName {
		c.fallible = call
	}
	return stdconds.Ask{Call: &plan.GoCond{Of: lowered}, Text: condText(lowered)}
}

// answers reports whether a function returns what a condition has to.
func (c *checker) answers(f *plan.GoFunc, call *goCall) bool {
	results := call.fn.Signature().Results()
	n := results.Len()
	f.Value, f.Error = true, n == 2
	if n > 0 && n <= 2 && types.Identical(results.At(0).Type(), types.Typ[types.Bool]) && (n == 1 || golang.IsError(results.At(1).Type())) {
		f.Result = types.Typ[types.Bool]
		return true
	}
	what := "nothing"
	if n > 0 {
		what = golang.Short(results)
	}
	d := c.badFunc(diag.BadCondFunc, call, "%s returns %s, and a condition is a bool", call.text(), what)
	d.Help = "a function that is a condition returns bool or (bool, error)"
	return false
}

// noEvent reports a function that takes the event of a hook and is none.
func (c *checker) noEvent(call *goCall) {
	d := c.badFunc(diag.BadFunc, call, "%s takes a rocket.HookEvent, which only a hook has", call.text())
	d.Help = "hook task " + call.text() + " calls it around the runs of tasks"
}

// condText writes the call of a function with what its parameters get.
func condText(f *plan.GoFunc) string {
	var args []string
	for _, p := range f.Args() {
		args = append(args, p.From.String())
	}
	return f.Name() + "(" + strings.Join(args, ", ") + ")"
}

// askedLast puts the operands that ask a Go function behind the others, which
// cost less: where one of these decides, nothing has to be asked.
func askedLast[L ~[]rocket.Condition](parts L) L {
	slices.SortStableFunc(parts, func(a, b rocket.Condition) int {
		return rank(a) - rank(b)
	})
	return parts
}

func rank(cond rocket.Condition) int {
	if asks(cond) {
		return 1
	}
	return 0
}

// asks reports whether a condition asks a Go function.
func asks(cond rocket.Condition) bool {
	switch cond := cond.(type) {
	case stdconds.Ask:
		return true
	case rocket.Composite:
		return slices.ContainsFunc(cond.Parts(), asks)
	}
	return false
}

// judgeFallible warns of conditions that may fail, where a failure stops the
// scheduler and the schedule does not say that it wants that.
func (c *checker) judgeFallible() {
	if c.fallible == nil || c.config != nil && setting(c.config.Settings, "silence_cond_check") != nil {
		return
	}
	d := c.diags.Warnf(diag.Fallible, c.fallible.node.Span(), "where %s fails, the scheduler stops", c.fallible.text())
	d.Help = "config { silence_cond_check true } takes a condition that fails for false; false keeps it as it is"
}

// lowerHooks lowers the functions that are called around events.
func (c *checker) lowerHooks() {
	for _, h := range c.hooks {
		around, ok := pointOf(h.Event.Text)
		if h.Func == nil || !ok {
			continue // a syntax error
		}
		if lowered := c.goHook(h); lowered != nil {
			c.plan.Schedule.Hooks = append(c.plan.Schedule.Hooks, rocket.Hook{Around: around, Call: lowered})
		}
	}
}

// goHook lowers a hook; it is nil where its function cannot be one, which is
// reported.
func (c *checker) goHook(h *grammar.Hook) *plan.GoHook {
	call := c.callOf(h.Func)
	fn := c.resolve(call)
	if fn == nil {
		return nil
	}
	lowered := call.goFunc()
	lowered.Error = fn.Signature().Results().Len() == 1
	for _, p := range call.formals() {
		if p.fill == plan.FillContext || p.fill == plan.FillEvent {
			lowered.Params = append(lowered.Params, plan.GoParam{Name: p.name, Fill: p.fill})
		}
	}
	results := fn.Signature().Results()
	switch {
	case h.Func.Args != nil && len(h.Func.Args.Items) > 0:
		c.diags.Errorf(diag.BadHook, h.Func.Args.Span(), "a hook takes no arguments")
		return nil
	case len(lowered.Params) != fn.Signature().Params().Len() || results.Len() > 1 || lowered.Error && !golang.IsError(results.At(0).Type()):
		d := c.badFunc(diag.BadHook, call, "%s is %s, which is no hook", call.text(), golang.Short(fn.Signature()))
		d.Help = "a hook is a func(context.Context, rocket.HookEvent) error, of which any part may be left out"
		return nil
	}
	c.addImport(lowered.Import)
	return &plan.GoHook{Of: lowered}
}

// pointOf returns the hook point of a word.
func pointOf(word string) (rocket.HookPoint, bool) {
	points := rocket.HookPoints()
	i := slices.IndexFunc(points, func(p rocket.HookPoint) bool { return p.String() == word })
	if i < 0 {
		return 0, false
	}
	return points[i], true
}

// namer lowers a Go function that names runs; it is nil if the function cannot, which is
// reported.
func (c *checker) namer(f *grammar.Func) rocket.RunNamer {
	call := c.callOf(f)
	fn := c.resolve(call)
	if fn == nil {
		return nil
	}
	if !namesRuns(fn.Signature()) {
		d := c.badFunc(diag.BadFunc, call, "%s is %s, which does not name runs", call.text(), golang.Short(fn.Signature()))
		d.Help = "it is a func(*rocket.Task) string"
		return nil
	}
	lowered := call.goFunc()
	c.addImport(lowered.Import)
	return &plan.GoNamer{Of: lowered}
}

// namesRuns reports whether a function takes a task and returns a text.
func namesRuns(s *types.Signature) bool {
	return s.Params().Len() == 1 && s.Results().Len() == 1 && !s.Variadic() &&
		golang.String(s.Params().At(0).Type()) == "*"+runtimePath+".Task" && golang.String(s.Results().At(0).Type()) == "string"
}
