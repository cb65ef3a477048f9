package grammar_test

import (
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"github.com/rocketc/rocketc/grammar"
)

// TestParseAgain edits files at random. What is parsed again is what is parsed afresh, and the
// tree before stays as it was.
func TestParseAgain(t *testing.T) {
	base := string(readFile(t, "../examples/desk/desk.rkt")) + `
# A group.
group g when daily {
    # Of a member.
    task a { command "a" } # b
    task b when after a { code {
        x := 1
    } }
}
param x = [1,
  2]; param y = 1

cond z = daily &
    hourly
`
	base = strings.Repeat(base, 3)
	fragments := []string{"task ", "}", "{", "\n", "\r\n", "`", "\"", "# x\n", "(", "x", "é", "&",
		"code {", ";", "group h {\n", "\xff", "\x00", "task q when daily { command \"q\" }\n"}
	r := rand.New(rand.NewPCG(1, 2))
	for range 12 {
		text := base
		tree, _ := grammar.Parse("x.rkt", []byte(text))
		for range 25 {
			from := r.IntN(len(text) + 1)
			to := min(len(text), from+r.IntN(4)*r.IntN(30))
			text = text[:from] + fragments[r.IntN(len(fragments))] + text[to:]
			if r.IntN(6) == 0 {
				text = base
			}
			was := grammar.Dump(tree)
			again, found := grammar.ParseAgain(tree, []byte(text))
			if grammar.Dump(tree) != was {
				t.Fatal("the tree before has changed")
			}
			tree = again
			fresh, want := grammar.Parse("x.rkt", []byte(text))
			switch {
			case grammar.Dump(again) != grammar.Dump(fresh):
				t.Fatalf("another tree: %s\nwant %s\nin %s", grammar.Dump(again),
					grammar.Dump(fresh), text)
			case !reflect.DeepEqual(found, want):
				t.Fatalf("found %v\nwant %v\nin %s", found, want, text)
			case !reflect.DeepEqual(again.Comments, fresh.Comments):
				t.Fatalf("comments %v\nwant %v\nin %s", again.Comments, fresh.Comments, text)
			}
			for _, name := range []string{"fetch", "g.a", "y", "none", "~"} {
				if again.MayDeclare(name) != fresh.MayDeclare(name) {
					t.Fatalf("it may declare %s: %v\nin %s", name, again.MayDeclare(name), text)
				}
			}
		}
	}
}

// TestParseAgainKeeps: what comes before an edit is not read again, however often the file is
// edited, and few texts are kept for it.
func TestParseAgainKeeps(t *testing.T) {
	const tasks = 200
	text := manyTasks(tasks)
	tree, found := grammar.Parse("x.rkt", []byte(text))
	if len(found) > 0 || len(tree.Decls) != tasks {
		t.Fatalf("%d declarations: %v", len(tree.Decls), found)
	}
	kept := 0
	for i := range tasks {
		at := tree.Decls[i].Span().End.Offset
		text = text[:at] + " # edited" + text[at:]
		next, _ := grammar.ParseAgain(tree, []byte(text))
		for j := range next.Decls {
			if next.Decls[j] == tree.Decls[j] {
				kept++
			}
		}
		if n := next.Texts(); n > 16 {
			t.Fatalf("after %d edits there are %d texts", i, n)
		}
		tree = next
	}
	if kept < tasks*tasks*4/10 {
		t.Errorf("%d declarations were kept", kept)
	}
}
