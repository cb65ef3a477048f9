package lsp

import (
	"cmp"
	"go/ast"
	"go/parser"
	"go/scanner"
	"go/token"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"go.lsp.dev/uri"
)

// goFiles are the Go files that the editor has open. What is declared in their text counts,
// saved or not.
type goFiles struct {
	mu   sync.Mutex
	open map[string]*goFile // by path
}

// A goFile is a Go file in the editor.
type goFile struct {
	text *text
	// whole is the latest text that could be parsed, so that nothing is wrong with a schedule
	// while a function is half written; nil: there was none. It is replaced when outline
	// changes.
	whole   *text
	outline string // what whole declares
}

// isGo reports whether a document is one of Go.
func isGo(u uri.URI) bool { return filepath.Ext(string(u)) == ".go" }

// set enters the text of a file, and returns whether other things are declared in it now.
func (g *goFiles) set(path string, t *text) (changed bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.open == nil {
		g.open = map[string]*goFile{}
	}
	next := &goFile{text: t}
	was := g.open[path]
	if was != nil {
		next.whole, next.outline = was.whole, was.outline
	}
	if outline, ok := outlineOf(t.content); ok && outline != next.outline {
		next.whole, next.outline, changed = t, outline, true
	}
	g.open[path] = next
	return changed
}

// close gives a file back to the disk.
func (g *goFiles) close(path string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	delete(g.open, path)
}

// get returns the text of a file in the editor; nil if it is not open.
func (g *goFiles) get(path string) *text {
	g.mu.Lock()
	defer g.mu.Unlock()
	if f := g.open[path]; f != nil {
		return f.text
	}
	return nil
}

// read returns the text of a file, as the editor has it or else as it is on the disk; nil if it
// cannot be read.
func (g *goFiles) read(path string) *text { return cmp.Or(g.get(path), disk{}.read(path)) }

// unsaved returns the texts of the files below a directory that are not those on the disk, and
// what they declare.
func (g *goFiles) unsaved(root string) (texts map[string][]byte, outlines []string) {
	g.mu.Lock()
	open := maps.Clone(g.open)
	g.mu.Unlock()
	for _, path := range slices.Sorted(maps.Keys(open)) {
		f := open[path]
		rel, err := filepath.Rel(root, path)
		if err != nil || !filepath.IsLocal(rel) || f.whole == nil {
			continue
		}
		if saved, err := os.ReadFile(path); err == nil && string(saved) == f.text.content {
			continue
		}
		if texts == nil {
			texts = map[string][]byte{}
		}
		texts[path] = []byte(f.whole.content)
		outlines = append(outlines, path+"\x00"+f.outline)
	}
	return texts, outlines
}

// outlineOf returns the tokens of a Go text but those of the bodies of its functions; false if
// it cannot be parsed.
func outlineOf(content string) (outline string, ok bool) {
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "", content, parser.SkipObjectResolution)
	if err != nil {
		return "", false
	}
	var heads, b strings.Builder
	done := 0
	for _, d := range file.Decls {
		if fn, is := d.(*ast.FuncDecl); is && fn.Body != nil {
			heads.WriteString(content[done:fset.Position(fn.Body.Pos()).Offset])
			done = fset.Position(fn.Body.End()).Offset
		}
	}
	heads.WriteString(content[done:])
	src := []byte(heads.String())
	var s scanner.Scanner
	s.Init(fset.AddFile("", -1, len(src)), src, nil, 0)
	for {
		_, tok, literal := s.Scan()
		if tok == token.EOF {
			return b.String(), true
		}
		b.WriteString(tok.String() + " " + literal + " ")
	}
}

// goFunc returns the declaration of a function in a Go text, and the offset of its name; nil if
// there is none. The rest of the text may be wrong.
func goFunc(content, name string) (fn *ast.FuncDecl, start int) {
	fset := token.NewFileSet()
	file, _ := parser.ParseFile(fset, "", content, parser.ParseComments|parser.SkipObjectResolution)
	if file == nil {
		return nil, 0
	}
	for _, d := range file.Decls {
		if fn, ok := d.(*ast.FuncDecl); ok && fn.Recv == nil && fn.Name.Name == name {
			return fn, fset.Position(fn.Name.Pos()).Offset
		}
	}
	return nil, 0
}
