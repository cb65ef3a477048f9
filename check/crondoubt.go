package check

import (
	"strings"

	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/grammar"
	"github.com/rocketc/rocketc/period"
)

// judgeCron warns of cron expressions that hardly mean what they look like.
func (c *checker) judgeCron(n *grammar.Cron, expr period.Cron) {
	c.judgeCronSteps(n)
	if expr.EitherDay() {
		d := c.diags.Warnf(diag.CronDays, n.Span(),
			"day of month and day of week are joined by \"or\": a day of either matches")
		d.Help = "for days of both write: " + bothDays(n, expr)
	}
	if expr.LeapDay() {
		c.warnLeapDay(n.Span(), "cron "+valueText(expr.Expr))
	}
}

// judgeCronSteps warns of steps that lead past their range.
func (c *checker) judgeCronSteps(n *grammar.Cron) {
	warn := func(list []*period.ValueError, span func(start, end int) diag.Span) {
		for _, e := range list {
			d := c.diags.Warnf(diag.CronStep, span(e.Start, e.End), "%s", e.Msg)
			d.Help = e.Hint
		}
	}
	switch {
	case n.Fields != nil:
		warn(period.CronSteps(n.Fields.Text), func(start, end int) diag.Span {
			return n.Fields.Span().Part(n.Fields.Text, start, end)
		})
	case n.Quoted != nil:
		warn(period.CronSteps(n.Quoted.Value()),
			func(start, end int) diag.Span { return inside(n.Quoted, start, end) })
	}
	for _, f := range n.Named {
		warn(period.CronFieldSteps(period.CronField{Name: f.Name.Text, Text: fieldText(f)}),
			func(start, end int) diag.Span { return fieldSpan(f, false, start, end) })
	}
}

// bothDays returns the condition that holds on days that both fields name.
func bothDays(n *grammar.Cron, expr period.Cron) string {
	fields := strings.Fields(expr.Expr)
	last := len(fields) - 1
	weekday := fields[last]
	fields[last] = "*"
	word := "cron "
	if n.Time {
		word = "crontime "
	}
	return word + strings.Join(fields, " ") + " & crontime * * * * " + weekday
}

// warnLeapDay says that a day comes in leap years only.
func (c *checker) warnLeapDay(at diag.Span, what string) {
	d := c.diags.Warnf(diag.LeapDay, at, "%s comes in leap years only", what)
	d.Help = "for the last day of February in each year: monthly on last day & time of year on Feb"
}
