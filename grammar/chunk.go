package grammar

import "github.com/alecthomas/participle/v2/lexer"

// A chunk is the tokens of a file up to a line break outside all brackets but the braces of
// groups, most often those of one declaration. A file is parsed in chunks so that only the
// tokens of one are kept.
//
// The parser skips space and comments, but needs to see that there are some. So of those
// that follow one another a chunk has the first only.
type chunk struct {
	*scanner
	done bool
	gap  bool // the last token was space or a comment
}

// Next returns the next token of the chunk.
func (c *chunk) Next() (lexer.Token, error) {
	if c.done {
		return lexer.EOFToken(c.pos), nil
	}
	for {
		t, err := c.scanner.Next()
		space := t.Type == kindSpace || t.Type == kindComment
		if space && c.gap {
			continue
		}
		c.gap = space
		c.done = t.EOF() || t.Type == kindNewline && c.outside
		return t, err
	}
}

// read makes the tokens of lx those to be parsed. They take the place of the tokens before:
// if lexer.Upgrade made room for the tokens of each declaration, that would be half of all
// memory that a parse allocates.
func (p *parser) read(lx lexer.Lexer) {
	for n := 0; ; n++ {
		if n == p.room {
			p.makeRoom(max(2*n, 64))
		}
		t, err := lx.Next()
		if err != nil {
			panic(err) // the scanner never fails
		}
		p.Range(0, lexer.RawCursor(p.room))[n] = t
		if t.EOF() {
			break
		}
	}
	p.LoadCheckpoint(lexer.Checkpoint{})
	p.FastForward(-1) // to the first token that is not skipped
}

// makeRoom makes room for n tokens, and keeps those that are there.
func (p *parser) makeRoom(n int) {
	larger, err := lexer.Upgrade(&blanks{n}, kindSpace, kindComment)
	if err != nil {
		panic(err) // blanks never fail
	}
	if p.room > 0 {
		copy(larger.Range(0, lexer.RawCursor(n)), p.Range(0, lexer.RawCursor(p.room)))
	}
	p.PeekingLexer, p.room = larger, n
}

// blanks are that many tokens, and the end.
type blanks struct{ left int }

// Next returns the next blank.
func (b *blanks) Next() (lexer.Token, error) {
	if b.left == 0 {
		return lexer.EOFToken(lexer.Position{}), nil
	}
	b.left--
	return lexer.Token{Type: kindBad}, nil
}
