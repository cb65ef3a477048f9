package grammar

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// A line break ends a statement unless it stands inside ( ) or [ ], after one
// of & | ~ , = >> :, or before a line that goes on with one of & | >> when
// until {. Where no statement has begun there is nothing to end. Before a
// declaration in the first column it always does. (§ Lexical)

func isBreak(c byte) bool { return c == '\n' || c == '\r' }

// spaceWidth returns the length of the white space at the start of text. With
// split a line break is a stretch of its own.
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

// breakEnds reports whether a line break may end a statement where the scanner
// stands, as far as what comes before decides.
func (s *scanner) breakEnds() bool {
	if k := len(s.open); k > 0 && s.open[k-1] != '{' {
		return false
	}
	if s.last.Type != kindPunct {
		return true
	}
	switch s.last.Value {
	case "&", "|", "~", ",", "=", ">>", ":", "&&", "||":
		return false
	}
	return true
}

// begun reports whether there is a statement that could end.
func (s *scanner) begun() bool {
	return s.last.Value != "" && (s.last.Type != kindPunct || s.last.Value != "{" && s.last.Value != ";")
}

// continues reports whether rest, the start of a line's content, goes on with
// the statement of the line before.
func continues(rest string) bool {
	switch {
	case rest == "":
		return false
	case rest[0] == '&', rest[0] == '|', rest[0] == '{', strings.HasPrefix(rest, ">>"):
		return true
	}
	n := identWidth(rest)
	if word := rest[:n]; word != "when" && word != "until" {
		return false
	}
	return !strings.HasPrefix(strings.TrimLeft(rest[n:], " \t"), ":")
}

// beginsStatement reports whether a statement may begin after the last token,
// line breaks aside.
func (s *scanner) beginsStatement() bool {
	if s.last.Type != kindPunct {
		return s.last.Value == ""
	}
	return s.last.Value == "{" || s.last.Value == "}" || s.last.Value == ";"
}

// closeAtDeclaration reports whether a declaration begins in the first column.
// Whatever came before has ended there: an operator or an open ( or [ waits for
// nothing any more, and one error about it is enough.
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

// startsDeclaration reports whether text, the start of a line, begins a
// declaration in a way that nothing else does.
func startsDeclaration(text string) bool {
	if text == "" || text[0] < 'a' || text[0] > 'z' {
		return false
	}
	word, rest := cutWord(text)
	switch word {
	case "package", "import", "config", "param", "secret", "cond", "hook", "group", "task":
	default:
		return false
	}
	label, after := cutLabel(rest)
	next, _ := cutWord(after)
	switch word {
	case "task", "group":
		return label == "when" || label == "until" || next == "when" || next == "until" ||
			strings.HasPrefix(after, "{")
	case "config":
		return strings.HasPrefix(rest, "{")
	case "cond":
		return strings.HasPrefix(after, "=") || strings.HasPrefix(after, "(") && label != ""
	case "param", "secret":
		return label != "" && strings.HasPrefix(after, "=")
	case "import":
		return label != "" && !isIdent(label) || strings.HasPrefix(after, `"`)
	default: // package, hook
		return isIdent(label)
	}
}

// cutWord cuts the word at the start of text off, and the space after it.
func cutWord(text string) (word, rest string) {
	n := identWidth(text)
	return text[:n], strings.TrimLeft(text[n:], " \t")
}

// cutLabel cuts a word or a string on one line off, and the space after it.
func cutLabel(text string) (label, rest string) {
	if text == "" || !strings.ContainsRune("\"'`", rune(text[0])) {
		return cutWord(text)
	}
	line := text[:lineWidth(text)]
	end := strings.IndexByte(line[1:], text[0])
	if end < 0 {
		return "", text
	}
	return text[:end+2], strings.TrimLeft(text[end+2:], " \t")
}
