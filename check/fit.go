package check

import (
	"fmt"
	"go/types"
	"slices"

	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/golang"
	"github.com/rocketc/rocketc/grammar"
	"github.com/rocketc/rocketc/plan"
	"github.com/rocketc/rocketc/runtime/arg"
	"github.com/rocketc/rocketc/spelling"
)

// fit lowers an argument for a slot. An argument of another type, or one that means
// nothing, is reported, and yields nil.
func (c *checker) fit(in *scope, a grammar.Arg, s slot) arg.Source {
	switch a := a.(type) {
	case nil: // a syntax error
		return nil
	case *grammar.Word:
		return c.fitWord(in, a, s)
	case *grammar.EnvArg, *grammar.CLIArg:
		return c.fitText(in, a, s)
	case *grammar.ReturnOf:
		return c.fitReturn(a, s)
	case *grammar.Func:
		return c.fitValue(in, a, s)
	case *grammar.Handle:
		return c.fitHandle(a, s)
	case *grammar.Fallback:
		return c.fitFirst(in, a, s)
	case *grammar.List:
		return c.fitItems(in, a, a.Items, s)
	case *grammar.Map:
		return c.fitMap(in, a, s)
	}
	return c.fitScalar(in, a, s)
}

// fitFirst lowers `a >> b`. Each part has to fit.
func (c *checker) fitFirst(in *scope, a *grammar.Fallback, s slot) arg.Source {
	var first arg.First
	ok := true
	for _, part := range a.Args {
		lowered := c.fit(in, part, s)
		first = append(first, lowered)
		ok = ok && lowered != nil
	}
	if !ok {
		return nil
	}
	return first
}

// fitWord lowers a word: a parameter of the named condition that is expanded, or
// a session parameter.
func (c *checker) fitWord(in *scope, w *grammar.Word, s slot) arg.Source {
	value, ok := in.arg(w.Text)
	if !ok {
		return c.fitParam(w.Text, w.Span(), s)
	}
	if l, isLater := value.(later); isLater {
		return c.fit(l.in, l.arg, s)
	}
	return c.fitConstant(w, value, s)
}

// fitParam lowers the use of a session parameter. at is the place of the use.
func (c *checker) fitParam(name string, at diag.Span, s slot) arg.Source {
	if !c.param(name, at) {
		return nil
	}
	p := c.params[name]
	if p == nil || p.decl == nil || slices.Contains(s.open, p) || slices.Contains(c.open, p) {
		// Only its name is known, or it is in a circle, which is reported elsewhere.
		return arg.Param(name)
	}
	if s.via == nil {
		s.via, s.viaAt = p, at
	}
	s.open = append(s.open[:len(s.open):len(s.open)], p)
	c.open = append(c.open, p)
	lowered := c.fit(nil, p.decl.Value, s)
	for _, value := range p.sets {
		if c.fit(nil, value, s) == nil {
			lowered = nil
		}
	}
	c.open = c.open[:len(c.open)-1]
	switch {
	case lowered == nil:
		return nil
	case len(p.sets) > 0:
		return arg.Param(name)
	case converts(lowered), s.exact && !golang.Same(s.typ, golang.Plain(s.typ)):
		return lowered
	}
	return arg.Param(name)
}

// converts reports whether an argument has to be converted for one of its uses.
func converts(a arg.Source) bool {
	switch a := a.(type) {
	case *plan.Converted:
		return true
	case arg.First:
		return slices.ContainsFunc(a, converts)
	}
	return false
}

// fitText lowers text from outside, which is converted when the program runs.
func (c *checker) fitText(in *scope, a grammar.Arg, s slot) arg.Source {
	if !textual(s.field()) {
		d := c.mismatch(a, sourceText(a)+" is text", s)
		d.Help = "text is converted to text, numbers, bool, time.Duration and time.Time"
		return nil
	}
	return c.argument(in, a)
}

// textual reports whether text can be converted to a type.
func textual(t types.Type) bool {
	t = types.Unalias(t)
	switch golang.String(t) {
	case "time.Duration", "time.Time":
		return true
	}
	const converted = types.IsString | types.IsBoolean | types.IsInteger | types.IsFloat
	basic, ok := t.(*types.Basic)
	return golang.IsAny(t) || ok && basic.Info()&converted != 0 && basic.Kind() != types.Uintptr
}

func sourceText(a grammar.Arg) string {
	switch a := a.(type) {
	case *grammar.EnvArg:
		return fmt.Sprintf("env %q", a.Var.Value())
	case *grammar.CLIArg:
		return fmt.Sprintf("cli %q", a.Flag.Value())
	}
	return "it"
}

// fitReturn lowers `return of T`.
func (c *checker) fitReturn(a *grammar.ReturnOf, s slot) arg.Source {
	name, ok := c.task(a.Task)
	if !ok || !c.returns(a, name) {
		return nil
	}
	typ := c.returnType(c.byName[name])
	if typ == nil {
		return arg.ReturnOf(name) // not known
	}
	if !golang.Assignable(typ, s.typ) {
		d := c.mismatch(a,
			fmt.Sprintf("return of %s is %s", spelling.Name(name), golang.Short(typ)), s)
		c.relateReturn(d, name)
		return nil
	}
	return c.converted(arg.ReturnOf(name), typ, s)
}

// converted returns an argument of one type as one for the slot, which takes it.
func (c *checker) converted(from arg.Source, typ types.Type, s slot) arg.Source {
	if golang.Same(typ, s.field()) {
		return from
	}
	c.addTypes(typ)
	return &plan.Converted{Source: from, From: typ, To: s.field()}
}

// fitValue lowers a Go function that is called for a value.
func (c *checker) fitValue(in *scope, f *grammar.Func, s slot) arg.Source {
	value, typ := c.goValue(in, f)
	switch {
	case value == nil:
		return nil
	case !golang.Assignable(typ, s.typ):
		c.mismatch(f, fmt.Sprintf("func %s is %s", f.Name, golang.Short(typ)), s)
		return nil
	}
	return c.converted(value, typ, s)
}

// A goValue is a lowered function that is called for a value, and the type of that. value
// is nil if the function was reported.
type goValue struct {
	value *plan.GoValue
	typ   types.Type
}

// goValue lowers a Go function that is called for a value: it returns T or (T, error). Any
// other function is reported, and yields nil. What stands outside of named conditions is
// lowered once, however many arguments have the value.
func (c *checker) goValue(in *scope, f *grammar.Func) (*plan.GoValue, types.Type) {
	known, ok := c.goValues[f]
	if !ok || in != nil {
		known.value, known.typ = c.newGoValue(in, f)
		c.goValues[f] = known
	}
	return known.value, known.typ
}

func (c *checker) newGoValue(in *scope, f *grammar.Func) (*plan.GoValue, types.Type) {
	call := c.callOf(f)
	fn := c.resolve(call)
	if fn == nil {
		c.useWords(in, f.Args)
		return nil, nil
	}
	signature := fn.Signature()
	results, ok := golang.ResultsOf(signature)
	if !ok || results.Value == nil || golang.IsError(results.Value) {
		d := c.badFunc(diag.BadFunc, call, "%s is %s, which gives no value", call.text(),
			golang.Short(signature))
		d.Help = "a Go function as a value returns T or (T, error)"
		c.useWords(in, f.Args)
		return nil, nil
	}
	lowered := call.goFunc()
	lowered.Value, lowered.Error, lowered.Result = true, results.Error, results.Value
	if hidden := golang.Hidden(lowered.Result, c.plan.Own); hidden != "" {
		c.badFunc(diag.BadFunc, call, "%s returns %s, which is not exported", call.text(), hidden)
		return nil, nil
	}
	if !c.bind(in, lowered, call, f.Args, nil) || !c.fillValue(lowered, call) {
		return nil, nil
	}
	c.addImport(lowered.Import)
	c.addTypes(lowered.Result)
	return plan.NewGoValue(lowered), lowered.Result
}

// fillValue makes arguments of the parameters that their types fill. A value is wanted
// where no run has a context: a function that takes one is reported.
func (c *checker) fillValue(f *plan.GoFunc, call *goCall) bool {
	for i, p := range f.Params {
		switch p.Fill {
		case plan.FillSession:
			p.From = arg.Session{}
		case plan.FillTask:
			p.From = arg.Task("")
		case plan.FillLogger:
			p.From = arg.Logger{}
		case plan.FillContext:
			d := c.badFunc(diag.BadFunc, call, "%s takes a context, and a value has none",
				call.text())
			d.Help = "a Go function as a value takes arguments, and parts of the session"
			return false
		default:
			continue
		}
		p.Fill, p.Type = plan.FillArg, call.fn.Signature().Params().At(i).Type()
		p.Plain = p.Type
		c.addTypes(p.Type)
		f.Params[i] = p
	}
	return true
}

// useWords counts the parameters that are arguments of a function as used, although the
// function cannot be called.
func (c *checker) useWords(in *scope, args *grammar.Args) {
	if args == nil {
		return
	}
	grammar.Walk(args, func(n grammar.Node) bool {
		if w, ok := n.(*grammar.Word); ok {
			if _, own := in.arg(w.Text); !own && c.params[w.Text] != nil {
				c.params[w.Text].used = true
			}
		}
		return true
	})
}

// fitHandle lowers a part of the running program.
func (c *checker) fitHandle(h *grammar.Handle, s slot) arg.Source {
	var lowered arg.Source
	var typ string
	switch h.Word {
	case "session":
		lowered, typ = arg.Session{}, "*"+runtimePath+".Session"
	case "config":
		lowered, typ = arg.Config{}, runtimePath+".Config"
	case "logger":
		lowered, typ = arg.Logger{}, "*log/slog.Logger"
	case "causes":
		lowered, typ = arg.Causes{}, "[]"+runtimePath+".Record"
	case "scheduled":
		lowered, typ = arg.Scheduled{}, "time.Time"
	case "task":
		name, ok := "", true
		if h.Task != nil {
			name, ok = c.task(h.Task)
		}
		if !ok {
			return nil
		}
		lowered, typ = arg.Task(name), "*"+runtimePath+".Task"
	}
	if golang.String(s.typ) != typ && !golang.IsAny(s.typ) {
		c.mismatch(h, h.Word+" is "+handleTypes[h.Word], s)
		return nil
	}
	return lowered
}

var handleTypes = map[string]string{
	"session": "*rocket.Session", "config": "rocket.Config", "logger": "*slog.Logger",
	"task": "*rocket.Task", "causes": "[]rocket.Record", "scheduled": "time.Time",
}
