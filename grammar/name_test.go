package grammar_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/rocketc/rocketc/grammar"
	"github.com/rocketc/rocketc/spelling"
)

// references are the ways to refer to a task, N.
var references = []string{
	"cond x = after N", "cond x = after N failed", "cond x = after any N",
	"cond x = after any N failed",
	"cond x = after N, N", "cond x = after any N, N crashed", "cond x = ~(after N)",
	"cond x = after N | task N has failed & task N is running", "cond x = while task N is running",
	"cond x = task N has failed today >= 2", "cond x = func F(return of N, task N)",
	"param x = return of N >> 3", "param x = task N",
	"task x { do run N, run N(a: 1), terminate N, disable N, enable N, remove N }",
	"task x when after N until after N { do run N }",
}

// checkName reports references in which the name, as spelling writes it, is read as
// something else.
func checkName(t *testing.T, name string) {
	t.Helper()
	for _, form := range references {
		src := strings.ReplaceAll(form, "N", spelling.Name(name))
		file, _ := grammar.Parse("x.rkt", []byte(src))
		found := 0
		grammar.Walk(file, func(n grammar.Node) bool {
			if ref, ok := n.(*grammar.TaskRef); ok && ref.Text() == name {
				found++
			}
			return true
		})
		if want := strings.Count(form, "N"); found != want {
			t.Errorf("%q is read %d times of %d in: %s", name, found, want, src)
		}
	}
}

// TestNames: what spelling leaves without quotes, the words of the language among it, is
// read as a name.
func TestNames(t *testing.T) {
	odd := []string{"a", "a.b", "any.any", "task.task", "cron.cron", "für", "a b", "1", "x-1", "L",
		"mon", `"`, `'`, "`", `\`, `\n`, "a\nb", "\x01", "\xff", "{hole}", "#"}
	for _, name := range slices.Concat(allWords(), odd) {
		checkName(t, name)
	}
}

// TestKeys: what spelling leaves without quotes is read as the key of a map.
func TestKeys(t *testing.T) {
	odd := []string{"a", "für", "a.b", "a b", "1", `"`, "a\nb", "\xff"}
	for _, name := range slices.Concat(allWords(), odd) {
		file, found := grammar.Parse("x.rkt", []byte("param x = {\n"+spelling.Key(name)+": 1\n}"))
		key := ""
		grammar.Walk(file, func(n grammar.Node) bool {
			if entry, ok := n.(*grammar.Entry); ok {
				key = entry.Key.Text()
			}
			return true
		})
		if len(found) > 0 || key != name {
			t.Errorf("the key %s is read as %q, %v", spelling.Key(name), key, found)
		}
	}
}

func FuzzNames(f *testing.F) {
	f.Add("a b")
	f.Add("any")
	f.Fuzz(func(t *testing.T, name string) {
		if name != "" && !strings.Contains(name, "\x00") {
			checkName(t, name)
		}
	})
}
