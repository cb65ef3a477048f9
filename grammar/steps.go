package grammar

import (
	"strings"

	"github.com/alecthomas/participle/v2/lexer"

	"github.com/rocketc/rocketc/diag"
)

// An EveryFrom is `every N days|weeks|months|years from "2026-01-06 10:00"`.
type EveryFrom struct {
	Place
	Steps *Steps
	From  *Text
}

func (*EveryFrom) cond() {}

// Steps is a number of units of the calendar as written: `2 weeks`, `month`. Package period
// reads its text.
type Steps struct {
	Place
	Text string
}

// lengthless are the units that no duration is made of.
var lengthless = words(`month months year years`)

// stepsBefore reads the steps that stand before the word from. It returns nil if there are
// none, and gives up at a unit that only steps can have.
func (c *cursor) stepsBefore() *Steps {
	t, from, here := c.Peek(), c.RawCursor(), c.MakeCheckpoint()
	if c.isKind(kindNum) {
		c.Next()
	}
	if c.isKind(kindIdent) && !c.is("from") {
		c.Next()
	}
	text := c.text(from)
	if c.is("from") && text != "" {
		return &Steps{c.since(t.Pos), text}
	}
	c.LoadCheckpoint(here)
	if unit := strings.TrimLeft(text, "0123456789 "); lengthless.has(unit) {
		c.noLength(text, unit)
	}
	return nil
}

// noLength gives up because the next tokens are steps of a unit without a length.
func (c *cursor) noLength(text, unit string) {
	if text == unit {
		text = "1 " + unit
	}
	c.fail(diag.DurationExpected, "a "+strings.TrimSuffix(unit, "s")+" has no fixed length",
		"expected a duration such as 10 minutes",
		"write "+strings.TrimSuffix(unit, "s")+`ly, or: every `+text+` from "2026-01-31"`)
}

// everyFrom reads what follows the steps.
func (c *cursor) everyFrom(start lexer.Position, steps *Steps) Cond {
	c.Next()
	from := c.date("from")
	return &EveryFrom{c.since(start), steps, from}
}
