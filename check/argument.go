package check

import (
	"slices"
	"strconv"

	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/grammar"
	"github.com/rocketc/rocketc/runtime/arg"
)

// argument lowers a value that a program finds out when it runs. It reports a value that
// means nothing, and returns nil.
func (c *checker) argument(in *scope, a grammar.Arg) arg.Source {
	switch a := a.(type) {
	case nil:
		return nil
	case *grammar.Word:
		return c.word(in, a)
	case *grammar.EnvArg:
		c.variableName(a.Var.Value(), a.Var)
		return arg.Env(a.Var.Value())
	case *grammar.CLIArg:
		return c.cliArg(a)
	case *grammar.ReturnOf:
		if name, ok := c.task(a.Task); ok && c.returns(a, name) {
			return arg.ReturnOf(name)
		}
		return nil
	case *grammar.Func:
		if v, _ := c.goValue(in, a); v != nil {
			return v
		}
		return nil
	case *grammar.Fallback:
		return arg.First(c.arguments(in, a.Args))
	case *grammar.List:
		if !isLiteral(a) {
			return arg.List(c.arguments(in, a.Items))
		}
	}
	value, ok := c.literal(in, a)
	if !ok {
		return nil
	}
	return arg.Literal{Value: value}
}

// word lowers the name of a parameter: of the named condition that is expanded, or of the
// session.
func (c *checker) word(in *scope, w *grammar.Word) arg.Source {
	if value, ok := in.arg(w.Text); ok {
		if l, isLater := value.(later); isLater {
			return c.argument(l.in, l.arg)
		}
		return arg.Literal{Value: value}
	}
	if !c.param(w.Text, w.Span()) {
		return nil
	}
	return arg.Param(w.Text)
}

// arguments lowers a list of values. It leaves out those that mean nothing.
func (c *checker) arguments(in *scope, list []grammar.Arg) (lowered []arg.Source) {
	for _, a := range list {
		if l := c.argument(in, a); l != nil {
			lowered = append(lowered, l)
		}
	}
	return lowered
}

// isLiteral reports whether a value, and everything in it, is known before a program runs.
func isLiteral(a grammar.Arg) bool {
	switch a := a.(type) {
	case *grammar.List:
		return !slices.ContainsFunc(a.Items,
			func(item grammar.Arg) bool { return !isLiteral(item) })
	case *grammar.Text, *grammar.Number, *grammar.Bool, *grammar.Duration, *grammar.Map, nil:
		return true
	case *grammar.Word, *grammar.EnvArg, *grammar.CLIArg, *grammar.ReturnOf, *grammar.Fallback,
		*grammar.Func, *grammar.Handle:
		return false
	}
	panic(unforeseen("argument", a))
}

// literal returns the value of a literal: string, bool, int, float64, time.Duration, []any
// or map[string]any. It reports anything else, and returns false.
func (c *checker) literal(in *scope, a grammar.Arg) (value any, ok bool) {
	found := len(c.diags)
	switch a := a.(type) {
	case *grammar.Text:
		return a.Value(), true
	case *grammar.Bool:
		return a.Value, true
	case *grammar.Duration:
		value, _ = c.durationValue(in, a)
	case *grammar.Number:
		value = c.number(in, a)
	case *grammar.List:
		list := make([]any, len(a.Items))
		for i, item := range a.Items {
			list[i], _ = c.literal(in, item)
		}
		value = list
	case *grammar.Map:
		entries := map[string]any{}
		for _, e := range a.Entries {
			entries[e.Key.Text()], _ = c.literal(in, e.Value)
		}
		value = entries
	case *grammar.Handle:
		c.diags.Errorf(diag.BadValue, a.Span(),
			"%s is a value for the parameter of a Go function only", a.Word)
	case nil:
		return nil, false // a syntax error
	case *grammar.Word, *grammar.EnvArg, *grammar.CLIArg, *grammar.ReturnOf, *grammar.Fallback,
		*grammar.Func:
		c.diags.Errorf(diag.BadValue, a.Span(),
			"a literal is wanted here: text, a number, a duration, true or false")
	default:
		panic(unforeseen("argument", a))
	}
	return value, len(c.diags) == found
}

// number returns an int, or a float64 if the number has a fractional part.
func (c *checker) number(in *scope, n *grammar.Number) any {
	if i, err := strconv.Atoi(n.Text); err == nil {
		return i
	}
	return c.decimal(in, n)
}
