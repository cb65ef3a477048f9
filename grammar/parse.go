package grammar

import (
	"bytes"
	"unicode/utf8"

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
	p, ok := newParser(file, src)
	tree := &File{Place: Place{Pos: lexer.Position{Filename: file, Line: 1, Column: 1}}}
	if ok {
		p.declarations(tree)
		tree.Comments = p.comments
		describe(tree)
		tree.EndPos = p.Peek().Pos
	} else {
		tree.EndPos = tree.Pos
	}
	p.diags.Sort()
	return tree, p.diags
}

// ParseCond parses a condition that stands alone, with nothing but white space
// and comments around it. The condition is never nil; it is a *BadCond where
// the list holds errors.
func ParseCond(src string) (Cond, diag.List) {
	p, ok := newParser("", []byte(src))
	if !ok {
		return &BadCond{}, p.diags
	}
	p.skipSeparators()
	start := p.Peek().Pos
	cond, err := parsePart((*cursor).condition)(p.PeekingLexer)
	if err != nil {
		p.report(err, "")
	} else if p.skipSeparators(); !p.Peek().EOF() {
		p.unexpected("expected & or |", "")
	}
	if p.diags.HasErrors() {
		cond = &BadCond{Place{start, p.RawPeek().Pos}}
	}
	p.diags.Sort()
	return cond, p.diags
}

// A parser reads a file declaration by declaration and, inside braces,
// statement by statement, each with its own small production over one stream of
// tokens. After an error it goes on at the next statement; see resync.go.
type parser struct {
	*lexer.PeekingLexer
	g        *productions
	src      string
	diags    diag.List
	comments []Comment
	lexical  []int // offsets of the errors that the lexer has found
	stumbles int   // how often a statement was given up
	broken   bool  // a bracket of this declaration was left open: line breaks are not seen
}

// newParser splits src into tokens. It reports false for what is no text.
func newParser(file string, src []byte) (*parser, bool) {
	s := newScanner(file, string(src))
	p := &parser{g: grammar(), src: s.src}
	if !p.checkText(s, src) {
		return p, false
	}
	lx, err := lexer.Upgrade(s, kindSpace, kindComment)
	if err != nil {
		panic(err) // the scanner never fails
	}
	p.PeekingLexer = lx
	p.diags.Add(s.diags...)
	for _, d := range s.diags {
		p.lexical = append(p.lexical, d.Span.Start.Offset)
	}
	p.comments = s.comments
	return p, true
}

// checkText reports bytes that no text has. It returns false for a NUL, which
// only binary files have.
func (p *parser) checkText(s *scanner, src []byte) bool {
	if i := bytes.IndexByte(src, 0); i >= 0 {
		p.diags.Errorf(diag.NotText, s.span(i, i), "this is not a text file: it holds a NUL byte")
		return false
	}
	if i := invalidUTF8(src); i >= 0 {
		d := p.diags.Errorf(diag.BadUTF8, s.span(i, i+1), "the file is not encoded in UTF-8: it holds the byte %#02x", src[i])
		d.Help = "save the file as UTF-8"
	}
	return true
}

// invalidUTF8 returns the offset of the first byte that is not UTF-8, or -1.
func invalidUTF8(src []byte) int {
	if utf8.Valid(src) {
		return -1
	}
	for i := 0; i < len(src); {
		r, size := utf8.DecodeRune(src[i:])
		if r == utf8.RuneError && size == 1 {
			return i
		}
		i += size
	}
	return -1
}

// report adds the error of a production; form is how its statement is written.
func (p *parser) report(err error, form string) {
	if d, ok := fromParticiple(err, form); ok {
		p.diags.Add(d)
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
	for p.Peek().Type == kindNewline || p.is(";") {
		p.Next()
	}
}

// is reports whether the next token is the word or sign.
func (p *parser) is(word string) bool { return isWord(p.Peek(), word) }

// cursor returns a cursor at the next token.
func (p *parser) cursor() *cursor { return &cursor{PeekingLexer: p.PeekingLexer} }

// read reads a statement by its production. It returns what could be read of
// it, and false after an error, which it has reported.
func read[T any](p *parser, production *participle.Parser[T], form string) (*T, bool) {
	node, err := production.ParseFromLexer(p.PeekingLexer, participle.AllowTrailing(true))
	if err != nil {
		p.report(err, form)
		return node, false
	}
	return node, true
}

// declarations reads the file.
func (p *parser) declarations(tree *File) {
	for p.skipSeparators(); !p.Peek().EOF(); p.skipSeparators() {
		if p.full() {
			p.diags.Errorf(diag.TooManyErrors, tokenSpan(p.Peek()), "too many errors; the rest of the file is not read")
			return
		}
		p.broken = false
		start := p.MakeCheckpoint()
		if d := p.declaration(); d != nil {
			tree.Decls = append(tree.Decls, d)
		}
		if p.RawCursor() == start.RawCursor() {
			p.Next()
		}
	}
}
