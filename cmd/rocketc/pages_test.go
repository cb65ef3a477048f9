package main

import (
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
)

// TestPagesCommands: each call of rocketc in a page, and in the files for the CI of others, is
// of a command that exists, with flags that it has. Pages have calls in code.
func TestPagesCommands(t *testing.T) {
	parser, err := newParser(&invocation{stdout: io.Discard, stderr: io.Discard}, &commandLine{})
	if err != nil {
		t.Fatal(err)
	}
	called := 0
	for _, pattern := range []string{"*.md", "docs/*.md", "examples/*/*.md", "action.yml",
		".pre-commit-hooks.yaml"} {
		names, err := filepath.Glob("../../" + pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			if filepath.Base(name) == "CHANGELOG.md" {
				continue // it tells of what is gone
			}
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			for _, code := range codeOf(filepath.Ext(name), string(text)) {
				called += callsExist(t, parser.Model.Node, name, code)
			}
		}
	}
	if called < 100 {
		t.Errorf("only %d calls were found", called)
	}
}

// codeOf returns what is code in a file: of a page the blocks and what stands in backticks.
func codeOf(extension, text string) (code []string) {
	if extension != ".md" {
		return []string{text}
	}
	for i, part := range strings.Split(text, "```") {
		if i%2 == 1 {
			code = append(code, part)
			continue
		}
		for j, span := range strings.Split(part, "`") {
			if j%2 == 1 {
				code = append(code, strings.Join(strings.Fields(span), " "))
			}
		}
	}
	return code
}

var (
	callOfRocketc = regexp.MustCompile(`(?m)(?:^|[\s(/;"])rocketc ([a-z]+\b)([^\n|;>#]*)`)
	quotedWord    = regexp.MustCompile(`'[^']*'|"[^"]*"`)
	flagOfCall    = regexp.MustCompile(`\s(--?[a-z][a-z-]*)`)
)

// callsExist looks up the calls in a piece of code, and returns how many there are.
func callsExist(t *testing.T, root *kong.Node, file, code string) (calls int) {
	for _, call := range callOfRocketc.FindAllStringSubmatch(code, -1) {
		calls++
		at := slices.IndexFunc(root.Children, func(n *kong.Node) bool { return n.Name == call[1] })
		if at < 0 {
			t.Errorf("%s: there is no command in %q", file, strings.TrimSpace(call[0]))
			continue
		}
		if call[1] == "run" || call[1] == "ctl" {
			continue // the flags may be the program's
		}
		words := quotedWord.ReplaceAllString(call[2], "…")
		for _, flag := range flagOfCall.FindAllStringSubmatch(words, -1) {
			if _, _, _, err := readFlag(root.Children[at], flag[1]); err != nil {
				t.Errorf("%s: %s: %v", file, strings.TrimSpace(call[0]), err)
			}
		}
	}
	return calls
}
