package grammar

import (
	"slices"

	"github.com/alecthomas/participle/v2"
	"github.com/alecthomas/participle/v2/lexer"
)

// The nodes below are read by hand if the tags of the grammar name them. Only participle
// calls their Parse methods.

// Parse implements participle.Parseable. The word func may be left out.
func (f *Func) Parse(lx *lexer.PeekingLexer) error { return into(f, lx, (*cursor).hookFunction) }

// Parse implements participle.Parseable. It matches a word.
func (n *Name) Parse(lx *lexer.PeekingLexer) error {
	return ofKind(n, lx, (*cursor).name, kindIdent)
}

// Parse implements participle.Parseable. It matches a string.
func (t *Text) Parse(lx *lexer.PeekingLexer) error {
	return ofKind(t, lx, func(c *cursor) *Text { return c.string("", "") }, kindString)
}

// Parse implements participle.Parseable. It matches a word or a string.
func (l *Label) Parse(lx *lexer.PeekingLexer) error {
	return ofKind(l, lx, func(c *cursor) *Label { return c.label("", "") }, kindIdent, kindString)
}

// Parse implements participle.Parseable. It matches the code between braces.
func (g *GoCode) Parse(lx *lexer.PeekingLexer) error {
	return ofKind(g, lx, (*cursor).goCode, kindGoCode)
}

// Parse implements participle.Parseable. It matches what begins with a word.
func (s *DoStep) Parse(lx *lexer.PeekingLexer) error {
	return ofKind(s, lx, (*cursor).doStep, kindIdent)
}

// Parse implements participle.Parseable. It does not match if no type begins here.
func (g *GoType) Parse(lx *lexer.PeekingLexer) error {
	if c := (&cursor{PeekingLexer: lx}); !c.isGoType() {
		return participle.NextMatch
	}
	return into(g, lx, (*cursor).goType)
}

// into reads a node by a method of cursor.
func into[T any](node *T, lx *lexer.PeekingLexer, parse func(*cursor) *T) (err error) {
	defer catch(&err)
	*node = *parse(&cursor{PeekingLexer: lx})
	return nil
}

// ofKind is into for a node that begins with a token of one of the kinds.
func ofKind[T any](
	node *T, lx *lexer.PeekingLexer, parse func(*cursor) *T, kinds ...lexer.TokenType,
) error {
	if !slices.Contains(kinds, lx.Peek().Type) {
		return participle.NextMatch
	}
	return into(node, lx, parse)
}
