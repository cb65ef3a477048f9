package grammar_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/grammar"
)

// FuzzParse: no input makes the parser panic or hang; the tokens cover the text;
// spans nest and stay inside the file; every finding has a code, a message and a
// place in the file; and what parses without an error holds no *BadCond.
func FuzzParse(f *testing.F) {
	f.Add(string(readFile(f, "testdata/every_form.rkt")))
	paths, err := filepath.Glob("testdata/errors/*.rkt")
	if err != nil {
		f.Fatal(err)
	}
	for _, path := range paths {
		f.Add(string(readFile(f, path)))
	}
	for _, r := range diag.Rules() {
		if len(r.Example) < 1000 {
			f.Add(r.Example)
		}
	}
	for _, src := range []string{
		"task a when (daily\n{ command `x", "cond x = a {\r\n|\r b", "code { ' } \" /* ` */ }",
		"config { log a { b: [ } ) }",
		`cond x = "after \"a\\x22\" & 'daily' | \u00e9" | "\xff"`, "cond x = `a\r\n&'b`",
		"\xef\xbb\xbf#!\xff", "cron 5#5 L-3 , |", "task a { code struct { } {",
	} {
		f.Add(src)
	}
	f.Fuzz(func(t *testing.T, src string) {
		tree, found := grammar.Parse("x.rkt", []byte(src))
		checkSpans(t, tree, len(src))
		checkFindings(t, found, src)
		grammar.Walk(tree, func(n grammar.Node) bool {
			if _, bad := n.(*grammar.BadCond); bad && len(found) == 0 {
				t.Errorf("a bad condition without an error")
			}
			return true
		})
		tokens := grammar.Pieces("x.rkt", src)
		var joined strings.Builder
		for _, tok := range tokens {
			joined.WriteString(tok.Text)
		}
		if joined.String() != src {
			t.Errorf("the tokens are not the text")
		}
	})
}

func checkFindings(t *testing.T, found diag.List, src string) {
	t.Helper()
	for i, d := range found {
		s := d.Span
		inside := 0 <= s.Start.Offset && s.Start.Offset <= s.End.Offset && s.End.Offset <= len(src)
		if d.Code == "" || d.Msg == "" || !inside || s.Start.Line < 1 {
			t.Errorf("finding %+v", d)
		}
		if i > 0 && found[i-1].Span.Start.Offset > s.Start.Offset {
			t.Errorf("the findings are not sorted")
		}
	}
	var out strings.Builder
	source := func(string) []byte { return []byte(src) }
	if err := diag.Render(&out, source, found, false); err != nil {
		t.Error(err)
	}
}

// FuzzParseCond: a condition alone is one after when, and the other way round,
// as long as it is a single line without comments, braces and the words that end
// a condition.
func FuzzParseCond(f *testing.F) {
	for _, src := range []string{
		"daily after 07:00 & ~running", "after any a, b failed | every 1 day, 2 h based on run",
		"daily at 1:00, 'x', noon & weekly on Mon, at 2", "weekly on Mon after b, c after 1",
		"every 2 from 'x' | every from 'x' | every 2 months", "once at 1 & time before", "every h",
		"(((", "cron * * * * *", "task 'x' has failed in past 2 h >= 3 times", "a b 'c' 1.5h",
		"daily at (x), (y z", "every (a) | weekly on (a) at (b) & retry (3",
		"f(x: [1], func G())", "retry 3 every 1m backoff 2 up to 1h",
	} {
		f.Add(src)
	}
	f.Fuzz(func(t *testing.T, src string) {
		cond, found := grammar.ParseCond(src)
		checkFindings(t, found, src)
		if _, bad := cond.(*grammar.BadCond); bad != (len(found) > 0) {
			t.Errorf("%q: got %T with %v", src, cond, found)
		}
		if strings.ContainsAny(src, "\r\n#{};\"'`\x00") ||
			strings.Contains(src, "until") || strings.Contains(src, "when") {
			return
		}
		file, inTask := grammar.Parse("x.rkt", []byte("task t when "+src+" {\ncommand 'x'\n}\n"))
		if (len(found) == 0) != (len(inTask) == 0) {
			t.Errorf("%q: alone %v, in a task %v", src, found, inTask)
		}
		checkSpans(t, file, 1<<30)
	})
}
