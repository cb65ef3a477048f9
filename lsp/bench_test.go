package lsp

import (
	"fmt"
	"path/filepath"
	"runtime/debug"
	"strings"
	"testing"
	"time"

	"go.lsp.dev/protocol"
)

// large returns a schedule of n tasks, of which each waits for the one before.
func large(n int) string {
	var b strings.Builder
	b.WriteString("config { log memory }\nparam region = env \"REGION\"\n" +
		"cond work_day = time of week between Mon and Fri\n" +
		"task t0 when daily { command \"true\" }\n")
	for i := 1; i < n; i++ {
		after := fmt.Sprintf("after t%d", i-1)
		if i%10 == 0 {
			after = "every 30 minutes"
		}
		fmt.Fprintf(&b, `
# Task number %d.
task t%[1]d when %s & work_day & time of day between 07:00 and 19:00
    | retry 3 every 1 minute {
    command "work --number %[1]d"
    env     { REGION region }
    timeout 10 minutes
}
`, i, after)
	}
	return b.String()
}

// openLarge opens a schedule of 10,000 tasks, and returns the offset of a word in its middle.
func openLarge(b *testing.B) (e *editor, path string, word int) {
	text := large(10_000)
	path = filepath.Join(b.TempDir(), "s.rkt")
	e = start(b, inUTF16)
	e.open(path, text)
	if found := e.findings(path); len(found) > 0 {
		b.Fatal(found[0])
	}
	return e, path, strings.Index(text, "after t4998 ") + len("after t49")
}

// BenchmarkKeystroke: from a keystroke to the findings, and to the early ones.
func BenchmarkKeystroke(b *testing.B) {
	debug.SetGCPercent(400) // as rocketc lsp has it
	e, path, _ := openLarge(b)
	word := strings.Index(e.texts[uriOf(path)].text.content, "number 4999\"")
	early := time.Duration(0)
	b.ResetTimer()
	for n := range b.N {
		began := time.Now()
		e.replace(path, word, word+min(n, 1), string(rune('a'+n%26)))
		e.until("findings", func() bool { return e.isFound(path) })
		early += time.Since(began)
		e.findings(path)
	}
	b.ReportMetric(float64(early.Milliseconds())/float64(b.N), "early-ms/op")
}

// BenchmarkHover: on a task that is named, after the findings are there.
func BenchmarkHover(b *testing.B) {
	e, path, word := openLarge(b)
	p := &protocol.HoverParams{TextDocumentPositionParams: at(path,
		e.texts[uriOf(path)].text.position(word, e.in))}
	for b.Loop() {
		if h, err := e.server.Hover(e.ctx, p); err != nil || h == nil {
			b.Fatal(h, err)
		}
	}
}

// BenchmarkCompletion: of the name of a task.
func BenchmarkCompletion(b *testing.B) {
	e, path, word := openLarge(b)
	p := &protocol.CompletionParams{TextDocumentPositionParams: at(path,
		e.texts[uriOf(path)].text.position(word, e.in))}
	for b.Loop() {
		list, err := e.server.Completion(e.ctx, p)
		if err != nil || len(list.(*protocol.CompletionList).Items) == 0 {
			b.Fatal(list, err)
		}
	}
}
