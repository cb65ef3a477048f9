package diag

import (
	"strings"
	"testing"
)

func render(t *testing.T, src string, l List, color bool) string {
	t.Helper()
	var out strings.Builder
	source := func(file string) []byte {
		if file != "file.rkt" {
			return nil
		}
		return []byte(src)
	}
	if err := Render(&out, source, l, color); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// find returns the place of text in src.
func find(src, text string) Span {
	i := strings.Index(src, text)
	before := src[:i]
	line := 1 + strings.Count(before, "\n")
	start := Pos{i, line, len([]rune(before[strings.LastIndex(before, "\n")+1:])) + 1}
	return Span{"file.rkt", start, Pos{i + len(text), line, start.Col + len([]rune(text))}}
}

func TestRender(t *testing.T) {
	const src = "task a {\n\tfunc fecth() # é\n}\n"
	var l List
	d := l.Errorf("RKT101", find(src, "fecth"), "task %q is not declared", "fecth")
	d.Label = "no such task"
	d.Help = "did you mean fetch?\nor declare it"
	d.Related = []Related{{find(src, "task a"), "in this task"}}
	l.Warnf("RKT200", find(src, "é"), "mind")
	l.Errorf("RKT001", Span{File: "gone.rkt"}, "can't be read")
	l.Errorf("RKT001", Span{}, "nothing to build")
	want := `file.rkt:2:7: error[RKT101]: task "fecth" is not declared
        func fecth() # é
             ^^^^^ no such task
  file.rkt:1:1: in this task
    task a {
    ^^^^^^
  help: did you mean fetch?
  help: or declare it
file.rkt:2:17: warning[RKT200]: mind
        func fecth() # é
                       ^
gone.rkt: error[RKT001]: can't be read
error[RKT001]: nothing to build
`
	if got := render(t, src, l, false); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	colored := render(t, src, l, true)
	if plain := stripColors(colored); plain != want || plain == colored {
		t.Errorf("colours change the text:\n%s", colored)
	}
}

func stripColors(s string) string {
	for _, c := range []string{bold, red, yellow, blue, "0"} {
		s = strings.ReplaceAll(s, "\x1b["+c+"m", "")
	}
	return s
}

func TestRenderWidths(t *testing.T) {
	for _, test := range []struct{ src, text, line, carets string }{
		{"漢字 = x", "x", "漢字 = x", "       ^"},
		{"漢字 = x", "漢字", "漢字 = x", "^^^^"},
		{"e\u0301 x", "x", "e\u0301 x", "  ^"},
		{"a\tb\tc", "c", "a   b   c", "        ^"},
		{"\t\tc", "\tc", "        c", "    ^^^^^"},
		{"a\x1b[31mb", "b", "a\uFFFD[31mb", "      ^"},
		{"a\xffb", "b", "a\uFFFDb", "  ^"},
		{"x", "", "x", " ^"},
	} {
		i := strings.LastIndex(test.src, test.text)
		w := layout(test.src, i, i+len(test.text))
		carets := strings.Repeat(" ", w.before) + strings.Repeat("^", w.carets)
		if w.text != test.line || carets != test.carets {
			t.Errorf("layout(%q, %q):\n%q\n%q, want\n%q\n%q", test.src, test.text, w.text, carets,
				test.line, test.carets)
		}
	}
}

func TestRenderLongLine(t *testing.T) {
	src := strings.Repeat("ab ", 200_000) + "HERE" + strings.Repeat(" cd", 200_000)
	var l List
	l.Errorf("RKT001", find(src, "HERE"), "bad")
	l.Errorf("RKT001", Span{"file.rkt", Pos{0, 1, 1}, Pos{len(src), 1, len(src) + 1}}, "all of it")
	lines := strings.Split(render(t, src, l, false), "\n")
	for i := 1; i < 6; i += 3 {
		if n := len([]rune(lines[i])); n > lineWidth+6 {
			t.Errorf("a line of %d columns", n)
		}
	}
	here, caret := []rune(lines[1]), strings.Index(lines[2], "^")
	if string(here[caret:caret+4]) != "HERE" {
		t.Errorf("the carets are not below the word:\n%s\n%s", lines[1], lines[2])
	}
}

func TestRenderLineEnds(t *testing.T) {
	for _, src := range []string{"one\rtwo\rthree", "one\r\ntwo\r\nthree", "one\ntwo\nthree"} {
		i := strings.Index(src, "two")
		l := List{{Code: "RKT001", Span: Span{"file.rkt", Pos{i, 2, 1}, Pos{len(src), 3, 6}}}}
		if got := render(t, src, l, false); !strings.Contains(got, "\n    two\n    ^^^\n") {
			t.Errorf("%q: got\n%s", src, got)
		}
	}
}

func TestRenderAtEnd(t *testing.T) {
	l := List{{Code: "RKT001", Span: Span{"file.rkt", Pos{4, 1, 5}, Pos{4, 1, 5}}}}
	if got := render(t, "task", l, false); !strings.HasSuffix(got, "    task\n        ^\n") {
		t.Errorf("got\n%s", got)
	}
	l[0].Span.Start.Offset = 99 // the file has changed since
	if got := render(t, "task", l, false); strings.Count(got, "\n") != 1 {
		t.Errorf("got\n%s", got)
	}
}

func TestRenderLimited(t *testing.T) {
	var l List
	for range 25 {
		l.Errorf("RKT001", Span{}, "bad")
	}
	var out strings.Builder
	if err := RenderLimited(&out, nil, l, MaxShown, false); err != nil {
		t.Fatal(err)
	}
	if got := out.String(); strings.Count(got, "bad") != 20 ||
		!strings.HasSuffix(got, "and 5 more\n") {
		t.Errorf("got\n%s", got)
	}
}
