package grammar

import (
	"strconv"
	"strings"

	"github.com/rocketc/rocketc/diag"
)

// A Text is a string literal of any of the three kinds.
type Text struct {
	Place
	Raw string `parser:"@String"` // as written, quotes included
}

func (*Text) arg() {}

// Value returns the string that the literal stands for. A bad escape, which Parse
// reports, stands for itself.
func (t *Text) Value() string {
	s, _ := unquote(t.Raw)
	return s
}

// string reads a string literal, or gives up.
func (c *cursor) string(what, form string) *Text {
	t := c.Peek()
	if t.Type != kindString {
		c.fail(diag.Unexpected, unexpected(t), "expected "+what, form)
	}
	c.Next()
	return &Text{Place: c.since(t.Pos), Raw: t.Value}
}

// unquote returns the string that a literal stands for, and the offset in raw of the
// first bad escape, or -1. Bad escapes stay as they are.
func unquote(raw string) (value string, bad int) {
	bad = -1
	if len(raw) < 2 {
		return raw, bad
	}
	quote, body := raw[0], raw[1:len(raw)-1]
	if quote == '`' {
		return strings.ReplaceAll(body, "\r", ""), bad
	}
	if !strings.Contains(body, `\`) {
		return body, bad
	}
	var b strings.Builder
	for rest := body; rest != ""; {
		r, multibyte, tail, err := strconv.UnquoteChar(rest, quote)
		switch {
		case strings.HasPrefix(rest, `\"`), strings.HasPrefix(rest, `\'`):
			b.WriteByte(rest[1])
			tail = rest[2:]
		case err != nil:
			if bad < 0 {
				bad = 1 + len(body) - len(rest)
			}
			b.WriteByte(rest[0])
			tail = rest[1:]
		case r < 0x80 || multibyte:
			b.WriteRune(r)
		default:
			b.WriteByte(byte(r))
		}
		rest = tail
	}
	return b.String(), bad
}
