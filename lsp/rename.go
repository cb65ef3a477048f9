package lsp

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"go.lsp.dev/jsonrpc2"
	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"

	"github.com/rocketc/rocketc/check"
	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/grammar"
	"github.com/rocketc/rocketc/spelling"
)

// refused returns the error for a rename that cannot be.
func refused(format string, args ...any) error {
	return jsonrpc2.NewError(jsonrpc2.Code(protocol.LSPErrorCodesRequestFailed),
		fmt.Sprintf(format, args...))
}

// PrepareRename returns the name at a position, if it can be changed.
func (s *server) PrepareRename(ctx context.Context, p *protocol.PrepareRenameParams) (
	protocol.PrepareRenameResult, error,
) {
	found, err := s.nameAt(ctx, p.TextDocumentPositionParams)
	if found == nil {
		return nil, err
	}
	if err := mayRename(found.of); err != nil {
		return nil, err
	}
	return &protocol.PrepareRenamePlaceholder{Range: s.rangeOf(found.source, found.at),
		Placeholder: found.of.Own}, nil
}

// mayRename returns why what a name stands for cannot be renamed, or nil.
func mayRename(d *check.Named) error {
	switch cond, _ := d.Decl.(*grammar.CondDecl); {
	case d.Kind == check.FuncName:
		return refused("%s is a Go function: rename it in Go", d.Own)
	case d.At.IsZero() && d.Kind == check.TaskName:
		return refused("the task is named by what it does: give it a name first")
	case d.At.IsZero():
		return refused("%s is declared by the language, not by the schedule", d.Own)
	case cond != nil && cond.Phrase != nil:
		return refused("a phrase is renamed where it is declared and used")
	}
	return nil
}

// Rename changes a name everywhere, in all files of the schedule. It refuses if something else
// would be meant afterwards, or wrong.
func (s *server) Rename(ctx context.Context, p *protocol.RenameParams) (
	*protocol.WorkspaceEdit, error,
) {
	found, err := s.nameAt(ctx, p.TextDocumentPositionParams)
	if err != nil {
		return nil, err
	}
	if found == nil {
		return nil, refused("there is no name here that could be changed")
	}
	if err := mayRename(found.of); err != nil {
		return nil, err
	}
	changes := found.schedule.renamed(found.of, p.NewName)
	if err := s.judgeRename(ctx, found, p.NewName, changes); err != nil {
		return nil, err
	}
	if !s.isPresent(found.schedule) {
		return nil, jsonrpc2.NewError(jsonrpc2.Code(protocol.LSPErrorCodesContentModified),
			"the text has changed meanwhile")
	}
	edit := &protocol.WorkspaceEdit{Changes: map[uri.URI][]protocol.TextEdit{}}
	for _, c := range changes {
		u, src := uriOf(c.Span.File), found.schedule.source(c.Span.File)
		edit.Changes[u] = append(edit.Changes[u],
			protocol.TextEdit{Range: s.rangeOf(src, c.Span), NewText: c.Text})
	}
	return edit, nil
}

// isPresent reports whether the editor still has the texts of a schedule that were analysed.
func (s *server) isPresent(of *schedule) bool {
	return !slices.ContainsFunc(of.sources, func(src *source) bool {
		doc := s.docs.get(src.path)
		return doc != nil && doc.text.content != src.text.content
	})
}

// renamed returns the changes that give something another name, in the order of the text.
func (s *schedule) renamed(d *check.Named, name string) (changes []diag.Fix) {
	for _, u := range s.names().Uses {
		if _, ok := written(u, d); !ok {
			continue
		}
		text := name
		if parts := u.Parts(); !u.Declares && len(parts) > 0 {
			own := make([]string, len(parts))
			for i, part := range parts {
				if own[i] = part.Own; part == d {
					own[i] = name
				}
			}
			text = strings.Join(own, ".")
		}
		changes = append(changes, diag.Fix{Span: u.At, Text: s.spelled(u, text)})
	}
	return changes
}

// spelled returns a name as it is written in the place of a use: with the quotes that are
// there, or if it needs some.
func (s *schedule) spelled(u check.NameUse, name string) string {
	if u.Quoted {
		content := s.source(u.At.File).text.content
		if quote := content[u.At.Start.Offset]; quote == '\'' &&
			!strings.ContainsAny(name, "'\\\n\r") {
			return "'" + name + "'"
		}
		return strconv.Quote(name)
	}
	if u.Declares && strings.Contains(name, ".") {
		return strconv.Quote(name)
	}
	return spelling.Name(name)
}

// judgeRename returns an error if the schedule would be wrong after changes, or a name would
// stand for something else.
func (s *server) judgeRename(ctx context.Context, found *foundName, name string,
	changes []diag.Fix) error {
	if strings.TrimSpace(name) == "" {
		return refused("a name is not empty")
	}
	before := found.schedule
	var sources []*source
	for _, src := range before.sources {
		sources = append(sources, parse(src.path, newText(applied(src, changes))))
	}
	after := s.checking.check(sources, false,
		func() bool { return ctx.Err() != nil })
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	if e := newError(before.found, after.found); e != nil {
		return refused("%s cannot be called %s: %s", found.of.Own, name, e.Msg)
	}
	if !slices.Equal(before.meanings(), after.meanings()) {
		return refused("if %s were called %s, names would stand for something else",
			found.of.Own, name)
	}
	return nil
}

// applied returns the text of a file after changes, which are in the order of the text.
func applied(src *source, changes []diag.Fix) string {
	var b strings.Builder
	done := 0
	for _, c := range changes {
		if c.Span.File != src.path {
			continue
		}
		b.WriteString(src.text.content[done:c.Span.Start.Offset])
		b.WriteString(c.Text)
		done = c.Span.End.Offset
	}
	b.WriteString(src.text.content[done:])
	return b.String()
}

// newError returns an error of a list that another has not, by their codes; nil if there is
// none.
func newError(before, after diag.List) *diag.Diagnostic {
	left := map[diag.Code]int{}
	for _, d := range before {
		left[d.Code]++
	}
	for i, d := range after {
		if left[d.Code]--; left[d.Code] < 0 && d.Severity == diag.Error {
			return &after[i]
		}
	}
	return nil
}

// meanings returns for each name that is written which declaration it stands for, by its place
// in their order.
func (s *schedule) meanings() (all []int) {
	names := s.names()
	number := map[*check.Named]int{}
	for i, d := range names.Declared {
		number[d] = i + 1
	}
	for _, u := range names.Uses {
		all = append(all, number[u.Of])
	}
	return all
}
