package check

import (
	"fmt"
	"go/types"
	"slices"

	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/golang"
	"github.com/rocketc/rocketc/grammar"
	"github.com/rocketc/rocketc/plan"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/spelling"
)

// A slot is what an argument is for: a parameter, or an element of one.
type slot struct {
	formal
	elem bool // typ is that of an element
	// exact says that the program fills the slot with values of just that type,
	// not with the plain ones of which it is made.
	exact bool
	// via is the session parameter that is given for it at the span viaAt, whose
	// value is looked at; nil: none.
	via   *param
	viaAt diag.Span
	// open are the session parameters that are being looked at, one in the other.
	open []*param
}

// of returns the slot of the elements.
func (s slot) of(elem types.Type) slot {
	s.typ, s.elem, s.exact, s.variadic = elem, true, false, false
	return s
}

// field returns the type of the values that a program fills the slot with.
func (s slot) field() types.Type {
	if s.exact {
		return s.typ
	}
	return golang.Plain(s.typ)
}

// mismatch reports an argument of another type than its parameter; what says
// what it is: `"eu" is string`.
func (c *checker) mismatch(at grammar.Node, what string, s slot) *diag.Diagnostic {
	span := at.Span()
	if s.via != nil {
		what = fmt.Sprintf("param %q: %s", s.via.decl.Name.Text(), what)
		span = s.viaAt
	}
	d := c.diags.Errorf(diag.ArgType, span, "%s, but %s", what, s.takes())
	if s.via != nil {
		d.Related = append(d.Related, diag.Related{Span: at.Span(), Msg: "the value is given here"})
	}
	return d
}

// takes says what the slot takes.
func (s slot) takes() string {
	where := "without a name"
	if s.name != "" {
		where = quote(s.name)
	}
	if s.elem {
		return fmt.Sprintf("%s takes %s as an element of parameter %s", s.owner, golang.Short(s.typ), where)
	}
	return fmt.Sprintf("%s takes %s (parameter %s)", s.owner, golang.Short(s.typ), where)
}

// fit lowers an argument for a slot. It is nil where it has another type, or
// means nothing, which is reported.
func (c *checker) fit(in *scope, a grammar.Arg, s slot) rocket.Argument {
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
		return c.fitValue(a, s)
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

// fitFirst lowers `a >> b`: each of them has to fit.
func (c *checker) fitFirst(in *scope, a *grammar.Fallback, s slot) rocket.Argument {
	var first rocket.First
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
func (c *checker) fitWord(in *scope, w *grammar.Word, s slot) rocket.Argument {
	value, ok := in.arg(w.Text)
	if !ok {
		return c.fitParam(w.Text, w.Span(), s)
	}
	if l, isLater := value.(later); isLater {
		return c.fit(l.in, l.arg, s)
	}
	return c.fitConstant(w, value, s)
}

// fitParam lowers the use of a session parameter; at is where it is used.
func (c *checker) fitParam(name string, at diag.Span, s slot) rocket.Argument {
	if !c.param(name, at) {
		return nil
	}
	p := c.params[name]
	if p == nil || p.decl == nil || slices.Contains(s.open, p) {
		return rocket.ParamArg(name) // only its name is known, or it is in a circle, which is reported elsewhere
	}
	if s.via == nil {
		s.via, s.viaAt = p, at
	}
	s.open = append(s.open[:len(s.open):len(s.open)], p)
	lowered := c.fit(nil, p.decl.Value, s)
	switch {
	case lowered == nil:
		return nil
	case converts(lowered), s.exact && !golang.Same(s.typ, golang.Plain(s.typ)):
		return lowered
	}
	return rocket.ParamArg(name)
}

// converts reports whether a source has to be converted for one of its uses.
func converts(a rocket.Argument) bool {
	switch a := a.(type) {
	case *plan.Converted:
		return true
	case rocket.First:
		return slices.ContainsFunc(a, converts)
	}
	return false
}

// fitText lowers a source of text, which is converted when the program runs.
func (c *checker) fitText(in *scope, a grammar.Arg, s slot) rocket.Argument {
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
func (c *checker) fitReturn(a *grammar.ReturnOf, s slot) rocket.Argument {
	name, ok := c.task(a.Task)
	if !ok || !c.returns(a, name) {
		return nil
	}
	typ := c.returnType(c.byName[name])
	if typ == nil {
		return rocket.ReturnOf(name) // not known
	}
	if !golang.Assignable(typ, s.typ) {
		d := c.mismatch(a, fmt.Sprintf("return of %s is %s", spelling.Name(name), golang.Short(typ)), s)
		c.relateReturn(d, name)
		return nil
	}
	return c.converted(rocket.ReturnOf(name), typ, s)
}

// converted returns a source of one type as one for the slot, which takes it.
func (c *checker) converted(from rocket.Argument, typ types.Type, s slot) rocket.Argument {
	if golang.Same(typ, s.field()) {
		return from
	}
	c.addTypes(typ)
	return &plan.Converted{Argument: from, From: typ, To: s.field()}
}

// fitValue lowers a Go function that is called for a value.
func (c *checker) fitValue(f *grammar.Func, s slot) rocket.Argument {
	value, typ := c.goValue(f)
	switch {
	case value == nil:
		return nil
	case !golang.Assignable(typ, s.typ):
		c.mismatch(f, fmt.Sprintf("func %s is %s", f.Name, golang.Short(typ)), s)
		return nil
	}
	return c.converted(value, typ, s)
}

// goValue lowers a Go function without parameters that returns a value, alone or
// with an error; it is nil where it is none, which is reported.
func (c *checker) goValue(f *grammar.Func) (*plan.GoValue, types.Type) {
	call := c.callOf(f)
	fn := c.resolve(call)
	if fn == nil {
		return nil, nil
	}
	signature := fn.Signature()
	results := signature.Results()
	n := results.Len()
	if f.Args != nil && len(f.Args.Items) > 0 || signature.Params().Len() > 0 || n == 0 || n > 2 ||
		golang.IsError(results.At(0).Type()) || n == 2 && !golang.IsError(results.At(1).Type()) {
		d := c.badFunc(diag.BadFunc, call, "%s is %s, which gives no value by itself", call.text(), golang.Short(signature))
		d.Help = "a Go function as a value takes nothing, and returns T or (T, error)"
		return nil, nil
	}
	lowered := call.goFunc()
	lowered.Value, lowered.Error, lowered.Result = true, n == 2, results.At(0).Type()
	if hidden := golang.Hidden(lowered.Result, c.plan.Own); hidden != "" {
		c.badFunc(diag.BadFunc, call, "%s returns %s, which is not exported", call.text(), hidden)
		return nil, nil
	}
	c.addImport(lowered.Import)
	c.addTypes(lowered.Result)
	return plan.NewGoValue(lowered), lowered.Result
}

// fitHandle lowers a part of the running program.
func (c *checker) fitHandle(h *grammar.Handle, s slot) rocket.Argument {
	var lowered rocket.Argument
	var typ string
	switch h.Word {
	case "session":
		lowered, typ = rocket.SessionArg{}, "*"+runtimePath+".Session"
	case "config":
		lowered, typ = rocket.ConfigArg{}, runtimePath+".Config"
	case "logger":
		lowered, typ = rocket.LoggerArg{}, "*log/slog.Logger"
	case "task":
		name, ok := "", true
		if h.Task != nil {
			name, ok = c.task(h.Task)
		}
		if !ok {
			return nil
		}
		lowered, typ = rocket.TaskArg(name), "*"+runtimePath+".Task"
	}
	if golang.String(s.typ) != typ && !golang.IsAny(s.typ) {
		c.mismatch(h, h.Word+" is "+handleTypes[h.Word], s)
		return nil
	}
	return lowered
}

var handleTypes = map[string]string{
	"session": "*rocket.Session", "config": "rocket.Config", "logger": "*slog.Logger", "task": "*rocket.Task",
}

// isWhole reports whether the one argument of a variadic parameter is the slice,
// not its one element.
func (c *checker) isWhole(in *scope, a grammar.Arg, s slot) bool {
	switch a := a.(type) {
	case *grammar.List:
		elem, _ := s.typ.(*types.Slice)
		_, nested := elem.Elem().Underlying().(*types.Slice)
		return !nested || len(a.Items) == 0 || isList(a.Items[0])
	case *grammar.ReturnOf:
		if name := a.Task.Text(); c.byName[name] != nil {
			typ := c.returnType(c.byName[name])
			return typ != nil && golang.Assignable(typ, s.typ)
		}
	case *grammar.Word:
		if value, ok := in.arg(a.Text); ok {
			l, isLater := value.(later)
			return isLater && c.isWhole(l.in, l.arg, s)
		}
		if p := c.params[a.Text]; p != nil && p.decl != nil && !slices.Contains(s.open, p) {
			s.open = append(s.open, p)
			return c.isWhole(nil, p.decl.Value, s)
		}
	case *grammar.Func:
		fn := c.resolve(c.callOf(a))
		return fn != nil && fn.Signature().Results().Len() > 0 && golang.Assignable(fn.Signature().Results().At(0).Type(), s.typ)
	case *grammar.Fallback:
		return slices.ContainsFunc(a.Args, func(part grammar.Arg) bool { return c.isWhole(in, part, s) })
	case *grammar.Text, *grammar.Number, *grammar.Bool, *grammar.Duration, *grammar.Map,
		*grammar.EnvArg, *grammar.CLIArg, *grammar.Handle, nil:
	default:
		panic(unforeseen("argument", a))
	}
	return false
}

func isList(a grammar.Arg) bool {
	_, ok := a.(*grammar.List)
	return ok
}
