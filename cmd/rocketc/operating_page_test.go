//go:build unix

package main

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/rocketc/rocketc"
	"github.com/rocketc/rocketc/check"
	"github.com/rocketc/rocketc/control"
	rocket "github.com/rocketc/rocketc/runtime"
)

// TestOperatingPage: each command of docs/operating.md writes what the page says of a program
// that runs the schedule of the page.
func TestOperatingPage(t *testing.T) {
	page, err := os.ReadFile("../../docs/operating.md")
	if err != nil {
		t.Fatal(err)
	}
	schedules := fenced(string(page), "rkt")
	ask := serveSchedule(t, "backup", schedules[len(schedules)-1])
	if status, top := shape(ask("./backup status")), shape(ask("rocketc top")); top != status {
		t.Errorf("what is no terminal gets from top\n%s\nand from status\n%s", top, status)
	}
	tried := 0
	for _, block := range fenced(string(page), "console") {
		for part := range strings.SplitSeq("\n"+block, "\n$ ") {
			if part == "" {
				continue
			}
			line, want, _ := strings.Cut(part, "\n")
			tried++
			got := ask(line)
			if shape(got) != shape(want) {
				t.Errorf("%s writes\n%s\nand on the page\n%s", line, got, want)
			}
		}
	}
	if tried < 12 {
		t.Errorf("only %d commands were tried", tried)
	}
}

// serveSchedule runs a schedule and lets it be asked, until the test has ended. It returns what
// answers a command line once all that starts at first has started.
func serveSchedule(t *testing.T, name, schedule string) (ask func(line string) string) {
	t.Helper()
	dir, err := os.MkdirTemp("", "rk") // the path of a socket may not be long
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	t.Setenv("RUNTIME_DIRECTORY", dir) // so that no other program is seen
	p, list := rocketc.Check([]rocketc.Source{{Name: name + ".rkt", Text: []byte(schedule)}},
		check.Options{})
	if p == nil {
		t.Fatal(list.Err())
	}
	tap := &control.Tap{}
	s, err := rocket.New(&p.Schedule, rocket.WithRunLog(&rocket.MemoryLog{}),
		rocket.WithLogger(slog.New(tap.Handler(slog.NewTextHandler(io.Discard, nil)))))
	if err != nil {
		t.Fatal(err)
	}
	listener, err := control.Listen(name)
	if err != nil {
		t.Fatal(err)
	}
	ended, served := make(chan error, 1), make(chan struct{})
	go func() { ended <- s.Run(context.Background()) }()
	go func() {
		defer close(served)
		server := control.Server{Session: s, Schedule: name, Tap: tap}
		server.Serve(context.Background(), listener)
	}()
	t.Cleanup(func() {
		_ = s.Terminate(nil)
		if err := <-ended; err != nil {
			t.Error(err)
		}
		<-served
	})
	for r, err := range s.Follow(t.Context(), 0) {
		if err != nil {
			t.Fatal(err)
		}
		if r.Event == rocket.Failed {
			break
		}
	}
	progress := control.Request{Do: "logs", Run: "dump", Follow: true}
	for line, err := range control.Ask(t.Context(), listener.Path(), progress) {
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(line), `"stream":"progress"`) {
			break
		}
	}
	return func(line string) string {
		words := fields(line)
		switch words[0] {
		case "rocketc":
			words = words[1:]
		default:
			words = append([]string{"ctl", filepath.Base(words[0])}, words[1:]...)
		}
		var out bytes.Buffer
		run(t.Context(), strings.NewReader(""), &out, &out, words)
		return out.String()
	}
}

// shapes are parts of what a command writes that are never the same, and what stands for them.
var shapes = []struct {
	part *regexp.Regexp
	word string
}{
	{regexp.MustCompile(`([A-Z]\w\w )?(\d{4}-\d\d-\d\d )?\d\d:\d\d:\d\d`), "TIME"},
	{regexp.MustCompile(`\b\d+(\.\d)? (ms|s|min|h|d)\b( \d+ (s|min|h)\b)?`), "LONG"},
	{regexp.MustCompile(`\b[0-9a-f]{8}(-[0-9a-f-]{27})?\b`), "RUN"},
	{regexp.MustCompile(`process \d+ on \S+,`), "process"},
	{regexp.MustCompile(`(?m)^backup +\d+`), "backup"},
	{regexp.MustCompile(`by \S+ \(uid \d+\)`), "by ada"},
	{regexp.MustCompile(`by uid \d+`), "by ada"},
	{regexp.MustCompile(` {2,}`), "  "},
	{regexp.MustCompile(` +\n`), "\n"},
}

// shape returns a text without what is never the same.
func shape(text string) string {
	for _, s := range shapes {
		text = s.part.ReplaceAllString(text, s.word)
	}
	return strings.TrimSpace(text)
}
