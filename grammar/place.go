package grammar

import (
	"github.com/alecthomas/participle/v2/lexer"

	"github.com/rocketc/rocketc/diag"
)

// Node is a part of the tree. Spans nest: a node's span holds its children's.
type Node interface {
	// Span returns where the node stands, without the white space around it.
	Span() diag.Span
}

// Place is where a node stands; every node embeds it.
type Place struct {
	Pos    lexer.Position // of the first byte
	EndPos lexer.Position // after the last byte
}

// Span returns the place as diagnostics want it.
func (p Place) Span() diag.Span {
	return diag.Span{File: p.Pos.Filename, Start: pos(p.Pos), End: pos(p.EndPos)}
}

func pos(p lexer.Position) diag.Pos {
	return diag.Pos{Offset: p.Offset, Line: p.Line, Col: p.Column}
}

// A Name is a bare word.
type Name struct {
	Place
	Text string `parser:"@Ident"`
}

// A Text is a string literal of any of the three kinds.
type Text struct {
	Place
	Raw string `parser:"@String"` // as written, quotes included
}

// Value returns what the literal stands for. Bad escapes are found when the
// file is parsed; here they stand for themselves.
func (t *Text) Value() string {
	s, _ := unquote(t.Raw)
	return s
}

// A Path is a name with dots: prices.Fetch, nightly.compact.
type Path struct {
	Place
	Parts []string
}

// A Label is the name of a declared thing, bare or quoted.
type Label struct {
	Place
	Name   string `parser:"  @Ident"` // empty where Quoted is set
	Quoted *Text  `parser:"| @@"`
}

// Text returns the name without quotes.
func (l *Label) Text() string {
	if l.Quoted != nil {
		return l.Quoted.Value()
	}
	return l.Name
}

// A TaskRef refers to a task: by its name, bare, dotted or quoted, with or
// without the word task before it, or by the Go function that it calls.
type TaskRef struct {
	Place
	Path   *Path // report, nightly.compact, prices.Fetch; nil where Quoted is set
	Quoted *Text // "nightly.compact"; always a name, never a function
}

// Text returns the name as it is looked up, without quotes.
func (r *TaskRef) Text() string {
	if r.Quoted != nil {
		return r.Quoted.Value()
	}
	return r.Path.String()
}
