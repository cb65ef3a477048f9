package grammar_test

import (
	"bytes"
	"flag"
	"os"
	"reflect"
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
	var got bytes.Buffer
	if err := grammar.Dump(&got, f); err != nil {
		t.Fatal(err)
	}
	diagtest.Golden(t, "testdata/every_form.tree", got.Bytes(), *update)
}

// TestEveryNode: the file that uses every form has a node of every type.
func TestEveryNode(t *testing.T) {
	seen := map[string]bool{}
	grammar.Walk(parse(t, "x.rkt", readFile(t, "testdata/every_form.rkt")), func(n grammar.Node) bool {
		seen[reflect.TypeOf(n).Elem().Name()] = true
		return true
	})
	for _, name := range strings.Fields(`File Package Import Config Param CondDecl CondParam GoType Checked Hook Group
		Task Setting Func Command Code GoCode Do DoStep Name Text
		Path Label TaskRef Number Bool Duration List Map Entry Word ReturnOf EnvArg CLIArg Handle Fallback Args ArgItem
		Or And Not Paren Const Periodic TimeOf Window Point Every Cron CronFields CronField After Status Within
		Compare Running RunningFor Retry SchedulerRun SchedulerStarted SchedulerCycles EnvCond ParamCond NameCond
		Call Phrase`) {
		if !seen[name] {
			t.Errorf("no %s in the tree", name)
		}
	}
}

// checkSpans reports nodes that stand outside their parent or the file.
func checkSpans(t testing.TB, f *grammar.File, size int) {
	t.Helper()
	var open []grammar.Node
	grammar.Walk(f, func(n grammar.Node) bool {
		s := n.Span()
		if s.Start.Offset < 0 || s.End.Offset < s.Start.Offset || s.End.Offset > size || s.Start.Line < 1 || s.Start.Col < 1 {
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
`
	got := map[string][]string{}
	grammar.Walk(parse(t, "x.rkt", []byte(src)), func(n grammar.Node) bool {
		if task, ok := n.(*grammar.Task); ok {
			got[task.Name.Text()] = task.Description()
		}
		return true
	})
	want := map[string][]string{
		"shebang": nil, "a": {"One.", " Two.", "", "Three."}, "b": nil, "c": nil, "d": {"In the group."},
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func TestComments(t *testing.T) {
	f := parse(t, "x.rkt", []byte("# one\ntask a { # two\n  command '# none' # three\n  # four\n}\n#"))
	var got []string
	for _, c := range f.Comments {
		mark := ""
		if c.Own {
			mark = "own "
		}
		got = append(got, mark+c.Text)
	}
	if d := cmp.Diff([]string{"own # one", "# two", "# three", "own # four", "own #"}, got); d != "" {
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
	f := parse(t, "x.rkt", []byte(`cond " market  {name} is open" = func F(name)`+"\ncond a = daily\n"))
	want := []grammar.PhrasePart{{Text: "market"}, {Text: "name", Hole: true}, {Text: "is"}, {Text: "open"}}
	if d := cmp.Diff(want, f.Decls[0].(*grammar.CondDecl).PhraseParts()); d != "" {
		t.Error(d)
	}
	if got := f.Decls[1].(*grammar.CondDecl).PhraseParts(); got != nil {
		t.Errorf("a named condition has the phrase %v", got)
	}
}
