package lsp

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"go.lsp.dev/protocol"
)

// fragments are what random edits insert.
var fragments = []string{
	"task ", "group g {\n", "}", "{", "when ", "daily ", "after ", "fetch", "\"", "'", "`", "#",
	"\n", "\r\n", " & ", "~", "(", ")", "ä", "😀", "command \"true\"", "timeout 5 minutes",
	"config { log memory }", "cond open = ", "param region = \"x\"\n", "func prices.Fetch",
	"code {\n", "every 10 m", ";", ",", "pool db 2\n", "calendar fi { holidays [] }\n",
	"retry 3 every 1 minute", "nightly.", "*", "import \"", "test \"x\" {",
	"expect runs { 09:00 fetch }", "\ufeff", "cron */5 * * * *", "do run fetch", "env { A b }",
}

const firstText = `config { log memory }
param region = "eu"
group nightly {
    task dump when daily after 01:00 { command "dump ä😀"; params { region: region } }
    task copy when after dump { command "copy" }
}
task fetch when every 10 minutes & ~task 'nightly.dump' is running { command "fetch" }
`

// editAtRandom edits a file of a live server as the bytes say, with requests in between, and
// compares what is found at last with what a server finds that opens the same text.
func editAtRandom(t *testing.T, data []byte) {
	path := filepath.Join(t.TempDir(), "s.rkt")
	e := start(t, encoding(len(data)%2))
	e.open(path, firstText)
	for len(data) >= 4 {
		doc := e.texts[uriOf(path)]
		size := len(doc.text.content)
		from := (int(data[0])<<8 | int(data[1])) % (size + 1)
		if op := data[2]; op < 200 {
			to := min(size, from+int(op)%20)
			e.replace(path, from, to, fragments[int(data[3])%len(fragments)])
		} else {
			ask(e, at(path, doc.text.position(from, e.in)), op)
		}
		data = data[4:]
	}
	got := e.findings(path)
	fresh := start(t, e.in)
	fresh.open(path, e.texts[uriOf(path)].text.content)
	want := fresh.findings(path)
	if fmt.Sprintf("%+v", got) != fmt.Sprintf("%+v", want) {
		t.Errorf("after edits there is\n%+v\nopened afresh\n%+v\nin\n%s", got, want,
			e.texts[uriOf(path)].text.content)
	}
}

// ask asks something about a position. A panic of the server fails the test.
func ask(e *editor, at protocol.TextDocumentPositionParams, what byte) {
	id := at.TextDocument
	var err error
	switch what % 11 {
	case 0:
		_, err = e.server.Hover(e.ctx, &protocol.HoverParams{TextDocumentPositionParams: at})
	case 1:
		_, err = e.server.Completion(e.ctx,
			&protocol.CompletionParams{TextDocumentPositionParams: at})
	case 2:
		_, err = e.server.Definition(e.ctx,
			&protocol.DefinitionParams{TextDocumentPositionParams: at})
	case 3:
		_, err = e.server.References(e.ctx,
			&protocol.ReferenceParams{TextDocumentPositionParams: at})
	case 4:
		_, _ = e.server.Rename(e.ctx, // which it may refuse
			&protocol.RenameParams{TextDocumentPositionParams: at, NewName: "other"})
	case 5:
		_, err = e.server.SignatureHelp(e.ctx,
			&protocol.SignatureHelpParams{TextDocumentPositionParams: at})
	case 6:
		_, err = e.server.SemanticTokensFull(e.ctx,
			&protocol.SemanticTokensParams{TextDocument: id})
	case 7:
		_, err = e.server.FoldingRanges(e.ctx, &protocol.FoldingRangeParams{TextDocument: id})
	case 8:
		_, err = e.server.DocumentSymbol(e.ctx, &protocol.DocumentSymbolParams{TextDocument: id})
	case 9:
		_, err = e.server.InlayHint(e.ctx, &protocol.InlayHintParams{TextDocument: id,
			Range: protocol.Range{End: protocol.Position{Line: 1 << 20}}})
	case 10:
		_, err = e.server.CodeAction(e.ctx, &protocol.CodeActionParams{TextDocument: id,
			Range: protocol.Range{End: at.Position}})
	}
	if err != nil {
		e.t.Errorf("request %d at %v: %v", what%11, at.Position, err)
	}
}

func FuzzEdits(f *testing.F) {
	r := rand.New(rand.NewPCG(3, 4))
	for n := range 20 {
		data := make([]byte, 4*n)
		for i := range data {
			data[i] = byte(r.Uint32())
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) <= 4*100 {
			editAtRandom(t, data)
		}
	})
}

// TestEndlessEdits: what the server remembers does not grow with the edits of a file.
func TestEndlessEdits(t *testing.T) {
	const edits = 10_000
	path := filepath.Join(t.TempDir(), "s.rkt")
	e := start(t, inUTF16)
	e.open(path, firstText)
	word := strings.Index(firstText, "fetch when")
	heap := func() uint64 {
		e.findings(path)
		runtime.GC()
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	early := uint64(0)
	for n := range edits {
		e.replace(path, word+5, word+5+min(n, 1), string(rune('a'+n%26)))
		switch {
		case n == edits/10:
			early = heap()
		case n%100 == 0:
			ask(e, at(path, protocol.Position{Line: 6, Character: 6}), byte(n/100))
		}
	}
	if late := heap(); late > early+1<<20 {
		t.Errorf("after %d edits the heap has %d KiB, after %d it had %d", edits, late>>10,
			edits/10, early>>10)
	}
	e.close(path)
	e.until("an end of the findings", func() bool {
		return len(e.found[uriOf(path)].Diagnostics) == 0
	})
}
