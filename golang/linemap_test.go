package golang_test

import (
	"strings"
	"testing"

	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/golang"
)

// passage is a function whose body stands behind `code {` on line 12 of a file.
func passage(t *testing.T, body, made string, after int) golang.Passage {
	t.Helper()
	s, err := golang.ParseBody(body)
	if err != nil {
		t.Fatal(err)
	}
	start := diag.Pos{Offset: 100, Line: 12, Col: 21}
	return golang.Passage{
		Snippet: s, Text: made, After: after,
		Span: diag.Span{File: "desk/a.rkt", Start: start}.Part(body, 0, len(body)),
	}
}

// Bodies as they are in the schedule.
const (
	moved  = "x   :=   f( 3 )"
	split  = "a(); b()"
	nested = "\n\tif ((a)) { b(1,\n2) }\n"
)

// TestFind finds the tokens that gofmt has moved, renamed or split.
func TestFind(t *testing.T) {
	const (
		movedGo  = "{\n//line a.rkt:12:21\n\tx := f(3)\n\treturn\n}"
		splitGo  = "{\n//line a.rkt:12:20\n\ta()\n//line a.rkt:12:25\n\tb()\n\treturn\n}"
		nestedGo = "{\n//line a.rkt:13:1\n\tif a {\n\t\tb(1,\n\t\t\t2)\n\t}\n\treturn\n}"
	)
	for _, test := range []struct {
		body, made string
		line, col  int
		want       string // what is found; "": nothing
	}{
		{moved, movedGo, 12, 22, "x"},
		{moved, movedGo, 12, 27, "f"},
		{moved, movedGo, 12, 30, ")"},
		{moved, movedGo, 12, 23, moved}, // no token starts there
		{moved, movedGo, 13, 2, moved},  // the return
		{moved, movedGo, 11, 2, ""},
		{moved, strings.Replace(movedGo, "a.rkt", "b.rkt", 1), 12, 22, ""},
		{moved, "{\n\tx := f(3)\n\treturn\n}", 12, 22, ""},
		{moved, strings.Replace(movedGo, "x :=", "x.y", 1), 12, 22, moved},
		{split, splitGo, 12, 26, "b"},
		{"\n\n\t\ttime.Now()\n", "{\n//line a.rkt:14:2\n\ttime2.Now()\n\treturn\n}", 14, 9, "Now"},
		{nested, nestedGo, 13, 2, "if"},
		{nested, nestedGo, 13, 3, "if ((a)) { b(1,"},
		{nested, nestedGo, 14, 4, "("},
		{nested, nestedGo, 15, 4, "2"},
		{"", "{\n//line a.rkt:12:1\n\treturn\n}", 13, 1, ""},
		{"//\n;A()", "{\n//line a.rkt:13:1\n\t//\n//line a.rkt:13:1\n\tA()\n\treturn\n}", 13, 2,
			"A"},
	} {
		m := golang.LineMap{
			passage(t, "nothing()", "{\n//line c.rkt:12:20\n\tnothing()\n}", 1),
			passage(t, test.body, test.made, 2),
		}
		at, ok := m.Find("./below/a.rkt", test.line, test.col)
		got := ""
		if ok {
			got = test.body[at.Start.Offset-100 : at.End.Offset-100]
		}
		if got != test.want || ok && at.File != "desk/a.rkt" {
			t.Errorf("%q, %d:%d: got %q at %v, want %q", test.made, test.line, test.col,
				got, at, test.want)
		}
	}
}

// TestFindSpan finds a passage that is made of something else than Go.
func TestFindSpan(t *testing.T) {
	span := diag.Span{File: "a.rkt", Start: diag.Pos{Line: 7, Col: 3}}
	m := golang.LineMap{{Span: span, Text: "func f() {\n\tprices.Fetch()\n}\n", Line: 40}}
	for line := range 50 {
		at, ok := m.Find("below/"+golang.GeneratedFile, line, 9)
		if want := line >= 40 && line <= 42; ok != want || ok && at != span {
			t.Errorf("line %d: got %v, %t", line, at, ok)
		}
	}
	if at, ok := m.Find("a.rkt", 41, 9); ok {
		t.Errorf("got %v", at)
	}
}

// TestBegins: what a line of the text begins with has its place in the schedule.
func TestBegins(t *testing.T) {
	p := passage(t, " a(); b()\n\n  if c {\n d() }\n",
		"func f() {\n\ta()\n\tb()\n\n\tif c {\n\t\td()\n\t}\n\treturn\n}\n", 2)
	want := []diag.Pos{
		1: {Line: 12, Col: 21}, 2: {Line: 12, Col: 26}, 4: {Line: 14, Col: 2},
		5: {Line: 15, Col: 1}, 9: {},
	}
	got := p.Begins()
	if len(got) != len(want) {
		t.Fatalf("got %v", got)
	}
	for i, line := range strings.Split(p.Text, "\n") {
		if got[i] != want[i] {
			t.Errorf("%q: got %v, want %v", line, got[i], want[i])
		}
	}
}
