package grammar

import (
	"errors"

	"github.com/alecthomas/participle/v2"
	"github.com/alecthomas/participle/v2/lexer"

	"github.com/rocketc/rocketc/diag"
)

// maxErrors is the number of syntax errors after which a file is read no further.
const maxErrors = 1000

// Parse parses one file; file is its name in diagnostics. It returns the tree,
// as far as the text could be understood, and every syntax error, sorted. The
// tree is never nil; where it is partial the list holds errors.
func Parse(file string, src []byte) (*File, diag.List) {
	tree := &File{Place: Place{Pos: lexer.Position{Filename: file, Line: 1, Column: 1}}}
	p, ok := newParser(file, src)
	if ok {
		p.declarations(tree)
		tree.Comments = p.scanner.comments
		describe(tree)
	}
	tree.EndPos = p.scanner.pos
	return tree, p.findings()
}

// ParseCond parses a condition that stands alone, with nothing but white space
// and comments around it. The condition is never nil; it is a *BadCond where
// the list holds errors.
func ParseCond(src string) (Cond, diag.List) {
	p, ok := newParser("", []byte(src))
	if !ok {
		return &BadCond{}, p.findings()
	}
	p.read(p.scanner)
	p.skipSeparators()
	start := p.Peek().Pos
	cond, err := parsePart((*cursor).condition)(p.PeekingLexer)
	if err != nil {
		p.report(err, nil, "")
	} else if p.skipSeparators(); !p.Peek().EOF() {
		p.unexpected("expected & or |", "")
	}
	found := p.findings()
	if found.HasErrors() {
		cond = &BadCond{Place{start, p.RawPeek().Pos}}
	}
	return cond, found
}

// A parser reads a file declaration by declaration and, inside braces,
// statement by statement, each with its own small production over one stream of
// tokens. After an error it goes on at the next statement; see resync.go.
type parser struct {
	*lexer.PeekingLexer // over the tokens of one chunk
	scanner             *scanner
	g                   *productions
	diags               diag.List // but for the scanner's
	stumbles            int       // how often a statement was given up
	broken              bool      // a bracket of this declaration was left open: line breaks are not seen
}

// newParser reports false for what is no text.
func newParser(file string, src []byte) (*parser, bool) {
	p := &parser{g: grammar(), scanner: newScanner(file, string(src))}
	return p, p.checkText(src)
}

// findings returns all errors, sorted.
func (p *parser) findings() diag.List {
	p.diags.Add(p.scanner.diags...)
	p.diags.Sort()
	return p.diags
}

// read takes the tokens of lx as those to be parsed.
func (p *parser) read(lx lexer.Lexer) {
	peeking, err := lexer.Upgrade(lx, kindSpace, kindComment)
	if err != nil {
		panic(err) // the scanner never fails
	}
	p.PeekingLexer = peeking
}

// A chunk is the tokens of a file up to a line break at which no bracket is
// open, most often those of one declaration. A file is parsed in chunks, so that
// not all its tokens are kept at a time.
type chunk struct {
	*scanner
	done bool
}

// Next returns the next token of the chunk.
func (c *chunk) Next() (lexer.Token, error) {
	if c.done {
		return lexer.EOFToken(c.pos), nil
	}
	t, err := c.scanner.Next()
	c.done = t.EOF() || t.Type == kindNewline && c.outside
	return t, err
}

// report adds the error of a part of the grammar. For an error of participle itself,
// stmt is what could be read, and form is how that is written.
func (p *parser) report(err error, stmt interface{ missing() string }, form string) {
	var own *problem
	var stray *participle.UnexpectedTokenError
	var other participle.Error
	switch {
	case errors.As(err, &own):
		if own.Code != "" {
			p.diags.Add(own.Diagnostic)
		}
	case errors.As(err, &stray):
		p.unexpected("expected "+stmt.missing(), "it is written: "+form)
	case errors.As(err, &other): // such as more repetitions than participle counts
		p.diags.Errorf(diag.Unexpected, tokenSpan(p.Peek()), "%s", other.Message())
	}
}

// unexpected reports the next token.
func (p *parser) unexpected(label, help string) {
	t := p.Peek()
	if t.Type == kindBad {
		return
	}
	d := p.diags.Errorf(diag.Unexpected, tokenSpan(t), "%s", unexpected(t))
	d.Label, d.Help = label, help
}

// full reports whether there are too many errors to go on.
func (p *parser) full() bool { return len(p.diags) >= maxErrors }

// skipSeparators skips line breaks and semicolons.
func (p *parser) skipSeparators() {
	for separates(p.Peek()) {
		p.Next()
	}
}

// is reports whether the next token is the word or sign.
func (p *parser) is(word string) bool { return isWord(p.Peek(), word) }

// cursor returns a cursor at the next token.
func (p *parser) cursor() *cursor { return &cursor{PeekingLexer: p.PeekingLexer} }

// A statement is a node that participle reads by its tags. The error of participle
// says what it expected in a sentence only, so the node says it.
type statement[T any] interface {
	*T
	// missing returns what should follow the part that has been read.
	missing() string
}

// statementOf reads a statement by its production. It returns what could be read of
// it, and false after an error, which it has reported.
func statementOf[T any, S statement[T]](p *parser, production *participle.Parser[T], form string) (S, bool) {
	node, err := production.ParseFromLexer(p.PeekingLexer, participle.AllowTrailing(true))
	if err != nil {
		p.report(err, S(node), form)
	}
	return node, err == nil
}

// whole reads a statement to its end. It returns nil after an error. If the statement
// parsed, check judges it; check may be nil.
func whole[R Node, T any, S statement[T]](p *parser, production *participle.Parser[T], form string, check func(S)) R {
	start := p.MakeCheckpoint()
	node, ok := statementOf[T, S](p, production, form)
	if ok && check != nil {
		check(node)
	}
	p.end(start, ok)
	var none R
	if !ok {
		return none
	}
	return any(node).(R)
}

// declarations reads the file.
func (p *parser) declarations(tree *File) {
	for !p.scanner.finished() {
		p.read(&chunk{scanner: p.scanner})
		for p.skipSeparators(); !p.Peek().EOF(); p.skipSeparators() {
			if p.full() {
				p.diags.Errorf(diag.TooManyErrors, tokenSpan(p.Peek()), "too many errors; the rest of the file is not read")
				return
			}
			if d := p.oneDeclaration(); d != nil {
				tree.Decls = append(tree.Decls, d)
			}
		}
	}
}

// oneDeclaration reads a declaration, and at least one token.
func (p *parser) oneDeclaration() Decl {
	p.broken = false
	start := p.RawCursor()
	d := p.declaration()
	if p.RawCursor() == start {
		p.Next()
	}
	return d
}
