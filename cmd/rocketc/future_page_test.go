package main

import (
	"bytes"
	"os"
	"regexp"
	"strings"
	"testing"
)

// TestFuturePage: each command of docs/future.md writes what the page says, with the first
// schedule of the page in backup.rkt and the second in new.rkt.
func TestFuturePage(t *testing.T) {
	page, err := os.ReadFile("../../docs/future.md")
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(t.TempDir())
	schedules := fenced(string(page), "rkt")
	for i, name := range []string{"backup.rkt", "new.rkt"} {
		if err := os.WriteFile(name, []byte(schedules[i]), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	took := regexp.MustCompile(`\d+\.\d\d+s`)
	tried := 0
	for _, block := range fenced(string(page), "console") {
		for part := range strings.SplitSeq("\n"+block, "\n$ rocketc ") {
			if part == "" {
				continue
			}
			line, want, _ := strings.Cut(part, "\n")
			tried++
			var out bytes.Buffer
			run(t.Context(), strings.NewReader(""), &out, &out, fields(line))
			got := took.ReplaceAllString(strings.TrimSpace(out.String()), "0.01s")
			if got != took.ReplaceAllString(strings.TrimSpace(want), "0.01s") {
				t.Errorf("rocketc %s writes\n%s\nand on the page\n%s", line, got, want)
			}
		}
	}
	if tried < 8 {
		t.Errorf("only %d commands were tried", tried)
	}
}

// fenced returns the blocks of a kind in a document.
func fenced(text, kind string) (blocks []string) {
	for i, part := range strings.Split("\n"+text, "\n```") {
		if body, is := strings.CutPrefix(part, kind+"\n"); is && i%2 == 1 {
			blocks = append(blocks, body)
		}
	}
	return blocks
}
