package check

import (
	"errors"

	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/elsewhere"
	"github.com/rocketc/rocketc/grammar"
	"github.com/rocketc/rocketc/period"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/stdconds"
)

// unitOf returns the unit of a word of the tree.
func unitOf(word string) period.Unit {
	for u := period.Second; u <= period.Year; u++ {
		if u.String() == word {
			return u
		}
	}
	panic(unforeseen("unit", word))
}

// periodic lowers `daily [window]` and the like.
func (c *checker) periodic(in *scope, n *grammar.Periodic) rocket.Condition {
	p, ok := c.windowed(in, unitOf(n.Unit), n.Window)
	if !ok {
		return unknown{}
	}
	c.judgeHourClock(unitOf(n.Unit), n.Word.Text, n.Window)
	text := n.Word.Text
	if n.Window != nil {
		text += " " + windowText(in, n.Window)
	}
	c.pointed[text] = hasPoints(n.Window)
	return c.fromParams(stdconds.Once{Period: p, Text: text}, n)
}

// timeOf lowers `time of UNIT window`.
func (c *checker) timeOf(in *scope, n *grammar.TimeOf) rocket.Condition {
	p, ok := c.windowed(in, unitOf(n.Unit.Text), n.Window)
	if !ok {
		return unknown{}
	}
	c.judgeHourClock(unitOf(n.Unit.Text), "time of hour", n.Window)
	clock := stdconds.TimeOf{Period: p}
	if _, several := p.(period.Points); several {
		clock.Text = "time of " + n.Unit.Text + " " + windowText(in, n.Window)
	}
	return c.fromParams(clock, n)
}

// cron lowers `cron …` and `crontime …`.
func (c *checker) cron(n *grammar.Cron) rocket.Condition {
	expr, ok := c.cronExpr(n)
	if !ok {
		return unknown{}
	}
	c.judgeCron(n, expr)
	if n.Time {
		return stdconds.TimeOf{Period: expr}
	}
	return stdconds.Once{Period: expr, Crashed: true, Text: "cron " + valueText(expr.Expr)}
}

func (c *checker) cronExpr(n *grammar.Cron) (period.Cron, bool) {
	switch {
	case n.Fields != nil:
		return c.parseCron(n.Fields.Text, func(start, end int) diag.Span {
			return n.Fields.Span().Part(n.Fields.Text, start, end)
		})
	case n.Quoted != nil:
		return c.parseCron(n.Quoted.Value(),
			func(start, end int) diag.Span { return inside(n.Quoted, start, end) })
	}
	return c.namedCron(n)
}

func (c *checker) parseCron(text string, span func(start, end int) diag.Span) (period.Cron, bool) {
	expr, err := period.ParseCron(text)
	if err == nil {
		return expr, true
	}
	if hint, known := elsewhere.Cron(text); known {
		d := c.diags.Errorf(diag.BadCron, span(hint.Start, hint.End), "%s", hint.What)
		d.Help = hint.Help
		return expr, false
	}
	c.badText(diag.BadCron, err, span)
	return expr, false
}

// namedCron lowers `cron(minute: "*/5", hour: 7)`.
func (c *checker) namedCron(n *grammar.Cron) (period.Cron, bool) {
	list := make([]period.CronField, len(n.Named))
	for i, f := range n.Named {
		list[i] = period.CronField{Name: f.Name.Text, Text: fieldText(f)}
	}
	expr, err := period.CronFields(list...)
	var wrong *period.FieldError
	if errors.As(err, &wrong) {
		c.badText(diag.BadCron, &wrong.ValueError, func(start, end int) diag.Span {
			return fieldSpan(n.Named[wrong.Index], wrong.Unknown, start, end)
		})
	}
	return expr, err == nil
}

func fieldText(f *grammar.CronField) string {
	if f.Value != nil {
		return f.Value.Value()
	}
	return f.Number.Text
}

// fieldSpan returns the place of a range of bytes in the name or the value of a
// cron field.
func fieldSpan(f *grammar.CronField, name bool, start, end int) diag.Span {
	switch {
	case name:
		return f.Name.Span().Part(f.Name.Text, start, end)
	case f.Value != nil:
		return inside(f.Value, start, end)
	}
	return f.Number.Span().Part(f.Number.Text, start, end)
}
