package lsp

import (
	"context"

	"go.lsp.dev/protocol"

	"github.com/rocketc/rocketc/check"
	"github.com/rocketc/rocketc/grammar"
)

// maxHints is how many hints are made for a range, which editors ask for a screen at a time.
const maxHints = 500

// InlayHint returns the next run of each task in a range, behind its when.
func (s *server) InlayHint(ctx context.Context, p *protocol.InlayHintParams) (
	[]protocol.InlayHint, error,
) {
	path := pathOf(p.TextDocument.URI)
	a, err := s.docs.await(ctx, path)
	sched, src := a.at(path)
	if src == nil {
		return nil, err
	}
	ctx, stop := context.WithTimeout(ctx, outlookLimit) // for all: the rest gets none
	defer stop()
	from := src.text.offset(p.Range.Start, s.encoding)
	to := src.text.offset(p.Range.End, s.encoding)
	all := []protocol.InlayHint{}
	for _, d := range sched.names().Declared {
		t, ok := d.Decl.(*grammar.Task)
		if !ok || d.Decl.Span().File != path || t.When == nil {
			continue
		}
		at := t.When.Span().End.Offset
		if at < from || at > to {
			continue
		}
		if hint := s.nextRun(ctx, sched, d); hint != "" {
			all = append(all, protocol.InlayHint{Position: src.text.position(at, s.encoding),
				Label: protocol.String(hint), PaddingLeft: new(true)})
		}
		if len(all) == maxHints || ctx.Err() != nil {
			break
		}
	}
	return all, nil
}

// nextRun returns the next run of a task as a hint; empty if it is not known.
func (s *server) nextRun(ctx context.Context, sched *schedule, d *check.Named) string {
	zone := sched.zone(s.options.Zone)
	starts, known := sched.next(ctx, d, 1, s.now().In(zone))
	switch {
	case !known:
		return ""
	case len(starts) == 0:
		return "no run within a year"
	}
	return "next: " + startText(starts[0], zone)
}
