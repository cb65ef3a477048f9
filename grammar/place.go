package grammar

import (
	"github.com/alecthomas/participle/v2/lexer"

	"github.com/rocketc/rocketc/diag"
)

// Node is a part of the tree. The span of a node contains the spans of the nodes in
// it.
type Node interface {
	// Span returns where the node stands, without the white space around it.
	Span() diag.Span
}

// Place is where a node stands. Every node embeds it.
type Place struct {
	Pos    lexer.Position // of the first byte
	EndPos lexer.Position // after the last byte
}

// Span returns the place as diagnostics have it.
func (p Place) Span() diag.Span {
	return diag.Span{File: p.Pos.Filename, Start: pos(p.Pos), End: pos(p.EndPos)}
}

func pos(p lexer.Position) diag.Pos {
	return diag.Pos{Offset: p.Offset, Line: p.Line, Col: p.Column}
}
