package check

import (
	"slices"

	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/golang"
	"github.com/rocketc/rocketc/grammar"
	"github.com/rocketc/rocketc/plan"
	rocket "github.com/rocketc/rocketc/runtime"
)

// lowerHooks lowers the functions that are called around events.
func (c *checker) lowerHooks() {
	for _, h := range c.hooks {
		around, ok := pointOf(h.Event.Text)
		if h.Func == nil || !ok {
			continue // a syntax error
		}
		if lowered := c.goHook(h); lowered != nil {
			c.plan.Schedule.Hooks = append(c.plan.Schedule.Hooks,
				rocket.Hook{Around: around, Call: lowered})
		}
	}
}

// goHook lowers a hook. A function that cannot be one is reported, and yields nil.
func (c *checker) goHook(h *grammar.Hook) *plan.GoHook {
	call := c.callOf(h.Func)
	fn := c.resolve(call)
	if fn == nil {
		return nil
	}
	lowered := call.goFunc()
	results, ok := golang.ResultsOf(fn.Signature())
	lowered.Error = results.Error
	for _, p := range call.formals() {
		if p.fill == plan.FillContext || p.fill == plan.FillEvent {
			lowered.Params = append(lowered.Params, plan.GoParam{Name: p.name, Fill: p.fill})
		}
	}
	switch {
	case h.Func.Args != nil && len(h.Func.Args.Items) > 0:
		c.diags.Errorf(diag.BadHook, h.Func.Args.Span(), "a hook takes no arguments")
		return nil
	case len(lowered.Params) != fn.Signature().Params().Len() || !ok || results.Value != nil:
		d := c.badFunc(diag.BadHook, call, "%s is %s, which is no hook", call.text(),
			golang.Short(fn.Signature()))
		d.Help = "a hook is a func(context.Context, rocket.HookEvent) error, " +
			"of which any part may be left out"
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

// noEvent reports a function that takes the event of a hook and is not called as a hook.
func (c *checker) noEvent(call *goCall) {
	d := c.badFunc(diag.BadFunc, call, "%s takes a rocket.HookEvent, which only a hook has",
		call.text())
	d.Help = "hook task " + call.text() + " calls it around the runs of tasks"
}
