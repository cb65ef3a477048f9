package elsewhere_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/rocketc/rocketc/check"
	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/elsewhere"
	"github.com/rocketc/rocketc/grammar"
	"github.com/rocketc/rocketc/notify"
)

// findings returns what is wrong with a schedule, but for Go functions, which it has none of.
func findings(src string) diag.List {
	tree, list := grammar.Parse("x.rkt", []byte(src))
	_, found := check.Check([]*grammar.File{tree},
		check.Options{Broken: list.HasErrors(), Notify: notify.New})
	list.Add(found...)
	list.Sort()
	return slices.DeleteFunc(list, func(d diag.Diagnostic) bool { return d.Code == diag.NoGo })
}

// only returns the error of a schedule that has exactly one.
func only(t *testing.T, src string) diag.Diagnostic {
	t.Helper()
	var errors diag.List
	for _, d := range findings(src) {
		if d.Severity == diag.Error {
			errors = append(errors, d)
		}
	}
	if len(errors) != 1 {
		t.Fatalf("%d errors, not one, in\n%s%v", len(errors), src, errors)
	}
	return errors[0]
}

// schedules has for each place a schedule with a word there; %s is the word.
var schedules = map[elsewhere.Place]string{
	elsewhere.Declaration: "%s x\n",
	elsewhere.Attribute:   "task t when daily {\n    %s x\n    command \"ls\"\n}\n",
	elsewhere.Key:         "config {\n    %s x\n}\n",
	elsewhere.Step:        "task t when daily { do %s }\n",
	elsewhere.Hook:        "hook %s func F\n",
	elsewhere.Outcome:     "task b { command \"ls\" }\ntask t when after b %s { command \"ls\" }\n",
	elsewhere.Event:       "task t when has %s { command \"ls\" }\n",
	elsewhere.Execution:   "task t when daily { command \"ls\"; execution %s }\n",
	elsewhere.Scheme:      "task t when daily { notify \"%s://x\" }\n",
}

// TestWords: each word of the table, at its place, is the one error of a schedule, at its line
// and column, with the way out of its row.
func TestWords(t *testing.T) {
	for _, w := range elsewhere.Words() {
		t.Run(fmt.Sprintf("%s %s", w.At, w.Word), func(t *testing.T) {
			form := schedules[w.At]
			d := only(t, fmt.Sprintf(form, w.Word))
			before, _, _ := strings.Cut(form, "%s")
			line := 1 + strings.Count(before, "\n")
			col := len(before) - strings.LastIndexByte(before, '\n')
			if at := d.Span.Start; at.Line != line || at.Col != col {
				t.Errorf("%v, and not at %d:%d", d, line, col)
			}
			if w.Near != d.Suggestion {
				t.Errorf("%v: suggests %q, not %q", d, d.Suggestion, w.Near)
			}
			if w.Help != "" && d.Help != w.Help {
				t.Errorf("%v: %q does not help as %q does", d, d.Help, w.Help)
			}
		})
	}
}

// TestDashedWords: with dashes in the place of _ a word is one word, and means the same. No
// task or outcome begins with half of it.
func TestDashedWords(t *testing.T) {
	for _, w := range elsewhere.Words() {
		dashed := strings.ReplaceAll(w.Word, "_", "-")
		if dashed == w.Word || w.At == elsewhere.Execution || w.At == elsewhere.Event ||
			w.At == elsewhere.Hook {
			continue // a value, and words that stand beside others
		}
		d := only(t, fmt.Sprintf(schedules[w.At], dashed))
		if at := d.Span; at.End.Col-at.Start.Col != len(dashed) ||
			!strings.Contains(d.Msg, fmt.Sprintf("%q", dashed)) ||
			w.Near != d.Suggestion || w.Help != "" && d.Help != w.Help {
			t.Errorf("%s: %v: suggests %q, helps %q", dashed, d, d.Suggestion, d.Help)
		}
	}
}

// TestWordsOnce: no word stands twice at a place.
func TestWordsOnce(t *testing.T) {
	seen := map[string]bool{}
	for _, w := range elsewhere.Words() {
		key := string(w.At) + " " + elsewhere.Plain(w.Word)
		if seen[key] {
			t.Errorf("%s stands twice", key)
		}
		seen[key] = true
	}
}

// TestMeaningFirst: what a word means comes before the letters it has.
func TestMeaningFirst(t *testing.T) {
	known := []string{"cod", "dir", "command"}
	for word, near := range map[string]string{"cwd": "dir", "cmd": "command", "comand": "command",
		"code": "cod", "workingDir": "dir", "WORKING_DIR": "dir", "nothing": ""} {
		if got := elsewhere.Attribute.Meant(word, known); got.Near != near {
			t.Errorf("%s: got %+v, want %q", word, got, near)
		}
	}
	if got := elsewhere.Attribute.Meant("cwd", []string{"dire"}); got.Near != "" {
		t.Errorf("a word that cannot stand there is proposed: %+v", got)
	}
}
