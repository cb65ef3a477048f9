package grammar

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/rocketc/rocketc/diag"
)

// codeBlock scans what follows the word code at the start of a statement: a type, if there
// is one, the brace, and the Go source up to the brace that matches it. If no brace
// follows, code is a word like any other.
func (s *scanner) codeBlock() {
	brace := codeBrace(s.src[s.pos.Offset:])
	if brace < 0 || len(s.open) >= maxDepth {
		return
	}
	end := s.pos.Offset + brace
	s.skipSpace()
	if goType := strings.TrimRightFunc(s.src[s.pos.Offset:end], unicode.IsSpace); goType != "" {
		s.push(kindGoType, len(goType))
		s.skipSpace()
	}
	start := s.pos
	s.push(kindPunct, 1)
	s.open = append(s.open, '{')
	n, why := goWidth(s.src[s.pos.Offset:])
	if why != "" {
		d := s.errorf(diag.UnclosedCode, span(start, s.pos), "%s", why)
		d.Label = "the code starts here"
		s.push(kindBad, n)
		s.open = s.open[:len(s.open)-1]
		return
	}
	s.push(kindGoCode, n)
}

// skipSpace takes the white space that comes next, if any, as one token.
func (s *scanner) skipSpace() {
	if n := spaceWidth(s.src[s.pos.Offset:], false); n > 0 {
		s.push(kindSpace, n)
	}
}

// codeBrace returns the offset of the brace that opens the code, or -1 if something other
// than a Go type stands before it.
func codeBrace(text string) int {
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '{' && emptyType(text, i):
			i++
		case c == '{':
			return i
		case isBreak(c):
			next := strings.TrimLeftFunc(text[i:], unicode.IsSpace)
			if !strings.HasPrefix(next, "{") {
				return -1
			}
		case !inType(rune(c)):
			return -1
		}
	}
	return -1
}

// inType reports whether a byte may be part of a Go type. Every byte of a character that is
// not ASCII may.
func inType(c rune) bool {
	return c >= utf8.RuneSelf || unicode.IsLetter(c) || unicode.IsDigit(c) ||
		strings.ContainsRune("_.*[](), \t<-", c)
}

// emptyType reports whether the brace at text[i] is the one of interface{} or struct{}.
func emptyType(text string, i int) bool {
	before := text[:i]
	return strings.HasPrefix(text[i:], "{}") &&
		(strings.HasSuffix(before, "interface") || strings.HasSuffix(before, "struct"))
}

// goWidth returns the length of the Go source at the start of text, up to the brace that
// closes it. If no brace does, why says what is wrong, and the source reaches to the next
// declaration in the first column, or to the end.
func goWidth(text string) (n int, why string) {
	depth := 1
	for i := 0; i < len(text); {
		size := 1
		switch c := text[i]; c {
		case '{':
			depth++
		case '}':
			if depth--; depth == 0 {
				return i, ""
			}
		case '\n', '\r':
			if startsDeclaration(text[i+1:]) {
				return i, "the code has no closing brace"
			}
		case '"', '\'':
			size = goQuoted(text[i:])
		case '`':
			size = goEnclosed(text[i:], 1, "`")
		case '/':
			size = goComment(text[i:])
		}
		if size < 0 {
			return len(text), "a comment or raw string in the code is not closed"
		}
		i += size
	}
	return len(text), "the code has no closing brace"
}

// goQuoted returns the length of the string or rune literal at the start of text. A literal
// that is not closed ends with its line.
func goQuoted(text string) int {
	for i := 1; i < len(text); i++ {
		switch c := text[i]; {
		case c == '\\' && i+1 < len(text) && !isBreak(text[i+1]):
			i++
		case c == text[0]:
			return i + 1
		case isBreak(c):
			return i
		}
	}
	return len(text)
}

// goComment returns the length of the comment at the start of text: 1 if there is none, -1
// if it is not closed.
func goComment(text string) int {
	switch {
	case strings.HasPrefix(text, "//"):
		return lineWidth(text)
	case strings.HasPrefix(text, "/*"):
		return goEnclosed(text, 2, "*/")
	}
	return 1
}

// goEnclosed returns the length of the part of text up to the first end after skip bytes, or
// -1 if there is no end.
func goEnclosed(text string, skip int, end string) int {
	i := strings.Index(text[skip:], end)
	if i < 0 {
		return -1
	}
	return skip + i + len(end)
}
