package grammar

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/alecthomas/participle/v2/lexer"
)

// A line break ends a statement, except inside ( ) and [ ], after one of unfinished, and
// before a line that begins with one of continuing or of clauses. Before a declaration in
// the first column it always ends a statement. The scanner makes tokens only of line breaks
// that end statements, so that the parser sees no others.
var (
	unfinished = words(`& | ~ , = >> :`)
	continuing = words(`& | >> {`)
	clauses    = words(`when until`) // the parts of a declaration's first line
)

// separates reports whether a token separates two statements.
func separates(t *lexer.Token) bool { return t.Type == kindNewline || isWord(t, ";") }

// endsStatement reports whether a statement ends before the token.
func endsStatement(t *lexer.Token) bool { return t.EOF() || separates(t) || isWord(t, "}") }

// ended reports whether a statement, a clause of its first line, or that line ends
// before the next token.
func (c *cursor) ended() bool {
	t := c.Peek()
	return endsStatement(t) || t.Value == "{" || t.Value == "checked" || clauses.has(t.Value)
}

// breakEnds reports whether a line break here ends a statement, as far as the tokens
// before it decide.
func (s *scanner) breakEnds() bool {
	if k := len(s.open); k > 0 && s.open[k-1] != '{' {
		return false
	}
	if s.last.Type != kindPunct {
		return true
	}
	return !unfinished.has(cmp.Or(signFor(s.last.Value), s.last.Value))
}

// continues reports whether rest, the start of a line's content, continues the
// statement of the line before. A clause word before a colon is the key of a map.
func continues(rest string) bool {
	begins := func(token string) bool { return strings.HasPrefix(rest, token) }
	if !slices.ContainsFunc(clauses, begins) {
		return slices.ContainsFunc(continuing, begins)
	}
	word, after := cutWord(rest)
	return clauses.has(word) && !strings.HasPrefix(after, ":") && !strings.HasPrefix(after, "-")
}

// begun reports whether there is a statement that a line break could end.
func (s *scanner) begun() bool {
	return s.last.Value != "" &&
		(s.last.Type != kindPunct || s.last.Value != "{" && s.last.Value != ";")
}

// beginsStatement reports whether a statement may begin after the last token, line
// breaks aside.
func (s *scanner) beginsStatement() bool {
	return !s.begun() || s.last.Type == kindPunct && s.last.Value == "}"
}

// closeAtDeclaration reports whether a declaration begins in the first column. Everything
// before it has ended there: an operator or an open ( or [ waits for nothing any more, and
// one error about it is enough.
func (s *scanner) closeAtDeclaration(rest string) bool {
	if s.pos.Column != 1 || !startsDeclaration(rest) {
		return false
	}
	k := len(s.open)
	for k > 0 && s.open[k-1] != '{' {
		k--
	}
	s.open = s.open[:k]
	return true
}

func isBreak(c byte) bool { return c == '\n' || c == '\r' }

// spaceWidth returns the length of the white space at the start of text. If split is true,
// it ends before a line break, and after one at the start.
func spaceWidth(text string, split bool) int {
	i := 0
	for i < len(text) {
		r, size := utf8.DecodeRuneInString(text[i:])
		switch {
		case split && r == '\r' && i == 0 && strings.HasPrefix(text[1:], "\n"):
			return 2
		case split && i == 0 && isBreak(text[i]):
			return 1
		case split && isBreak(text[i]), !unicode.IsSpace(r) && r != '\uFEFF':
			return i
		}
		i += size
	}
	return i
}
