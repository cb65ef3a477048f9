package lsp

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"go.lsp.dev/protocol"
)

// TestUnsavedGo: what is declared in the text of a Go file that is not saved counts, also while
// a part of it is half written; what is closed is on the disk.
func TestUnsavedGo(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
		return path
	}
	const saved = "package main\n\n// Tidy tidies.\nfunc Tidy() {}\n"
	write("go.mod", "module example.com/m\n\ngo 1.24\n")
	file := write("main.go", saved)
	schedule := filepath.Join(dir, "s.rkt")
	text := "package main\n\nconfig { log memory }\ntask a when hourly { func Tidy }\n" +
		"task b when hourly { func Sweep }\n"
	e := start(t, inUTF8, dir)
	e.open(schedule, text)
	missing := func(n int) {
		t.Helper()
		e.settled(schedule)
		e.until("what is missing", func() bool {
			return len(e.found[uriOf(schedule)].Diagnostics) == n
		})
	}
	definition := func(name string) protocol.Location {
		t.Helper()
		offset := strings.Index(text, name)
		found, err := e.server.Definition(e.ctx, &protocol.DefinitionParams{
			TextDocumentPositionParams: at(schedule, newText(text).position(offset, e.in))})
		list, _ := found.(protocol.LocationSlice)
		if err != nil || len(list) != 1 {
			t.Fatalf("%s is declared at %v (%v)", name, list, err)
		}
		return list[0]
	}
	missing(1)
	e.open(file, saved+"\nfunc Sweep() { Tidy() }\n")
	missing(0)
	at := strings.Index(e.texts[uriOf(file)].text.content, "Tidy() }")
	e.replace(file, at, at, "if ")
	e.replace(file, 0, 0, "// ä\n\n")
	missing(0)
	for name, line := range map[string]uint32{"Tidy": 5, "Sweep": 7} {
		if got := definition(name).Range.Start; got.Line != line || got.Character != 5 {
			t.Errorf("%s is declared at %v, want line %d", name, got, line)
		}
	}
	e.close(file)
	missing(1)
	if got := definition("Tidy").Range.Start.Line; got != 3 {
		t.Errorf("on the disk Tidy is declared in line %d", got)
	}
}

// TestOutline: what a Go text declares, without what functions do.
func TestOutline(t *testing.T) {
	of := func(text string) string {
		outline, ok := outlineOf("package p\n" + text)
		if !ok {
			return "wrong"
		}
		return outline
	}
	for text, same := range map[string]bool{
		"func f() { g() }":             true,
		"// comment\nfunc f()  {\n\n}": true,
		"func f() int { return 1 }":    false,
		"func f() {}; var x int":       false,
		"func f() { if }":              false,
	} {
		if got := of(text) == of("func f() {}"); got != same {
			t.Errorf("%q is the same: %v", text, got)
		}
	}
}
