package lsp

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"go.lsp.dev/protocol"
)

// maxCandidates is how many candidates an editor gets; it asks again while more is typed.
const maxCandidates = 200

// Completion returns what may stand at a position. It needs no analysis of the present text:
// only the declaration around the position is read anew.
func (s *server) Completion(ctx context.Context, p *protocol.CompletionParams) (
	protocol.CompletionResult, error,
) {
	path := pathOf(p.TextDocument.URI)
	doc := s.docs.get(path)
	if doc == nil {
		return nil, nil
	}
	sched, _ := s.docs.latest(path).at(path)
	pl := placeAt(doc.text, doc.text.offset(p.Position, s.encoding))
	all := candidates(pl, path, sched, s.options.Check)
	typed := doc.text.content[pl.start:doc.text.offset(p.Position, s.encoding)]
	all = slices.DeleteFunc(all, func(c candidate) bool { return !hasLetters(c.label, typed) })
	slices.SortStableFunc(all, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(rank(a, typed), rank(b, typed)),
			strings.Compare(a.label, b.label))
	})
	all = slices.CompactFunc(all, func(a, b candidate) bool { return a.label == b.label })
	list := &protocol.CompletionList{Items: []protocol.CompletionItem{},
		IsIncomplete: len(all) > maxCandidates}
	r := doc.text.span(pl.start, pl.end, s.encoding)
	for _, c := range all[:min(len(all), maxCandidates)] {
		list.Items = append(list.Items, s.item(c, r))
	}
	return list, context.Cause(ctx)
}

// rank orders candidates: those that begin with what is typed first, then by their kinds.
func rank(c candidate, typed string) string {
	if strings.HasPrefix(strings.ToLower(c.label), strings.ToLower(typed)) {
		return "a" + string(c.order)
	}
	return "b" + string(c.order)
}

// item returns a candidate as the protocol has it.
func (s *server) item(c candidate, r protocol.Range) protocol.CompletionItem {
	x := protocol.CompletionItem{Label: c.label, Kind: c.kind,
		SortText: protocol.NewOptional(string(c.order) + c.label),
		TextEdit: &protocol.TextEdit{Range: r, NewText: c.label}}
	if c.detail != "" {
		x.Detail = protocol.NewOptional(c.detail)
	}
	if c.doc != "" {
		x.Documentation = &protocol.MarkupContent{Kind: protocol.MarkupKindMarkdown, Value: c.doc}
	}
	if c.snippet == "" {
		return x
	}
	if s.can.snippets {
		x.InsertTextFormat = protocol.InsertTextFormatSnippet
		x.TextEdit = &protocol.TextEdit{Range: r, NewText: c.snippet}
	} else if name, _, isCall := strings.Cut(c.snippet, "("); isCall {
		x.TextEdit = &protocol.TextEdit{Range: r, NewText: name}
	}
	return x
}
