package check

import (
	"slices"

	"github.com/rocketc/rocketc/diag"
)

// A trap is a way to write a start condition that means something, but hardly what is
// wanted. Each is a function over the normal form of the condition: over one alternative,
// or over all of them. The files trap….go have one subject each.
var (
	traps = []func(*checker, *task, alternative){
		(*checker).trapNewPeriod,
		(*checker).trapRetryBesideWindow,
		(*checker).trapAfterBoth,
		(*checker).trapLateAfter,
		(*checker).trapOneAnswer,
		(*checker).trapLongTimeout,
		(*checker).trapNeverMeets,
	}
	formTraps = []func(*checker, *task, []alternative){
		(*checker).trapOncePerWindow,
		(*checker).trapRetryOnly,
		(*checker).trapRetryOutside,
	}
)

// judgeTraps warns of the traps in the conditions of a task.
func (c *checker) judgeTraps(t *task) {
	form := slices.DeleteFunc(c.alternatives(t), alternative.broken)
	for _, a := range form {
		for _, trap := range traps {
			trap(c, t, a)
		}
		c.trapNegated(t, a)
	}
	for _, trap := range formTraps {
		trap(c, t, form)
	}
	for _, r := range c.rootsOf(t) {
		c.trapRetryUnasked(r.whole)
	}
	if until := c.written[t.decl.Until]; until != nil {
		for _, a := range until.normal(false, part{}) {
			c.trapNegated(t, a)
		}
	}
}

// trap warns of a part of a condition. If it warned of that place before, which is in a
// group or in a named condition, the finding is not reported.
func (c *checker) trap(code diag.Code, p part, format string, args ...any) *diag.Diagnostic {
	d := c.warnOnce(code, p.span(), format, args...)
	if inner := p.node.Span(); inner.File != preludeName && inner != p.span() {
		d.Related = []diag.Related{{Span: inner, Msg: p.text() + " is written here"}}
	}
	return d
}

// warnOnce warns of a place, once: what it returns then is not reported.
func (c *checker) warnOnce(code diag.Code, at diag.Span, format string,
	args ...any) *diag.Diagnostic {
	if slices.ContainsFunc(c.diags,
		func(d diag.Diagnostic) bool { return d.Code == code && d.Span == at }) {
		return &diag.Diagnostic{}
	}
	return c.diags.Warnf(code, at, format, args...)
}
