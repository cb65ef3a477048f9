package lsp

import (
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"
)

func init() {
	markers["hover"] = (*mark).hover
	markers["nohover"] = (*mark).noHover
	markers["def"] = (*mark).definition
	markers["refs"] = (*mark).references
	markers["hint"] = (*mark).hint
}

// hover expects regular expressions in what is told of the first text.
func (m *mark) hover(t *testing.T) {
	h, err := m.archive.server.Hover(m.archive.ctx,
		&protocol.HoverParams{TextDocumentPositionParams: m.position(0)})
	if err != nil || h == nil {
		t.Errorf("%s: nothing is told of %q (%v)", m, m.texts[0], err)
		return
	}
	text := h.Contents.(*protocol.MarkupContent).Value
	for _, want := range m.texts[1:] {
		if !regexp.MustCompile("(?s)" + want).MatchString(text) {
			t.Errorf("%s: of %q it is told %q, want %q", m, m.texts[0], text, want)
		}
	}
	start, end := m.span()
	if doc := m.archive.texts[uriOf(m.file)].text; *h.Range != doc.span(start, end, m.archive.in) {
		t.Errorf("%s: %v is told of, want the place of %q", m, *h.Range, m.texts[0])
	}
}

// noHover expects that nothing is told.
func (m *mark) noHover(t *testing.T) {
	h, err := m.archive.server.Hover(m.archive.ctx,
		&protocol.HoverParams{TextDocumentPositionParams: m.position(0)})
	if err != nil || h != nil {
		t.Errorf("%s: of %q it is told %v (%v)", m, m.texts[0], h, err)
	}
}

// definition expects that the first text is declared at file:line, by the second text there.
func (m *mark) definition(t *testing.T) {
	found, err := m.archive.server.Definition(m.archive.ctx,
		&protocol.DefinitionParams{TextDocumentPositionParams: m.position(0)})
	list, _ := found.(protocol.LocationSlice)
	if err != nil || len(list) != 1 {
		t.Errorf("%s: %q has %d definitions (%v)", m, m.texts[0], len(list), err)
		return
	}
	if got := m.archive.place(list[0]); got != m.texts[1] {
		t.Errorf("%s: %q is defined at %s, want %s", m, m.texts[0], got, m.texts[1])
	}
}

// place writes a location as file:line and the text there.
func (a *archive) place(l protocol.Location) string {
	path := pathOf(uri.URI(l.URI))
	t := (disk{}).read(path)
	if t == nil {
		return path
	}
	text := t.content[t.offset(l.Range.Start, a.in):t.offset(l.Range.End, a.in)]
	return fmt.Sprintf("%s:%d %s", a.short(path), l.Range.Start.Line+1, text)
}

// references expects all places of the first text, the declaration included.
func (m *mark) references(t *testing.T) {
	p := &protocol.ReferenceParams{TextDocumentPositionParams: m.position(0)}
	p.Context.IncludeDeclaration = true
	list, err := m.archive.server.References(m.archive.ctx, p)
	if err != nil {
		t.Errorf("%s: %v", m, err)
	}
	var got []string
	for _, l := range list {
		got = append(got, m.archive.place(l))
	}
	slices.Sort(got)
	want := slices.Sorted(slices.Values(m.texts[1:]))
	if !slices.Equal(got, want) {
		t.Errorf("%s: %q is at\n\t%s\nwant\n\t%s", m, m.texts[0], strings.Join(got, "\n\t"),
			strings.Join(want, "\n\t"))
	}
}

// hint expects a hint behind the first text; without a second text it expects none.
func (m *mark) hint(t *testing.T) {
	p := &protocol.InlayHintParams{}
	p.TextDocument.URI = uriOf(m.file)
	p.Range.End.Line = 1 << 20
	list, err := m.archive.server.InlayHint(m.archive.ctx, p)
	if err != nil {
		t.Errorf("%s: %v", m, err)
	}
	_, end := m.span()
	at := m.archive.texts[uriOf(m.file)].text.position(end, m.archive.in)
	got := ""
	for _, h := range list {
		if h.Position == at {
			got = string(h.Label.(protocol.String))
		}
	}
	if want := strings.Join(m.texts[1:], ""); got != want {
		t.Errorf("%s: the hint behind %q is %q, want %q", m, m.texts[0], got, want)
	}
}

// TestGoFiles asks where schedules name the Go functions of the desk example.
func TestGoFiles(t *testing.T) {
	dir, err := filepath.Abs("../examples/desk")
	if err != nil {
		t.Fatal(err)
	}
	e := start(t, inUTF8, dir)
	file := filepath.Join(dir, "prices", "prices.go")
	text := (disk{}).read(file)
	offset := strings.Index(text.content, "func Fetch(") + len("func Fe")
	p := &protocol.ReferenceParams{
		TextDocumentPositionParams: at(file, text.position(offset, e.in))}
	list, err := e.server.References(e.ctx, p)
	if err != nil || len(list) != 1 {
		schedule := filepath.Join(dir, "desk.rkt")
		e.open(schedule, (disk{}).read(schedule).content)
		t.Fatalf("references: %v, %v; found %v", list, err, e.findings(schedule))
	}
	a := &archive{editor: e, dir: dir}
	if got := a.place(list[0]); !strings.HasSuffix(got, " prices.Fetch") {
		t.Errorf("Fetch is named at %s", got)
	}
}
