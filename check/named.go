package check

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/grammar"
	"github.com/rocketc/rocketc/period"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/stdconds"
)

// lowerConds lowers what is declared, so that what is wrong in a condition that
// is never used is found too.
func (c *checker) lowerConds() {
	for _, name := range keys(c.conds) {
		c.checkCond(nil, c.conds[name])
	}
}

// checkCond lowers a named condition once on its own, one with parameters as if
// it were called with the samples of their types.
func (c *checker) checkCond(user *scope, d *cond) {
	if d.checked {
		return
	}
	d.checked = true
	found := len(c.diags)
	args := map[string]any{}
	for _, p := range d.decl.Params {
		c.declareCondParam(args, d.decl, p)
	}
	c.sampleHoles(args, d.decl)
	in := &scope{cond: d, user: user, args: args, sample: d.hasParams()}
	text := ""
	if !d.hasParams() {
		text = condName(d.decl)
	}
	c.expand(in, text)
	d.size, d.broken = in.parts, len(c.diags) > found
	if in.large {
		d.size, d.lowered = 1, unknown{}
	}
}

// declareCondParam enters a sample of a parameter of a named condition.
func (c *checker) declareCondParam(args map[string]any, d *grammar.CondDecl, p *grammar.CondParam) {
	if _, ok := args[p.Name.Text]; ok {
		c.diags.Errorf(diag.DoubledParam, p.Name.Span(), "param %q of cond %q is already declared", p.Name.Text, d.Name.Text)
		return
	}
	sample, ok := condTypes[p.Type.Text]
	if !ok {
		e := c.diags.Errorf(diag.BadCondParam, p.Type.Span(), "a condition has no parameters of type %s", p.Type.Text)
		e.Help = "string, bool, int, float64 and time.Duration are possible"
	}
	args[p.Name.Text] = sample
}

// condTypes are the types that a parameter of a named condition may have, each
// with a value that stands for all of it.
var condTypes = map[string]any{
	"string": "", "bool": false, "int": 1, "float64": 1.0, "time.Duration": time.Second, "duration": time.Second,
}

// named lowers the use of a named condition. args is nil where no parentheses
// are written.
func (c *checker) named(in *scope, name string, at grammar.Node, args *grammar.Args) rocket.Condition {
	d := c.cond(name, at.Span())
	if d == nil || !c.ready(in, d, at) {
		return unknown{}
	}
	values, text, ok := c.condArgs(in, d.decl, at, args)
	if !ok || args != nil && !c.sensorArgs(in, d.decl, args, values) {
		return unknown{}
	}
	if len(values) > 0 {
		name += "(" + text + ")"
	}
	return c.inPlace(in, d, at, name, values)
}

// ready reports whether a condition can be used: it is not being lowered, which
// is reported. It is lowered on its own then.
func (c *checker) ready(in *scope, d *cond, at grammar.Node) bool {
	if in.open(d) {
		c.condCircle(in, d, at)
		return false
	}
	c.checkCond(in, d)
	return true
}

// inPlace lowers what a named condition stands for where it is used, with these
// arguments. text is how it is written there.
func (c *checker) inPlace(in *scope, d *cond, at grammar.Node, text string, args map[string]any) rocket.Condition {
	if c.tooLarge(in, d.size, at) {
		return unknown{}
	}
	in.parts += d.size
	found, called := len(c.diags), len(args) > 0
	of := c.expand(&scope{cond: d, user: in, args: args, sample: in.sample, called: in.called || called}, text)
	if called && !in.called {
		c.blameArgs(d, at, found)
	}
	return stdconds.Named{Name: text, Of: of}
}

// blameArgs reports what was found since in the expansion of a named condition
// at the place where it is used: it comes of the arguments, as the condition is
// right by itself. Where it is not, that is reported already.
func (c *checker) blameArgs(d *cond, at grammar.Node, since int) {
	found := slices.Clone(c.diags[since:])
	c.diags = c.diags[:since]
	if d.broken {
		return
	}
	for _, f := range found {
		e := c.diags.Errorf(f.Code, at.Span(), "cond %q with these arguments: %s", condName(d.decl), f.Msg)
		e.Related = []diag.Related{{Span: f.Span, Msg: "this is where they are used"}}
	}
}

// expand lowers what a named condition stands for, in the scope of its text. text
// is how it is written where it is used; empty where it is only looked at.
func (c *checker) expand(in *scope, text string) (lowered rocket.Condition) {
	d := in.cond
	if d.lowered != nil {
		return d.lowered
	}
	if d.decl.Checked != nil {
		lowered = c.checked(in, d.decl, text)
	} else {
		lowered = c.condition(in, d.decl.Cond)
	}
	if lowered == nil {
		lowered = unknown{}
	}
	if !d.hasParams() {
		d.lowered = lowered
	}
	return lowered
}

// condCircle reports a condition that is part of itself, once.
func (c *checker) condCircle(in *scope, d *cond, at grammar.Node) {
	if d.circle {
		return
	}
	d.circle = true
	names := in.path(d)
	e := c.diags.Errorf(diag.CircularCond, at.Span(), "cond %q is defined by itself: %s", names[0], circleText(names))
	e.Related = []diag.Related{{Span: condNameNode(d.decl).Span(), Msg: "it is declared here"}}
}

// maxNamed is how many names of a long list a message has.
const maxNamed = 8

// circleText writes the names of a circle, the first one again at its end.
func circleText(names []string) string {
	first := names[0]
	if len(names) > maxNamed {
		names = append(names[:maxNamed:maxNamed], "…")
	}
	return strings.Join(append(names, first), " → ")
}

// condArgs returns the values of the parameters of a named condition, and the
// arguments as text.
func (c *checker) condArgs(in *scope, d *grammar.CondDecl, at grammar.Node, args *grammar.Args) (values map[string]any, text string, ok bool) {
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
			e := c.diags.Errorf(diag.CondArgs, at.Span(), "cond %q wants its %s", d.Name.Text, p.Name.Text)
			e.Help = "it is declared as " + condSignature(d)
			return nil, "", false
		}
	}
	return values, strings.Join(texts, ", "), ok
}

// condParam returns the parameter that the argument at index i is for, or nil,
// which is reported.
func (c *checker) condParam(d *grammar.CondDecl, item *grammar.ArgItem, i int, given map[string]any) (p *grammar.CondParam) {
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
		e := c.diags.Errorf(diag.CondArgs, item.Span(), "cond %q does not take %s", condName(d), what)
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

// convert returns the value as the type of the parameter, which is an error
// where it is another one. A whole number is a float64, too.
func (c *checker) convert(value any, p *grammar.CondParam, at grammar.Arg) (any, bool) {
	zero, ok := condTypes[p.Type.Text]
	if !ok {
		return nil, false // reported where the condition is declared
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
		c.diags.Errorf(diag.BadArgument, at.Span(), "the argument %s is of type %s, and %s of type %s", p.Name.Text, want, valueText(value), have)
		return nil, false
	}
	return value, true
}

// valueText writes a value as the language does.
func valueText(value any) string {
	switch v := value.(type) {
	case string:
		return fmt.Sprintf("%q", v)
	case time.Duration:
		return period.FormatDuration(v)
	case later:
		return v.text
	}
	return fmt.Sprint(value)
}
