package rocketc_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/rocketc/rocketc"
	"github.com/rocketc/rocketc/check"
	"github.com/rocketc/rocketc/eval"
)

// TestDocs checks every block of the documents. A block `rkt` is a whole schedule, a
// block `rkt go` a schedule in the module of examples/desk. Each line of a block `cond`
// is a condition, each line of a block `wrong` a condition that is refused.
func TestDocs(t *testing.T) {
	for _, doc := range []string{"README.md", "docs/spec.md"} {
		text, err := os.ReadFile(doc)
		if err != nil {
			t.Fatal(err)
		}
		found := 0
		for _, b := range blocks(doc, string(text)) {
			found++
			t.Run(b.place, b.check)
		}
		if found == 0 {
			t.Errorf("%s has no blocks", doc)
		}
	}
}

type block struct{ place, kind, text string }

func blocks(doc, text string) (found []block) {
	var open *block
	for i, line := range strings.SplitAfter(text, "\n") {
		fence, isFence := strings.CutPrefix(strings.TrimRight(line, "\n"), "```")
		switch {
		case isFence && open == nil:
			open = &block{place: fmt.Sprintf("%s:%d", doc, i+1), kind: fence}
		case isFence:
			if slices.Contains([]string{"rkt", "rkt go", "cond", "wrong"}, open.kind) {
				found = append(found, *open)
			}
			open = nil
		case open != nil:
			open.text += line
		}
	}
	return found
}

func (b block) check(t *testing.T) {
	if b.kind == "rkt" || b.kind == "rkt go" {
		options := check.Options{}
		if b.kind == "rkt go" {
			options.Dir = "examples/desk"
		}
		_, list := rocketc.Check([]rocketc.Source{{Name: b.place, Text: []byte(b.text)}}, options)
		if err := list.Err(); err != nil {
			t.Error(err)
		}
		return
	}
	for _, line := range strings.Split(strings.TrimSpace(b.text), "\n") {
		if err := conditionError(line); (err != nil) != (b.kind == "wrong") {
			t.Errorf("%s: error %v", line, err)
		}
	}
}

// conditionError returns what is wrong with a condition, in a schedule that has two
// tasks and two parameters.
func conditionError(text string) error {
	q := eval.Question{Cond: text, Tasks: []string{"mytask", "other"},
		Params: map[string]any{"x": "", "env": ""}}
	_, err := q.Prepare(nil)
	return err
}
