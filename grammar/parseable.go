package grammar

import (
	"github.com/alecthomas/participle/v2"
	"github.com/alecthomas/participle/v2/lexer"
)

// The nodes below are read by hand where the grammar's tags name them. Their
// Parse methods are for participle alone.

// Parse implements participle.Parseable; the word func may be left out.
func (f *Func) Parse(lx *lexer.PeekingLexer) error { return into(f, lx, (*cursor).hookFunction) }

// Parse implements participle.Parseable.
func (r *TaskRef) Parse(lx *lexer.PeekingLexer) error { return into(r, lx, (*cursor).taskRef) }

// Parse implements participle.Parseable; it may be tried where there is no (.
func (a *Args) Parse(lx *lexer.PeekingLexer) error { return behind("(", a, lx, (*cursor).args) }

// Parse implements participle.Parseable; it may be tried where there is no [.
func (l *List) Parse(lx *lexer.PeekingLexer) error { return behind("[", l, lx, (*cursor).list) }

// Parse implements participle.Parseable; it may be tried where there is no type.
func (g *GoType) Parse(lx *lexer.PeekingLexer) error {
	if c := (&cursor{PeekingLexer: lx}); !c.isGoType() {
		return participle.NextMatch
	}
	return into(g, lx, (*cursor).goType)
}

func into[T any](node *T, lx *lexer.PeekingLexer, parse func(*cursor) *T) (err error) {
	defer catch(&err)
	*node = *parse(&cursor{PeekingLexer: lx})
	return nil
}

// behind is into for a node that begins with a bracket.
func behind[T any](bracket string, node *T, lx *lexer.PeekingLexer, parse func(*cursor) *T) error {
	if !isWord(lx.Peek(), bracket) {
		return participle.NextMatch
	}
	return into(node, lx, parse)
}
