package diag

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Rule returns what the code stands for; known is false if no rule has it.
func (c Code) Rule() (rule Rule, known bool) {
	for _, r := range Rules() {
		if r.Code == c {
			return r, true
		}
	}
	return Rule{}, false
}

// Severity returns the severity of findings with the code.
func (c Code) Severity() Severity {
	if c >= "RKT200" {
		return Warning
	}
	return Error
}

// The largest listing: longer lines and files are cut.
const (
	listingWidth = 90
	listingLines = 12
)

// Listing returns the example for people: bytes that cannot be printed are
// written as escapes of Go, and what is very long ends with an ellipsis. It is
// empty if the rule has no example.
func (r Rule) Listing() string {
	var b strings.Builder
	n := 0
	for line := range strings.Lines(r.Example) {
		if n++; n > listingLines {
			b.WriteString("…\n")
			break
		}
		b.WriteString(listed(strings.TrimSuffix(line, "\n")) + "\n")
	}
	return b.String()
}

// listed returns a line of an example as it is listed.
func listed(line string) string {
	var b strings.Builder
	for width := 0; line != ""; width++ {
		if width == listingWidth {
			return b.String() + "…"
		}
		r, size := utf8.DecodeRuneInString(line)
		if r == utf8.RuneError && size == 1 || !unicode.IsPrint(r) {
			for _, c := range []byte(line[:size]) {
				fmt.Fprintf(&b, `\x%02x`, c)
			}
		} else {
			b.WriteRune(r)
		}
		line = line[size:]
	}
	return b.String()
}
