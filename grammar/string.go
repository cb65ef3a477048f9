package grammar

import (
	"strings"

	"github.com/rocketc/rocketc/diag"
)

// A Text is a string literal of any of the three kinds.
type Text struct {
	Place
	Raw string // as written, quotes included
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
	for i := 0; i < len(body); {
		text, width := body[i:i+1], 1
		if text == `\` {
			text, width = unescape(body[i:], quote)
		}
		if text == `\` && width == 1 && bad < 0 {
			bad = 1 + i
		}
		b.WriteString(text)
		i += width
	}
	return b.String(), bad
}
