package codegen

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/format"
	"go/parser"
	"go/scanner"
	"go/token"
	"strings"
	"testing"

	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/golang"
	"github.com/rocketc/rocketc/plan"
	rocket "github.com/rocketc/rocketc/runtime"
)

// bodies are Go as users lay it out.
var bodies = []string{
	"",
	" fmt.Println(1) ",
	"\n    fmt.Println(1)\n",
	"\n\n\n    // note\n    a := 1\n\n\n\n    b(a)\n",
	" if a { return }; b() ",
	"\n  if a { return }\n  b()\n  x := func() int { return 1 }\n  y(x)\n",
	"\r\n    a()\r\n\r\n\r\n    b()\r\n",
	"\r a()\r\r\r b()",
	"\n s := `raw\n\n\n  lines` ; t(s)\n u()\n",
	"\n f(a,\n   b,\n\n\n   c)\n g()\n",
	"\n x := map[string]int{\"a\": 1,\n \"long key\": 2 } // first\n\n\n y := 2 // second\n",
	"\n switch x { case 1: a(); case 2:\n  b()\n default:\n }\n",
	"\n /* a\n long\n\n comment */\n a()\n b() // end",
	"\n for i := range 3 { go func() { f(i) }() }\n if ((a)) { b() } else if c { d() } else {\n" +
		" e() }\n",
	"\nouter:\n  for { break outer }\n  var ( a int; bcd string )\n" +
		"  type t struct { a int; bcd string }\n",
	" r := 1; ctx := r; _ = ctx ",
	"//line other.go:99\n a()\n\n\n b()",
	"//\n a()\n",
	" // one\n // two\n\n\n // three\n a(`\n// four`,\n\n\n b)\n // five\n c()\n",
	" x := 0XAB + 1E3 ; \n\n\n y(x)",
	"\n a(`x\fy`,\n\n b)",
	"// o// two\n\n\n // phree\n a(`]]]]]\n\f/ four`,\n\n\n b)",
	"\n a(\"x\fy\", '\f')\n // \f\n\n\n b() /* \f */\n\n\n c(`\f\n\n\f`)\n\n d()",
	"\r\n a(`x\f\r\ny`)\r\n\r\n\r\n b()\r\n",
}

func TestEscapeFeeds(t *testing.T) {
	for text, want := range map[string]string{
		"a(`x\fy`)":                   `a("x\fy")`,
		"a(`x\f\r\n\\\"y`)":           `a("x\f\n\\\"y")`,
		"a(\"x\fy\", '\f') // \f.\nb": "a(\"x\\fy\", '\\f') //  .\nb",
		"a(`x\r\n`)":                  "a(`x\r\n`)",
	} {
		if got := escapeFeeds(text); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

// TestFollow checks that a name with which a line of generated code begins is
// on the line on which the schedule has it.
func TestFollow(t *testing.T) {
	for _, body := range bodies {
		if strings.Contains(body, "//line") {
			continue // it says where it is by itself
		}
		checkLines(t, body)
	}
}

func FuzzFollow(f *testing.F) {
	for _, body := range bodies {
		f.Add(body)
	}
	f.Fuzz(func(t *testing.T, body string) {
		if strings.Contains(body, "//line") || strings.Contains(body, "/*") {
			return // the first says where it is by itself, gofmt breaks the second
		}
		checkLines(t, body)
	})
}

func checkLines(t *testing.T, body string) {
	const start = 40
	snippet, err := golang.ParseBody(body)
	if err != nil {
		return // not Go
	}
	last, err := golang.ParseBody("last()")
	if err != nil {
		t.Fatal(err)
	}
	code := &plan.Code{Body: snippet,
		Span: diag.Span{File: "a.rkt", Start: diag.Pos{Line: start, Col: 1}}}
	p := &plan.Plan{Files: []string{"a.rkt"}, Schedule: rocket.Schedule{Tasks: []*rocket.TaskSpec{
		{Name: "a", Action: code}, {Name: "b",
			Action: &plan.Code{Body: last,
				Span: diag.Span{File: "b.rkt", Start: diag.Pos{Line: 7}}}},
	}}}
	file, err := Generate(p, "")
	if err != nil {
		t.Fatalf("%q: %v", body, err)
	}
	text := file.Text
	if formatted, err := format.Source(text); err != nil || !bytes.Equal(formatted, text) {
		t.Fatalf("%q: not as gofmt has it: %v\n%s", body, err, text)
	}
	const head = "package p\nfunc codeA() {"
	want, got := names(t, head+body+"\n}"), names(t, string(text))
	if len(got) != len(want) {
		t.Fatalf("%q: got names %v, want %v, in\n%s", body, got, want, text)
	}
	for i, n := range got {
		if n.name != want[i].name || n.first && n.said.Line != want[i].said.Line+start-2 {
			t.Errorf("%q: got name %v, want %v, in\n%s", body, n, want[i], text)
		}
	}
	once := positions(text)
	for i, n := range got {
		n.said.Offset = 0
		at, ok := file.Lines.Find("below/a.rkt", n.said.Line, n.said.Column)
		if once[n.said] && (!ok || at.Start.Offset != want[i].said.Offset-len(head)) {
			t.Errorf("%q: %v is found at %v (%d), want %v, in\n%s", body, n, at, at.Start.Offset,
				want[i], text)
		}
	}
	checkOwnLines(t, text, map[string]string{
		"codeA": fmt.Sprintf("a.rkt:%d", start), "codeB": "b.rkt:7"})
}

// A use is one of a name in Go source.
type use struct {
	name  string
	said  token.Position // by //line comments
	first bool           // it is what its line begins with
}

// names returns the names in the body of codeA.
func names(t *testing.T, source string) (all []use) {
	source = strings.NewReplacer("\r\n", "\r\n", "\r", "\n").Replace(source)
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, golang.GeneratedFile, source, 0)
	if err != nil {
		t.Fatalf("%v in\n%s", err, source)
	}
	for _, decl := range file.Decls {
		f, ok := decl.(*ast.FuncDecl)
		if !ok || f.Name.Name != "codeA" {
			continue
		}
		ast.Inspect(f.Body, func(n ast.Node) bool {
			if id, ok := n.(*ast.Ident); ok {
				before := source[:fset.PositionFor(id.Pos(), false).Offset]
				before = strings.TrimRight(before, "\t (")
				all = append(all, use{id.Name, fset.Position(id.Pos()),
					strings.HasSuffix(before, "\n")})
			}
			return true
		})
	}
	return all
}

// positions returns the positions that tokens of Go source are said to have, without
// offsets, and whether no two have the position.
func positions(text []byte) map[token.Position]bool {
	var s scanner.Scanner
	file := token.NewFileSet().AddFile(golang.GeneratedFile, -1, len(text))
	s.Init(file, text, nil, 0)
	once := map[token.Position]bool{}
	for {
		pos, kind, _ := s.Scan()
		if kind == token.EOF {
			return once
		}
		said := file.Position(pos)
		said.Offset = 0
		_, seen := once[said]
		once[said] = !seen
	}
}

// checkOwnLines checks that what is not from the schedule has its own line, and that the
// function of a code task has that of the code.
func checkOwnLines(t *testing.T, text []byte, codes map[string]string) {
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, golang.GeneratedFile, text, 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, decl := range file.Decls {
		said, is := fset.Position(decl.Pos()), fset.PositionFor(decl.Pos(), false)
		want := fmt.Sprintf("%s:%d", golang.GeneratedFile, is.Line)
		if f, ok := decl.(*ast.FuncDecl); ok && codes[f.Name.Name] != "" {
			want = codes[f.Name.Name]
		}
		if got := fmt.Sprintf("%s:%d", said.Filename, said.Line); got != want {
			t.Errorf("line %d is said to be %s, want %s, in\n%s", is.Line, got, want, text)
		}
	}
}
