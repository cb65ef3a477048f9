package check

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/grammar"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/stdconds"
)

// A namedCond is a declared condition: a name, or a phrase.
type namedCond struct {
	decl    *grammar.CondDecl
	used    bool
	lowered rocket.Condition // of one without parameters; nil: not yet
	written []*written       // its text, if it is lowered
	circle  bool             // it was found in a circle
	alone   bool             // it was lowered on its own
	broken  bool             // and found wrong
	size    int              // how many parts it has, with its names expanded
}

// hasParams reports whether the condition takes arguments.
func (d *namedCond) hasParams() bool {
	return len(d.decl.Params) > 0 || d.decl.Phrase != nil &&
		slices.ContainsFunc(d.decl.PhraseParts(), func(p grammar.PhrasePart) bool { return p.Hole })
}

func (c *checker) declareCond(d *grammar.CondDecl) {
	key := condKey(d)
	if first, ok := c.conds[key]; ok {
		c.doubled(diag.DoubledCond, "cond "+strconv.Quote(condName(d)), condNameNode(d),
			condNameNode(first.decl))
		return
	}
	c.conds[key] = &namedCond{decl: d}
	if d.Phrase != nil {
		c.phrases = append(c.phrases, c.conds[key])
	}
}

// condKey identifies a condition: by its name, or by its phrase, whatever the holes are
// called. A phrase of one word is a name.
func condKey(d *grammar.CondDecl) string {
	if d.Name != nil {
		return d.Name.Text
	}
	return phraseText(d.PhraseParts(), func(grammar.PhrasePart) string { return "{}" })
}

// condName returns the name of a declared condition, or its phrase with one space between
// the words.
func condName(d *grammar.CondDecl) string {
	if d.Name != nil {
		return d.Name.Text
	}
	return phraseText(d.PhraseParts(),
		func(part grammar.PhrasePart) string { return "{" + part.Text + "}" })
}

// condNameNode returns the part of a declaration that names the condition.
func condNameNode(d *grammar.CondDecl) grammar.Node {
	if d.Name != nil {
		return d.Name
	}
	return d.Phrase
}

// lowerConds lowers all declared conditions, so that mistakes in unused ones are found,
// too.
func (c *checker) lowerConds() {
	for _, name := range slices.Sorted(maps.Keys(c.conds)) {
		c.lowerNamed(nil, c.conds[name])
	}
}

// lowerNamed lowers a named condition once on its own. If it has parameters, samples of
// their types are its arguments. user is the scope of its first use.
func (c *checker) lowerNamed(user *scope, d *namedCond) {
	if d.alone {
		return
	}
	d.alone = true
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
	d.size, d.broken = in.parts, c.diags[found:].HasErrors()
	if in.large {
		d.size, d.lowered, d.written = 1, unknown{}, nil
	}
}

// named lowers the use of a named condition. If no parentheses are written, args is nil.
func (c *checker) named(in *scope, name string, at grammar.Node,
	args *grammar.Args) rocket.Condition {
	d := c.condNamed(name, at.Span(), args)
	if d == nil || !c.ready(in, d, at) {
		return unknown{}
	}
	values, text, ok := c.condArgs(in, d.decl, at, args)
	if !ok || args != nil && !c.sensorArgs(in, d, args, values) {
		return unknown{}
	}
	if len(values) > 0 {
		name += "(" + text + ")"
	}
	return c.inPlace(in, d, at, name, values)
}

// ready reports whether a condition can be used, after lowering it on its own. A condition
// that is just being lowered cannot, which is reported.
func (c *checker) ready(in *scope, d *namedCond, at grammar.Node) bool {
	if in.open(d) {
		c.condCircle(in, d, at)
		return false
	}
	c.lowerNamed(in, d)
	return true
}

// inPlace lowers the use of a named condition with these arguments. text is how the use is
// written.
func (c *checker) inPlace(in *scope, d *namedCond, at grammar.Node, text string,
	args map[string]any) rocket.Condition {
	if c.tooLarge(in, d.size, at) {
		return unknown{}
	}
	in.parts += d.size
	found, called := len(c.diags), len(args) > 0
	inner := &scope{cond: d, user: in, args: args, sample: in.sample, called: in.called || called}
	of := c.expand(inner, text)
	in.written = append(in.written, inner.written...)
	if d.isSensor() && d.decl.Checked == nil {
		c.noteFallible(at.Span(), d.decl.Name.Text)
	}
	if called && !in.called {
		c.blameArgs(d, at, found)
	}
	return stdconds.Named{Name: text, Of: of}
}

// blameArgs reports at the use of a named condition what was found since in its expansion:
// the condition alone is right, so its arguments are wrong. Errors of a condition that is
// wrong itself have been reported, and so have warnings that do not depend on arguments.
func (c *checker) blameArgs(d *namedCond, at grammar.Node, since int) {
	found := slices.Clone(c.diags[since:])
	c.diags = c.diags[:since]
	for _, f := range found {
		delete(c.warned, warning{f.Code, f.Span})
		if f.Severity == diag.Error && d.broken || f.Severity == diag.Warning && c.reported(f) {
			continue
		}
		f.Related = []diag.Related{{Span: f.Span, Msg: "this is where they are used"}}
		f.Span, f.Label, f.Suggestion, f.Fix = at.Span(), "", "", diag.Fix{}
		f.Msg = fmt.Sprintf("cond %q with these arguments: %s", condName(d.decl), f.Msg)
		if f.Severity == diag.Error {
			f.Help = ""
		}
		c.diags.Add(f)
	}
}

// reported reports whether the same was found before, at the same place.
func (c *checker) reported(f diag.Diagnostic) bool {
	return slices.ContainsFunc(c.diags, func(d diag.Diagnostic) bool {
		return d.Code == f.Code && d.Span == f.Span && d.Msg == f.Msg
	})
}

// expand lowers the text of a named condition, in the scope of that text. text is how its
// use is written, or empty if the condition is only looked at.
func (c *checker) expand(in *scope, text string) (lowered rocket.Condition) {
	d := in.cond
	if d.lowered != nil {
		in.written = d.written
		return d.lowered
	}
	if d.decl.Checked != nil {
		lowered = c.probed(in, d.decl, text)
	} else {
		lowered = c.condition(in, d.decl.Cond)
	}
	if lowered == nil {
		lowered = unknown{}
	}
	if !d.hasParams() {
		d.lowered, d.written = lowered, in.written
	}
	return lowered
}

// condCircle reports, once, a condition that is part of itself.
func (c *checker) condCircle(in *scope, d *namedCond, at grammar.Node) {
	if d.circle {
		return
	}
	d.circle = true
	names := in.path(d)
	e := c.diags.Errorf(diag.CircularCond, at.Span(), "cond %q is defined by itself: %s", names[0],
		circleText(names))
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
