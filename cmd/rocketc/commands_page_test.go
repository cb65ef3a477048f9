package main

import (
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
)

// TestCommandsPage: docs/commands.md has each command and all of its flags, as
// they are, and no others.
func TestCommandsPage(t *testing.T) {
	text, err := os.ReadFile("../../docs/commands.md")
	if err != nil {
		t.Fatal(err)
	}
	parser, err := newParser(&invocation{stdout: io.Discard, stderr: io.Discard}, &commandLine{})
	if err != nil {
		t.Fatal(err)
	}
	page := map[string][]string{} // the flags of commands
	for section := range strings.SplitSeq(string(text), "\n## rocketc ") {
		title, body, _ := strings.Cut(section, "\n")
		body, _, _ = strings.Cut(body, "\n## ")
		name, _, _ := strings.Cut(title, " ")
		page[name] = []string{}
		for line := range strings.Lines(body) {
			if cell, isRow := strings.CutPrefix(line, "| `-"); isRow {
				cell, _, _ = strings.Cut(cell, " |")
				page[name] = append(page[name], "`-"+cell)
			}
		}
	}
	delete(page, "#") // what stands before the commands
	for _, command := range parser.Model.Children {
		flags, there := page[command.Name]
		if !there {
			t.Errorf("the page has no command %s", command.Name)
		}
		delete(page, command.Name)
		want := documented(command)
		slices.Sort(flags)
		if !slices.Equal(flags, want) {
			t.Errorf("%s has the flags %q, and on the page %q", command.Name, want, flags)
		}
	}
	for name := range page {
		t.Errorf("the page has the command %s, which does not exist", name)
	}
}

// documented returns the flags of a command as the page writes them, sorted.
func documented(command *kong.Node) []string {
	flags := []string{}
	for _, f := range command.Flags {
		text := "--" + f.Name
		if !f.IsBool() {
			text += " " + f.PlaceHolder
		}
		text = "`" + text + "`"
		if f.Short != 0 {
			text = fmt.Sprintf("`-%c`, %s", f.Short, text)
		}
		flags = append(flags, text)
	}
	slices.Sort(flags)
	return flags
}
