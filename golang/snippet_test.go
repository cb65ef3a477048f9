package golang_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/rocketc/rocketc/golang"
)

// TestFree: free names are those that neither the text nor Go declares.
func TestFree(t *testing.T) {
	for text, want := range map[string]string{
		"":                                  "",
		"fmt.Println(os.Args); fmt.Print()": "fmt. os. fmt.",
		"a, b := f(a); b = a":               "f a",
		"if fmt, ok := x.(y); ok { fmt.z() }; fmt.z()":  "x y fmt.",
		"for i, r := range ctx.Done() { _ = i; _ = r }": "ctx.",
		"func(time int) { time.Now() }(time)":           "time",
		"x.y(z{r: 1, s.t: 2, len: 3})":                  "x. z r: s.",
		"type z struct{ r int }; _ = z{r: q.p}":         "r: q.",
		"for { break outer }":                           "",
		"outer: for { break outer }":                    "",
		"var b strings.Builder; b.String()":             "strings.",
		"return nil, errors.New(string(`a.b`))":         "errors.",
		"\r a()\r\rb.c()\r\nd()":                        "a b. d",
	} {
		s, err := golang.ParseBody(text)
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		var got []string
		for _, n := range s.Free {
			if !strings.HasPrefix(s.Text[n.Offset:], n.Name) || !s.Uses(n.Name) {
				t.Errorf("%s: %s is not at offset %d", text, n.Name, n.Offset)
			}
			switch {
			case n.Selected:
				n.Name += "."
			case n.Key:
				n.Name += ":"
			}
			got = append(got, n.Name)
		}
		if got := strings.Join(got, " "); got != want {
			t.Errorf("%s: got %s, want %s", text, got, want)
		}
	}
}

// FuzzParseBody: whatever is read, its names stand where they are said to.
func FuzzParseBody(f *testing.F) {
	for _, seed := range []string{
		"", "a.b(c)", "x := T{y: z}\r\ngoto x", "\r`\r\n`", "é.f()", "}{", "//go:build x",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		s, err := golang.ParseBody(text)
		if err != nil {
			var wrong *golang.SyntaxError
			if !errors.As(err, &wrong) || wrong.Offset < 0 || wrong.Offset > len(text) {
				t.Fatalf("%q: error %#v", text, err)
			}
			return
		}
		if len(s.Text) != len(text) {
			t.Fatalf("%q: got the text %q", text, s.Text)
		}
		same := s.Renamed(func(n golang.Name) string {
			if !strings.HasPrefix(s.Text[n.Offset:], n.Name) {
				t.Errorf("%q: %+v is not there", text, n)
			}
			return n.Name
		})
		if same != s.Text {
			t.Errorf("%q: got %q", text, same)
		}
	})
}

func TestRenamed(t *testing.T) {
	s, err := golang.ParseType("map[string]time.Duration")
	if err != nil {
		t.Fatal(err)
	}
	got := s.Renamed(func(n golang.Name) string { return n.Name + "2" })
	if got != "map[string]time2.Duration" {
		t.Errorf("got %s", got)
	}
	if s.Uses("Duration") || !s.Uses("time") {
		t.Errorf("got %v", s.Free)
	}
}

func TestSyntaxErrors(t *testing.T) {
	const misplaced = " has no place in the code of a task"
	const constraint = "a build constraint" + misplaced
	for _, test := range []struct {
		parse func(string) (*golang.Snippet, error)
		text  string
		want  string
	}{
		{golang.ParseBody, "\n\n  x := \n", "10: expected operand, found '}'"},
		{golang.ParseBody, "\r\n\r\n  x := \r\n", "13: expected operand, found '}'"},
		{golang.ParseBody, "return 1 nil", "9: expected ';', found nil"},
		{golang.ParseBody, "\n  f()\n  // +build ignore\n", "9: " + constraint},
		{golang.ParseBody, "//go:build x", "0: " + constraint},
		{golang.ParseBody, "/*line x.go:1*/ f()", "0: a line directive" + misplaced},
		{golang.ParseBody, "f()\n//line x.go:1:2\n", "4: a line directive" + misplaced},
		{golang.ParseBody, "\n//go:embed x\nvar x string", "1: a directive" + misplaced},
		{golang.ParseBody, "//go:linkname a b", "0: a directive" + misplaced},
		{golang.ParseBody, "f() //export F", "4: a directive" + misplaced},
		{golang.ParseBody, " }\nfunc more() { ", "0: the braces of the Go code do not match"},
		{golang.ParseType, "[int", "4: expected ']', found newline"},
		{golang.ParseType, "int = 1", "0: it is more than a type"},
		{golang.ParseType, "int; var x int", "0: it is more than a type"},
	} {
		s, err := test.parse(test.text)
		var wrong *golang.SyntaxError
		if s != nil || !errors.As(err, &wrong) {
			t.Errorf("%q: got %+v, error %v", test.text, s, err)
			continue
		}
		if got := fmt.Sprintf("%d: %v", wrong.Offset, err); got != test.want {
			t.Errorf("%q: got %s, want %s", test.text, got, test.want)
		}
	}
}

func TestTokens(t *testing.T) {
	var got []string
	for _, tok := range golang.Tokens("x := `a\nb`; y(\n\t1) // c\n\"") {
		text := fmt.Sprintf("%d %d %s", tok.Line, tok.Offset, tok.Text)
		if tok.First {
			text += " first"
		}
		got = append(got, text)
	}
	want := "1 0 x first,1 2 :=,1 5 `a\nb`,2 10 ;,2 12 y,2 13 (," +
		"3 16 1 first,3 17 ),3 19 // c,4 24 \" first"
	if got := strings.Join(got, ","); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestComments: comments for people are read, and so is what looks like a directive in a text.
func TestComments(t *testing.T) {
	for _, text := range []string{
		"// line 3\nf()", "/* line */ f()", "//lines\n", "// go:embed x\n",
		"f(`//go:embed x`)", "//nolint\n", "f(\"//line x:1\")", "// export F\n"} {
		if _, err := golang.ParseBody(text); err != nil {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// TestTerminates compares with the Go specification, § Terminating statements.
func TestTerminates(t *testing.T) {
	for _, test := range []struct {
		code string
		want bool
	}{
		{``, false},
		{`println()`, false},
		{`return 1, nil`, true},
		{`return 1, nil;`, true},
		{`panic("x")`, true},
		{`f := func() { return }; f()`, false},
		{`panic := func(int) {}; panic(1)`, false},
		{`{ return }`, true},
		{`if x { return }`, false},
		{`if x { return } else { return }`, true},
		{`if x { return } else if y { return }`, false},
		{`if x { return } else if y { return } else { panic(1) }`, true},
		{`for { }`, true},
		{`for { break }`, false},
		{`for { for { break } }`, true},
		{`for { func() { for { break } }() }`, true},
		{`for x { }`, false},
		{`for range x { }`, false},
		{`l: for { for { break l } }`, false},
		{`l: for { m: for { break m } }`, true},
		{`l: for { goto l }`, true},
		{`l: goto l`, true},
		{`for { select { case <-c: break } }`, true},
		{`switch x { case 1: return; default: return }`, true},
		{`switch x { case 1: return }`, false},
		{`switch x { case 1: fallthrough; default: return }`, true},
		{`switch x { case 1: break; default: return }`, false},
		{`switch x.(type) { case int: return; default: return }`, true},
		{`select { }`, true},
		{`select { case <-c: return }`, true},
		{`select { case <-c: println() }`, false},
		{`select { case <-c: break }`, false},
	} {
		s, err := golang.ParseBody(test.code)
		if err != nil || s.Terminates != test.want {
			t.Errorf("%s: got %+v, error %v", test.code, s, err)
		}
	}
}
