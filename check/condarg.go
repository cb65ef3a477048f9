package check

import (
	"fmt"
	"strings"
	"time"

	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/grammar"
	"github.com/rocketc/rocketc/period"
	"github.com/rocketc/rocketc/runtime/arg"
)

// condArgs returns the values of the parameters of a named condition, and the
// arguments as text.
func (c *checker) condArgs(in *scope, d *grammar.CondDecl, at grammar.Node,
	args *grammar.Args) (values map[string]any, text string, ok bool) {
	var items []*grammar.ArgItem
	if args != nil {
		items = args.Items
	}
	values, ok = map[string]any{}, true
	var texts []string
	for i, item := range items {
		p := c.condParam(d, item, i, values)
		if p == nil {
			return nil, "", false
		}
		value, known := c.condValue(in, item.Value)
		if known {
			value, known = c.convert(value, p, item.Value)
		}
		ok = ok && known
		values[p.Name.Text] = value
		texts = append(texts, valueText(value))
	}
	for _, p := range d.Params {
		if _, given := values[p.Name.Text]; !given && ok {
			e := c.diags.Errorf(diag.CondArgs, at.Span(), "cond %q wants its %s", d.Name.Text,
				p.Name.Text)
			e.Help = "it is declared as " + condSignature(d)
			return nil, "", false
		}
	}
	return values, strings.Join(texts, ", "), ok
}

// condParam returns the parameter that takes the argument at index i. If there is none,
// that is reported, and the result is nil.
func (c *checker) condParam(d *grammar.CondDecl, item *grammar.ArgItem, i int,
	given map[string]any) (p *grammar.CondParam) {
	what := "so many arguments"
	if item.Name == nil && i < len(d.Params) {
		p = d.Params[i]
	} else if item.Name != nil {
		what = "an argument " + quote(item.Name.Text)
		for _, q := range d.Params {
			if q.Name.Text == item.Name.Text {
				p = q
			}
		}
	}
	if p == nil {
		e := c.diags.Errorf(diag.CondArgs, item.Span(), "cond %q does not take %s", condName(d),
			what)
		e.Help = "it is declared as " + condSignature(d)
		return nil
	}
	if _, twice := given[p.Name.Text]; twice {
		c.diags.Errorf(diag.CondArgs, item.Span(), "the argument %q is given twice", p.Name.Text)
		return nil
	}
	return p
}

func condSignature(d *grammar.CondDecl) string {
	var params []string
	for _, p := range d.Params {
		params = append(params, p.Name.Text+" "+p.Type.Text)
	}
	if len(params) == 0 {
		return condName(d)
	}
	return d.Name.Text + "(" + strings.Join(params, ", ") + ")"
}

// condTypes are the types that a parameter of a named condition can have, each with a
// sample that stands for all its values.
var condTypes = map[string]any{
	"string": "", "bool": false, "int": 1, "float64": 1.0,
	"time.Duration": time.Second, "duration": time.Second,
}

// declareCondParam enters a sample of a parameter of a named condition.
func (c *checker) declareCondParam(args map[string]any, d *grammar.CondDecl, p *grammar.CondParam) {
	if _, ok := args[p.Name.Text]; ok {
		c.diags.Errorf(diag.DoubledParam, p.Name.Span(), "param %q of cond %q is already declared",
			p.Name.Text, d.Name.Text)
		return
	}
	sample, ok := condTypes[p.Type.Text]
	if !ok {
		e := c.diags.Errorf(diag.BadCondParam, p.Type.Span(),
			"a condition has no parameters of type %s", p.Type.Text)
		e.Help = "string, bool, int, float64 and time.Duration are possible"
	}
	args[p.Name.Text] = sample
}

// convert returns the value as the type of the parameter. A whole number is a float64, too.
// Any other type is reported.
func (c *checker) convert(value any, p *grammar.CondParam, at grammar.Arg) (any, bool) {
	zero, ok := condTypes[p.Type.Text]
	if !ok {
		return nil, false // reported at the declaration
	}
	switch value.(type) {
	case hole:
		return zero, true
	case later:
		return value, true
	}
	if n, isInt := value.(int); isInt {
		if _, wantsFloat := zero.(float64); wantsFloat {
			return float64(n), true
		}
	}
	if have, want := fmt.Sprintf("%T", value), fmt.Sprintf("%T", zero); have != want {
		c.diags.Errorf(diag.BadArgument, at.Span(),
			"the argument %s is of type %s, and %s of type %s",
			p.Name.Text, want, valueText(value), have)
		return nil, false
	}
	return value, true
}

// A later value is an argument of a named condition that is known only when the program
// runs. Only a Go function can take it.
type later struct {
	arg  grammar.Arg
	in   *scope // in which arg is written
	text string
}

// condValue returns an argument of a named condition: a constant, or a later
// value.
func (c *checker) condValue(in *scope, a grammar.Arg) (value any, ok bool) {
	switch a := a.(type) {
	case *grammar.Word:
		if value, ok = in.arg(a.Text); ok {
			return value, true
		}
		if c.params[a.Text] == nil {
			d := c.diags.Errorf(diag.BadArgument, a.Span(), "%q is not a value", a.Text)
			d.Help = "text stands between quotes: " + quote(a.Text)
			return nil, false
		}
	case *grammar.EnvArg, *grammar.CLIArg, *grammar.ReturnOf, *grammar.Fallback, *grammar.Func:
	default:
		return c.literal(in, a)
	}
	argument := c.argument(in, a)
	if argument == nil {
		return nil, false
	}
	return later{a, in, argument.String()}, true
}

// constant returns a value that is known now: a literal, or a parameter of the
// named condition that is being expanded.
func (c *checker) constant(in *scope, a grammar.Arg) (value any, ok bool) {
	value, ok = c.condValue(in, a)
	if l, isLater := value.(later); ok && isLater {
		d := c.diags.Errorf(diag.BadArgument, a.Span(),
			"%s is known only when the program runs, and here a value is needed", l.text)
		d.Help = "as the argument of a condition, it can be one of a Go function"
		return nil, false
	}
	return value, ok
}

// wrongArg reports that the value of a condition's parameter does not fit the place at
// which the parameter is used.
func (c *checker) wrongArg(at grammar.Node, name string, arg any, need string) {
	if l, isLater := arg.(later); isLater {
		c.diags.Errorf(diag.BadArgument, at.Span(),
			"%s is %s, which is known only when the program runs, and %s is needed",
			name, l.text, need)
		return
	}
	c.diags.Errorf(diag.BadArgument, at.Span(), "%s is of type %T, and %s is needed", name, arg,
		need)
}

// valueText writes a value as the language does.
func valueText(value any) string {
	switch v := value.(type) {
	case time.Duration:
		return period.FormatDuration(v)
	case later:
		return v.text
	}
	return arg.Literal{Value: value}.String()
}
