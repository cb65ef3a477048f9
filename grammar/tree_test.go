package grammar_test

import (
	"flag"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rocketc/rocketc/grammar"
	"github.com/rocketc/rocketc/internal/diagtest"
)

var update = flag.Bool("update", false, "write the golden files")

func readFile(t testing.TB, path string) []byte {
	t.Helper()
	src, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return src
}

// parse parses a file that has no errors.
func parse(t testing.TB, file string, src []byte) *grammar.File {
	t.Helper()
	f, list := grammar.Parse(file, src)
	for _, d := range list {
		t.Errorf("unexpected finding: %v", d)
	}
	return f
}

// TestDump holds the tree of a file that uses every form against a golden file.
func TestDump(t *testing.T) {
	f := parse(t, "every_form.rkt", readFile(t, "testdata/every_form.rkt"))
	diagtest.Golden(t, "testdata/every_form.tree", []byte(grammar.Dump(f)), *update)
}

// nodeTypes returns the names of the types of nodes: the structs of this package that
// embed Place.
func nodeTypes(t *testing.T) (names []string) {
	t.Helper()
	paths, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if spec, ok := n.(*ast.TypeSpec); ok && embedsPlace(spec) {
				names = append(names, spec.Name.Name)
			}
			return true
		})
	}
	return names
}

func embedsPlace(spec *ast.TypeSpec) bool {
	s, ok := spec.Type.(*ast.StructType)
	return ok && slices.ContainsFunc(s.Fields.List, func(f *ast.Field) bool {
		id, ok := f.Type.(*ast.Ident)
		return ok && len(f.Names) == 0 && id.Name == "Place"
	})
}

// TestEveryForm: the file that uses every form has a node of every type, and a
// condition that begins with each word of the language.
func TestEveryForm(t *testing.T) {
	src := readFile(t, "testdata/every_form.rkt")
	types, begins := map[string]bool{}, map[string]bool{}
	grammar.Walk(parse(t, "x.rkt", src), func(n grammar.Node) bool {
		types[typeName(n)] = true
		if _, ok := n.(grammar.Cond); ok {
			word, _, _ := strings.Cut(string(src[n.Span().Start.Offset:n.Span().End.Offset]), " ")
			begins[strings.TrimRight(word, "(")] = true
		}
		return true
	})
	names := nodeTypes(t)
	if len(names) < 50 {
		t.Errorf("only %d types of nodes found", len(names))
	}
	for _, name := range names {
		if !types[name] && name != "BadCond" && name != "Comment" {
			t.Errorf("testdata/every_form.rkt has no %s", name)
		}
	}
	for _, word := range grammar.ConditionWords() {
		if !begins[word] {
			t.Errorf("testdata/every_form.rkt has no condition that begins with %s", word)
		}
	}
}

// checkSpans reports nodes that stand outside their parent or the file.
func checkSpans(t testing.TB, f *grammar.File, size int) {
	t.Helper()
	var open []grammar.Node
	grammar.Walk(f, func(n grammar.Node) bool {
		s := n.Span()
		inside := 0 <= s.Start.Offset && s.Start.Offset <= s.End.Offset && s.End.Offset <= size
		if !inside || s.Start.Line < 1 || s.Start.Col < 1 {
			t.Errorf("%T at %+v is outside the file of %d bytes", n, s, size)
		}
		for len(open) > 0 && !holds(open[len(open)-1], n) {
			open = open[:len(open)-1]
		}
		if _, isFile := n.(*grammar.File); len(open) == 0 && !isFile {
			t.Errorf("%T at %+v is outside its parent", n, s)
		}
		open = append(open, n)
		return true
	})
}

func holds(parent, child grammar.Node) bool {
	p, c := parent.Span(), child.Span()
	return p.Start.Offset <= c.Start.Offset && c.End.Offset <= p.End.Offset
}

func TestSpans(t *testing.T) {
	src := readFile(t, "testdata/every_form.rkt")
	checkSpans(t, parse(t, "x.rkt", src), len(src))
}

// TestSpanText: a node's span is the text that it was read from.
func TestSpanText(t *testing.T) {
	src := readFile(t, "testdata/every_form.rkt")
	grammar.Walk(parse(t, "x.rkt", src), func(n grammar.Node) bool {
		s := n.Span()
		text, want := string(src[s.Start.Offset:s.End.Offset]), ""
		switch n := n.(type) {
		case *grammar.Name:
			want = n.Text
		case *grammar.Text:
			want = n.Raw
		case *grammar.Point:
			want = n.Text
		case *grammar.CronFields:
			want = n.Text
		case *grammar.GoCode:
			want = n.Text
		case *grammar.GoType:
			want = n.Text
		case *grammar.Path:
			want = n.String()
		default:
			return true
		}
		if text != want {
			t.Errorf("%T at %v: the span is %q, the text %q", n, s, text, want)
		}
		return true
	})
}

func TestDescriptions(t *testing.T) {
	const src = `#!/usr/bin/env rocketc
task shebang { command "x" }
# One.
#  Two.
#
#Three.
task a { command "x" }   # a comment of the line
task b { command "x" }

# Far.

task c { command "x" }
group g {
	# In the group.
	task d { command "x" }
}
# Of the first one.
task e { command "x" }; task f { command "x" }
# Of the group alone.
group h { task i { command "x" } }
`
	got := map[string][]string{}
	grammar.Walk(parse(t, "x.rkt", []byte(src)), func(n grammar.Node) bool {
		if task, ok := n.(*grammar.Task); ok {
			got[task.Name.Text()] = task.Description()
		}
		return true
	})
	want := map[string][]string{
		"shebang": nil, "a": {"One.", " Two.", "", "Three."}, "b": nil, "c": nil,
		"d": {"In the group."}, "e": {"Of the first one."}, "f": nil, "i": nil,
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func TestComments(t *testing.T) {
	f := parse(t, "x.rkt",
		[]byte("# one\ntask a { # two\n  command '# none' # three\n  # four\n}\n#"))
	var got []string
	for _, c := range f.Comments {
		mark := ""
		if c.Own {
			mark = "own "
		}
		got = append(got, mark+c.Text)
	}
	want := []string{"own # one", "# two", "# three", "own # four", "own #"}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func TestTextValue(t *testing.T) {
	for raw, want := range map[string]string{
		`"plain"`:                    "plain",
		`'it\'s "so"'`:               `it's "so"`,
		`"it's \"so\""`:              `it's "so"`,
		`"\n\t\\\x41\u00e9\101\xff"`: "\n\t\\Aé" + "A\xff",
		"`raw\\n\r\n`":               "raw\\n\n",
		`""`:                         "",
	} {
		text := &grammar.Text{Raw: raw}
		if got := text.Value(); got != want {
			t.Errorf("%s stands for %q, want %q", raw, got, want)
		}
	}
}

func TestPhraseParts(t *testing.T) {
	f := parse(t, "x.rkt",
		[]byte(`cond " market  {name} is open" = func F(name)`+"\ncond a = daily\n"))
	want := []grammar.PhrasePart{
		{Text: "market"}, {Text: "name", Hole: true}, {Text: "is"}, {Text: "open"},
	}
	if d := cmp.Diff(want, f.Decls[0].(*grammar.CondDecl).PhraseParts()); d != "" {
		t.Error(d)
	}
	if got := f.Decls[1].(*grammar.CondDecl).PhraseParts(); got != nil {
		t.Errorf("a named condition has the phrase %v", got)
	}
}
