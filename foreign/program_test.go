package foreign_test

import (
	"os"
	"strings"
	"testing"

	"github.com/rocketc/rocketc/foreign"
)

// TestCommandName: tasks are called as a person would call them. testdata/names.txt has names
// and lines.
func TestCommandName(t *testing.T) {
	text, err := os.ReadFile("testdata/names.txt")
	if err != nil {
		t.Fatal(err)
	}
	for row := range strings.Lines(string(text)) {
		want, line, is := strings.Cut(strings.TrimSuffix(row, "\n"), "\t")
		if !is {
			t.Fatalf("%q has no tab", row)
		}
		if got := foreign.CommandName(line); got != want {
			t.Errorf("%s\n\tis called %s, want %s", line, got, want)
		}
	}
}
