package lsp

import (
	"context"
	"path/filepath"

	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"

	"github.com/rocketc/rocketc/check"
	"github.com/rocketc/rocketc/diag"
)

// A found name is what stands at a position.
type foundName struct {
	schedule *schedule
	source   *source
	use      check.NameUse
	of       *check.Named // of the parts of the name the one at the position
	at       diag.Span    // of that part
}

// nameAt returns the name at a position, or nil.
func (s *server) nameAt(ctx context.Context, p protocol.TextDocumentPositionParams) (
	*foundName, error,
) {
	path := pathOf(p.TextDocument.URI)
	a, err := s.docs.await(ctx, path)
	sched, src := a.at(path)
	if src == nil {
		return nil, err
	}
	offset := src.text.offset(p.Position, s.encoding)
	use := sched.names().At(path, offset)
	if use == nil {
		return nil, nil
	}
	of, at := partAt(*use, offset)
	return &foundName{sched, src, *use, of, at}, nil
}

// partAt returns which of the parts of a dotted name stands at an offset: a group or the task.
func partAt(u check.NameUse, offset int) (*check.Named, diag.Span) {
	parts := u.Parts()
	start := u.At.Start.Offset
	width := u.At.End.Offset - start
	if u.Quoted {
		start, width = start+1, width-2
	}
	if len(parts) < 2 || width != len(u.Text) {
		return u.Of, u.At
	}
	for _, part := range parts[:len(parts)-1] {
		if end := start + len(part.Own); offset <= end {
			at := u.At
			at.Start.Offset, at.End.Offset = start, end
			return part, at
		}
		start += len(part.Own) + 1
	}
	at := u.At
	at.Start.Offset, at.End.Offset = start, start+len(u.Of.Own)
	return u.Of, at
}

// Definition returns where the name at a position is declared: in a schedule, or in Go.
func (s *server) Definition(ctx context.Context, p *protocol.DefinitionParams) (
	protocol.DefinitionResult, error,
) {
	if isGo(p.TextDocument.URI) {
		return s.callers(ctx, p.TextDocumentPositionParams)
	}
	found, err := s.nameAt(ctx, p.TextDocumentPositionParams)
	if found == nil {
		return nil, err
	}
	if at, ok := s.declared(found.schedule, found.of); ok {
		return protocol.LocationSlice{at}, nil
	}
	return nil, nil
}

// declared returns where a name is declared; ok is false if that is no place.
func (s *server) declared(sched *schedule, d *check.Named) (at protocol.Location, ok bool) {
	if d.Kind == check.FuncName {
		return s.inGo(d)
	}
	span := d.At
	if span.IsZero() && d.Decl != nil {
		span = d.Decl.Span() // a task that is named by what it does
		span.End = span.Start
	}
	src := sched.source(span.File)
	if src == nil {
		return at, false
	}
	return protocol.Location{URI: uriOf(span.File), Range: s.rangeOf(src, span)}, true
}

// inGo returns where a Go function is declared.
func (s *server) inGo(d *check.Named) (at protocol.Location, ok bool) {
	t := s.golang.read(d.Position.Filename)
	if t == nil {
		return at, false
	}
	fn, start := goFunc(t.content, d.Own)
	if fn == nil {
		return at, false
	}
	return protocol.Location{URI: uri.File(d.Position.Filename),
		Range: t.span(start, start+len(d.Own), s.encoding)}, true
}

// References returns all places where the name at a position is written. In Go, that of a
// function.
func (s *server) References(ctx context.Context, p *protocol.ReferenceParams) (
	[]protocol.Location, error,
) {
	if isGo(p.TextDocument.URI) {
		return s.callers(ctx, p.TextDocumentPositionParams)
	}
	found, err := s.nameAt(ctx, p.TextDocumentPositionParams)
	if found == nil {
		return nil, err
	}
	return s.uses(found.schedule, found.of, p.Context.IncludeDeclaration), nil
}

// uses returns all places where a name is written.
func (s *server) uses(sched *schedule, of *check.Named, declaration bool) (
	all []protocol.Location,
) {
	for _, u := range sched.names().Uses {
		if u.Declares && u.Of == of && !declaration {
			continue
		}
		if at, ok := written(u, of); ok {
			src := sched.source(at.File)
			all = append(all,
				protocol.Location{URI: uriOf(at.File), Range: s.rangeOf(src, at)})
		}
	}
	if at, ok := s.inGo(of); ok && of.Kind == check.FuncName && declaration {
		all = append(all, at)
	}
	return all
}

// written returns where a use has the name of something: of a task its own, of a group also
// that before the name of a task.
func written(u check.NameUse, of *check.Named) (at diag.Span, ok bool) {
	if u.Of == of {
		_, at = partAt(u, u.At.End.Offset)
		return at, true
	}
	if u.Declares || of.Kind != check.GroupName {
		return at, false
	}
	offset := u.At.Start.Offset
	if u.Quoted {
		offset++
	}
	for _, part := range u.Parts() {
		if part == of {
			_, at = partAt(u, offset)
			return at, true
		}
		offset += len(part.Own) + 1
	}
	return at, false
}

// DocumentHighlight returns the places in the file where the name at a position is written.
func (s *server) DocumentHighlight(ctx context.Context, p *protocol.DocumentHighlightParams) (
	[]protocol.DocumentHighlight, error,
) {
	found, err := s.nameAt(ctx, p.TextDocumentPositionParams)
	if found == nil {
		return nil, err
	}
	var all []protocol.DocumentHighlight
	for _, u := range found.schedule.names().Uses {
		at, ok := written(u, found.of)
		if !ok || at.File != found.source.path {
			continue
		}
		kind := protocol.DocumentHighlightKindRead
		if u.Declares {
			kind = protocol.DocumentHighlightKindWrite
		}
		all = append(all,
			protocol.DocumentHighlight{Range: s.rangeOf(found.source, at), Kind: kind})
	}
	return all, nil
}

// callers returns where schedules name the Go function at a position of a Go file.
func (s *server) callers(ctx context.Context, p protocol.TextDocumentPositionParams) (
	protocol.LocationSlice, error,
) {
	path := pathOf(p.TextDocument.URI)
	t := s.golang.read(path)
	if t == nil {
		return nil, nil
	}
	name, start, _ := wordAt(t.content, t.offset(p.Position, s.encoding))
	if fn, declared := goFunc(t.content, name); fn == nil || start != declared {
		return nil, nil
	}
	var all protocol.LocationSlice
	for _, sched := range s.schedulesNear(ctx, path) {
		for _, u := range sched.names().Uses {
			d := u.Of
			if d.Kind == check.FuncName && d.Own == name && sameFile(d.Position.Filename, path) {
				all = append(all, protocol.Location{URI: uriOf(u.At.File),
					Range: s.rangeOf(sched.source(u.At.File), u.At)})
			}
		}
	}
	return all, context.Cause(ctx)
}

func sameFile(a, b string) bool { return filepath.Clean(a) == filepath.Clean(b) }

// schedulesNear returns the schedules that may call a function of a Go file: those of open
// files, and those in the folders of the workspace and in the directories above the file.
func (s *server) schedulesNear(ctx context.Context, path string) (all []*schedule) {
	seen := map[string]bool{}
	for _, open := range s.docs.paths() {
		dir := dirOf(open)
		if seen[dir] {
			continue
		}
		seen[dir] = true
		if a, _ := s.docs.await(ctx, open); a != nil {
			all = append(all, a.schedules...)
		}
	}
	for _, dir := range append(s.scheduleDirs(ctx), filepath.Dir(path)) {
		paths := members(dir)
		if seen[dir] || len(paths) == 0 || ctx.Err() != nil {
			continue
		}
		seen[dir] = true
		sources, _ := job{path: dir}.read(disk{})
		for _, of := range divide(sources) {
			all = append(all, s.checking.check(of, false, nil))
		}
	}
	return all
}

// scheduleDirs returns the directories of the workspace that have .rkt files.
func (s *server) scheduleDirs(ctx context.Context) (dirs []string) {
	seen := map[string]bool{}
	s.eachFile(ctx, func(path string) {
		if dir := filepath.Dir(path); !seen[dir] {
			seen[dir] = true
			dirs = append(dirs, dir)
		}
	})
	return dirs
}
