package lsp

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"
)

func init() {
	markers["complete"] = (*mark).complete
	markers["rename"] = (*mark).rename
	markers["norename"] = (*mark).noRename
	markers["fix"] = (*mark).fix
	markers["signature"] = (*mark).signature
	markers["format"] = (*mark).format
}

// complete expects candidates behind the first text. A text that begins with ! is expected to
// be none, and with = all that there are is expected, in its order.
func (m *mark) complete(t *testing.T) {
	result, err := m.archive.server.Completion(m.archive.ctx,
		&protocol.CompletionParams{TextDocumentPositionParams: m.position(len(m.texts[0]))})
	if err != nil {
		t.Errorf("%s: %v", m, err)
		return
	}
	var got []string
	for _, item := range result.(*protocol.CompletionList).Items {
		got = append(got, item.Label)
	}
	for _, want := range m.texts[1:] {
		none, unwanted := strings.CutPrefix(want, "!")
		all, exactly := strings.CutPrefix(want, "=")
		switch {
		case unwanted && slices.Contains(got, none):
			t.Errorf("%s: %q is a candidate after %q", m, none, m.texts[0])
		case exactly && strings.Join(got, " ") != all:
			t.Errorf("%s: after %q there are %q, want %q", m, m.texts[0], got, all)
		case !unwanted && !exactly && !slices.Contains(got, want):
			t.Errorf("%s: %q is no candidate after %q, but %q", m, want, m.texts[0], got)
		}
	}
}

// edited returns the files after an edit.
func (a *archive) edited(e *protocol.WorkspaceEdit) map[string]string {
	files := maps.Clone(a.files)
	for u, edits := range e.Changes {
		path := pathOf(uri.URI(u))
		x := newText(files[path])
		slices.SortFunc(edits, func(p, q protocol.TextEdit) int {
			return x.offset(q.Range.Start, a.in) - x.offset(p.Range.Start, a.in)
		})
		for _, edit := range edits { // from the last on, so that the others keep their places
			x = x.edited(edit.Range, a.in, edit.NewText)
		}
		files[path] = x.content
	}
	return files
}

// changed writes the lines that an edit changes, as file:line text.
func (a *archive) changed(e *protocol.WorkspaceEdit) (lines []string) {
	for path, after := range a.edited(e) {
		before := strings.Split(a.files[path], "\n")
		for i, line := range strings.Split(after, "\n") {
			if i < len(before) && before[i] != line {
				line, _, _ = strings.Cut(line, " #@")
				lines = append(lines, fmt.Sprintf("%s:%d %s", a.short(path), i+1,
					strings.TrimSpace(line)))
			}
		}
	}
	slices.Sort(lines)
	return lines
}

// rename gives the first text the second as its name, and expects the lines that change.
func (m *mark) rename(t *testing.T) {
	e, err := m.archive.server.Rename(m.archive.ctx, &protocol.RenameParams{
		TextDocumentPositionParams: m.position(0), NewName: m.texts[1]})
	if err != nil {
		t.Errorf("%s: %v", m, err)
		return
	}
	got, want := m.archive.changed(e), slices.Sorted(slices.Values(m.texts[2:]))
	if !slices.Equal(got, want) {
		t.Errorf("%s: %q renamed to %q changes\n\t%s\nwant\n\t%s", m, m.texts[0], m.texts[1],
			strings.Join(got, "\n\t"), strings.Join(want, "\n\t"))
	}
}

// noRename expects that the first text cannot have the second as its name, for a reason.
func (m *mark) noRename(t *testing.T) {
	_, err := m.archive.server.Rename(m.archive.ctx, &protocol.RenameParams{
		TextDocumentPositionParams: m.position(0), NewName: m.texts[1]})
	if err == nil || !strings.Contains(err.Error(), m.texts[2]) {
		t.Errorf("%s: %q renamed to %q: %v, want %q", m, m.texts[0], m.texts[1], err, m.texts[2])
	}
}

// fix expects a fix with a title at the first text, and the line that it makes.
func (m *mark) fix(t *testing.T) {
	start, end := m.span()
	p := &protocol.CodeActionParams{
		Range: m.archive.texts[uriOf(m.file)].text.span(start, end, m.archive.in)}
	p.TextDocument.URI = uriOf(m.file)
	list, err := m.archive.server.CodeAction(m.archive.ctx, p)
	if err != nil {
		t.Errorf("%s: %v", m, err)
	}
	for _, x := range list {
		if action := x.(*protocol.CodeAction); action.Title == m.texts[1] {
			got := m.archive.changed(action.Edit)
			want := fmt.Sprintf("%s:%d %s", m.archive.short(m.file), m.line+1, m.texts[2])
			if len(got) != 1 || got[0] != want {
				t.Errorf("%s: %q makes %q, want %q", m, m.texts[1], got, want)
			}
			return
		}
		t.Logf("%s: there is %q", m, x.(*protocol.CodeAction).Title)
	}
	t.Errorf("%s: at %q is no fix %q", m, m.texts[0], m.texts[1])
}

// format expects the layout of the file that the first text stands in, or if there is a second
// one of the declarations in its line: that of want/ and the file's name.
func (m *mark) format(t *testing.T) {
	id := protocol.TextDocumentIdentifier{URI: uriOf(m.file)}
	edits, err := m.archive.server.Formatting(m.archive.ctx,
		&protocol.DocumentFormattingParams{TextDocument: id})
	if len(m.texts) > 1 {
		start, end := m.span()
		edits, err = m.archive.server.RangeFormatting(m.archive.ctx,
			&protocol.DocumentRangeFormattingParams{TextDocument: id,
				Range: m.archive.texts[id.URI].text.span(start, end, m.archive.in)})
	}
	if err != nil {
		t.Errorf("%s: %v", m, err)
		return
	}
	got := m.archive.edited(&protocol.WorkspaceEdit{
		Changes: map[uri.URI][]protocol.TextEdit{id.URI: edits}})[m.file]
	if want := m.archive.want[m.archive.short(m.file)]; got != want {
		t.Errorf("%s: the layout is\n%s\nwant\n%s", m, got, want)
	}
}

// signature expects parameters behind the first text, and which of them is written.
func (m *mark) signature(t *testing.T) {
	h, err := m.archive.server.SignatureHelp(m.archive.ctx,
		&protocol.SignatureHelpParams{TextDocumentPositionParams: m.position(len(m.texts[0]))})
	if err != nil || h == nil {
		t.Errorf("%s: no signature behind %q (%v)", m, m.texts[0], err)
		return
	}
	info := h.Signatures[0]
	active, _ := h.ActiveParameter.Get()
	got := ""
	if int(active) < len(info.Parameters) {
		got = string(info.Parameters[active].Label.(protocol.String))
	}
	if info.Label != m.texts[1] || got != m.texts[2] {
		t.Errorf("%s: behind %q is %s with %q, want %s with %q", m, m.texts[0], info.Label, got,
			m.texts[1], m.texts[2])
	}
}
