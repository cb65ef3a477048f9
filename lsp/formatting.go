package lsp

import (
	"context"
	"strings"

	"go.lsp.dev/protocol"

	"github.com/rocketc/rocketc/format"
)

// Formatting gives a file its layout. A file with mistakes of syntax is refused.
func (s *server) Formatting(_ context.Context, p *protocol.DocumentFormattingParams) (
	[]protocol.TextEdit, error,
) {
	path := pathOf(p.TextDocument.URI)
	doc := s.docs.get(path)
	if doc == nil {
		return nil, nil
	}
	text, err := format.Source(path, []byte(doc.text.content))
	if err != nil {
		return nil, refused("%v", err)
	}
	return s.layout(doc.text, format.Edit{End: len(doc.text.content), Text: text}), nil
}

// RangeFormatting gives the declarations in a range their layout.
func (s *server) RangeFormatting(_ context.Context, p *protocol.DocumentRangeFormattingParams) (
	[]protocol.TextEdit, error,
) {
	path := pathOf(p.TextDocument.URI)
	doc := s.docs.get(path)
	if doc == nil {
		return nil, nil
	}
	edit, err := format.Range(path, []byte(doc.text.content),
		doc.text.offset(p.Range.Start, s.encoding), doc.text.offset(p.Range.End, s.encoding))
	if err != nil {
		return nil, refused("%v", err)
	}
	return s.layout(doc.text, edit), nil
}

// layout returns an edit as the protocol has it, without the lines at its start and at its end
// that stay as they are, so that the marks of the editor there stay, too.
func (s *server) layout(t *text, e format.Edit) []protocol.TextEdit {
	old, with := t.content[e.Start:e.End], string(e.Text)
	if old == with {
		return []protocol.TextEdit{}
	}
	same := 0
	for {
		end := strings.IndexByte(old[same:], '\n') + 1
		if end == 0 || !strings.HasPrefix(with[same:], old[same:same+end]) {
			break
		}
		same += end
	}
	old, with = old[same:], with[same:]
	start, end := e.Start+same, e.End
	for {
		i := strings.LastIndexByte(strings.TrimSuffix(old, "\n"), '\n') + 1
		if i == 0 || !strings.HasSuffix(with, "\n"+old[i:]) {
			break
		}
		end -= len(old) - i
		old, with = old[:i], with[:len(with)-len(old)+i]
	}
	return []protocol.TextEdit{{Range: t.span(start, end, s.encoding), NewText: with}}
}
