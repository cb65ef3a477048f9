package check

import (
	"errors"
	"math"
	"slices"
	"strconv"
	"time"

	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/grammar"
	"github.com/rocketc/rocketc/period"
	rocket "github.com/rocketc/rocketc/runtime"
)

// duration returns a duration; what is none is reported, and 0. In a named
// condition it may be one of its parameters.
func (c *checker) duration(in *scope, n *grammar.Duration) time.Duration {
	d, _ := c.parseDuration(in, n)
	return d
}

// positive returns a duration that is more than zero; anything else is reported,
// and 0. what says what it is.
func (c *checker) positive(in *scope, n *grammar.Duration, what string) time.Duration {
	d, ok := c.parseDuration(in, n)
	if ok && d == 0 {
		c.diags.Errorf(diag.BadDuration, n.Span(), "%s is zero", what).Help = "for example 10 seconds"
	}
	return d
}

func (c *checker) parseDuration(in *scope, n *grammar.Duration) (d time.Duration, ok bool) {
	if arg, isArg := in.arg(n.Text); isArg {
		return c.durationArg(n, arg)
	}
	d, err := period.ParseDuration(n.Text)
	if err != nil {
		c.badText(diag.BadDuration, err, func(start, end int) diag.Span { return n.Span().Part(n.Text, start, end) })
	}
	return d, err == nil
}

// durationArg returns the value of a parameter of a named condition as a duration.
func (c *checker) durationArg(n *grammar.Duration, arg any) (d time.Duration, ok bool) {
	if _, isHole := arg.(hole); isHole {
		return time.Second, true
	}
	d, ok = arg.(time.Duration)
	if !ok {
		c.wrongArg(n, n.Text, arg, "a duration")
		return 0, false
	}
	return d, true
}

// wrongArg reports a parameter of a named condition whose value is not what is
// needed where it stands.
func (c *checker) wrongArg(at grammar.Node, name string, arg any, need string) {
	if l, isLater := arg.(later); isLater {
		c.diags.Errorf(diag.BadArgument, at.Span(), "%s is %s, which is known only when the program runs, and %s is needed", name, l.text, need)
		return
	}
	c.diags.Errorf(diag.BadArgument, at.Span(), "%s is of type %T, and %s is needed", name, arg, need)
}

// numberText returns a number as written, or where it is a parameter of a named
// condition, the number that this stands for; ok is false where it stands for
// none, which is reported.
func (c *checker) numberText(in *scope, n *grammar.Number) (text string, ok bool) {
	arg, isArg := in.arg(n.Text)
	if !isArg {
		return n.Text, true
	}
	switch v := arg.(type) {
	case int:
		return strconv.Itoa(v), true
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64), true
	case hole:
		return "1", true
	}
	c.wrongArg(n, n.Text, arg, "a number")
	return "", false
}

// integer returns a whole number; what is none is reported, and 0.
func (c *checker) integer(in *scope, n *grammar.Number) int {
	text, ok := c.numberText(in, n)
	if !ok {
		return 0
	}
	i, err := strconv.Atoi(text)
	switch {
	case errors.Is(err, strconv.ErrRange):
		c.diags.Errorf(diag.BadNumber, n.Span(), "%s is too large a number", text)
	case err != nil:
		c.diags.Errorf(diag.BadNumber, n.Span(), "%s is not a whole number", text)
	}
	return i
}

// atLeast returns a whole number that is not less than the least; anything else
// is reported. what says what it is.
func (c *checker) atLeast(in *scope, n *grammar.Number, least int, what string) int {
	text, ok := c.numberText(in, n)
	if !ok {
		return least
	}
	i, err := strconv.Atoi(text)
	if err != nil || i < least {
		c.diags.Errorf(diag.BadNumber, n.Span(), "%s is %s, and has to be a whole number from %d", what, text, least)
		return least
	}
	return i
}

// decimal returns a number; what is none is reported, and 1.
func (c *checker) decimal(in *scope, n *grammar.Number) float64 {
	text, ok := c.numberText(in, n)
	if !ok {
		return 1
	}
	f, err := strconv.ParseFloat(text, 64)
	if err != nil || math.IsInf(f, 0) || math.IsNaN(f) {
		c.diags.Errorf(diag.BadNumber, n.Span(), "%s is not a number", text)
		return 1
	}
	return f
}

// argument lowers a value that a program finds out when it runs. It is nil where
// it means nothing, which is reported.
func (c *checker) argument(in *scope, a grammar.Arg) rocket.Argument {
	switch a := a.(type) {
	case nil:
		return nil
	case *grammar.Word:
		return c.word(in, a)
	case *grammar.EnvArg:
		return rocket.EnvArg(a.Var.Value())
	case *grammar.CLIArg:
		return c.cliArg(a)
	case *grammar.ReturnOf:
		if name, ok := c.task(a.Task); ok && c.returns(a, name) {
			return rocket.ReturnOf(name)
		}
		return nil
	case *grammar.Func:
		if v, _ := c.goValue(a); v != nil {
			return v
		}
		return nil
	case *grammar.Fallback:
		return rocket.First(c.arguments(in, a.Args))
	case *grammar.List:
		if !isLiteral(a) {
			return rocket.List(c.arguments(in, a.Items))
		}
	}
	value, ok := c.literal(in, a)
	if !ok {
		return nil
	}
	return rocket.Literal{Value: value}
}

// word lowers the name of a parameter: of the named condition that is expanded, or
// of the session.
func (c *checker) word(in *scope, w *grammar.Word) rocket.Argument {
	if value, ok := in.arg(w.Text); ok {
		if l, isLater := value.(later); isLater {
			return c.argument(l.in, l.arg)
		}
		return rocket.Literal{Value: value}
	}
	if !c.param(w.Text, w.Span()) {
		return nil
	}
	return rocket.ParamArg(w.Text)
}

// arguments lowers those of the values that mean something.
func (c *checker) arguments(in *scope, list []grammar.Arg) (lowered []rocket.Argument) {
	for _, a := range list {
		if l := c.argument(in, a); l != nil {
			lowered = append(lowered, l)
		}
	}
	return lowered
}

// isLiteral reports whether a value, and all in it, is known before a program
// runs.
func isLiteral(a grammar.Arg) bool {
	switch a := a.(type) {
	case *grammar.List:
		return !slices.ContainsFunc(a.Items, func(item grammar.Arg) bool { return !isLiteral(item) })
	case *grammar.Text, *grammar.Number, *grammar.Bool, *grammar.Duration, *grammar.Map, nil:
		return true
	case *grammar.Word, *grammar.EnvArg, *grammar.CLIArg, *grammar.ReturnOf, *grammar.Fallback,
		*grammar.Func, *grammar.Handle:
		return false
	}
	panic(unforeseen("argument", a))
}

// literal returns the value of a literal: string, bool, int, float64,
// time.Duration, []any or map[string]any. ok is false where it is none, which is
// reported.
func (c *checker) literal(in *scope, a grammar.Arg) (value any, ok bool) {
	found := len(c.diags)
	switch a := a.(type) {
	case *grammar.Text:
		return a.Value(), true
	case *grammar.Bool:
		return a.Value, true
	case *grammar.Duration:
		value = c.duration(in, a)
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
		c.diags.Errorf(diag.BadValue, a.Span(), "%s is a value for the parameter of a Go function only", a.Word)
	case nil:
		return nil, false // a syntax error
	case *grammar.Word, *grammar.EnvArg, *grammar.CLIArg, *grammar.ReturnOf, *grammar.Fallback, *grammar.Func:
		c.diags.Errorf(diag.BadValue, a.Span(), "a literal is wanted here: text, a number, a duration, true or false")
	default:
		panic(unforeseen("argument", a))
	}
	return value, len(c.diags) == found
}

// number returns an int, or a float64 where the number has a part.
func (c *checker) number(in *scope, n *grammar.Number) any {
	if i, err := strconv.Atoi(n.Text); err == nil {
		return i
	}
	return c.decimal(in, n)
}
