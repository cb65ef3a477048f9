package lsp

import (
	"fmt"
	"iter"
	"maps"
	"strings"

	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"

	"github.com/rocketc/rocketc/diag"
)

func keys[K comparable, V any](m map[K]V) iter.Seq[K] { return maps.Keys(m) }

// sourceOf returns the file at a path, or nil.
func (a *analysis) sourceOf(path string) *source {
	_, src := a.at(path)
	return src
}

// rangeOf returns a span of a file as a range.
func (s *server) rangeOf(src *source, at diag.Span) protocol.Range {
	return src.text.span(at.Start.Offset, at.End.Offset, s.encoding)
}

// finding returns a finding as the protocol has it.
func (s *server) finding(d diag.Diagnostic, sourceOf func(string) *source) protocol.Diagnostic {
	x := protocol.Diagnostic{
		Severity: protocol.DiagnosticSeverityError,
		Code:     protocol.String(d.Code),
		Source:   protocol.NewOptional("rocketc"),
		Message:  protocol.String(messageOf(d)),
	}
	if d.Severity == diag.Warning {
		x.Severity = protocol.DiagnosticSeverityWarning
	}
	if isUnused(d.Code) {
		x.Tags = protocol.NewDiagnosticTags(protocol.DiagnosticTagUnnecessary)
	}
	if src := sourceOf(d.Span.File); src != nil {
		x.Range = s.rangeOf(src, d.Span)
	}
	for _, r := range d.Related {
		src := sourceOf(r.Span.File)
		if src == nil {
			continue
		}
		x.RelatedInformation = append(x.RelatedInformation, protocol.DiagnosticRelatedInformation{
			Location: protocol.Location{URI: uriOf(r.Span.File), Range: s.rangeOf(src, r.Span)},
			Message:  r.Msg})
	}
	return x
}

// maxPublished is the number of findings that the editor is told of one file. It takes some
// milliseconds to make them and to read them.
const maxPublished = 1000

// leftOut returns what the editor is told of findings that it is not told, behind the last that it
// is told.
func leftOut(at protocol.Range, more int) protocol.Diagnostic {
	return protocol.Diagnostic{
		Range:    protocol.Range{Start: at.End, End: at.End},
		Severity: protocol.DiagnosticSeverityInformation,
		Source:   protocol.NewOptional("rocketc"),
		Message: protocol.String(
			fmt.Sprintf("%d more are found in this file, and not shown", more)),
	}
}

// messageOf returns all that a finding says, a line each.
func messageOf(d diag.Diagnostic) string {
	lines := []string{d.Msg}
	for _, text := range []string{d.Label, d.Help} {
		if text != "" {
			lines = append(lines, text)
		}
	}
	return strings.Join(lines, "\n")
}

// isUnused reports whether a code is about something that nothing uses.
func isUnused(code diag.Code) bool {
	switch code {
	case diag.UnusedParam, diag.UnusedCalendar, diag.UnusedPool, diag.UnusedCond,
		diag.UnusedImport:
		return true
	}
	return false
}

// parsed returns the file at a URI as the editor has it, or else as it is on the disk; nil if
// it cannot be read.
func (s *server) parsed(u uri.URI) *source {
	path := pathOf(u)
	if a := s.docs.latest(path); a != nil {
		if _, src := a.at(path); src != nil {
			if doc := s.docs.get(path); doc == nil || doc.text == src.text {
				return src
			}
		}
	}
	if doc := s.docs.get(path); doc != nil {
		return parse(path, doc.text)
	}
	if t := (disk{}).read(path); t != nil {
		return parse(path, t)
	}
	return nil
}
