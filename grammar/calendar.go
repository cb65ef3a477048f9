package grammar

import (
	"slices"
	"strings"

	"github.com/alecthomas/participle/v2/lexer"

	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/period"
	"github.com/rocketc/rocketc/spelling"
)

// The words of calendar conditions.
var (
	units       = words(`second minute hour day week month year`)
	windowWords = wordSet(period.WindowWords())
	weekdays    = words(`Mon Monday Tue Tuesday Wed Wednesday Thu Thursday Fri Friday
		Sat Saturday Sun Sunday`)
	months = words(`Jan January Feb February Mar March Apr April May Jun June Jul July
		Aug August Sep September Oct October Nov November Dec December`)
	// pointWords are proposed by messages. Package period accepts more.
	pointWords = slices.Concat(weekdays, months, words(`last day am pm quarter`))
)

// A Periodic is `daily [window]` and the like: once per window of a period.
type Periodic struct {
	Place
	Word   *Name   // secondly … yearly
	Unit   string  // one of units
	Window *Window // nil: the whole period
}

func (*Periodic) cond() {}

func (c *cursor) periodic(start lexer.Position) Cond {
	word := c.name()
	c.next = windowWords
	unit := strings.TrimSuffix(word.Text, "ly")
	if unit == "dai" {
		unit = "day"
	}
	w := c.window()
	return &Periodic{c.since(start), word, unit, w}
}

// A TimeOf is `time of UNIT window`.
type TimeOf struct {
	Place
	Unit   *Name // one of units
	Window *Window
}

func (*TimeOf) cond() {}

func (c *cursor) timeOf(start lexer.Position) Cond {
	c.Next()
	c.want("of", "it is written: time of day between 08:00 and 16:00")
	unit := c.oneOf(units, "")
	w := c.window()
	if w == nil {
		phrase := "time of " + unit.Text
		c.failWord(windowWords,
			phrase+" needs a window, as in: "+phrase+" "+exampleWindow(unit.Text))
	}
	return &TimeOf{c.since(start), unit, w}
}

// exampleWindow returns a window of the unit, for messages.
func exampleWindow(unit string) string {
	switch unit {
	case "second":
		return "before 500"
	case "minute":
		return "after 30"
	case "hour":
		return "before 15:00"
	case "week":
		return "between Mon and Fri"
	case "month":
		return "after 15th"
	case "year":
		return "between Jun and Aug"
	}
	return "after 10:00"
}

// A Window is a part of a period.
type Window struct {
	Place
	Word *Name  // one of windowWords
	From *Point // what follows the word
	To   *Point // the end, of between; else nil
}

// window reads a window. It returns nil if none begins here.
func (c *cursor) window() *Window {
	if !c.isKind(kindIdent) || !windowWords.has(c.Peek().Value) {
		return nil
	}
	start := c.Peek().Pos
	w := &Window{Word: c.name()}
	c.next = nil
	w.From = c.point(w.Word.Text)
	if w.Word.Text == "between" {
		c.want("and", "a window is written: between 10:00 and 12:00")
		w.To = c.point("and")
	}
	w.Place = c.since(start)
	return w
}

// A Point is a point in a period as written: `10:00`, `Mon 08:00`, `3rd`, `last Fri`,
// `Feb 29th`. Package period reads its text; what the text means depends on the
// period's unit.
type Point struct {
	Place
	Text string
}

// point reads calendar words and numbers, one or more. The word after stands before
// the point, for messages.
func (c *cursor) point(after string) *Point {
	t, from := c.Peek(), c.RawCursor()
	if !c.isPoint() {
		c.noPoint(after)
	}
	for c.isPoint() {
		c.Next()
	}
	return &Point{c.since(t.Pos), c.text(from)}
}

func (c *cursor) isPoint() bool {
	return c.isKind(kindNum) || c.isKind(kindIdent) && period.IsPointWord(c.Peek().Value)
}

// noPoint gives up because the next token begins no point.
func (c *cursor) noPoint(after string) {
	const label = "expected a time such as 10:00, Mon or 3rd"
	t := c.Peek()
	if t.Type != kindIdent || c.ended() {
		c.fail(diag.PointExpected, "the time is missing after "+after, label, "")
	}
	help := "conditions are joined by &, as in: daily & after " + t.Value
	if near := spelling.Nearest(t.Value, pointWords); near != "" {
		c.failMeant(diag.PointExpected, found(t)+" is not a time", label, near)
	} else if after != "after" {
		help = "" // no task was meant
	}
	c.fail(diag.PointExpected, found(t)+" is not a time", label, help)
}
