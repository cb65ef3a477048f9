package grammar

import (
	"strings"

	"github.com/alecthomas/participle/v2/lexer"
)

// units has the words for the units of the calendar.
var units = words(`second minute hour day week month year`)

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

// timeOf reads `time of …`, and `time after "…"` and the like.
func (c *cursor) timeOf(start lexer.Position) Cond {
	c.Next()
	if c.isKind(kindIdent) && dateWords.has(c.Peek().Value) {
		return c.timeDates(start)
	}
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
