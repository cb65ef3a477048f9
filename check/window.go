package check

import (
	"fmt"
	"slices"
	"strings"

	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/grammar"
	"github.com/rocketc/rocketc/period"
)

// windowed returns the window of a unit; nil is the whole unit. If session parameters have
// points of it, that is a stdconds.ParamWindow.
func (c *checker) windowed(in *scope, u period.Unit, w *grammar.Window) (p period.Period,
	ok bool) {
	if w == nil {
		return u.Full(), true
	}
	given, params, ok := c.givenPoints(in, w)
	if !ok {
		return nil, false
	}
	if len(params) > 0 {
		return c.paramWindow(u, given)
	}
	return c.plainWindow(u, given)
}

// plainWindow returns the window of a unit with points that are written.
func (c *checker) plainWindow(u period.Unit, w *grammar.Window) (p period.Period, ok bool) {
	if w.Word.Text == "on" || w.Word.Text == "at" {
		return c.onPoints(u, w)
	}
	from, ok := c.point(u, w.Points[0])
	if !ok || !c.judgeEdge(u, w.Word.Text, w.Points[0], from) {
		return nil, false
	}
	var to period.Point
	if w.To != nil {
		if to, ok = c.point(u, w.To); !ok {
			return nil, false
		}
	}
	if from.IsBusiness() || to.IsBusiness() {
		d := c.diags.Errorf(diag.BadPoint, w.Span(),
			"a business day stands after on, not after %s", w.Word.Text)
		d.Help = "as in: monthly on last business day of fi; " +
			"business day of fi holds on all of them"
		return nil, false
	}
	return u.Window(w.Word.Text, from, to), true
}

// onPoints returns the windows on the points of a unit: `on Mon, Wed at 09:00`. The days of
// `daily on weekdays` are days of the week.
func (c *checker) onPoints(u period.Unit, w *grammar.Window) (p period.Period, ok bool) {
	if u == period.Day && period.Days(w.Points[0].Value()) != nil {
		u = period.Week
	}
	points, ok := c.points(u, w)
	if w.Hours == nil || !ok {
		return u.On(points), ok
	}
	hours, ok := c.hours(w.Hours)
	if !ok || !c.judgeHours(u, w, points) {
		return nil, false
	}
	return u.On(points, hours...), true
}

// hours returns the windows of the day that follow points of a longer unit.
func (c *checker) hours(w *grammar.Window) (hours []period.OfDay, ok bool) {
	if w.Word.Text != "on" && w.Word.Text != "at" {
		p, ok := c.plainWindow(period.Day, w)
		if !ok {
			return nil, false
		}
		return []period.OfDay{p.(period.OfDay)}, true
	}
	points, ok := c.points(period.Day, w)
	for _, p := range points {
		hours = append(hours, period.Day.At(p).(period.OfDay))
	}
	return hours, ok
}

// points returns the points of a list. The words weekdays and weekends stand for several.
func (c *checker) points(u period.Unit, w *grammar.Window) (points []period.Point, ok bool) {
	for _, n := range w.Points {
		days := period.Days(n.Value())
		if u != period.Week || days == nil {
			p, ok := c.point(u, n)
			if !ok || !c.judgeEdge(u, w.Word.Text, n, p) {
				return nil, false
			}
			days = []period.Point{p}
		}
		for _, p := range days {
			if !c.judgeListed(n, points, p) {
				return nil, false
			}
			if u == period.Year && p.LeapDay() {
				c.warnLeapDay(n.Span(), oneLine(n.Value()))
			}
			points = append(points, p)
		}
	}
	return points, true
}

// judgeListed reports a point that is in the list before, or that has a clock time while those
// before have none, or the other way round, and returns false for it.
func (c *checker) judgeListed(n *grammar.Point, before []period.Point, p period.Point) bool {
	switch {
	case slices.Contains(before, p):
		c.diags.Errorf(diag.BadPoint, n.Span(), "%s is in the list twice", oneLine(n.Value()))
	case len(before) > 0 && before[0].HasClock() != p.HasClock():
		d := c.diags.Errorf(diag.BadPoint, n.Span(),
			"the points of a list have all a clock time, or none has")
		d.Help = "a clock time for all of them follows the list: weekly on Mon, Wed at 10:00"
	default:
		return true
	}
	return false
}

// judgeHours reports a window of the day that does not follow days, and returns false for it.
func (c *checker) judgeHours(u period.Unit, w *grammar.Window, points []period.Point) bool {
	for i, n := range w.Points {
		p, text := points[min(i, len(points)-1)], oneLine(n.Value())
		switch {
		case u <= period.Day:
			d := c.diags.Errorf(diag.BadPoint, w.Hours.Span(),
				"a window of the day follows days of a week, month or year, not %s", text)
			d.Help = "as in: weekly on Mon, Wed at 09:00, or: daily on weekdays after 07:00"
		case p.HasClock():
			d := c.diags.Errorf(diag.BadPoint, w.Hours.Span(), "%s has a clock time already", text)
			d.Help = "the window of the day follows days alone, as in: weekly on Mon, Wed at 09:00"
		case !p.IsDay():
			d := c.diags.Errorf(diag.BadPoint, w.Hours.Span(),
				"a window of the day follows days, not a month as %s", text)
			d.Help = "for example: yearly on Dec 24th at 18:00"
		default:
			continue
		}
		return false
	}
	return true
}

// judgeEdge reports a window that begins where its unit ends, or ends where it begins,
// and returns false for it.
func (c *checker) judgeEdge(u period.Unit, word string, n *grammar.Point, p period.Point) bool {
	before, text := word == "before", oneLine(n.Value())
	switch {
	case !before && u.EndOnly(p):
		d := c.diags.Errorf(diag.BadPoint, n.Span(), "no window starts at %s, the end of %s",
			text, withArticle(u))
		d.Help = "a window may end there: before " + text
	case before && u.StartOnly(p):
		d := c.diags.Errorf(diag.BadPoint, n.Span(),
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
	calendars, ok := c.calendarsOf(p)
	if !ok {
		return period.Point{}, false
	}
	point, err := u.Point(p.Value(), calendars...)
	if err != nil {
		c.badText(diag.BadPoint, err, func(start, end int) diag.Span {
			switch {
			case p.Quoted != nil:
				return inside(p.Quoted, start, end)
			case p.Param != nil:
				return p.Span()
			}
			return p.Span().Part(p.Text, start, end)
		})
	}
	return point, err == nil
}

// windowText writes a window as it is written, without quotes.
func windowText(in *scope, w *grammar.Window) string {
	texts := make([]string, len(w.Points))
	for i, p := range w.Points {
		texts[i] = pointText(in, p)
	}
	text := w.Word.Text + " " + strings.Join(texts, ", ")
	if w.To != nil {
		text += " and " + pointText(in, w.To)
	}
	if w.Hours != nil {
		text += " " + windowText(in, w.Hours)
	}
	return text
}

// pointText writes a point as it is written. A parameter of the named condition is its value.
func pointText(in *scope, p *grammar.Point) string {
	if p.Param == nil {
		return oneLine(p.Value())
	}
	if name := sessionParam(in, p.Param); name != "" {
		return "(" + name + ")"
	}
	value, _ := in.arg(p.Param.Text)
	return oneLine(fmt.Sprint(value))
}

// oneLine returns the text with one space instead of any white space.
func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }
