package grammar

import (
	"bytes"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/alecthomas/participle/v2/lexer"

	"github.com/rocketc/rocketc/diag"
)

const (
	// maxDepth is how deep brackets, and ~ before a condition, may nest.
	maxDepth = 1000
	// maxTokens is how many tokens a declaration may have, white space and the members of a
	// group aside. All of them are kept until the declaration has been parsed.
	maxTokens = 900_000
)

// A scanner splits a file into tokens. It works ahead to the next token that is neither
// space nor comment, because that token decides whether the line break before it ends a
// statement.
type scanner struct {
	src      string
	pos      lexer.Position // of the next byte
	queue    []lexer.Token  // scanned, not yet handed out
	head     int            // of queue
	last     lexer.Token    // the last token that was neither space nor comment
	dotted   bool           // a dot stands before last
	open     []byte         // the brackets that are open: ( [ {
	bodies   int            // how many of open, the first ones, are the braces of groups
	header   bool           // the line began with group, and its brace has not come yet
	outside  bool           // at the last Newline no bracket was open but those of bodies
	inGroup  bool           // outside, and in a group
	tokens   int            // scanned since a Newline that was outside, white space aside
	nots     int            // how many ~ stand before here, with nothing between them
	rawEnds  bool           // no backquote is left in the file
	file     bool           // src is a whole file
	diags    diag.List
	comments []Comment
}

func newScanner(file, src string) *scanner {
	return &scanner{src: src, pos: lexer.Position{Filename: file, Line: 1, Column: 1}}
}

// Next returns the next token. At the end it returns the EOF token again and again. The
// error is always nil.
func (s *scanner) Next() (lexer.Token, error) {
	if s.head == len(s.queue) {
		s.queue, s.head = s.queue[:0], 0
		s.fill()
	}
	t := s.queue[s.head]
	s.head++
	return t, nil
}

// finished reports whether every token but EOF has been handed out.
func (s *scanner) finished() bool {
	return s.pos.Offset == len(s.src) && (s.head == len(s.queue) || s.queue[s.head].EOF())
}

// fill scans space and comments and at least one token after them.
func (s *scanner) fill() {
	lineBreak := -1 // the place of the first line break in the queue
	for {
		rest := s.src[s.pos.Offset:]
		space := spaceWidth(rest, lineBreak < 0)
		switch {
		case s.tokens >= maxTokens && rest != "":
			d := s.giveUp(diag.TooLong,
				"the declaration has more than %d words and signs", maxTokens)
			d.Label = "the file is read no further"
			d.Help = "close the bracket before this, or split what is so long"
			return
		case space > 0:
			if lineBreak < 0 && isBreak(rest[0]) {
				lineBreak = len(s.queue)
			}
			s.push(kindSpace, space)
		case rest != "" && rest[0] == '#':
			s.comment(rest, lineBreak >= 0 || s.last.Pos.Line == 0)
		default:
			s.significant(rest, lineBreak)
			return
		}
	}
}

// significant decides what the line break before rest is, and scans the token at rest.
// lineBreak is the place of the line break in the queue, or -1.
func (s *scanner) significant(rest string, lineBreak int) {
	declares := s.closeAtDeclaration(rest)
	begins, first := s.beginsStatement(), !s.begun()
	if lineBreak >= 0 && s.begun() && (declares || s.breakEnds() && !continues(rest)) {
		s.newline(lineBreak)
		begins, first = true, true
	}
	if first {
		word, _ := cutWord(rest)
		s.header = word == "group"
	}
	if begins && s.foreign(rest) {
		return
	}
	if lineBreak < 0 && s.afterCron() {
		if n := cronWidth(rest); n > 0 {
			s.push(kindCronFields, n)
			return
		}
	}
	s.token(rest)
	if begins && s.last.Type == kindIdent && s.last.Value == "code" {
		s.codeBlock()
	}
}

// newline makes the line break at place i of the queue end a statement.
func (s *scanner) newline(i int) {
	s.queue[i].Type = kindNewline
	if s.outside = len(s.open) == s.bodies; s.outside {
		s.tokens = 0
		s.inGroup = s.bodies > 0
	}
}

// giveUp takes all that is left of the file as one token, which is too much in the way that
// the error says.
func (s *scanner) giveUp(code diag.Code, format string, args ...any) *diag.Diagnostic {
	d := s.errorf(code, s.span(0, 1), format, args...)
	s.push(kindBad, len(s.src)-s.pos.Offset)
	return d
}

func (s *scanner) token(rest string) {
	r, _ := utf8.DecodeRuneInString(rest)
	switch {
	case rest == "":
		s.queue = append(s.queue, lexer.EOFToken(s.pos))
	case r == '_' || unicode.IsLetter(r):
		s.push(kindIdent, identWidth(rest))
	case startsNumber(rest):
		s.push(kindNum, numberWidth(rest))
	case r == '"' || r == '\'':
		s.quoted(rest)
	case r == '`':
		s.raw(rest)
	case isPunct(r):
		s.punct(rest)
	default:
		s.badRunes(rest, r)
	}
}

// push takes the next n bytes as a token.
func (s *scanner) push(kind lexer.TokenType, n int) {
	t := lexer.Token{Type: kind, Value: s.src[s.pos.Offset : s.pos.Offset+n], Pos: s.pos}
	s.queue = append(s.queue, t)
	if kind != kindSpace {
		s.tokens++
	}
	if kind != kindSpace && kind != kindComment {
		s.dotted = s.last.Value == "."
		s.last = t
		if s.nots++; t.Value != "~" {
			s.nots = 0
		}
	}
	advance(&s.pos, t.Value)
}

// advance moves p past text.
func advance(p *lexer.Position, text string) {
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '\n' && i > 0 && text[i-1] == '\r':
		case c == '\n' || c == '\r':
			p.Line++
			p.Column = 1
		case utf8.RuneStart(c):
			p.Column++
		}
	}
	p.Offset += len(text)
}

// errorf reports an error. Only the first maxErrors are kept.
func (s *scanner) errorf(
	code diag.Code, at diag.Span, format string, args ...any,
) *diag.Diagnostic {
	if len(s.diags) < maxErrors {
		return s.diags.Errorf(code, at, format, args...)
	}
	if len(s.diags) == maxErrors {
		s.diags.Errorf(diag.TooManyErrors, at,
			"too many errors; what is wrong in later strings and characters is not listed")
	}
	return &diag.Diagnostic{}
}

// span returns the place of n bytes, after the next skip bytes.
func (s *scanner) span(skip, n int) diag.Span {
	start := s.pos
	advance(&start, s.src[start.Offset:start.Offset+skip])
	end := start
	advance(&end, s.src[start.Offset:start.Offset+n])
	return span(start, end)
}

func (s *scanner) comment(rest string, own bool) {
	start := s.pos
	s.push(kindComment, lineWidth(rest))
	text := s.queue[len(s.queue)-1].Value
	s.comments = append(s.comments, Comment{between(start, s.pos), text, own})
}

func (s *scanner) punct(rest string) {
	n := 1
	if len(rest) > 1 {
		switch rest[:2] {
		case "&&", "||", "==", "!=", "<=", ">=", ">>":
			n = 2
		}
	}
	switch c := rest[0]; c {
	case '(', '[', '{':
		if len(s.open) >= maxDepth {
			d := s.giveUp(diag.TooDeep, "brackets nest more than %d deep", maxDepth)
			d.Label = "one too many; the file is read no further"
			return
		}
		if c == '{' && s.header && len(s.open) == s.bodies {
			s.header = false
			s.bodies++
		}
		s.open = append(s.open, c)
	case '~':
		if s.nots >= maxDepth {
			d := s.giveUp(diag.TooDeep, "a condition nests too deep")
			d.Label = "one ~ too many; the file is read no further"
			return
		}
	case ')', ']':
		if k := len(s.open); k > 0 && s.open[k-1] != '{' {
			s.open = s.open[:k-1]
		}
	case '}':
		s.open = s.open[:max(0, bytes.LastIndexByte(s.open, '{'))]
		s.bodies = min(s.bodies, len(s.open))
	}
	s.push(kindPunct, n)
}

// quoted scans a string that ends on its line: "…" or '…'.
func (s *scanner) quoted(rest string) {
	for i := 1; i < len(rest) && !isBreak(rest[i]); i++ {
		switch rest[i] {
		case '\\':
			if i+1 < len(rest) && !isBreak(rest[i+1]) {
				i++
			}
		case rest[0]:
			s.checkEscapes(rest[:i+1])
			s.push(kindString, i+1)
			return
		}
	}
	d := s.errorf(diag.UnclosedString, s.span(0, 1), "the string is not closed on its line")
	d.Label = "it starts here"
	d.Help = "close it with " + rest[:1] + ", or write it between backquotes if it has line breaks"
	s.push(kindBad, len(strings.TrimRight(rest[:lineWidth(rest)], " \t")))
}

func (s *scanner) checkEscapes(raw string) {
	if !strings.Contains(raw, `\`) {
		return
	}
	if _, bad := unquote(raw); bad >= 0 {
		n := min(2, len(raw)-1-bad)
		d := s.errorf(diag.BadEscape, s.span(bad, n), "Go has no escape %s", raw[bad:bad+n])
		d.Help = `for a backslash itself write \\, or write the string between backquotes`
	}
}

// raw scans a string that may contain line breaks: `…`.
func (s *scanner) raw(rest string) {
	if !s.rawEnds {
		if i := strings.IndexByte(rest[1:], '`'); i >= 0 {
			s.push(kindString, i+2)
			return
		}
		s.rawEnds = true
	}
	d := s.errorf(diag.UnclosedString, s.span(0, 1), "the raw string is not closed")
	d.Label = "it starts here"
	d.Help = "close it with `"
	s.push(kindBad, lineWidth(rest))
}

// badRunes takes characters that belong to no token as one token; r is the first of them.
func (s *scanner) badRunes(rest string, r rune) {
	n := badWidth(rest)
	if r == utf8.RuneError && !strings.HasPrefix(rest, string(r)) {
		s.push(kindBad, n) // reported by checkText
		return
	}
	d := s.errorf(diag.BadCharacter, s.span(0, utf8.RuneLen(r)),
		"the character %s has no place here", describeRune(r))
	if strings.ContainsRune(curlyQuotes, r) {
		d.Help = `strings stand between straight quotes: "…"`
		n += curlyWidth(rest[n:])
	}
	s.push(kindBad, n)
}

// badWidth returns the length of the run of characters at the start of rest that belong to
// no token.
func badWidth(rest string) int {
	for i, r := range rest {
		if r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsSpace(r) ||
			isPunct(r) {
			return i
		}
	}
	return len(rest)
}

func isPunct(r rune) bool {
	return r < utf8.RuneSelf && (unicode.IsPunct(r) || unicode.IsSymbol(r))
}

const curlyQuotes = "“”„«»″‘’‚′"

// curlyWidth returns the length of the rest of a string in curly quotes, or 0 if its line
// has no second one.
func curlyWidth(rest string) int {
	i := strings.IndexAny(rest, curlyQuotes+"\r\n")
	if i < 0 || isBreak(rest[i]) {
		return 0
	}
	_, size := utf8.DecodeRuneInString(rest[i:])
	return i + size
}

func describeRune(r rune) string {
	if unicode.IsPrint(r) {
		return fmt.Sprintf("%c (U+%04X)", r, r)
	}
	return fmt.Sprintf("U+%04X", r)
}

// identWidth returns the length of the word at the start of text, or 0.
func identWidth(text string) int {
	for i, r := range text {
		if r != '_' && !unicode.IsLetter(r) && (i == 0 || !unicode.IsDigit(r)) {
			return i
		}
	}
	return len(text)
}

// isIdent reports whether s is an identifier.
func isIdent(s string) bool { return s != "" && identWidth(s) == len(s) }

func startsNumber(text string) bool {
	r, _ := utf8.DecodeRuneInString(strings.TrimPrefix(text, "."))
	return unicode.IsDigit(r)
}

// numberWidth returns the length of the number at the start of text: digits, letters, dots,
// and colons before a digit.
func numberWidth(text string) int {
	for i, r := range text {
		switch {
		case r == '.' || r == '_' || unicode.IsDigit(r) || unicode.IsLetter(r):
		case r == ':' && i+1 < len(text) && startsNumber(text[i+1:]):
		default:
			return i
		}
	}
	return len(text)
}

// lineWidth returns the length of text up to its first line break.
func lineWidth(text string) int {
	if i := strings.IndexAny(text, "\r\n"); i >= 0 {
		return i
	}
	return len(text)
}
