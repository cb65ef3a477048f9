package check

import (
	"errors"
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

// A session parameter in brackets has a point or a duration of a condition: `daily at (start)`,
// `every (pause)`. The program reads it when it starts. What the schedule says of its value,
// a literal, is checked here. A parameter of a named condition in brackets has a value now, or
// is itself a session parameter.

// sessionParam returns the name of the session parameter that stands in brackets; "" if
// that is a parameter of the named condition which has its value now.
func sessionParam(in *scope, n *grammar.Name) string {
	value, isArg := in.arg(n.Text)
	if !isArg {
		return n.Text
	}
	if l, ok := value.(later); ok {
		if word, ok := l.arg.(*grammar.Word); ok {
			return word.Text
		}
	}
	return ""
}

// paramOf returns the session parameter that has a duration; "" if it is written out. One
// that cannot have it is reported.
func (c *checker) paramOf(in *scope, n *grammar.Duration) string {
	if n == nil || n.Param == nil {
		return ""
	}
	name := sessionParam(in, n.Param)
	if name != "" {
		c.mayBeRead(name, n.Param)
	}
	return name
}

// mayBeRead reports a session parameter that is not declared, or that is a secret.
func (c *checker) mayBeRead(name string, at *grammar.Name) bool {
	if !c.param(name, at.Span()) {
		return false
	}
	if p := c.params[name]; p != nil && p.decl != nil && p.decl.Secret {
		d := c.diags.Errorf(diag.BadArgument, at.Span(),
			"%q is a secret, and when a task starts is seen by everybody", name)
		d.Help = "declare it as a param"
		return false
	}
	return true
}

// givenPoints returns a window with the values of the named condition's parameters in the
// place of these, and the session parameters that have other points.
func (c *checker) givenPoints(in *scope, w *grammar.Window) (given *grammar.Window,
	params []string, ok bool) {
	own := *w
	own.Points = slices.Clone(w.Points)
	ok = true
	for i := range own.Points {
		ok = c.givenPoint(in, &own.Points[i], &params) && ok
	}
	if own.To != nil {
		ok = c.givenPoint(in, &own.To, &params) && ok
	}
	if w.Hours != nil {
		hours, more, known := c.givenPoints(in, w.Hours)
		own.Hours, params, ok = hours, append(params, more...), ok && known
	}
	return &own, params, ok
}

func (c *checker) givenPoint(in *scope, at **grammar.Point, params *[]string) bool {
	p := *at
	if p.Param == nil {
		return true
	}
	given := &grammar.Point{Place: p.Place, Param: p.Param}
	*at = given
	if name := sessionParam(in, p.Param); name != "" {
		given.Text = "(" + name + ")"
		*params = append(*params, name)
		return c.mayBeRead(name, p.Param)
	}
	if in.sample {
		return false // its uses are checked
	}
	switch value, _ := in.arg(p.Param.Text); value := value.(type) {
	case hole:
		return false
	case string:
		given.Text = value
	case int, float64:
		given.Text = fmt.Sprint(value)
	default:
		c.wrongArg(p, p.Param.Text, value, "the text of a time")
		return false
	}
	return true
}

// paramWindow returns a window with points that session parameters have. Its other points
// are checked.
func (c *checker) paramWindow(u period.Unit, w *grammar.Window) (period.Period, bool) {
	later := stdconds.ParamWindow{Unit: u, Word: w.Word.Text}
	ok := true
	for _, p := range w.Points {
		ok = c.writtenPoint(u, w.Word.Text, p) && ok
		later.Points = append(later.Points, c.writtenOut(p))
	}
	if u > period.Day && slices.ContainsFunc(w.Points, mayBeBusiness) {
		later.Calendars = c.anyCalendar()
	}
	if w.To != nil {
		ok = c.writtenPoint(u, "and", w.To) && ok
		later.To = oneLine(w.To.Value())
	}
	if w.Hours != nil {
		if u <= period.Day && period.Days(w.Points[0].Value()) == nil {
			d := c.diags.Errorf(diag.BadPoint, w.Hours.Span(),
				"a window of the day follows days of a week, month or year")
			d.Help = "as in: weekly on Mon, Wed at (start), or: daily on weekdays after (start)"
			return nil, false
		}
		hours, known := c.paramWindow(period.Day, w.Hours)
		if !known {
			return nil, false
		}
		day := hours.(stdconds.ParamWindow)
		later.Hours = &day
	}
	return later, ok
}

// mayBeBusiness reports whether a point names a business day, or the value of its parameter
// may do so.
func mayBeBusiness(p *grammar.Point) bool { return p.Business || p.Param != nil }

// writtenOut returns a point as it is written, with the calendar of a business day.
func (c *checker) writtenOut(p *grammar.Point) string {
	text := oneLine(p.Value())
	if p.Business && p.Calendar == nil && len(c.calendars) > 0 {
		text += " of " + c.calendars[0].Name // the only one
	}
	return text
}

// writtenPoint checks a point of a window in which session parameters have others.
func (c *checker) writtenPoint(u period.Unit, word string, p *grammar.Point) bool {
	if strings.HasPrefix(p.Text, "(") {
		return true
	}
	if (u == period.Day || u == period.Week) && period.Days(p.Value()) != nil {
		return true
	}
	point, ok := c.point(u, p)
	return ok && (word == "and" || c.judgeEdge(u, word, p, point))
}

// fromParams returns a condition with a period; that of a ParamWindow gets its points when
// the program starts.
func (c *checker) fromParams(cond rocket.Condition, n grammar.Cond) rocket.Condition {
	var text string
	var p period.Period
	switch cond := cond.(type) {
	case stdconds.Once:
		text, p = cond.Text, cond.Period
	case stdconds.TimeOf:
		text, p = cond.String(), cond.Period
	case stdconds.Has:
		text = cond.String()
		if this, ok := cond.Span.(stdconds.This); ok {
			p = this.Window
			if p == nil {
				p = this.Unit
			}
		}
	}
	if _, later := p.(stdconds.ParamWindow); !later {
		return cond
	}
	whole := stdconds.FromParams{Text: text, Of: cond}
	c.judgeValues(whole, diag.BadPoint, n)
	return whole
}

// withParams returns the condition with durations that parameters have, or the one in it
// if there are no such.
func (c *checker) withParams(f stdconds.FromParams, n grammar.Cond) rocket.Condition {
	if f.Duration == "" && f.Over == "" && f.Under == "" {
		return c.fromParams(f.Of, n)
	}
	f.Text = textWithParams(f)
	c.judgeValues(f, diag.BadDuration, n)
	return f
}

// textWithParams writes a condition with parameters in brackets as its durations: that with
// durations that nobody writes, which are replaced in its text.
func textWithParams(f stdconds.FromParams) string {
	var marks []string
	marked, err := f.Bind(func(name string) (any, bool) {
		mark := 1001001 * time.Hour
		if name == f.Over {
			mark = 1001 * time.Nanosecond
		}
		marks = append(marks, period.FormatDuration(mark), "("+name+")")
		return mark, true
	})
	if err != nil {
		panic(unforeseen("condition", f))
	}
	return strings.NewReplacer(marks...).Replace(fmt.Sprint(marked.(stdconds.Named).Of))
}

// judgeValues reports a literal, of a parameter that a condition takes a value from, that is
// no such value: the one that is declared, and those that metatasks set.
func (c *checker) judgeValues(f stdconds.FromParams, code diag.Code, n grammar.Cond) {
	var names []string
	c.judgeValue(f, code, n, func(name string) grammar.Arg {
		names = append(names, name)
		return c.literalOf(name)
	})
	for _, set := range names {
		for _, value := range c.params[set].setLiterals() {
			c.judgeValue(f, code, n, func(name string) grammar.Arg {
				if name == set {
					return value
				}
				return c.literalOf(name)
			})
		}
	}
}

// judgeValue reports a literal that is no value for a condition.
func (c *checker) judgeValue(f stdconds.FromParams, code diag.Code, n grammar.Cond,
	literalOf func(name string) grammar.Arg) {
	broken := false // a literal is, which is reported elsewhere
	_, err := f.Bind(func(name string) (any, bool) {
		literal := literalOf(name)
		if literal == nil {
			return nil, false
		}
		before := len(c.diags)
		value, ok := c.literal(nil, literal)
		c.diags, broken = c.diags[:before], broken || !ok || len(c.diags) > before
		return value, ok
	})
	var wrong *stdconds.ParamError
	if broken || !errors.As(err, &wrong) {
		return
	}
	literal := literalOf(wrong.Param)
	if literal == nil {
		return // its value is known only when the program runs
	}
	d := c.diags.Errorf(code, literal.Span(), "%v", wrong)
	d.Related = []diag.Related{{Span: n.Span(), Msg: "it is used here"}}
}

// setLiterals returns the literals that metatasks set a parameter to.
func (p *param) setLiterals() (literals []grammar.Arg) {
	if p == nil {
		return nil
	}
	for _, value := range p.sets {
		if value = lastOf(value); isLiteral(value) {
			literals = append(literals, value)
		}
	}
	return literals
}

// lastOf returns the last alternative of a value.
func lastOf(value grammar.Arg) grammar.Arg {
	if all, ok := value.(*grammar.Fallback); ok {
		return all.Args[len(all.Args)-1]
	}
	return value
}

// literalOf returns the literal that a session parameter is, or its last alternative is; nil
// if there is none.
func (c *checker) literalOf(name string) grammar.Arg {
	p := c.params[name]
	if p == nil || p.decl == nil || p.decl.Value == nil {
		return nil
	}
	value := lastOf(p.decl.Value)
	if !isLiteral(value) {
		return nil
	}
	return value
}
