package lsp

import (
	"context"
	"strings"

	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"

	"github.com/rocketc/rocketc/diag"
)

// CodeAction returns the changes that mend findings in a range.
func (s *server) CodeAction(ctx context.Context, p *protocol.CodeActionParams) (
	[]protocol.CommandOrCodeAction, error,
) {
	path := pathOf(p.TextDocument.URI)
	a, err := s.docs.await(ctx, path)
	sched, src := a.at(path)
	if src == nil || !wantsFixes(p.Context.Only) {
		return nil, err
	}
	from := src.text.offset(p.Range.Start, s.encoding)
	to := src.text.offset(p.Range.End, s.encoding)
	all := []protocol.CommandOrCodeAction{}
	for _, d := range sched.found {
		fix, ok := d.Mend()
		if !ok || d.Span.File != path || fix.Span.File != path ||
			d.Span.End.Offset < from || d.Span.Start.Offset > to {
			continue
		}
		kind := protocol.CodeActionKindQuickFix
		all = append(all, &protocol.CodeAction{Title: titleOf(src, fix), Kind: &kind,
			Diagnostics: []protocol.Diagnostic{s.finding(d, a.sourceOf)}, IsPreferred: new(true),
			Edit: &protocol.WorkspaceEdit{Changes: map[uri.URI][]protocol.TextEdit{
				p.TextDocument.URI: {{Range: s.rangeOf(src, fix.Span), NewText: fix.Text}}}}})
	}
	return all, nil
}

// wantsFixes reports whether one of the kinds of actions that are asked for includes fixes.
func wantsFixes(only []protocol.CodeActionKind) bool {
	for _, kind := range only {
		if kind == "" || kind == protocol.CodeActionKindQuickFix {
			return true
		}
	}
	return len(only) == 0
}

// titleOf says what a change does.
func titleOf(src *source, fix diag.Fix) string {
	old := oneLine(src.text.content[fix.Span.Start.Offset:fix.Span.End.Offset])
	const most = 40
	if len(old) > most {
		old = strings.ToValidUTF8(old[:most], "") + "…"
	}
	if fix.Text == "" {
		return "Remove " + old
	}
	return "Write " + fix.Text + " instead of " + old
}
