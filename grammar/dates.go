package grammar

import (
	"github.com/alecthomas/participle/v2/lexer"

	"github.com/rocketc/rocketc/diag"
)

// An OnceAt is `once at "2026-12-24 18:00"`.
type OnceAt struct {
	Place
	At *Text
}

func (*OnceAt) cond() {}

func (c *cursor) onceAt(start lexer.Position) Cond {
	c.Next()
	c.want("at", `it is written: once at "2026-12-24 18:00"`)
	at := c.date("once at")
	return &OnceAt{c.since(start), at}
}

// A TimeDates is `time after "2026-01-01"` and the like.
type TimeDates struct {
	Place
	Word *Name // one of dateWords
	From *Text // what follows the word
	To   *Text // the end, of between; else nil
}

func (*TimeDates) cond() {}

var dateWords = words(`after before between`)

// timeDates reads what follows the word time.
func (c *cursor) timeDates(start lexer.Position) Cond {
	x := &TimeDates{Word: c.name()}
	x.From = c.date("time " + x.Word.Text)
	if x.Word.Text == "between" {
		c.want("and", `it is written: time between "2026-01-01" and "2026-06-30"`)
		x.To = c.date("and")
	}
	x.Place = c.since(start)
	return x
}

// date reads a date, which stands in quotes. The words after stand before it, for messages.
func (c *cursor) date(after string) *Text {
	if !c.isKind(kindString) {
		help := `it stands in quotes, as in: ` + after + ` "2026-12-24 18:00"`
		if c.isKind(kindNum) && after != "once at" {
			help += "; a time of the day is written: time of day after 10:00"
		}
		c.fail(diag.PointExpected, "a date is missing after "+after, "expected a date", help)
	}
	return c.string("", "")
}
