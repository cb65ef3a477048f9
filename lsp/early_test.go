package lsp

import (
	"fmt"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/rocketc/rocketc/runtime/arg"

	rocket "github.com/rocketc/rocketc/runtime"
)

// TestEarly: of a long schedule, what is wrong with a task that has changed is told before all
// is checked, together with what was wrong elsewhere, at its new place; and then the same again
// is not.
func TestEarly(t *testing.T) {
	goOn := make(chan bool)
	o := testOptions(t)
	o.Check.Notify = func(to, title, message arg.Source) rocket.Action {
		select {
		case <-goOn: // a check of all takes until the test lets it go on
		case <-t.Context().Done():
		}
		return rocket.Do{}
	}
	path := filepath.Join(t.TempDir(), "s.rkt")
	e := startWith(t, o, inUTF16)
	text := large(1_500) + "task n when daily { notify env \"URL\" }\n" +
		"task w when daily { command \"ä\"; timeout \"x\" }\ntask f when daily { command }\n"
	e.open(path, text)
	goOn <- true
	before := e.findings(path)
	if len(before) != 2 {
		t.Fatal(before)
	}
	told := func() string {
		t.Helper()
		e.until("findings", func() bool { return e.isFound(path) })
		e.mu.Lock()
		defer e.mu.Unlock()
		var all strings.Builder
		for _, d := range e.found[uriOf(path)].Diagnostics {
			fmt.Fprintf(&all, "%d %s\n", d.Range.Start.Line, d.Message)
		}
		return all.String()
	}
	was := told()
	at := strings.Index(text, "task t701 ")
	for i, edit := range []struct{ old, with, finds string }{
		{"10 minutes", "1 parsec\n\n", "parsec"},
		{"1 parsec\n\n", "10 minutes", ""},
		{"after t700", "after t7000", "t7000"},
	} {
		from := at + strings.Index(e.texts[uriOf(path)].text.content[at:], edit.old)
		e.replace(path, from, from+len(edit.old), edit.with)
		early := told()
		if edit.finds == "" && early != was {
			t.Errorf("edit %d: told early\n%s\nwant\n%s", i, early, was)
		}
		if n := strings.Count(early, "\n"); edit.finds != "" &&
			(n < 3 || !strings.Contains(early, edit.finds)) {
			t.Errorf("edit %d: told early\n%s", i, early)
		}
		goOn <- true
		all := e.findings(path)
		if len(all) < 2 {
			t.Error(all)
		}
	}
	fresh := startWith(t, testOptions(t), inUTF16)
	fresh.open(path, e.texts[uriOf(path)].text.content)
	if got, want := e.findings(path), fresh.findings(path); !reflect.DeepEqual(got, want) {
		t.Errorf("after edits there is\n%v\nopened afresh\n%v", got, want)
	}
}

// TestUnchanged: how much two texts have in common at both ends.
func TestUnchanged(t *testing.T) {
	long := strings.Repeat("0123456789", 1_000)
	for _, test := range []struct {
		a, b       string
		head, tail int
	}{
		{"", "", 0, 0}, {"a", "", 0, 0}, {"ab", "ab", 2, 0}, {"aa", "aaa", 2, 0},
		{"abc", "axc", 1, 1}, {long, long, len(long), 0}, {long + "x" + long, long + long,
			len(long), len(long)}, {"y" + long, "x" + long, 0, len(long)},
	} {
		if head, tail := unchanged(test.a, test.b); head != test.head || tail != test.tail {
			t.Errorf("%.20q and %.20q: %d and %d, want %d and %d", test.a, test.b, head, tail,
				test.head, test.tail)
		}
	}
}
