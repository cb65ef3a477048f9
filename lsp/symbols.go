package lsp

import (
	"cmp"
	"context"
	"io/fs"
	"path/filepath"
	"strings"

	"go.lsp.dev/protocol"

	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/grammar"
)

// A symbol is something that a file declares, with what is in it.
type symbol struct {
	name, detail string
	kind         protocol.SymbolKind
	whole, at    diag.Span // the declaration, and its name
	inner        []symbol
}

// symbolsOf returns what a file declares.
func symbolsOf(src *source) (all []symbol) {
	for _, d := range src.tree.Decls {
		if x, ok := symbolOf(src, d); ok {
			all = append(all, x)
		}
	}
	return all
}

// symbolOf returns a declaration as a symbol; false: it has no name.
func symbolOf(src *source, d grammar.Decl) (x symbol, ok bool) {
	x.whole = d.Span()
	at := func(kind protocol.SymbolKind, name string, n grammar.Node) (symbol, bool) {
		x.kind, x.name, x.at = kind, name, n.Span()
		return x, name != ""
	}
	switch d := d.(type) {
	case *grammar.Config:
		x.at = x.whole
		x.kind, x.name = protocol.SymbolKindModule, "config"
		return x, true
	case *grammar.Param:
		if d.Name != nil {
			return at(protocol.SymbolKindVariable, d.Name.Text(), d.Name)
		}
	case *grammar.Calendar:
		return at(protocol.SymbolKindObject, d.Name.Text, d.Name)
	case *grammar.Pool:
		return at(protocol.SymbolKindArray, d.Name.Text, d.Name)
	case *grammar.CondDecl:
		if d.Name != nil {
			return at(protocol.SymbolKindBoolean, signature(d), d.Name)
		}
		return at(protocol.SymbolKindBoolean, d.Phrase.Value(), d.Phrase)
	case *grammar.Hook:
		if d.Event != nil {
			return at(protocol.SymbolKindEvent, "hook "+d.Event.Text, d.Event)
		}
	case *grammar.Test:
		return at(protocol.SymbolKindMethod, d.Name.Value(), d.Name)
	case *grammar.Group:
		return groupSymbol(src, x, d), true
	case *grammar.Task:
		return taskSymbol(src, x, d), true
	}
	return x, false
}

func groupSymbol(src *source, x symbol, d *grammar.Group) symbol {
	x.kind, x.name, x.at = protocol.SymbolKindNamespace, "group", x.whole
	if d.Name != nil {
		x.name, x.at = cmp.Or(d.Name.Text(), x.name), d.Name.Span()
	}
	if d.When != nil {
		x.detail = oneLine(src.tree.Source(d.When))
	}
	for _, m := range d.Members {
		if inner, ok := symbolOf(src, m); ok {
			x.inner = append(x.inner, inner)
		}
	}
	return x
}

func taskSymbol(src *source, x symbol, d *grammar.Task) symbol {
	x.kind, x.at = protocol.SymbolKindFunction, x.whole
	switch {
	case d.Name != nil:
		x.name, x.at = d.Name.Text(), d.Name.Span()
	case d.Action != nil:
		x.name, x.at = oneLine(src.tree.Source(d.Action)), d.Action.Span()
	}
	x.name = cmp.Or(x.name, "task")
	if d.When != nil {
		x.detail = oneLine(src.tree.Source(d.When))
	}
	return x
}

// oneLine returns a text with all white space as single spaces.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// DocumentSymbol returns what a file declares, groups with their members.
func (s *server) DocumentSymbol(ctx context.Context, p *protocol.DocumentSymbolParams) (
	protocol.DocumentSymbolResult, error,
) {
	src := s.parsed(p.TextDocument.URI)
	if src == nil {
		return nil, nil
	}
	return protocol.DocumentSymbolSlice(s.documentSymbols(src, symbolsOf(src))), nil
}

func (s *server) documentSymbols(src *source, list []symbol) []protocol.DocumentSymbol {
	all := []protocol.DocumentSymbol{}
	for _, x := range list {
		d := protocol.DocumentSymbol{Name: x.name, Kind: x.kind,
			Range: s.rangeOf(src, x.whole), SelectionRange: s.rangeOf(src, x.at),
			Children: s.documentSymbols(src, x.inner)}
		if x.detail != "" {
			d.Detail = &x.detail
		}
		all = append(all, d)
	}
	return all
}

// The limits of a search for symbols: how many are returned, and how many files are read.
const (
	maxSymbols     = 500
	maxSymbolFiles = 2_000
)

// Symbol returns what the files of the workspace declare whose names have the letters of the
// query in their order.
func (s *server) Symbols(ctx context.Context, p *protocol.WorkspaceSymbolParams) (
	protocol.WorkspaceSymbolResult, error,
) {
	all := protocol.SymbolInformationSlice{}
	for _, src := range s.workspaceFiles(ctx) {
		all = s.matching(all, src, symbolsOf(src), "", p.Query)
		if len(all) >= maxSymbols {
			return all[:maxSymbols], nil
		}
	}
	return all, context.Cause(ctx)
}

// matching appends the symbols of a file that match; in is the group that they are in.
func (s *server) matching(all protocol.SymbolInformationSlice, src *source, list []symbol,
	in, query string) protocol.SymbolInformationSlice {
	for _, x := range list {
		if hasLetters(x.name, query) {
			info := protocol.SymbolInformation{
				Location: protocol.Location{URI: uriOf(src.path), Range: s.rangeOf(src, x.at)},
			}
			info.Name, info.Kind = x.name, x.kind
			if in != "" {
				info.ContainerName = &in
			}
			all = append(all, info)
		}
		all = s.matching(all, src, x.inner, x.name, query)
	}
	return all
}

// hasLetters reports whether a name has the letters of a query in their order, case aside.
func hasLetters(name, query string) bool {
	rest := []rune(strings.ToLower(query))
	for _, r := range strings.ToLower(name) {
		if len(rest) > 0 && r == rest[0] {
			rest = rest[1:]
		}
	}
	return len(rest) == 0
}

// workspaceFiles returns the .rkt files of the workspace and those that are open, parsed.
func (s *server) workspaceFiles(ctx context.Context) (all []*source) {
	seen := map[string]bool{}
	add := func(path string) {
		if seen[path] {
			return
		}
		seen[path] = true
		if src := s.parsed(uriOf(path)); src != nil {
			all = append(all, src)
		}
	}
	for _, path := range s.docs.paths() {
		add(path)
	}
	s.eachFile(ctx, add)
	return all
}

// eachFile calls visit with the .rkt files in the folders of the workspace, up to
// maxSymbolFiles.
func (s *server) eachFile(ctx context.Context, visit func(path string)) {
	n := 0
	for _, folder := range s.folders() {
		_ = filepath.WalkDir(folder, func(path string, e fs.DirEntry, err error) error {
			switch {
			case ctx.Err() != nil || n >= maxSymbolFiles:
				return fs.SkipAll
			case err != nil:
				return nil
			case e.IsDir() && path != folder && isHidden(e.Name()):
				return fs.SkipDir
			case filepath.Ext(path) == ".rkt" && e.Type().IsRegular():
				n++
				visit(path)
			}
			return nil
		})
	}
}

// isHidden reports whether nobody looks for schedules in a directory of that name.
func isHidden(name string) bool {
	return strings.HasPrefix(name, ".") || name == "node_modules" || name == "vendor"
}
