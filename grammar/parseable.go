package grammar

import "github.com/alecthomas/participle/v2/lexer"

// The nodes below are read by hand where the grammar's tags name them. Their
// Parse methods are for participle alone.

// Parse implements participle.Parseable; the word func may be left out.
func (f *Func) Parse(lx *lexer.PeekingLexer) error { return into(f, lx, (*cursor).hookFunction) }

// Parse implements participle.Parseable.
func (r *TaskRef) Parse(lx *lexer.PeekingLexer) error { return into(r, lx, (*cursor).taskRef) }

// Parse implements participle.Parseable.
func (a *Args) Parse(lx *lexer.PeekingLexer) error { return into(a, lx, (*cursor).args) }

// Parse implements participle.Parseable.
func (l *List) Parse(lx *lexer.PeekingLexer) error { return into(l, lx, (*cursor).list) }

// Parse implements participle.Parseable.
func (m *Moment) Parse(lx *lexer.PeekingLexer) error { return into(m, lx, (*cursor).moment) }

// Parse implements participle.Parseable; the sign may be left out.
func (x *Compare) Parse(lx *lexer.PeekingLexer) error { return into(x, lx, (*cursor).ran) }

// Parse implements participle.Parseable; the duration holds no commas.
func (d *Duration) Parse(lx *lexer.PeekingLexer) error { return into(d, lx, (*cursor).plainDuration) }

func into[T any](node *T, lx *lexer.PeekingLexer, parse func(*cursor) *T) (err error) {
	defer catch(&err)
	*node = *parse(&cursor{PeekingLexer: lx})
	return nil
}
