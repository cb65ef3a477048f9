package grammar_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/grammar"
	"github.com/rocketc/rocketc/internal/diagtest"
)

func diagnose(file string, src []byte) diag.List {
	_, found := grammar.Parse(file, src)
	return found
}

func TestErrors(t *testing.T) {
	diagtest.Files(t, "testdata/errors/*.rkt", diagnose)
}

func TestRuleExamples(t *testing.T) {
	diagtest.Examples(t, "RKT001", "RKT099", diagnose, diag.TooManyErrors)
}

// TestPartialTree: what is right beside an error is in the tree.
func TestPartialTree(t *testing.T) {
	const src = `
task a when daily betwen 1 { command "x"
    timout 3
    timeout 4 min
}
import x
task b when hourly until junk junk & {
    priority 3
    code { x }
}
cond c = daily &
group g when ( { task d { command "y" } }
`
	f, found := grammar.Parse("x.rkt", []byte(src))
	var got strings.Builder
	for _, d := range f.Decls {
		describeDecl(&got, d)
	}
	want := "task a, when BadCond, *grammar.Command, 1 attributes\n" +
		"task b, when Periodic, until BadCond, *grammar.Code, 1 attributes\n" +
		"cond c BadCond\n" +
		"group g, when BadCond\ntask d, *grammar.Command, 0 attributes\n"
	if got.String() != want || len(found) != 6 {
		t.Errorf("%d errors, got\n%s\nwant\n%s\n%v", len(found), got.String(), want, found)
	}
	checkSpans(t, f, len(src))
}

func describeDecl(w *strings.Builder, d grammar.Decl) {
	name := func(c grammar.Cond) string {
		return strings.TrimPrefix(fmt.Sprintf("%T", c), "*grammar.")
	}
	switch d := d.(type) {
	case *grammar.Task:
		fmt.Fprintf(w, "task %s", d.Name.Text())
		if d.When != nil {
			fmt.Fprintf(w, ", when %s", name(d.When))
		}
		if d.Until != nil {
			fmt.Fprintf(w, ", until %s", name(d.Until))
		}
		fmt.Fprintf(w, ", %T, %d attributes\n", d.Action, len(d.Attrs))
	case *grammar.Group:
		fmt.Fprintf(w, "group %s, when %s\n", d.Name.Text(), name(d.When))
		for _, m := range d.Members {
			describeDecl(w, m)
		}
	case *grammar.CondDecl:
		fmt.Fprintf(w, "cond %s %s\n", d.Name.Text, name(d.Cond))
	}
}

// TestUglyInput: whatever the input, there is a tree, an error if the input has one, and no
// flood of them.
func TestUglyInput(t *testing.T) {
	long := strings.Repeat("true & ", 150_000)
	for _, test := range []struct {
		name, src string
		want      diag.Code // of the first error; "": none
		most      int       // errors
	}{
		{"empty", "", "", 0},
		{"white space", " \t\r\n\r\n", "", 0},
		{"a comment alone", "# x", "", 0},
		{"BOM", "\ufefftask a { command 'x' }", "", 0},
		{"shebang", "#!/bin/x\ntask a { command 'x' }", "", 0},
		{"CRLF", "task a\r\n  when daily\r\n{\r\n  command 'x'\r\n  timeout 3 s\r\n}\r\n", "", 0},
		{"CR", "task a\r  when daily\r{\r  command 'x'\r  timeout 3 s\r}\r", "", 0},
		{"no line end", "task a { command 'x' }", "", 0},
		{"binary",
			"\x7fELF\x02\x01\x01\x00\x00" + strings.Repeat("\x00\xff\x01", 5000), diag.NotText, 1},
		{"not UTF-8 in a comment", "# caf\xe9\ntask a { command 'x' }", diag.BadUTF8, 1},
		{"not UTF-8 in a word", "task caf\xe9 { command 'x' }", diag.BadUTF8, 1},
		{"not UTF-8 at all", strings.Repeat("\xff\xfe\xfd ", 1000), diag.BadUTF8, 1},
		{"1 MB on one line", "cond x = " + long + "true", "", 0},
		{"1 MB on one line, wrong at its end", "cond x = " + long + "&", diag.CondExpected, 1},
		{"1 MB of one word", "task " + strings.Repeat("a", 1<<20) + " { command 'x' }", "", 0},
		{"1 MB of string", "task a { command '" + strings.Repeat("a", 1<<20) + "' }", "", 0},
		{"1 MB of open string",
			"task a { command '" + strings.Repeat("a ", 1<<19), diag.UnclosedString, 1},
		{"open raw strings",
			strings.Repeat("task a { command `x }\n", 5001), diag.EndExpected, 2600},
		{"open block", "task a {", diag.UnclosedBracket, 1},
		{"open code", "task a { code {", diag.UnclosedCode, 1},
		{"open comment in code",
			"task a { code { /* } }\ntask b { command 'x' }", diag.UnclosedCode, 1},
		{"string up to the end", "task a { command 'x\\", diag.UnclosedString, 1},
		{"deep brackets", "cond x = " + strings.Repeat("(", 100_000), diag.TooDeep, 2},
		{"deep lists", "param x = " + strings.Repeat("[", 1<<17), diag.TooDeep, 2},
		{"deep maps", "param x = " + strings.Repeat("{a:", 1<<15), diag.TooDeep, 2},
		{"deep calls", "cond x = " + strings.Repeat("func F(", 1<<14), diag.TooDeep, 2},
		{"deep groups", strings.Repeat("group g {\n", 10_000), diag.TooDeep, 1002},
		{"deep nots", "cond x = " + strings.Repeat("~", 1<<17) + "daily", diag.TooDeep, 1},
		{"nested as deep as may be",
			"cond x = " + strings.Repeat("(", 1000) + "daily" + strings.Repeat(")", 1000), "", 0},
		{"long type", "cond x(p " + strings.Repeat("a.", 1<<16) + "a) = daily", "", 0},
		{"long path", "cond x = func " + strings.Repeat("a.", 1<<16) + "a", "", 0},
		{"many steps", "task a { do " + strings.Repeat("hold, ", 1<<14) + "resume }", "", 0},
		{"long phrase", "cond x = a " + strings.Repeat("b ", 1<<16), "", 0},
		{"long point", "cond x = daily at " + strings.Repeat("1 ", 1<<16), "", 0},
		{"open attributes",
			"task a {\n" + strings.Repeat("success [1,\n", 1<<16), diag.UnclosedBracket, 1001},
		{"open maps", "task a {\n" + strings.Repeat("params {\n", 1<<16), diag.Unexpected, 2},
		{"open conditions",
			strings.Repeat("task a when (daily\n", 1<<16), diag.UnclosedBracket, 1001},
		{"open codes", strings.Repeat("task a { code { {\n", 1<<12), diag.UnclosedCode, 2002},
		{"closing brackets", strings.Repeat(")", 1<<17), diag.StrayBracket, 1001},
		{"operators", strings.Repeat("&|~,=", 10_000), diag.UnknownDecl, 1},
		{"words", strings.Repeat("x\n", 100_000), diag.UnknownDecl, 1001},
		{"semicolons", strings.Repeat(";", 100_000), "", 0},
		{"odd characters", strings.Repeat("§", 100_000), diag.BadCharacter, 1},
		{"odd characters, apart", strings.Repeat("§ ", 100_000), diag.BadCharacter, 1001},
		{"control characters", "task a\x01\x02 { command 'x' }", diag.BadCharacter, 2},
	} {
		t.Run(test.name, func(t *testing.T) {
			start := time.Now()
			f, found := grammar.Parse("x.rkt", []byte(test.src))
			if f == nil {
				t.Fatal("no tree")
			}
			checkSpans(t, f, len(test.src))
			switch {
			case test.want == "" && len(found) > 0:
				t.Errorf("got %v", found[0])
			case test.want != "" && (len(found) == 0 || found[0].Code != test.want):
				t.Errorf("got %d errors, the first %v, want %s", len(found),
					found[:min(1, len(found))], test.want)
			case len(found) > test.most:
				t.Errorf("%d errors, at most %d wanted", len(found), test.most)
			}
			if d := time.Since(start); d > 20*time.Second {
				t.Errorf("took %v", d)
			}
		})
	}
}

func TestParseCondAlone(t *testing.T) {
	for src, want := range map[string]diag.Code{
		" \n daily \n\n": "", "daily # c": "", "daily\n| hourly": "",
		"": diag.CondExpected, "daily\nhourly": diag.Unexpected, "daily until x": diag.Unexpected,
		"daily {": diag.Unexpected, "daily }": diag.Unexpected, "daily;": "", "\x00": diag.NotText,
	} {
		cond, found := grammar.ParseCond(src)
		got := diag.Code("")
		if len(found) > 0 {
			got = found[0].Code
		}
		_, bad := cond.(*grammar.BadCond)
		if got != want || bad != (want != "") {
			t.Errorf("%q: got %T and %v, want %q", src, cond, found, want)
		}
	}
}

// bigFile returns a schedule of n tasks.
func bigFile(n int) []byte {
	var b bytes.Buffer
	for i := range n {
		fmt.Fprintf(&b, `# Downloads the day's closing prices.
task fetch%d when daily after 07:00 & work_day
             & ~(task report%d has failed today | every 10 minutes) {
    func          prices.Fetch(region: region, day: return of calendar, max: 3)
    execution     process
    timeout       10 minutes
    priority      5
    multilaunch   2
    params        { date: "2026-03-02", kind: closing, retries: 3 }
    on_exists     replace
    dir           "/var/lib/prices"
    output        10 MB
}

`, i, i)
	}
	return b.Bytes()
}

func BenchmarkParse(b *testing.B) {
	for _, n := range []int{100, 1000, 10_000} {
		src := bigFile(n)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.SetBytes(int64(len(src)))
			b.ReportAllocs()
			for b.Loop() {
				if _, found := grammar.Parse("x.rkt", src); len(found) > 0 {
					b.Fatal(found[0])
				}
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*n), "µs/task")
		})
	}
}
