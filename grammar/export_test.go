package grammar

import (
	"fmt"
	"reflect"
	"strings"

	"github.com/alecthomas/participle/v2/lexer"
)

// Dump returns a tree for golden files: a line for each node with its span and its
// own fields, and the nodes in it indented below.
func Dump(n Node) string {
	var b strings.Builder
	dump(&b, n, 0)
	return b.String()
}

func dump(b *strings.Builder, n Node, depth int) {
	s, v := n.Span(), reflect.ValueOf(n).Elem()
	fmt.Fprintf(b, "%s%s %d:%d-%d:%d%s\n", strings.Repeat("  ", depth), v.Type().Name(),
		s.Start.Line, s.Start.Col, s.End.Line, s.End.Col, ownFields(v))
	for _, child := range children(v) {
		dump(b, child, depth+1)
	}
}

// ownFields returns the fields of a node that hold no nodes, if they are set.
func ownFields(node reflect.Value) string {
	var b strings.Builder
	for f, v := range node.Fields() {
		switch {
		case v.IsZero() || !f.IsExported() || f.Name == "Place":
		case v.Kind() == reflect.String || v.Type() == reflect.TypeFor[[]string]():
			fmt.Fprintf(&b, " %s=%q", f.Name, v)
		case v.Kind() == reflect.Bool:
			fmt.Fprintf(&b, " %s", f.Name)
		case v.Type() == reflect.TypeFor[Doc]():
			fmt.Fprintf(&b, " Doc=%q", v.Field(0))
		}
	}
	return b.String()
}

// A Piece is one token of a file as the scanner has them.
type Piece struct {
	Place
	Kind string // as in the grammar: Comment, Space, Newline, Ident, Num, …
	Text string
}

// Pieces splits a file into tokens, white space and comments included.
func Pieces(file, src string) (pieces []Piece) {
	names := make(map[lexer.TokenType]string)
	for name, kind := range (definition{}).Symbols() {
		names[kind] = name
	}
	s := newScanner(file, src)
	for {
		t, _ := s.Next()
		if n := len(pieces); n > 0 {
			pieces[n-1].end = pointAt(t.Pos)
		}
		if t.EOF() {
			return pieces
		}
		at := between(t.Pos, t.Pos)
		pieces = append(pieces, Piece{Place: at, Kind: names[t.Type], Text: t.Value})
	}
}

// Texts returns how many texts the declarations of a file are parts of.
func (f *File) Texts() int { return len(f.texts) }
