package lsp

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"go.lsp.dev/protocol"
)

const featureText = `# Two lines
# of comment: ä😀.
config { log memory }

param "a b" = "x"
group nightly when daily {
    task dump { command "ä😀" }
    group inner {
        task deep when after nightly.dump { command ["a",
            "b"] }
    }
}
task when after dump { command "echo 😀" }
cond open = ~task dump is running & param 'a b' is "x"
test "nothing" {
    at "2026-01-05 09:00"
    run for 1 hour
    expect runs {}
}
`

// TestSymbols asks for the symbols of a file and of the workspace.
func TestSymbols(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "s.rkt")
	closed := filepath.Join(dir, "sub", "t.rkt")
	if err := os.MkdirAll(filepath.Join(dir, "sub", ".hidden"), 0o777); err != nil {
		t.Fatal(err)
	}
	for file, text := range map[string]string{
		path:   "task old { command \"true\" }",
		closed: "task elsewhere { command \"true\" }",
		filepath.Join(dir, "sub", ".hidden", "u.rkt"): "task hidden { command \"true\" }",
	} {
		if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	e := start(t, inUTF16, dir)
	e.open(path, featureText)
	result, err := e.server.DocumentSymbol(e.ctx, &protocol.DocumentSymbolParams{
		TextDocument: protocol.TextDocumentIdentifier{URI: uriOf(path)}})
	if err != nil {
		t.Fatal(err)
	}
	got := outline(result.(protocol.DocumentSymbolSlice), "")
	want := "config 2\na b 4\nnightly 5 daily\n  dump 6\n  inner 7\n" +
		"    deep 8 after nightly.dump\ncommand \"echo 😀\" 12 after dump\nopen 13\nnothing 14\n"
	if got != want {
		t.Errorf("symbols\n%swant\n%s", got, want)
	}
	for query, want := range map[string]string{"dp": "dump deep", "ELSE": "elsewhere", "hidden": "",
		"old": ""} {
		found, err := e.server.Symbols(e.ctx, &protocol.WorkspaceSymbolParams{Query: query})
		if err != nil {
			t.Fatal(err)
		}
		var names []string
		for _, x := range found.(protocol.SymbolInformationSlice) {
			names = append(names, x.Name)
		}
		if got := strings.Join(names, " "); got != want {
			t.Errorf("symbols like %q: %q, want %q", query, got, want)
		}
	}
}

// outline writes symbols, a line each: name, line from 0, detail.
func outline(list []protocol.DocumentSymbol, indent string) string {
	var b strings.Builder
	for _, x := range list {
		detail := ""
		if x.Detail != nil {
			detail = " " + *x.Detail
		}
		fmt.Fprintf(&b, "%s%s %d%s\n", indent, x.Name, x.SelectionRange.Start.Line, detail)
		b.WriteString(outline(x.Children, indent+"  "))
	}
	return b.String()
}

// TestFolding: declarations, lists and comments of several lines.
func TestFolding(t *testing.T) {
	path := filepath.Join(t.TempDir(), "s.rkt")
	e := start(t, inUTF16)
	e.open(path, featureText)
	list, err := e.server.FoldingRanges(e.ctx, &protocol.FoldingRangeParams{
		TextDocument: protocol.TextDocumentIdentifier{URI: uriOf(path)}})
	if err != nil {
		t.Fatal(err)
	}
	got := ""
	for _, r := range list {
		got += fmt.Sprintf("%d-%d%s ", r.StartLine, r.EndLine, r.Kind)
	}
	if want := "5-11 7-10 8-9 8-9 14-18 0-1comment "; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestTokens: what the names stand for, in both encodings.
func TestTokens(t *testing.T) {
	path := filepath.Join(t.TempDir(), "s.rkt")
	for in, name := range map[encoding]string{inUTF8: "utf-8", inUTF16: "utf-16"} {
		e := start(t, in)
		e.open(path, "param p = \"ä😀\" >> env \"X\"\n"+
			"cond o(x string) = param 'p' is x\n"+
			"group g { task \"ä😀\" when o(\"😀\") & file_exists(\"a\") { command \"true\" } }\n"+
			"task t when after g.x | after any g.* failed { command \"true\" }\n")
		tokens, err := e.server.SemanticTokensFull(e.ctx, &protocol.SemanticTokensParams{
			TextDocument: protocol.TextDocumentIdentifier{URI: uriOf(path)}})
		if err != nil {
			t.Fatal(err)
		}
		got := tokenText(e.texts[uriOf(path)].text, in, tokens.Data)
		want := "p:variable! o:macro! x:parameter! 'p':variable x:parameter g:namespace! " +
			"\"ä😀\":class! o:macro file_exists:macro "
		if !strings.HasPrefix(got, want) {
			t.Errorf("%s: got %s, want %s", name, got, want)
		}
	}
}

// tokenText writes tokens with their types; ! stands for a declaration.
func tokenText(x *text, in encoding, data []uint32) (all string) {
	var at protocol.Position
	for ; len(data) >= 5; data = data[5:] {
		if data[0] > 0 {
			at.Character = 0
		}
		at.Line += data[0]
		at.Character += data[1]
		end := protocol.Position{Line: at.Line, Character: at.Character + data[2]}
		all += x.content[x.offset(at, in):x.offset(end, in)] + ":" + tokenTypes[data[3]]
		if data[4]&isDeclaration != 0 {
			all += "!"
		}
		all += " "
	}
	return all
}

// TestOddFiles opens what is empty, on no disk, alone, or not a schedule at all.
func TestOddFiles(t *testing.T) {
	e := start(t, inUTF16)
	dir := t.TempDir()
	for path, text := range map[string]string{
		filepath.Join(dir, "empty.rkt"):   "",
		filepath.Join(dir, "_bom.rkt"):    "\ufeff",
		filepath.Join(dir, "_binary.rkt"): "a\x00b",
		filepath.Join(dir, "plain"):       "task x when daily { command \"true\" }",
		"untitled:Untitled-1":             "#!/usr/bin/env rocketc\r\ntask y { command \"true\" }",
	} {
		e.open(path, text)
		errors := 0
		for _, d := range e.findings(path) {
			if d.Severity == protocol.DiagnosticSeverityError {
				errors++
			}
		}
		if wants := map[string]int{"a\x00b": 1}[text]; errors != wants {
			t.Errorf("%q has %d errors", text, errors)
		}
		for op := range byte(11) {
			ask(e, at(path, protocol.Position{Line: 1, Character: 3}), op)
		}
	}
}

// TestDiskAndEditor: what an editor has not saved counts, and what it closes is on the disk.
func TestDiskAndEditor(t *testing.T) {
	dir := t.TempDir()
	a, b := filepath.Join(dir, "a.rkt"), filepath.Join(dir, "b.rkt")
	onDisk := []byte("task on_disk when hourly { command \"true\" }\n")
	if err := os.WriteFile(b, onDisk, 0o666); err != nil {
		t.Fatal(err)
	}
	e := start(t, inUTF8)
	e.open(a, "config { log memory }\ntask x when after on_disk { command \"true\" }\n")
	if found := e.findings(a); len(found) != 0 {
		t.Errorf("with a file on the disk: %v", found)
	}
	e.open(b, "task in_editor when hourly { command \"true\" }\n")
	e.findings(b)
	e.until("the finding in the other file", func() bool {
		return len(e.found[uriOf(a)].Diagnostics) == 1
	})
	e.close(b)
	e.until("the end of it", func() bool { return len(e.found[uriOf(a)].Diagnostics) == 0 })
	another := []byte("task another when hourly { command \"true\" }\n")
	if err := os.WriteFile(b, another, 0o666); err != nil {
		t.Fatal(err)
	}
	change := protocol.FileEvent{URI: uriOf(b), Type: protocol.FileChangeTypeChanged}
	if err := e.server.DidChangeWatchedFiles(e.ctx, &protocol.DidChangeWatchedFilesParams{
		Changes: []protocol.FileEvent{change}}); err != nil {
		t.Fatal(err)
	}
	e.until("the finding again", func() bool { return len(e.found[uriOf(a)].Diagnostics) == 1 })
}
