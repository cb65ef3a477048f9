package codegen_test

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/rocketc/rocketc/codegen"
	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/plan"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/runtime/arg"
	"github.com/rocketc/rocketc/stdconds"
)

// The names of packages that a schedule becomes a part of; none is a program.
const program, inPackage = "", "main"

var modes = map[string]string{"program": program, "package": inPackage}

// generate returns the Go file of a plan for the package, or for a program.
func generate(t testing.TB, p *plan.Plan, pkg string) string {
	t.Helper()
	p.Package = pkg
	file, err := codegen.Generate(p, "")
	if err != nil {
		t.Fatal(err)
	}
	return string(file.Text)
}

func TestFormatted(t *testing.T) {
	for name, mode := range modes {
		text := generate(t, prices(), mode)
		formatted, err := format.Source([]byte(text))
		if err != nil || string(formatted) != text {
			t.Errorf("%s: not as gofmt has it (%v):\n%s", name, err, text)
		}
	}
}

// TestSame: the order of maps, which differs from one use to the next, does not show
// in the result.
func TestSame(t *testing.T) {
	p := prices()
	p.Schedule.Params = append(p.Schedule.Params, rocket.Param{Name: "map", Value: arg.Literal{
		Value: map[string]any{"a": 1, "b": 2, "c": 3, "d": 4, "e": 5, "f": 6},
	}})
	first := generate(t, p, program)
	for range 20 {
		if text := generate(t, p, program); text != first {
			t.Fatalf("got first\n%s\nthen\n%s", first, text)
		}
	}
}

// declared returns the names of package level that a file declares, imports
// aside, in their order.
func declared(t *testing.T, text string) (names []string) {
	file, err := parser.ParseFile(token.NewFileSet(), "", text, 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, decl := range file.Decls {
		switch decl := decl.(type) {
		case *ast.FuncDecl:
			names = append(names, decl.Name.Name)
		case *ast.GenDecl:
			for _, spec := range decl.Specs {
				if v, ok := spec.(*ast.ValueSpec); ok {
					names = append(names, v.Names[0].Name)
				}
			}
		}
	}
	return names
}

func TestNames(t *testing.T) {
	for name, want := range map[string]string{
		"program": "main schedule taskFetch taskFetchAgain taskLate taskNightlyCompact taskGröße " +
			"taskHello taskCount callPricesFetch callCodeCount codeHello codeCount",
		"package": "NewSession _ schedule TasksOf rktSchedule rktTaskFetch rktTaskFetchAgain " +
			"rktTaskLate rktTaskNightlyCompact rktTaskGröße rktTaskHello rktTaskCount " +
			"rktCallPricesFetch rktCallCodeCount rktCodeHello rktCodeCount",
	} {
		got := strings.Join(declared(t, generate(t, prices(), modes[name])), " ")
		if got != want {
			t.Errorf("%s: got %s, want %s", name, got, want)
		}
	}
}

// TestAnyName: tasks may have any names, and each variable has a name of its own.
func TestAnyName(t *testing.T) {
	p := &plan.Plan{Files: []string{"a.rkt"}}
	for _, name := range []string{"a b", "a.b", "aB", "a b2", "!", "?", "", "日本", "1", "a\nb",
		"\u200bx", "*/", "`", "Deprecated: no"} {
		p.Schedule.Tasks = append(p.Schedule.Tasks, &rocket.TaskSpec{
			Name: name, Pos: pos("a.rkt", 1, 1),
			Description: "  indented\n\n# heading\n//line x.go:1\n- list\n+build no\n\x00" + name,
		})
	}
	for _, mode := range modes {
		text := generate(t, p, mode)
		seen := map[string]bool{}
		for _, name := range declared(t, text) {
			if seen[name] {
				t.Errorf("%s is declared twice", name)
			}
			seen[name] = true
		}
		own := map[string]int{program: 2, inPackage: 5}[mode]
		if len(seen) != len(p.Schedule.Tasks)+own {
			t.Errorf("got %d names in\n%s", len(seen), text)
		}
		if formatted, err := format.Source([]byte(text)); err != nil || string(formatted) != text {
			t.Errorf("not as gofmt has it (%v):\n%s", err, text)
		}
	}
}

// call is a task that calls a function without parameters.
func call(name string, i plan.Import, f string) *rocket.TaskSpec {
	return &rocket.TaskSpec{Name: name, Action: &plan.GoFunc{Import: i, Func: f, Span: at(3)}}
}

// TestAdapters: one function for each Go function, in whatever package.
func TestAdapters(t *testing.T) {
	const file = "prices.rkt"
	ours := plan.Import{Path: "a.com/ours", Name: "ours", Alias: "mine"}
	std := plan.Import{Path: "os", Name: "os"}
	shadow := plan.Import{Path: "a.com/ctx", Name: "ctx"}
	errorOnly := &rocket.TaskSpec{Name: "e",
		Action: &plan.GoFunc{Import: ours, Func: "E", Span: at(4), Error: true,
			Params: []plan.GoParam{
				{Fill: plan.FillTask}, {Fill: plan.FillSession},
			}}}
	value := &rocket.TaskSpec{Name: "v",
		Action: &plan.GoFunc{Import: shadow, Func: "V", Span: at(5), Value: true,
			Params: []plan.GoParam{{Fill: plan.FillContext}}}}
	p := &plan.Plan{Files: []string{file}, Schedule: rocket.Schedule{Tasks: []*rocket.TaskSpec{
		call("a", ours, "F"), call("b", ours, "F"), call("c", plan.Import{}, "ctx"),
		call("d", std, "Getpid"), errorOnly, value,
	}}}
	text := generate(t, p, "desk")
	for _, want := range []string{
		"package desk\n",
		"\tmine \"a.com/ours\"\n",
		"\tctx2 \"a.com/ctx\"\n",
		"func rktCallMineF(_ context.Context, _ *rocket.Run) (any, error) {\n" +
			"\tmine.F()\n\treturn nil, nil\n}\n",
		"func rktCallCtx(_ context.Context, _ *rocket.Run) (any, error) {\n" +
			"\tctx()\n",
		"func rktCallOsGetpid(_ context.Context, _ *rocket.Run) (any, error) {\n" +
			"\tos.Getpid()\n",
		"func rktCallMineE(_ context.Context, r *rocket.Run) (any, error) {\n" +
			"\treturn nil, mine.E(r.Task(), r.Session())\n}\n",
		"func rktCallCtx2V(ctx context.Context, _ *rocket.Run) (any, error) {\n" +
			"\treturn ctx2.V(ctx), nil\n}\n",
	} {
		if strings.Count(text, want) != 1 {
			t.Errorf("want once\n%s\nin\n%s", want, text)
		}
	}
}

// TestRenamed: code means the same packages, even if they have other names in the file.
func TestRenamed(t *testing.T) {
	one := plan.Import{Path: "a.com/one/time", Name: "time"}
	two := plan.Import{Path: "a.com/two/rocket", Name: "rocket"}
	code := &plan.Code{
		Type: typ("time.Duration"), Span: at(1), Imports: []plan.Import{one, two},
		Body: body(` time.Sleep(rocket.Time{time: 1}.time); ` +
			`{ time, rocket2 := 1, "time"; _, _ = time, rocket2 }; return time.Zero, nil `),
	}
	p := &plan.Plan{Files: []string{"a.rkt"}, Imports: code.Imports,
		Schedule: rocket.Schedule{Tasks: []*rocket.TaskSpec{{Name: "a", Action: code}}}}
	text := generate(t, p, program)
	for _, want := range []string{
		"\ttime2 \"a.com/one/time\"\n", "\trocket3 \"a.com/two/rocket\"\n",
		"(_ time2.Duration, _ error)",
		"time2.Sleep(rocket3.Time{time: 1}.time)", "time, rocket2 := 1, \"time\"",
		"_, _ = time, rocket2", "return time2.Zero, nil",
	} {
		if strings.Count(text, want) != 1 {
			t.Errorf("want once %s in\n%s", want, text)
		}
	}
}

// TestOwnNames: what code takes from the package that it joins keeps its meaning.
func TestOwnNames(t *testing.T) {
	code := &plan.Code{Span: at(1), Body: body(" rktTaskA(); period.Close() ")}
	p := &plan.Plan{Files: []string{"a.rkt"},
		Schedule: rocket.Schedule{Tasks: []*rocket.TaskSpec{{Name: "a", Action: code,
			When: stdconds.TimeOf{}}}}}
	text := generate(t, p, inPackage)
	got := strings.Join(declared(t, text), " ")
	if got != "NewSession _ schedule TasksOf rktSchedule rktTaskA2 rktCodeA" {
		t.Errorf("got %s in\n%s", got, text)
	}
}

func TestParameters(t *testing.T) {
	for code, want := range map[string]string{
		" f() ":                         "_ context.Context, _ *rocket.Run",
		" f(ctx) ":                      "ctx context.Context, _ *rocket.Run",
		" r.Logger() ":                  "_ context.Context, r *rocket.Run",
		" ctx := r; f(ctx) ":            "_ context.Context, r *rocket.Run",
		" r := 1; func(ctx int) {}(r) ": "_ context.Context, _ *rocket.Run",
		// The type y.z may be a map.
		" x.ctx(y.z{r: 1}) ":                    "_ context.Context, r *rocket.Run",
		" x.r(struct{ctx int}{ctx: 1}) ":        "ctx context.Context, _ *rocket.Run",
		" f(unknown.Call(ctx, `r`)) ":           "ctx context.Context, _ *rocket.Run",
		" func() { defer r.Session() }() ":      "_ context.Context, r *rocket.Run",
		" for r := range ctx.Done() { _ = r } ": "ctx context.Context, _ *rocket.Run",
	} {
		p := &plan.Plan{Files: []string{"a.rkt"},
			Schedule: rocket.Schedule{Tasks: []*rocket.TaskSpec{{Name: "a",
				Action: &plan.Code{Body: body(code), Span: at(1)}}}}}
		text := generate(t, p, program)
		if !strings.Contains(text, "func codeA("+want+") (_ any, _ error) {\n") {
			t.Errorf("%s: want %s in\n%s", code, want, text)
		}
	}
}

func TestGenerateErrors(t *testing.T) {
	for _, test := range []struct {
		task *rocket.TaskSpec
		want string
	}{
		{call("own", plan.Import{}, "Fetch"),
			"prices.rkt:3:1: Fetch is a function of the schedule's own package; a program cannot " +
				"import that (rocketc gen can call it)"},
		{&rocket.TaskSpec{Name: "a b", Pos: pos("a.rkt", 2, 1),
			When: stdconds.All{stdconds.Param{Is: func() {}}}},
			"a.rkt:2:1: task \"a b\": When: [0]: Is: a func() cannot be written as a literal"},
	} {
		schedule := rocket.Schedule{Tasks: []*rocket.TaskSpec{test.task}}
		file, err := codegen.Generate(&plan.Plan{Schedule: schedule}, "")
		if err == nil || err.Error() != test.want {
			t.Errorf("got %v, want %s\n%+v", err, test.want, file)
		}
	}
}

// TestDir: //line comments lead from the generated file to the source.
func TestDir(t *testing.T) {
	cwd, err := filepath.Abs(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct{ file, dir, want string }{
		{"a.rkt", "", "a.rkt"},
		{"jobs/a.rkt", "", "jobs/a.rkt"},
		{"jobs/a.rkt", "jobs", "a.rkt"},
		{"jobs/a.rkt", "cmd/main", "../../jobs/a.rkt"},
		{"a.rkt", cwd, "a.rkt"},
		{filepath.Join(cwd, "a.rkt"), "jobs", "../a.rkt"},
	} {
		span := diag.Span{File: test.file, Start: diag.Pos{Line: 9}}
		p := &plan.Plan{Files: []string{test.file},
			Schedule: rocket.Schedule{Tasks: []*rocket.TaskSpec{{Name: "a",
				Action: &plan.Code{Body: body("f()"), Span: span}}}}}
		file, err := codegen.Generate(p, test.dir)
		if err != nil {
			t.Fatal(err)
		}
		text := file.Text
		if !bytes.Contains(text, []byte("\n//line "+test.want+":9:1\n")) {
			t.Errorf("%+v: got\n%s", test, text)
		}
		if !bytes.HasPrefix(text, []byte("// Code generated by rocketc from a.rkt. DO NOT EDIT.\n"+
			"\n// Command a runs")) {
			t.Errorf("%+v: got\n%s", test, text)
		}
	}
}

// large is a plan with that many tasks, a tenth of them code.
func large(n int) *plan.Plan {
	p := prices()
	fetch, hello := p.Schedule.Tasks[0].Action, body("\n    fmt.Println(\"hello\")\n")
	p.Schedule.Tasks = nil
	for i := range n {
		t := &rocket.TaskSpec{Name: fmt.Sprintf("task %d", i), Description: "One of many.",
			Pos: pos("prices.rkt", i, 1), When: morning, Action: fetch,
			Timeout: time.Duration(i) * time.Second}
		if i%10 == 0 {
			t.Action = &plan.Code{Body: hello, Span: at(i + 1),
				Imports: []plan.Import{{Path: "fmt", Name: "fmt"}}}
		}
		p.Schedule.Tasks = append(p.Schedule.Tasks, t)
	}
	return p
}

func BenchmarkGenerate(b *testing.B) {
	for _, n := range []int{100, 10_000, 100_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			p := large(n)
			b.ReportAllocs()
			for b.Loop() {
				b.SetBytes(int64(len(generate(b, p, program))))
			}
		})
	}
}
