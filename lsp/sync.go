package lsp

import (
	"context"
	"path/filepath"
	"reflect"
	"runtime/debug"
	"slices"

	"go.lsp.dev/protocol"

	"github.com/rocketc/rocketc/diag"
)

// DidOpen takes a file into the editor's hands.
func (s *server) DidOpen(_ context.Context, p *protocol.DidOpenTextDocumentParams) error {
	d := p.TextDocument
	if isGo(d.URI) {
		s.setGo(pathOf(d.URI), newText(d.Text))
		return nil
	}
	s.docs.set(pathOf(d.URI), &document{d.URI, d.Version, newText(d.Text)})
	return nil
}

// setGo takes the text of a Go file. Schedules are looked at again if it declares other things.
func (s *server) setGo(path string, t *text) {
	if s.golang.set(path, t) {
		s.docs.changedOutside()
	}
}

// DidChange takes changes of a text.
func (s *server) DidChange(_ context.Context, p *protocol.DidChangeTextDocumentParams) error {
	path := pathOf(p.TextDocument.URI)
	if isGo(p.TextDocument.URI) {
		if t := s.golang.get(path); t != nil {
			s.setGo(path, edit(t, s.encoding, p.ContentChanges))
		}
		return nil
	}
	doc := s.docs.get(path)
	if doc == nil {
		return nil
	}
	t := edit(doc.text, s.encoding, p.ContentChanges)
	s.docs.set(path, &document{doc.uri, p.TextDocument.Version, t})
	return nil
}

// DidClose gives a file back to the disk.
func (s *server) DidClose(_ context.Context, p *protocol.DidCloseTextDocumentParams) error {
	path := pathOf(p.TextDocument.URI)
	if isGo(p.TextDocument.URI) {
		s.golang.close(path)
		s.docs.changedOutside()
		return nil
	}
	s.docs.close(path)
	return nil
}

// DidSave has Go files, and others that a schedule reads, looked at again.
func (s *server) DidSave(_ context.Context, p *protocol.DidSaveTextDocumentParams) error {
	s.docs.changedOutside()
	return nil
}

// DidChangeWatchedFiles has everything looked at again.
func (s *server) DidChangeWatchedFiles(_ context.Context,
	p *protocol.DidChangeWatchedFilesParams) error {
	if slices.ContainsFunc(p.Changes, func(e protocol.FileEvent) bool {
		return filepath.Ext(string(e.URI)) != ".rkt"
	}) {
		s.checking.loads.forget()
	}
	s.docs.changedOutside()
	return nil
}

// analyse analyses what has changed until ctx is done.
func (s *server) analyse(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-s.docs.work:
		}
		for ctx.Err() == nil {
			j, forgotten, ok := s.docs.next()
			for _, path := range forgotten {
				s.publish(ctx, path, nil, nil, nil)
			}
			if !ok {
				break
			}
			s.work(ctx, j)
		}
	}
}

// work analyses a directory and publishes what it finds. After a panic, which is a mistake of the
// compiler, nothing is known of the directory until it changes.
func (s *server) work(ctx context.Context, j job) {
	defer func() {
		if p := recover(); p != nil {
			s.panicked(p, debug.Stack())
			s.docs.finish(j, &analysis{generation: j.generation})
		}
	}()
	sources, all := j.read(s.disk)
	if j.first { // loading Go packages may take long
		s.publishSyntax(ctx, j, sources)
	}
	a := &analysis{generation: j.generation, versions: map[string]int32{}}
	for path, doc := range j.open {
		a.versions[path] = doc.version
	}
	outdated := func() bool { return ctx.Err() != nil || !s.docs.current(j) }
	for _, of := range divide(sources) {
		s.publishEarly(ctx, j, of)
		a.schedules = append(a.schedules, s.checking.check(of, false, outdated))
	}
	if s.docs.keep(j, all) && ctx.Err() == nil {
		s.publishAll(ctx, j, a)
		s.docs.finish(j, a)
		s.checkTypes(ctx, j, a)
	}
}

// checkTypes checks the Go in schedules, which takes long, unless something has changed.
func (s *server) checkTypes(ctx context.Context, j job, a *analysis) {
	changed, outdated := false, func() bool { return !s.docs.current(j) }
	typed := &analysis{generation: a.generation, versions: a.versions}
	for _, of := range a.schedules {
		if of.hasCode() && !of.found.HasErrors() && s.docs.current(j) {
			changed = true
			of = s.checking.check(of.sources, true, outdated)
		}
		typed.schedules = append(typed.schedules, of)
	}
	if changed && s.docs.current(j) {
		s.publishAll(ctx, j, typed)
		s.docs.finish(j, typed)
	}
}

// publishSyntax publishes the mistakes that are found by reading alone.
func (s *server) publishSyntax(ctx context.Context, j job, sources []*source) {
	found := map[string]bool{}
	for _, src := range sources {
		if len(src.syntax) > 0 {
			found[src.path] = true
			s.publish(ctx, src.path, j.open[src.path], src.syntax,
				func(string) *source { return src })
		}
	}
	s.docs.publishes(j.path, found)
}

// publishAll publishes everything that was found in a directory.
func (s *server) publishAll(ctx context.Context, j job, a *analysis) {
	of := map[string]diag.List{}
	found := map[string]bool{}
	for _, sched := range a.schedules {
		for _, d := range sched.found {
			of[d.Span.File] = append(of[d.Span.File], d)
			found[d.Span.File] = true
		}
	}
	open := slices.Collect(keys(j.open))
	for _, path := range append(s.docs.publishes(j.path, found), open...) {
		if found[path] || !slices.Contains(open, path) {
			s.publish(ctx, path, j.open[path], of[path], a.sourceOf)
		}
	}
	for _, path := range open {
		if !found[path] {
			s.publish(ctx, path, j.open[path], nil, a.sourceOf)
		}
	}
}

// publish tells the editor what was found in a file, unless it was told the same of that version:
// the first findings, and how many more there are. doc is nil if the file is not open.
func (s *server) publish(ctx context.Context, path string, doc *document, list diag.List,
	sourceOf func(path string) *source) {
	p := &protocol.PublishDiagnosticsParams{URI: uriOf(path),
		Diagnostics: []protocol.Diagnostic{}}
	if doc != nil {
		p.URI, p.Version = doc.uri, protocol.NewOptional(doc.version)
	}
	shown, more := list.Limit(maxPublished)
	for _, d := range shown {
		p.Diagnostics = append(p.Diagnostics, s.finding(d, sourceOf))
	}
	if more > 0 {
		p.Diagnostics = append(p.Diagnostics, leftOut(p.Diagnostics[len(shown)-1].Range, more))
	}
	if reflect.DeepEqual(s.told[path], p) {
		return
	}
	if s.told[path] = p; doc == nil && len(list) == 0 {
		delete(s.told, path)
	}
	if err := s.client.PublishDiagnostics(ctx, p); err != nil && ctx.Err() == nil {
		s.log("publishing: %v", err)
	}
}
