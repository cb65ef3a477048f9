package format

import (
	"strings"
	"unicode"

	"github.com/rocketc/rocketc/grammar"
)

// A file is what is laid out: its tokens without the separators of statements, entries and
// items, which the layout sets.
type file struct {
	tokens []token
	heads  []head
}

// A token is a word or sign, and what stands before it.
type token struct {
	kind       grammar.TokenKind
	text       string
	start, end int // its bytes in the file
	role       role
	pair       int       // of a bracket, the index of the other one
	comments   []comment // between the token before and this one
	separated  bool      // a separator stands before it
	newLine    bool      // a line break stands before it in the file, or a comment
	blank      bool      // an empty line stands before it in the file, behind the comments
	spaced     bool      // white space stands before it in the file
	begins     bool      // it begins a line of the layout
	code       *goCode   // of inline Go; else nil
}

// is reports whether the token is the sign or one of the brackets.
func (t *token) is(sign string) bool { return t.kind == grammar.SignToken && t.text == sign }

// opens reports whether the token is an opening bracket.
func (t *token) opens() bool { return t.is("(") || t.is("[") || t.is("{") }

// closes reports whether the token is a closing bracket.
func (t *token) closes() bool { return t.is(")") || t.is("]") || t.is("}") }

// A comment is a comment in the layout.
type comment struct {
	text  string
	end   int  // in the file
	own   bool // it has a line of its own
	blank bool // an empty line stands before it
	apart bool // an empty line has to follow, so that it does not become a description
}

// read splits a file into tokens.
func read(name string, src []byte) *file {
	all := grammar.Tokens(name, src)
	r := reader{line: 1, tokens: make([]token, 0, len(all))}
	for i := range all {
		r.add(&all[i])
	}
	match(r.tokens)
	return &file{tokens: r.tokens}
}

// A reader joins what stands before a token: that may be several comments and separators.
type reader struct {
	tokens []token
	next   token // as far as it is known
	line   int   // of the end of what was read last
	offset int   // of the end of what was read last
	kept   int   // the line of the end of the last token of tokens
}

func (r *reader) add(t *grammar.Token) {
	for _, c := range t.Comments {
		r.comment(&c)
	}
	at := t.At.Span()
	if t.Kind == grammar.SignToken && (t.Text == ";" || t.Text == ",") {
		r.next.separated, r.next.spaced = true, true
		return
	}
	r.gap(at.Start.Line)
	r.next.spaced = r.next.spaced || at.Start.Offset > r.offset
	r.line, r.offset, r.kept = at.End.Line, at.End.Offset, at.End.Line
	r.next.kind, r.next.text = t.Kind, t.Text
	r.next.start, r.next.end = at.Start.Offset, at.End.Offset
	switch t.Kind {
	case grammar.StringToken:
		r.next.text = strings.ReplaceAll(t.Text, "\r", "") // raw strings have none in their value
	case grammar.CronToken:
		r.next.text = strings.Join(strings.Fields(t.Text), " ")
	}
	r.tokens = append(r.tokens, r.next)
	r.next = token{}
}

// gap notes the line breaks before what begins on a line.
func (r *reader) gap(line int) {
	r.next.newLine = r.next.newLine || line > r.line
	r.next.blank = r.next.blank || line > r.line+1
}

func (r *reader) comment(c *grammar.Comment) {
	at := c.Span()
	r.gap(at.Start.Line)
	own := len(r.tokens) == 0 || at.Start.Line > r.kept
	r.next.comments = append(r.next.comments, comment{
		text: strings.TrimRightFunc(c.Text, unicode.IsSpace), end: at.End.Offset,
		own: own, blank: r.next.blank, apart: own && !c.Own})
	r.next.newLine, r.next.blank = true, false
	r.line, r.offset = at.End.Line, at.End.Offset
}

// match finds the pairs of brackets.
func match(tokens []token) {
	var open []int
	for i := range tokens {
		switch t := &tokens[i]; {
		case t.opens():
			open = append(open, i)
		case t.closes():
			last := open[len(open)-1]
			open = open[:len(open)-1]
			t.pair, tokens[last].pair = last, i
		}
	}
}
