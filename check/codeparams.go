package check

import (
	"go/token"
	"go/types"
	"slices"

	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/golang"
	"github.com/rocketc/rocketc/grammar"
	"github.com/rocketc/rocketc/plan"
	"github.com/rocketc/rocketc/spelling"
)

// codeParams lowers the params of a code task, which are variables of its code.
func (c *checker) codeParams(t *task, code *plan.Code) {
	for i, p := range c.codeFormals(t) {
		e := t.params[i]
		param := plan.GoParam{Name: p.name, Fill: plan.FillArg, Type: p.typ, Plain: p.typ}
		if param.From = c.fit(nil, e.Value, slot{formal: p, exact: true}); param.From != nil {
			code.Params = append(code.Params, param)
			c.addTypes(p.typ)
		}
	}
}

// codeFormals returns the variables that the params of a code task declare, one for each
// entry of t.params. Their types follow from their values.
func (c *checker) codeFormals(t *task) []formal {
	if t.formals != nil {
		return t.formals
	}
	t.formals = []formal{}
	for _, e := range c.paramsOf(t) {
		name := e.Key.Text()
		if !c.isVariable(e.Key) {
			continue
		}
		if typ := c.infer(e.Value, nil); typ != nil {
			t.formals = append(t.formals,
				formal{owner: "task " + spelling.Name(t.name), name: name, typ: typ,
					fill: plan.FillArg})
			t.params = append(t.params, e)
		}
	}
	return t.formals
}

// isVariable reports whether a name can be that of a variable of Go code.
func (c *checker) isVariable(name *grammar.Label) bool {
	text := name.Text()
	switch {
	case text == plan.ContextVariable:
		c.diags.Errorf(diag.CodeParam, name.Span(),
			"%s is declared already: it is the context of the run", text)
	case text == plan.RunVariable:
		c.diags.Errorf(diag.CodeParam, name.Span(),
			"%s is declared already: it is the *rocket.Run of the run", text)
	case !token.IsIdentifier(text) || text == "_":
		c.diags.Errorf(diag.CodeParam, name.Span(), "%q is not the name of a Go variable", text)
	default:
		return true
	}
	return false
}

// infer returns the Go type of a value if nothing else says which it has: that of a
// literal, of what a task or a function returns, or string for text of the environment and
// of the command line. A value without a type is reported, and yields nil. open are the
// session parameters whose values are being looked at.
func (c *checker) infer(a grammar.Arg, open []*param) types.Type {
	switch a := a.(type) {
	case *grammar.Bool:
		return types.Typ[types.Bool]
	case *grammar.Duration:
		return golang.Duration()
	case *grammar.Number:
		if _, whole := c.number(nil, a).(int); whole {
			return types.Typ[types.Int]
		}
		return types.Typ[types.Float64]
	case *grammar.List:
		return types.NewSlice(c.inferAll(a.Items, open))
	case *grammar.Map:
		values := make([]grammar.Arg, len(a.Entries))
		for i, e := range a.Entries {
			values[i] = e.Value
		}
		return types.NewMap(types.Typ[types.String], c.inferAll(values, open))
	case *grammar.Fallback:
		return c.inferFirst(a, open)
	case *grammar.Word:
		return c.inferParam(a, open)
	case *grammar.ReturnOf, *grammar.Func:
		return c.inferGo(a)
	case *grammar.Handle:
		return handleType(a.Word)
	case *grammar.Text, *grammar.EnvArg, *grammar.CLIArg:
		return types.Typ[types.String]
	case nil:
		return nil // a syntax error
	}
	panic(unforeseen("argument", a))
}

// inferGo returns the type of what a task, or a Go function, returns.
func (c *checker) inferGo(a grammar.Arg) types.Type {
	if f, ok := a.(*grammar.Func); ok {
		_, typ := c.goValue(nil, f)
		return typ
	}
	ref := a.(*grammar.ReturnOf)
	name, ok := c.task(ref.Task)
	if !ok || !c.returns(ref, name) {
		return nil
	}
	typ := c.returnType(c.byName[name])
	if typ == nil || golang.Hidden(typ, c.plan.Own) != "" {
		return golang.Any
	}
	return typ
}

func handleType(word string) types.Type {
	switch word {
	case "session":
		return types.NewPointer(golang.Opaque(runtimePath, "rocket", "Session"))
	case "task":
		return types.NewPointer(golang.Opaque(runtimePath, "rocket", "Task"))
	case "config":
		return golang.Opaque(runtimePath, "rocket", "Config")
	case "causes":
		return types.NewSlice(golang.Opaque(runtimePath, "rocket", "Record"))
	case "scheduled":
		return golang.Opaque("time", "time", "Time")
	}
	return types.NewPointer(golang.Opaque("log/slog", "slog", "Logger"))
}

// inferAll returns the one type that all of the values have, or any.
func (c *checker) inferAll(values []grammar.Arg, open []*param) (common types.Type) {
	for _, v := range values {
		typ := c.infer(v, open)
		if typ == nil || common != nil && !golang.Same(typ, common) {
			return golang.Any
		}
		common = typ
	}
	if common == nil {
		return golang.Any
	}
	return common
}

// inferFirst returns the type of a chain. Text is converted, so it is the type of the first
// part that is not text from outside.
func (c *checker) inferFirst(a *grammar.Fallback, open []*param) types.Type {
	for _, part := range a.Args {
		switch part.(type) {
		case *grammar.EnvArg, *grammar.CLIArg:
		default:
			return c.infer(part, open)
		}
	}
	return types.Typ[types.String]
}

func (c *checker) inferParam(w *grammar.Word, open []*param) types.Type {
	if !c.param(w.Text, w.Span()) {
		return nil
	}
	p := c.params[w.Text]
	if p == nil || p.decl == nil || slices.Index(open, p) >= 0 {
		return types.Typ[types.String]
	}
	return c.infer(p.decl.Value, append(open[:len(open):len(open)], p))
}
