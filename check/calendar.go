package check

import (
	"errors"
	"fmt"
	"strings"

	"github.com/rocketc/rocketc/diag"
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
func (c *checker) periodic(n *grammar.Periodic) rocket.Condition {
	p, ok := c.windowed(unitOf(n.Unit), n.Window)
	if !ok {
		return unknown{}
	}
	text := n.Word.Text
	if n.Window != nil {
		text += " " + windowText(n.Window)
	}
	return stdconds.Once{Period: p, Text: text}
}

// timeOf lowers `time of UNIT window`.
func (c *checker) timeOf(n *grammar.TimeOf) rocket.Condition {
	p, ok := c.windowed(unitOf(n.Unit.Text), n.Window)
	if !ok {
		return unknown{}
	}
	return stdconds.TimeOf{Period: p}
}

// windowed returns the window of a unit; nil is the whole unit.
func (c *checker) windowed(u period.Unit, w *grammar.Window) (p period.Period, ok bool) {
	if w == nil {
		return u.Full(), true
	}
	from, ok := c.point(u, w.From)
	if !ok {
		return nil, false
	}
	if !c.judgeEdge(u, w, from) {
		return nil, false
	}
	var to period.Point
	if w.To != nil {
		if to, ok = c.point(u, w.To); !ok {
			return nil, false
		}
	}
	return u.Window(w.Word.Text, from, to), true
}

// judgeEdge reports a window that begins where its unit ends, or ends where it begins,
// and returns false for it.
func (c *checker) judgeEdge(u period.Unit, w *grammar.Window, p period.Point) bool {
	before, text := w.Word.Text == "before", oneLine(w.From.Text)
	switch {
	case !before && u.EndOnly(p):
		d := c.diags.Errorf(diag.BadPoint, w.From.Span(), "no window starts at %s, the end of %s",
			text, withArticle(u))
		d.Help = "a window may end there: before " + text
	case before && u.StartOnly(p):
		d := c.diags.Errorf(diag.BadPoint, w.From.Span(),
			"a window that ends at %s, the start of %s, is empty", text, withArticle(u))
		d.Help = fmt.Sprintf("time of %s after %s is the whole %[1]s", u, text)
		if u == period.Day {
			d.Help, d.Suggestion = "did you mean 24:00?", "24:00"
		}
	default:
		return true
	}
	return false
}

// withArticle returns the name of a unit with its article.
func withArticle(u period.Unit) string {
	if u == period.Hour {
		return "an hour"
	}
	return "a " + u.String()
}

func (c *checker) point(u period.Unit, p *grammar.Point) (period.Point, bool) {
	point, err := u.Point(p.Text)
	if err != nil {
		c.badText(diag.BadPoint, err,
			func(start, end int) diag.Span { return p.Span().Part(p.Text, start, end) })
	}
	return point, err == nil
}

// badText reports a text that is not the value that it should be, at the part that is
// wrong. span turns a range of its bytes into a place.
func (c *checker) badText(code diag.Code, err error, span func(start, end int) diag.Span) {
	var e *period.ValueError
	if !errors.As(err, &e) {
		e = &period.ValueError{Msg: err.Error()}
	}
	d := c.diags.Errorf(code, span(e.Start, e.End), "%s", e.Msg)
	d.Help, d.Suggestion = e.Hint, e.Meant()
}

func windowText(w *grammar.Window) string {
	text := w.Word.Text + " " + oneLine(w.From.Text)
	if w.To != nil {
		text += " and " + oneLine(w.To.Text)
	}
	return text
}

// oneLine returns the text with one space instead of any white space.
func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// cron lowers `cron …` and `crontime …`.
func (c *checker) cron(n *grammar.Cron) rocket.Condition {
	expr, ok := c.cronExpr(n)
	if !ok {
		return unknown{}
	}
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
	if err != nil {
		c.badText(diag.BadCron, err, span)
	}
	return expr, err == nil
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
