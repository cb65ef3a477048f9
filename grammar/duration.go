package grammar

import (
	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/period"
	"github.com/rocketc/rocketc/spelling"
)

// A Duration is one or more numbers with units, as written: `1 day, 12 hours`,
// `2h30m`, `01:30:00`. Outside conditions it holds no comma. As the value of output
// it may be a size: `10 MB`. In a named condition it may also be a bare word: a
// parameter of type duration. In a condition a parameter in brackets may have the value:
// `(pause)`. Package period reads its text.
type Duration struct {
	Place
	Text  string
	Param *Name // in brackets; nil if there are none
}

func (*Duration) arg() {}

// unitWords are the units that messages propose. Package period accepts more.
var unitWords = words(`ms milliseconds s sec seconds second min minutes minute h hours hour
	d day days weeks week`)

// duration reads numbers with their units, or the name of a parameter of the named
// condition. If commas is true, it is one of a condition: commas may separate the numbers,
// and a parameter may stand in brackets.
func (c *cursor) duration(commas bool) *Duration {
	t, from := c.Peek(), c.RawCursor()
	if c.isParam() {
		n := c.name()
		return &Duration{n.Place, n.Text, nil}
	}
	if commas && c.is("(") && c.second().Type == kindIdent {
		param := c.bracketed()
		return &Duration{c.since(t.Pos), c.text(from), param}
	}
	c.eat(":")
	if !c.isKind(kindNum) {
		c.noDuration()
	}
	for {
		c.numberWithUnit()
		if commas && c.is(",") && c.second().Type == kindNum {
			c.Next()
		}
		if c.is(":") && c.second().Type == kindNum {
			c.Next()
		}
		if !c.isKind(kindNum) {
			return &Duration{c.since(t.Pos), c.text(from), nil}
		}
	}
}

func (c *cursor) noDuration() {
	t, help := c.Peek(), ""
	if t.Value == "-" {
		help = "a duration is never negative"
	}
	c.fail(diag.DurationExpected, "a duration is missing before "+found(t),
		"expected a duration such as 10 minutes", help)
}

// numberWithUnit reads one number of a duration, and its unit if the number does
// not contain one.
func (c *cursor) numberWithUnit() {
	number := c.Next()
	if c.isKind(kindIdent) && period.IsUnit(c.Peek().Value) {
		c.Next()
		return
	}
	if !isPlainNumber(number.Value) {
		return
	}
	near := ""
	if t := c.Peek(); t.Type == kindIdent {
		near = spelling.Nearest(t.Value, unitWords)
	}
	c.failMeant(diag.DurationExpected, "the unit is missing after "+number.Value,
		"expected a unit such as seconds, minutes or hours", near, unitWords)
}
