package grammar

import (
	"fmt"
	"slices"

	"github.com/alecthomas/participle/v2/lexer"

	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/elsewhere"
	"github.com/rocketc/rocketc/period"
	"github.com/rocketc/rocketc/spelling"
)

// The words of windows and points.
var (
	windowWords = wordSet(period.WindowWords())
	listWords   = words(`on at`)             // the words of windows on several points
	dayWords    = words(`weekdays weekends`) // each stands for several points
	hoursWords  = words(`before after between on at`)
	weekdays    = words(`Mon Monday Tue Tuesday Wed Wednesday Thu Thursday Fri Friday
		Sat Saturday Sun Sunday`)
	months = words(`Jan January Feb February Mar March Apr April May Jun June Jul July
		Aug August Sep September Oct October Nov November Dec December`)
	// pointWords are proposed by messages. Package period accepts more.
	pointWords = slices.Concat(weekdays, months, words(`last day am pm quarter noon midnight
		weekdays weekends`))
)

// A Window is a part of a period: `after 10:00`, `on Mon, Wed, Fri at 09:00`.
type Window struct {
	Place
	Word   *Name    // one of windowWords
	Points []*Point // what follows the word; several only after on and at
	To     *Point   // the end, of between; else nil
	Hours  *Window  // the window of the day after points of a longer unit; nil if not written
}

// window reads a window. It returns nil if none begins here.
func (c *cursor) window() *Window {
	if !c.isKind(kindIdent) || !windowWords.has(c.Peek().Value) {
		return nil
	}
	start := c.Peek().Pos
	w := c.plainWindow()
	if listWords.has(w.Word.Text) && c.beginsHours() {
		w.Hours = c.plainWindow()
	}
	w.Place = c.since(start)
	return w
}

// plainWindow reads a window without a window of the day.
func (c *cursor) plainWindow() *Window {
	start := c.Peek().Pos
	w := &Window{Word: c.name()}
	c.next = nil
	w.Points = c.points(w.Word.Text)
	if w.Word.Text == "between" {
		c.want("and", "a window is written: between 10:00 and 12:00")
		w.To = c.point("and")
	}
	w.Place = c.since(start)
	return w
}

// beginsHours reports whether a window of the day begins here. A word of a window before
// anything but a point begins a condition, or is an error.
func (c *cursor) beginsHours() bool {
	return c.isKind(kindIdent) && hoursWords.has(c.Peek().Value) && beginsPoint(c.second())
}

// A Point is a point in a period as written: `10:00`, `Mon 08:00`, `3rd`, `last Fri`,
// `Feb 29th`, `last business day of fi`, `1st or next business day`, or one of these in quotes.
// Package period reads its value; what it means depends on the period's unit. A parameter in
// brackets, `(start)`, has the value.
type Point struct {
	Place
	Text     string
	Quoted   *Text // nil if there are no quotes
	Param    *Name // nil if the point itself is written
	Business bool  // the point names a business day, and has no quotes
	Calendar *Name // of the business day; nil if not written
}

// Value returns the point without quotes.
func (p *Point) Value() string {
	if p.Quoted != nil {
		return p.Quoted.Value()
	}
	return p.Text
}

// points reads a point, or after on and at several with commas between them. A comma before
// anything but a point belongs to what is around the condition.
func (c *cursor) points(word string) []*Point {
	list := []*Point{c.point(word)}
	for c.is(",") && beginsPoint(c.second()) {
		if !listWords.has(word) {
			c.fail(diag.Unexpected, "only on and at take several times", "expected & or |",
				"each time is a window of its own, as in: daily at 06:30, 19:00")
		}
		c.Next()
		list = append(list, c.point(","))
	}
	return list
}

// point reads calendar words and numbers, one or more, or a string. The word after stands
// before the point, for messages.
func (c *cursor) point(after string) *Point {
	t, from := c.Peek(), c.RawCursor()
	if !beginsPoint(t) {
		c.noPoint(after)
	}
	if t.Type == kindString {
		quoted := c.string("", "")
		return &Point{Place: c.since(t.Pos), Text: t.Value, Quoted: quoted}
	}
	if c.is("(") {
		param := c.bracketed()
		return &Point{Place: c.since(t.Pos), Text: c.text(from), Param: param}
	}
	for continuesPoint(c.Peek()) {
		days := c.Next().Value
		if dayWords.has(days) && c.isKind(kindNum) {
			clock := c.Peek().Value
			c.fail(diag.PointExpected, fmt.Sprintf("unexpected %q after %s", clock, days),
				"expected at", "it is written: daily on "+days+" at "+clock)
		}
	}
	p := &Point{}
	if p.Business = c.eatBusinessDay(); p.Business {
		p.Calendar = c.calendarName()
		c.next = nil
	}
	p.Place, p.Text = c.since(t.Pos), c.text(from)
	return p
}

// bracketed reads the name of a parameter in brackets: `(start)`.
func (c *cursor) bracketed() *Name {
	const form = "a parameter stands alone in brackets, as in: daily at (start)"
	open := c.Next()
	if !c.isKind(kindIdent) {
		t := c.Peek()
		c.fail(diag.Unexpected, unexpected(t), "expected the name of a parameter", form)
	}
	name := c.name()
	if c.ended() && !c.is(")") {
		panic(c.unclosed(open))
	}
	c.want(")", form)
	return name
}

func beginsPoint(t *lexer.Token) bool {
	return t.Type == kindString || isWord(t, "(") || isWord(t, "business") || continuesPoint(t)
}

func continuesPoint(t *lexer.Token) bool {
	return t.Type == kindNum || t.Type == kindIdent && period.IsPointWord(t.Value)
}

// noPoint gives up because the next token begins no point.
func (c *cursor) noPoint(after string) {
	const label = "expected a time such as 10:00, Mon or 3rd"
	t := c.Peek()
	if next := c.second(); t.Value == "-" && next.Type == kindIdent {
		help := ""
		if did := elsewhere.Outcome.Meant(next.Value, outcomes).Near; did != "" {
			help = "what another task has done is a condition: after TASK " + did
		}
		c.fail(diag.PointExpected, fmt.Sprintf("unexpected %q", after+"-"+next.Value), label, help)
	}
	if t.Type != kindIdent || c.ended() {
		c.fail(diag.PointExpected, "the time is missing after "+after, label, "")
	}
	help := "conditions are joined by &, as in: daily & after " + t.Value
	if near := spelling.Nearest(t.Value, pointWords); near != "" {
		c.failMeant(diag.PointExpected, found(t)+" is not a time", label, near, pointWords)
	} else if after != "after" {
		help = "" // no task was meant
	}
	p := c.problem(diag.PointExpected, t, found(t)+" is not a time")
	p.Label, p.Help, p.Expected = label, help, pointWords
	panic(p)
}
