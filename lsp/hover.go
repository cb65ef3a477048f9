package lsp

import (
	"context"

	"go.lsp.dev/protocol"

	"github.com/rocketc/rocketc/diag"
)

// Hover tells what stands at a position: of a name what it stands for, of a task when it runs
// next, of a word of the language what the reference says.
func (s *server) Hover(ctx context.Context, p *protocol.HoverParams) (*protocol.Hover, error) {
	found, err := s.nameAt(ctx, p.TextDocumentPositionParams)
	if err != nil {
		return nil, err
	}
	if found != nil {
		text := found.schedule.describe(ctx, found.of, s.now())
		return s.hover(found.source, found.at, text), nil
	}
	src := s.parsed(p.TextDocument.URI)
	if src == nil {
		return nil, nil
	}
	offset := src.text.offset(p.Position, s.encoding)
	word, start, end := wordAt(src.text.content, offset)
	path := nodesAt(src.tree, start)
	if word == "" || isText(path) || src.isComment(start) {
		return nil, nil
	}
	at := diag.Span{File: src.path, Start: diag.Pos{Offset: start}, End: diag.Pos{Offset: end}}
	return s.hover(src, at, specOf(word, pagesAt(path))), nil
}

// hover returns a text about a place, or nil if it is empty.
func (s *server) hover(src *source, at diag.Span, text string) *protocol.Hover {
	if text == "" {
		return nil
	}
	r := s.rangeOf(src, at)
	return &protocol.Hover{Range: &r,
		Contents: &protocol.MarkupContent{Kind: protocol.MarkupKindMarkdown, Value: text}}
}
