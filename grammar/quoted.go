package grammar

import (
	"sort"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/alecthomas/participle/v2/lexer"

	"github.com/rocketc/rocketc/diag"
)

// A Quoted is a condition between quotes: `"every 10 seconds"`. Its nodes stand in the
// string, where they are written.
type Quoted struct {
	Place
	Inner Cond
}

func (*Quoted) cond() {}

// quoted reads a condition between quotes. What is wrong with it is reported at its place
// in the string.
func (c *cursor) quoted() Cond {
	t := c.Next()
	v, bad := unquote(t.Value)
	if strings.TrimSpace(v) == "" || bad >= 0 || !utf8.ValidString(v) {
		panic(c.noQuotedCond(t, bad))
	}
	inner := c.quotes.quoted(t)
	peeking, err := lexer.Upgrade(inner, kindSpace, kindComment)
	if err != nil {
		panic(err) // the scanner never fails
	}
	x, err := inner.read(&cursor{PeekingLexer: peeking, quotes: inner})
	if found := inner.scanner.diags; len(found) > 0 {
		inner.place(&found[0].Span)
		panic(&problem{found[0]})
	}
	if err != nil {
		panic(err)
	}
	return &Quoted{c.since(t.Pos), x}
}

// noQuotedCond returns the error for a string that holds no condition. The scanner has
// reported a bad escape.
func (c *cursor) noQuotedCond(t *lexer.Token, badEscape int) *problem {
	if badEscape >= 0 {
		return &problem{}
	}
	p := c.problem(diag.CondExpected, t, "there is no condition between the quotes")
	p.Label = "expected a condition"
	return p
}

// A quotedLexer splits the value of a string literal into tokens, which stand where the file
// has them: the literal may itself be a part of the value of another.
type quotedLexer struct {
	scanner *scanner
	quote   string         // the closing quote
	raw     string         // the literal in the file
	start   lexer.Position // of raw
	at      []int          // the offset in raw of each byte of the value, and of its end
	last    lexer.Position // of the token before
	done    int            // the offset of last in raw
}

// quoted returns the lexer of a literal in the value of q, or in the file if q is nil.
func (q *quotedLexer) quoted(t *lexer.Token) *quotedLexer {
	value, at := unquoteAt(t.Value)
	inner := &quotedLexer{scanner: newScanner(t.Pos.Filename, value), at: at,
		quote: t.Value[len(t.Value)-1:], raw: t.Value, start: t.Pos, last: t.Pos}
	if q != nil {
		inner.raw, inner.start, inner.last = q.raw, q.start, q.start
		first := sort.SearchInts(q.at, t.Pos.Offset-q.start.Offset)
		for i := range at {
			at[i] = q.at[first+at[i]]
		}
	}
	return inner
}

// Next returns the next token. The value of the token at the end is the closing quote.
func (q *quotedLexer) Next() (lexer.Token, error) {
	t, err := q.scanner.Next()
	offset := q.at[t.Pos.Offset]
	advance(&q.last, q.raw[q.done:offset])
	q.done, t.Pos = offset, q.last
	if t.EOF() {
		t.Value = q.quote
	}
	return t, err
}

// read reads the whole condition.
func (q *quotedLexer) read(c *cursor) (x Cond, err error) {
	defer catch(&err)
	for separates(c.Peek()) {
		c.Next()
	}
	x = c.condition()
	for separates(c.Peek()) {
		c.Next()
	}
	if !c.Peek().EOF() {
		panic(c.strayAfterCond())
	}
	return x, nil
}

// place moves a span in the value to where the literal has it.
func (q *quotedLexer) place(s *diag.Span) {
	for _, p := range []*diag.Pos{&s.Start, &s.End} {
		at := q.start
		advance(&at, q.raw[:q.at[min(p.Offset, len(q.at)-1)]])
		*p = pos(at)
	}
}

// unquoteAt returns the string that a literal without bad escapes stands for, the offset in
// raw of each of its bytes, and that of the closing quote.
func unquoteAt(raw string) (value string, at []int) {
	var b strings.Builder
	quote, end := raw[0], len(raw)-1
	for i := 1; i < end; {
		text, width := raw[i:i+1], 1
		switch rest := raw[i:end]; {
		case quote == '`' && strings.HasPrefix(rest, "\r\n"):
			text, width = "\n", 2
		case quote == '`' && rest[0] == '\r':
			text = ""
		case quote != '`' && rest[0] == '\\':
			text, width = unescape(rest, quote)
		}
		for range len(text) {
			at = append(at, i)
		}
		b.WriteString(text)
		i += width
	}
	return b.String(), append(at, end)
}

// unescape returns what the escape at the start of text stands for, and its length.
func unescape(text string, quote byte) (value string, width int) {
	if strings.HasPrefix(text, `\"`) || strings.HasPrefix(text, `\'`) {
		return text[1:2], 2
	}
	r, multibyte, tail, err := strconv.UnquoteChar(text, quote)
	switch {
	case err != nil:
		return text[:1], 1
	case r < 0x80 || multibyte:
		return string(r), len(text) - len(tail)
	}
	return string([]byte{byte(r)}), len(text) - len(tail)
}
