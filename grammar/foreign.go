package grammar

import (
	"strings"

	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/elsewhere"
)

// What is written for another tool is reported once: a passage of its lines is one token,
// and a condition that its language has is said in this one.

// foreign takes the lines at rest, which begin a statement, if another tool reads them. It
// returns false if none is known to.
func (s *scanner) foreign(rest string) bool {
	if !s.file || len(s.open) > 0 || rest == "" || own(rest) {
		return false
	}
	if strings.HasPrefix(rest, ";;") || strings.HasPrefix(rest, "}}") {
		return false // there may be a million of them, and each would read the whole line
	}
	if rest[0] == ';' && s.last.Pos.Line == s.pos.Line {
		return false // it ends the statement before it
	}
	paste, known := elsewhere.Pasted(rest)
	if !known {
		return false
	}
	d := s.errorf(diag.Pasted, s.span(0, paste.Width), "this is %s", paste.What)
	d.Label, d.Help = "expected a declaration", paste.Help
	s.push(kindBad, passageWidth(rest))
	return true
}

// own reports whether text, the start of a line, is of this language: it begins a
// declaration, or only tries to. Other languages have a word import, too.
func own(text string) bool {
	if startsDeclaration(text) {
		return true
	}
	word, rest := cutWord(text)
	return declarations.has(word) && word != "import" && !strings.HasPrefix(rest, ":")
}

// passageWidth returns the length of text up to the line break before its next line that is
// of this language, or up to the white space at its end.
func passageWidth(text string) int {
	for end := lineWidth(text); end < len(text); {
		next := end + spaceWidth(text[end:], true)
		if own(text[next:]) {
			return end
		}
		end = next + lineWidth(text[next:])
	}
	return len(strings.TrimRight(text, " \t\r\n"))
}

// translate is deferred where conditions are read. It adds to an error how the part that is
// wrong is written here, if that is known.
func (c *cursor) translate() {
	r := recover()
	if r == nil {
		return
	}
	if p, wrong := r.(*problem); wrong && p.Code != "" {
		here := c.MakeCheckpoint()
		hint, known := elsewhere.Condition(c.part())
		c.LoadCheckpoint(here)
		if known {
			p.Label, p.Help, p.Suggestion, p.Fix = "", hint.Help, "", diag.Fix{}
		}
	}
	panic(r)
}

// part returns the text of the latest part of a condition, up to the next operator, and
// goes there.
func (c *cursor) part() string {
	c.LoadCheckpoint(c.began)
	from, depth := c.RawCursor(), 0
	for !c.ended() && c.Peek().Type != kindBad {
		switch c.Peek().Value {
		case "(":
			depth++
		case ")":
			depth--
		case "&", "|", "&&", "||":
			if depth == 0 {
				return c.text(from)
			}
		}
		if depth < 0 {
			break
		}
		c.Next()
	}
	return c.text(from)
}
