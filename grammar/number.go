package grammar

import (
	"strings"
	"unicode"

	"github.com/rocketc/rocketc/diag"
)

// A Number is a number without a unit, with its sign. In a named condition it may
// also be a bare word: a parameter of type int.
type Number struct {
	Place
	Text string
}

func (*Number) arg() {}

// number reads digits and dots, or gives up.
func (c *cursor) number() *Number {
	t := c.Peek()
	if t.Type != kindNum || !isPlainNumber(t.Value) {
		c.fail(diag.NumberExpected, "a number is missing before "+found(t), "expected a number", "")
	}
	c.Next()
	return &Number{c.since(t.Pos), t.Value}
}

// numberOrParam reads a number, or the name of a parameter of the named condition.
func (c *cursor) numberOrParam() *Number {
	if c.isParam() {
		n := c.name()
		return &Number{n.Place, n.Text}
	}
	return c.number()
}

// isParam reports whether the next token may be the name of a parameter that
// stands for a number or a duration.
func (c *cursor) isParam() bool { return c.isKind(kindIdent) && !reserved(c.Peek().Value) }

// isPlainNumber reports whether text holds only digits, dots and _.
func isPlainNumber(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool {
		return r != '.' && r != '_' && !unicode.IsDigit(r)
	})
}
