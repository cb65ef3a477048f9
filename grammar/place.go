package grammar

import (
	"unique"

	"github.com/alecthomas/participle/v2/lexer"

	"github.com/rocketc/rocketc/diag"
)

// Node is a part of the tree. The span of a node contains the spans of the nodes in
// it.
type Node interface {
	// Span returns where the node stands, without the white space around it.
	Span() diag.Span
}

// Place is where a node stands. Every node embeds it, so it is small: a file may have
// millions of nodes.
type Place struct {
	file       unique.Handle[string]
	start, end point // of the first byte, and after the last
}

// A point is a position in a file. Files of 4 GB and more have none.
type point struct{ offset, line, col uint32 }

// between returns the place from start to before end.
func between(start, end lexer.Position) Place {
	return Place{unique.Make(start.Filename), pointAt(start), pointAt(end)}
}

func pointAt(p lexer.Position) point {
	return point{uint32(p.Offset), uint32(p.Line), uint32(p.Column)}
}

// Span returns the place as diagnostics have it.
func (p Place) Span() diag.Span {
	if p == (Place{}) {
		return diag.Span{}
	}
	return diag.Span{File: p.file.Value(), Start: p.start.pos(), End: p.end.pos()}
}

func (p point) pos() diag.Pos {
	return diag.Pos{Offset: int(p.offset), Line: int(p.line), Col: int(p.col)}
}

// until returns the place from the start of p to the end of a node.
func (p Place) until(last Node) Place {
	end := last.Span().End
	p.end = point{uint32(end.Offset), uint32(end.Line), uint32(end.Col)}
	return p
}

// stand sets the place of a node that participle has read.
func (p *Place) stand(at Place) { *p = at }

func pos(p lexer.Position) diag.Pos {
	return diag.Pos{Offset: p.Offset, Line: p.Line, Col: p.Column}
}

// span returns the stretch from start to before end.
func span(start, end lexer.Position) diag.Span {
	return diag.Span{File: start.Filename, Start: pos(start), End: pos(end)}
}
