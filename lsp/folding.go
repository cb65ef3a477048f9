package lsp

import (
	"context"

	"go.lsp.dev/protocol"

	"github.com/rocketc/rocketc/grammar"
)

// FoldingRange returns what can be folded: declarations, maps and lists of several lines, and
// comments of several lines.
func (s *server) FoldingRanges(ctx context.Context, p *protocol.FoldingRangeParams) (
	[]protocol.FoldingRange, error,
) {
	src := s.parsed(p.TextDocument.URI)
	if src == nil {
		return nil, nil
	}
	all := []protocol.FoldingRange{}
	add := func(first, last int, kind protocol.FoldingRangeKind) {
		if last > first {
			all = append(all, protocol.FoldingRange{StartLine: uint32(first),
				EndLine: uint32(last), Kind: kind})
		}
	}
	grammar.Walk(src.tree, func(n grammar.Node) bool {
		switch n.(type) {
		case *grammar.File:
			return true
		case grammar.Decl, *grammar.Map, *grammar.List, *grammar.ExpectRuns, *grammar.Code:
			at := n.Span()
			add(at.Start.Line-1, at.End.Line-1, "")
		}
		return n.Span().Start.Line != n.Span().End.Line
	})
	first, last := -1, -2
	for _, c := range src.tree.Comments {
		line := c.Span().Start.Line - 1
		if !c.Own {
			continue
		}
		if line != last+1 {
			add(first, last, protocol.FoldingRangeKindComment)
			first = line
		}
		last = line
	}
	add(first, last, protocol.FoldingRangeKindComment)
	return all, nil
}
