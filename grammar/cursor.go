package grammar

import (
	"slices"
	"strings"

	"github.com/alecthomas/participle/v2/lexer"

	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/elsewhere"
)

// A cursor reads tokens for the parts of the grammar that are written by hand: conditions,
// arguments, and what contains them. It gives up at the first error, with a panic that
// parsePart turns into an error.
type cursor struct {
	*lexer.PeekingLexer
	quotes *quotedLexer     // of the quotes around a condition, or nil
	depth  int              // of nested conditions
	began  lexer.Checkpoint // the start of the latest part of a condition, for messages
	head   string           // the first word of that part
	next   wordSet          // the words that could have continued it
}

// parsePart returns a method as a function that participle can call.
func parsePart[T any](parse func(*cursor) T) func(*lexer.PeekingLexer) (T, error) {
	return func(lx *lexer.PeekingLexer) (part T, err error) {
		defer catch(&err)
		return parse(&cursor{PeekingLexer: lx}), nil
	}
}

// catch turns the panic of a cursor into an error.
func catch(err *error) {
	switch r := recover().(type) {
	case nil:
	case *problem:
		*err = r
	default:
		panic(r)
	}
}

// problem returns an error at token t. The scanner has reported what a Bad token is, so
// the problem of one has no code.
func (c *cursor) problem(code diag.Code, t *lexer.Token, msg string) *problem {
	p := &problem{}
	if t.Type != kindBad {
		p.Diagnostic = diag.Diagnostic{Code: code, Span: tokenSpan(t), Msg: msg}
	}
	return p
}

// fail gives up at the next token.
func (c *cursor) fail(code diag.Code, msg, label, help string) {
	p := c.problem(code, c.Peek(), msg)
	p.Label, p.Help = label, help
	panic(p)
}

// failMeant gives up at the next token. If near is not empty, it was most likely meant
// instead of the token; expected are the words that may stand there.
func (c *cursor) failMeant(code diag.Code, msg, label, near string, expected wordSet) {
	p := c.problem(code, c.Peek(), msg)
	p.Label, p.Expected = label, expected
	if near != "" {
		suggest(&p.Diagnostic, near)
	}
	panic(p)
}

// unclosed returns the error for a bracket that is still open at the next token.
func (c *cursor) unclosed(open *lexer.Token) *problem {
	p := c.problem(diag.UnclosedBracket, open, "the bracket "+open.Value+" is not closed")
	p.Label = "it opens here"
	p.Related = closedBefore(c.Peek())
	return p
}

// closedBefore says that what is open should be closed before the token.
func closedBefore(t *lexer.Token) []diag.Related {
	return []diag.Related{{Span: tokenSpan(t), Msg: "it should be closed before " + found(t)}}
}

// since returns the place from start to the last token read.
func (c *cursor) since(start lexer.Position) Place {
	return between(start, c.RawPeek().Pos)
}

// text returns the text of the tokens from start to the last one read. White space and
// comments between them become one space.
func (c *cursor) text(start lexer.RawCursor) string {
	var b strings.Builder
	gap := false
	for _, t := range c.Range(start, c.RawCursor()) {
		if t.Type == kindSpace || t.Type == kindComment {
			gap = b.Len() > 0
			continue
		}
		if gap {
			b.WriteByte(' ')
		}
		gap = false
		b.WriteString(t.Value)
	}
	return b.String()
}

// is reports whether the next token is the word or sign.
func (c *cursor) is(word string) bool { return isWord(c.Peek(), word) }

// isWord reports whether t is the word or sign, and not a Bad token.
func isWord(t *lexer.Token, word string) bool {
	return t.Value == word && t.Type != kindBad
}

// isKind reports whether the next token is of one of the kinds.
func (c *cursor) isKind(kinds ...lexer.TokenType) bool {
	return slices.Contains(kinds, c.Peek().Type)
}

// second returns the token after the next one.
func (c *cursor) second() *lexer.Token {
	here := c.MakeCheckpoint()
	c.Next()
	t := c.Peek()
	c.LoadCheckpoint(here)
	return t
}

// eat reads the next token if it is the word or sign.
func (c *cursor) eat(word string) bool {
	if !c.is(word) || c.Peek().EOF() {
		return false
	}
	c.Next()
	return true
}

// want reads the word or sign, or gives up.
func (c *cursor) want(word, form string) {
	if !c.eat(word) {
		c.failWord(words(word), form)
	}
}

// oneOf reads one of the words, or gives up.
func (c *cursor) oneOf(set wordSet, form string) *Name {
	if !c.isKind(kindIdent) || !set.has(c.Peek().Value) {
		c.failWord(set, form)
	}
	return c.name()
}

// failWord gives up because the next token is none of the words.
func (c *cursor) failWord(set wordSet, form string) { c.failWordAt("", set, form) }

// failWordAt gives up because the next token is none of the words that can stand at a place.
func (c *cursor) failWordAt(at elsewhere.Place, set wordSet, form string) {
	t := c.dashed()
	label := "expected " + set.list()
	if t.Type != kindIdent {
		c.fail(diag.Unexpected, unexpected(t), label, form)
	}
	p := c.problem(diag.UnknownWord, t, "unexpected word "+found(t))
	p.Expected = set
	if p.Label, p.Help = label, form; at.Meant(t.Value, set).Near != "" {
		suggest(&p.Diagnostic, at.Meant(t.Value, set).Near)
	}
	panic(p)
}

// hint adds what a wrong word at a place was meant to be, if that is known.
func hint(d *diag.Diagnostic, at elsewhere.Place, word string, known wordSet) {
	meant := at.Meant(word, known)
	if meant.Near != "" {
		suggest(d, meant.Near)
	}
	if meant.Help != "" {
		d.Help = meant.Help
	}
}

// suggest adds the word that was most likely meant to a finding.
func suggest(d *diag.Diagnostic, near string) {
	d.Help, d.Suggestion = "did you mean "+near+"?", near
}

// beginsLine reports whether the next token is the first on its line.
func (c *cursor) beginsLine() bool { return beginsLine(c.PeekingLexer) }

// beginsStatement reports whether the next token, the first of its line, begins a
// statement of a block rather than an argument. The words func, env and task may begin
// either, and count as arguments.
func (c *cursor) beginsStatement() bool {
	t := c.Peek()
	if t.Type != kindIdent || c.is("func") || c.is("env") {
		return false
	}
	if !settings.has(t.Value) && !actionWords.has(t.Value) && !configKeys.has(t.Value) &&
		!calendarKeys.has(t.Value) {
		return false
	}
	switch c.second().Value {
	case ":", ",", ")", "]", ".", "(", ">>":
		return false
	}
	return true
}

// rejectAfter gives up if what follows a value on its line is of a kind, or a comma. The help is
// how what follows is written, which ends with it, or how several such values are.
func (c *cursor) rejectAfter(what string, kind lexer.TokenType, written, several string) {
	help := several
	switch t := c.Peek(); {
	case t.Type == kind && !c.beginsLine():
		help = written + t.Value
	case !c.is(","):
		return
	}
	c.fail(diag.EndExpected, unexpected(c.Peek())+" after the "+what,
		"expected the end of the line, or ;", help)
}
