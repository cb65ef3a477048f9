package grammar

import (
	"strconv"
	"strings"
)

// unquote returns what a string literal stands for, and the offset in raw of
// the first bad escape, -1 where there is none. Bad escapes stay as they are.
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

// isIdent reports whether s is an identifier.
func isIdent(s string) bool { return s != "" && identWidth(s) == len(s) }
