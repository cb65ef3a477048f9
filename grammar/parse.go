package grammar

import (
	"errors"

	"github.com/alecthomas/participle/v2"
	"github.com/alecthomas/participle/v2/lexer"

	"github.com/rocketc/rocketc/diag"
)

// maxErrors is the number of syntax errors after which a file is read no further.
const maxErrors = 1000

// Parse parses one file; file is its name in diagnostics. It returns the tree, as far as the
// text could be understood, and every syntax error, sorted. The tree is never nil. If it is
// partial, the list has errors.
func Parse(file string, src []byte) (*File, diag.List) { return parse(&File{}, file, src) }

// parse parses a file; before is its tree for an earlier text.
func parse(before *File, file string, src []byte) (*File, diag.List) {
	p, ok := newParser(file, src)
	tree, start := &File{text: p.scanner.src}, p.scanner.pos
	if ok {
		p.scanner.file = true
		p.scanner.pos = tree.keep(before, start)
		kept := len(tree.Decls)
		p.declarations(tree)
		tree.Comments = append(tree.Comments, p.scanner.comments...)
		tree.describe(tree.Decls[kept:])
		tree.texts, tree.sound = append(tree.texts, kept), len(src)
	}
	tree.Place = between(start, p.scanner.pos)
	found := p.findings()
	if len(found) > 0 {
		tree.unread, tree.sound = p.unreadWords(found), found[0].Span.Start.Offset
	}
	return tree, found
}

// ParseCond parses a condition that stands alone, with only white space and comments around
// it. The condition is never nil. If the list has errors, it is a *BadCond.
func ParseCond(src string) (Cond, diag.List) {
	p, ok := newParser("", []byte(src))
	if !ok {
		return &BadCond{}, p.findings()
	}
	p.read(p.scanner)
	p.skipSeparators()
	start := p.Peek().Pos
	cond, err := byHand(p, (*cursor).condition)
	if err != nil {
		p.report(err)
	} else if p.skipSeparators(); !p.Peek().EOF() {
		p.unexpected("expected & or |", "")
	}
	found := p.findings()
	if found.HasErrors() {
		cond = &BadCond{between(start, p.RawPeek().Pos)}
	}
	return cond, found
}

// A parser reads a file declaration by declaration and, inside braces, statement by
// statement, from one stream of tokens. After an error it goes on at the next statement (see
// resync.go).
type parser struct {
	*lexer.PeekingLexer     // over the tokens of one chunk
	room                int // for tokens, in PeekingLexer
	scanner             *scanner
	g                   *productions
	diags               diag.List // without those of the scanner
	stumbles            int       // how often the parser has given up a statement
	broken              bool      // this declaration has an open bracket, which hides line breaks
	inBlock             string    // the form of the block that is read; empty: none
	unread              []stretch // what was skipped after errors
	hand                cursor    // at the next token, of byHand and cursor
}

// newParser returns false if src is not text.
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

// report adds the error of a part of the grammar.
func (p *parser) report(err error) {
	var own *problem
	var other participle.Error
	switch {
	case errors.As(err, &own):
		if own.Code != "" {
			p.diags.Add(own.Diagnostic)
		}
	case errors.As(err, &other): // such as more repetitions than participle counts
		p.diags.Errorf(diag.Unexpected, tokenSpan(p.Peek()), "%s", other.Message())
	}
}

// strayBracket reports a closing bracket without an opening one.
func (p *parser) strayBracket(t *lexer.Token) {
	p.diags.Errorf(diag.StrayBracket, tokenSpan(t), "nothing is open that %s could close", t.Value)
}

// unexpected reports the next token; expected are words that may stand there.
func (p *parser) unexpected(label, help string, expected ...string) {
	t := p.Peek()
	if t.Type == kindBad {
		return
	}
	d := p.diags.Errorf(diag.Unexpected, tokenSpan(t), "%s", unexpected(t))
	d.Label, d.Help, d.Expected = label, help, expected
}

// full reports whether there are too many errors to go on.
func (p *parser) full() bool { return len(p.diags) >= maxErrors }

// since returns the place from start to the last token read.
func (p *parser) since(start lexer.Position) Place { return between(start, p.RawPeek().Pos) }

// skipSeparators skips line breaks and semicolons.
func (p *parser) skipSeparators() {
	for !p.ended() && separates(p.Peek()) {
		p.Next()
	}
}

// ended reports whether the file has no more tokens. It goes on to the next chunk at the end
// of one; checkpoints of the chunk before, and its tokens, are void then.
func (p *parser) ended() bool {
	for p.Peek().EOF() && !p.scanner.finished() {
		p.read(&chunk{scanner: p.scanner})
	}
	return p.Peek().EOF()
}

// is reports whether the next token is the word or sign.
func (p *parser) is(word string) bool { return isWord(p.Peek(), word) }

// cursor returns a cursor at the next token. It is the same at each call.
func (p *parser) cursor() *cursor {
	p.hand = cursor{PeekingLexer: p.PeekingLexer}
	return &p.hand
}

// byHand reads a part of the grammar by a method of cursor.
func byHand[T any](p *parser, read func(*cursor) T) (part T, err error) {
	defer catch(&err)
	return read(p.cursor()), nil
}

// A statement is a node that participle reads by its tags. An error of participle has what
// was expected in an English sentence only, so the node says what it lacks.
type statement[T any] interface {
	*T
	stand(at Place)
	// missing returns what should follow the part that has been read.
	missing() string
}

// statementOf reads a statement. It returns what could be read of it, and false after an
// error, which is reported.
func statementOf[T any, S statement[T]](p *parser, production *production[T]) (S, bool) {
	start := p.Peek().Pos
	node, err := production.ParseFromLexer(p.PeekingLexer, participle.AllowTrailing(true))
	var stray *participle.UnexpectedTokenError
	if errors.As(err, &stray) {
		p.unexpected("expected "+S(node).missing(), "it is written: "+production.form)
	} else if err != nil {
		p.report(err)
	}
	S(node).stand(p.since(start))
	return node, err == nil
}

// whole reads a statement to its end. It returns nil after an error. If the statement
// parsed, check judges it; check may be nil.
func whole[R Node, T any, S statement[T]](p *parser, production *production[T], check func(S)) R {
	start := p.MakeCheckpoint()
	node, ok := statementOf[T, S](p, production)
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
	p.read(&chunk{scanner: p.scanner})
	for p.skipSeparators(); !p.Peek().EOF(); p.skipSeparators() {
		if p.full() {
			p.diags.Errorf(diag.TooManyErrors, tokenSpan(p.Peek()),
				"too many errors; the rest of the file is not read")
			return
		}
		if d := p.oneDeclaration(); d != nil {
			tree.Decls = append(tree.Decls, d)
		}
	}
}

// oneDeclaration reads a declaration, and at least one token.
func (p *parser) oneDeclaration() Decl {
	p.broken = false
	start := p.Peek().Pos.Offset
	d := p.declaration()
	if p.Peek().Pos.Offset == start {
		p.Next()
	}
	return d
}
