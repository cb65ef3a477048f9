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
		(*checker).trapNegated,
		(*checker).trapNeverMeets,
		(*checker).trapOtherDay,
	}
	formTraps = []func(*checker, *task, []alternative){
		(*checker).trapOncePerWindow,
		(*checker).trapRetryOnly,
		(*checker).trapRetryOutside,
	}
)

// judgeTraps warns of the traps in the conditions of a task.
func (c *checker) judgeTraps(t *task) {
	c.trapLongTimeout(t)
	if !t.start.quiet {
		found := len(c.diags)
		c.judgeStart(t)
		t.start.quiet = len(c.diags) == found && t.spec.When != nil
	}
	if t.until != nil {
		for _, a := range t.until.normal(false, part{}) {
			c.trapNegated(t, a)
			c.trapOtherDay(t, a)
		}
	}
}

// judgeStart warns of the traps in the start condition of a task. Apart from the name of the
// task, what is found is the same for each task with that condition.
func (c *checker) judgeStart(t *task) {
	c.ownStart(t)
	form := t.form()
	for _, a := range form {
		for _, trap := range traps {
			trap(c, t, a)
		}
	}
	for _, trap := range formTraps {
		trap(c, t, form)
	}
	for _, r := range t.roots() {
		c.trapRetryUnasked(r.whole)
		c.trapDeadAlternative(r.whole)
	}
}

// form returns the alternatives of a task's start condition of which nothing was reported.
func (t *task) form() []alternative {
	all := t.alternatives()
	if !slices.ContainsFunc(all, alternative.broken) {
		return all
	}
	return slices.DeleteFunc(slices.Clone(all), alternative.broken)
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

// A warning is what [checker.warnOnce] warned of, and where.
type warning struct {
	code diag.Code
	at   diag.Span
}

// warnOnce warns of a place, once: what it returns then is not reported.
func (c *checker) warnOnce(code diag.Code, at diag.Span, format string,
	args ...any) *diag.Diagnostic {
	w := warning{code, at}
	if c.warned[w] {
		return &diag.Diagnostic{}
	}
	c.warned[w] = true
	return c.diags.Warnf(code, at, format, args...)
}
