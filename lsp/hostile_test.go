package lsp

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"go.lsp.dev/protocol"

	"github.com/rocketc/rocketc/runtime/arg"

	rocket "github.com/rocketc/rocketc/runtime"
)

// TestWrongRanges: a change whose range is no part of the text is made at the nearest place, and
// the server and the editor go on with the same text.
func TestWrongRanges(t *testing.T) {
	const far = 1 << 31
	path := filepath.Join(t.TempDir(), "s.rkt")
	between := func(fromLine, from, toLine, to uint32) protocol.Range {
		return protocol.Range{Start: protocol.Position{Line: fromLine, Character: from},
			End: protocol.Position{Line: toLine, Character: to}}
	}
	for _, in := range []encoding{inUTF8, inUTF16} {
		for r, want := range map[protocol.Range]string{
			between(far, 0, far, far): "a😀\r\nbX",
			between(0, far, 0, far):   "a😀X\r\nb",
			between(1, 0, 0, 0):       "a😀\r\nXb",
			between(0, 2, 0, 2):       "aX😀\r\nb",
			between(0, 0, far, 0):     "X",
		} {
			e := start(t, in)
			e.open(path, "a😀\r\nb")
			e.texts[uriOf(path)] = &document{uriOf(path), 2, newText(want)}
			e.sends(path, &protocol.TextDocumentContentChangePartial{Range: r, Text: "X"})
			got := e.findings(path)
			fresh := start(t, in)
			fresh.open(path, want)
			wants := fresh.findings(path)
			if len(got) != len(wants) || got[0].Range != wants[0].Range {
				t.Errorf("%v makes a text with %v, want those of %q: %v", r, got, want, wants)
			}
		}
	}
}

// TestInvalidFile: a file on the disk that is not UTF-8 is reported beside one that is open.
func TestInvalidFile(t *testing.T) {
	dir := t.TempDir()
	a, b := filepath.Join(dir, "a.rkt"), filepath.Join(dir, "b.rkt")
	text := "# \xff\ntask y when daily { command \"\xfe\" }\n"
	if err := os.WriteFile(b, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
	e := start(t, inUTF16, dir)
	e.open(a, "task x when daily { command \"true\" }\n")
	if found := e.findings(a); len(found) > 0 {
		t.Error(found)
	}
	e.until("what is wrong with the other", func() bool {
		p := e.found[uriOf(b)]
		return p != nil && len(p.Diagnostics) > 0
	})
	for op := range byte(11) {
		ask(e, at(b, protocol.Position{Line: 1, Character: 40}), op)
	}
}

// TestDeletedFile: the text of a file that is deleted while it is open counts until it is
// closed; then what was found in it is forgotten.
func TestDeletedFile(t *testing.T) {
	dir := t.TempDir()
	a, b := filepath.Join(dir, "a.rkt"), filepath.Join(dir, "b.rkt")
	text := "task y when after x { command \"true\" }\ntask z { }\n"
	if err := os.WriteFile(b, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
	e := start(t, inUTF16, dir)
	e.open(a, "config { log memory }\ntask x when daily { command \"true\" }\n")
	e.open(b, text)
	if found := e.findings(b); len(found) != 1 {
		t.Error(found)
	}
	if err := os.Remove(b); err != nil {
		t.Fatal(err)
	}
	change := protocol.FileEvent{URI: uriOf(b), Type: protocol.FileChangeTypeDeleted}
	if err := e.server.DidChangeWatchedFiles(e.ctx, &protocol.DidChangeWatchedFilesParams{
		Changes: []protocol.FileEvent{change}}); err != nil {
		t.Fatal(err)
	}
	e.replace(b, 0, 0, "# still here\n")
	if found := e.findings(b); len(found) != 1 || found[0].Range.Start.Line != 2 {
		t.Error(found)
	}
	e.close(b)
	e.until("the end of the findings", func() bool {
		return len(e.found[uriOf(b)].Diagnostics) == 0
	})
}

// TestFolders: two folders of a workspace, one in the other, and one that is taken out.
func TestFolders(t *testing.T) {
	dir := t.TempDir()
	inner := filepath.Join(dir, "inner")
	if err := os.Mkdir(inner, 0o777); err != nil {
		t.Fatal(err)
	}
	schedule := func(task string) string {
		return "config { log memory }\ntask " + task + " when daily { command \"true\" }"
	}
	for path, text := range map[string]string{filepath.Join(dir, "a.rkt"): schedule("one"),
		filepath.Join(inner, "a.rkt"): schedule("two")} {
		if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	e := start(t, inUTF16, dir, inner)
	symbols := func() (names []string) {
		found, err := e.server.Symbols(e.ctx, &protocol.WorkspaceSymbolParams{})
		if err != nil {
			t.Fatal(err)
		}
		for _, x := range found.(protocol.SymbolInformationSlice) {
			names = append(names, x.Name)
		}
		return names
	}
	if got := strings.Join(symbols(), " "); got != "config one config two" {
		t.Errorf("symbols %q", got)
	}
	gone := protocol.WorkspaceFolder{URI: uriOf(dir), Name: "dir"}
	if err := e.server.DidChangeWorkspaceFolders(e.ctx, &protocol.DidChangeWorkspaceFoldersParams{
		Event: protocol.WorkspaceFoldersChangeEvent{
			Removed: []protocol.WorkspaceFolder{gone}}}); err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(symbols(), " "); got != "config two" {
		t.Errorf("without the outer folder: symbols %q", got)
	}
	// A task of the same name in both is not the same.
	for _, d := range []string{dir, inner} {
		path := filepath.Join(d, "a.rkt")
		e.open(path, schedule("same"))
		if found := e.findings(path); len(found) > 0 {
			t.Error(found)
		}
	}
}

// TestLargeFile: a text without end, of one line, of comments, of brackets, and in one string.
func TestLargeFile(t *testing.T) {
	const size = 1 << 19
	many := func(text string) string { return strings.Repeat(text, size/len(text)) }
	for name, text := range map[string]string{
		"a line":   "# " + many("ä😀"),
		"comments": many("# x\n"),
		"brackets": "cond x = " + many("("),
		"a string": "param x = \"" + many("x"),
	} {
		path := filepath.Join(t.TempDir(), "s.rkt")
		e := start(t, inUTF16)
		e.open(path, text)
		e.findings(path)
		for op := range byte(11) {
			ask(e, at(path, protocol.Position{Line: 1, Character: 30}), op)
		}
		e.replace(path, size/2, size/2+1, "x")
		if found := e.findings(path); len(found) == 0 && name != "a line" {
			t.Errorf("%s: nothing is found", name)
		}
	}
}

// TestManyFindings: of a file with more findings than are told, mistakes are told before warnings,
// and the last finding says how many are left out.
func TestManyFindings(t *testing.T) {
	const odd, mistakes = 900, 300
	var text strings.Builder
	text.WriteString("config { log memory }\n")
	for i := range odd {
		fmt.Fprintf(&text, "task odd%d when daily & retry 3 { command \"true\" }\n", i)
	}
	for i := range mistakes {
		fmt.Fprintf(&text, "task wrong%d when after nobody { command \"true\" }\n", i)
	}
	path := filepath.Join(t.TempDir(), "s.rkt")
	e := start(t, inUTF16)
	e.open(path, text.String())
	told := map[protocol.DiagnosticSeverity]int{}
	last := protocol.Diagnostic{}
	for _, last = range e.findings(path) {
		told[last.Severity]++
	}
	if told[protocol.DiagnosticSeverityError] != mistakes ||
		told[protocol.DiagnosticSeverityWarning] != maxPublished-mistakes {
		t.Errorf("by severity, these many are told: %v", told)
	}
	const want = "200 more are found in this file, and not shown"
	if last.Message != protocol.String(want) || last.Range.Start.Line != odd+mistakes {
		t.Errorf("the last finding is %+v", last)
	}
}

// TestPanicOfCheck: a mistake of the compiler takes neither the server nor an answer along.
func TestPanicOfCheck(t *testing.T) {
	o := testOptions(t)
	logged := make(chan string, 10)
	o.Log = func(text string) { logged <- text }
	o.Check.Notify = func(to, title, message arg.Source) rocket.Action { panic("a mistake") }
	e := startWith(t, o, inUTF16)
	e.open("untitled:x", `task x when daily { notify "ntfy://x/y" }`)
	e.settled("untitled:x")
	if text := <-logged; !strings.Contains(text, "a mistake") {
		t.Error(text)
	}
	e.sends("untitled:x", &protocol.TextDocumentContentChangeWholeDocument{Text: "task {"})
	e.settled("untitled:x")
	e.until("what is wrong now", func() bool {
		p := e.found["untitled:x"]
		return p != nil && len(p.Diagnostics) > 0
	})
}

// TestRenameOfOldText: a rename whose text has changed before it is answered is refused, because
// its places are of no use any more.
func TestRenameOfOldText(t *testing.T) {
	o := testOptions(t)
	reached, goOn := make(chan bool), make(chan bool)
	o.Check.Notify = func(to, title, message arg.Source) rocket.Action {
		for _, gate := range []chan bool{reached, goOn} {
			select {
			case gate <- true:
			case <-t.Context().Done():
			}
		}
		return rocket.Do{}
	}
	e := startWith(t, o, inUTF16)
	path := filepath.Join(t.TempDir(), "s.rkt")
	e.open(path, `task x when daily { notify env "URL" }`)
	<-reached
	<-goOn
	e.findings(path)
	answer := make(chan error)
	go func() {
		_, err := e.server.Rename(e.ctx, &protocol.RenameParams{NewName: "y",
			TextDocumentPositionParams: at(path, protocol.Position{Character: 5})})
		answer <- err
	}()
	<-reached // the rename is tried
	e.replace(path, 0, 0, "\n")
	<-reached // the new text is checked, which shows that it has come
	<-goOn
	<-goOn
	if err := <-answer; err == nil || !strings.Contains(err.Error(), "has changed meanwhile") {
		t.Errorf("the rename is answered with %v", err)
	}
}
