package check

import (
	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/grammar"
	"github.com/rocketc/rocketc/period"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/stdconds"
)

// onceAt lowers `once at "…"`.
func (c *checker) onceAt(n *grammar.OnceAt) rocket.Condition {
	from, _, ok := c.date(n.At)
	if !ok {
		return unknown{}
	}
	return stdconds.Once{Period: period.Dates{From: from}, New: true,
		Text: "once at " + quote(from.String())}
}

// everyFrom lowers `every N UNITS from "…"`.
func (c *checker) everyFrom(n *grammar.EveryFrom) rocket.Condition {
	count, unit, err := period.ParseSteps(n.Steps.Text)
	if err != nil {
		c.badText(diag.BadDuration, err, func(start, end int) diag.Span {
			return n.Steps.Span().Part(n.Steps.Text, start, end)
		})
	}
	from, _, ok := c.date(n.From)
	if err != nil || !ok {
		return unknown{}
	}
	steps := period.Steps{N: count, Unit: unit, From: from}
	return stdconds.Once{Period: steps, Text: steps.String()}
}

// timeDates lowers `time after "…"`, `time before "…"` and `time between "…" and "…"`.
func (c *checker) timeDates(n *grammar.TimeDates) rocket.Condition {
	var dates period.Dates
	from, to, ok := c.date(n.From)
	switch n.Word.Text {
	case "after":
		dates.From = from
	case "before":
		dates.To = to
	default:
		_, end, okTo := c.date(n.To)
		dates = period.Dates{From: from, To: end}
		ok = ok && okTo
		if ok && !from.Before(end) {
			d := c.diags.Errorf(diag.BadPoint, n.To.Span(), "the time from %s to %s is empty",
				from, end)
			d.Help = "the end is later than the start"
			ok = false
		}
	}
	if !ok {
		return unknown{}
	}
	return stdconds.TimeOf{Period: dates}
}

// date returns a date as the start of a span and as its end.
func (c *checker) date(n *grammar.Text) (start, end period.Date, ok bool) {
	start, end, err := period.ParseDate(n.Value())
	if err != nil {
		c.badText(diag.BadPoint, err,
			func(start, end int) diag.Span { return inside(n, start, end) })
	}
	return start, end, err == nil
}
