package check_test

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/go/packages"

	"github.com/rocketc/rocketc/check"
	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/golang"
	"github.com/rocketc/rocketc/internal/diagtest"
	"github.com/rocketc/rocketc/plan"
)

const ownSchedule = `
task a when daily { func noteLate }
task b when after noteLate { command "true" }
task when daily { func Report }
task c when after Report { command "true" }
`

const ownSource = `package desk

import "context"

func noteLate(context.Context) {}

func Report(ctx context.Context) (map[string]int, error) {
	_, err := NewSession()
	if err == nil {
		err = with(ctx, ReportArgs{Region: "eu"})
	}
	return nil, err
}

func with(ctx context.Context, args ReportArgs) error {
	_, err := Tasks.Report.Run(ctx, args)
	return err
}

var all = []ReportArgs{{}}
`

// TestOwnPackage finds functions of the package that is generated into, whatever
// stands in the generated file.
func TestOwnPackage(t *testing.T) {
	const module = "module example.com/desk\n\ngo 1.25\n"
	for name, generated := range map[string]string{
		"missing": "",
		"stale":   "package desk\n\nfunc NewSession() { return gone.Nothing }\n",
		"broken":  "pack age desk\n\nfunc {",
		"other":   "package elsewhere\n",
	} {
		t.Run(name, func(t *testing.T) {
			files := map[string]string{"go.mod": module, "main.go": ownSource}
			if generated != "" {
				files[golang.GeneratedFile] = generated
			}
			dir := diagtest.WriteTree(t, files)
			p, list := parse("a.rkt", []byte(ownSchedule), check.Options{Dir: dir})
			if len(list) > 0 {
				t.Fatal(list)
			}
			want := plan.Import{Name: "desk"}
			f := p.Schedule.Tasks[0].Action.(*plan.GoFunc)
			if f.Import != want || f.Func != "noteLate" || f.Value || f.Error ||
				len(f.Params) != 1 || f.Name() != "noteLate" {
				t.Errorf("got %+v", f)
			}
			named := p.Schedule.Tasks[2]
			f = named.Action.(*plan.GoFunc)
			if named.Name != "example.com/desk.Report" || f.Result.String() != "map[string]int" ||
				!f.Value || !f.Error {
				t.Errorf("got %s: %+v", named.Name, f)
			}
			if len(p.Imports) != 0 {
				t.Errorf("imports %v", p.Imports)
			}
		})
	}
}

// TestGeneratedNames does not take the names that the generated file declares for
// the reason why a function is missing.
func TestGeneratedNames(t *testing.T) {
	dir := diagtest.WriteTree(t,
		map[string]string{"go.mod": "module example.com/desk\n\ngo 1.25\n", "main.go": ownSource})
	_, list := parse("a.rkt", []byte("task a when daily { func Reprot }\n"),
		check.Options{Dir: dir})
	if len(list) != 1 ||
		list[0].Msg != `package desk has no function Reprot (did you mean "Report"?)` ||
		list[0].Help != "" {
		t.Errorf("got %+v", list)
	}
	_, list = parse("a.rkt", []byte("task a when daily { func with }\n"), check.Options{Dir: dir})
	if len(list) != 1 || list[0].Msg != "the type of parameter args of with is not known" {
		t.Errorf("got %+v", list)
	}
}

// TestProcessByDefault judges tasks that run in processes because the session
// says so.
func TestProcessByDefault(t *testing.T) {
	const head = "import \"./args\"\nconfig { task_execution process; log memory }\n"
	for _, test := range []struct{ task, want string }{
		{"task a when daily { func args.MakeShut }", "does not cross the border of a process"},
		{"task a when daily { func args.MakeShut; execution thread }", ""},
		{"group g { execution main\n task a when daily { func args.MakeShut } }", ""},
		{"group g { execution async\n task a when daily { func args.Any(task) } }", ""},
		{"task a when daily { func args.Any(task) }", "a process of its own cannot reach it"},
		{"task a when daily { func args.MakeInt }\n" +
			"task b when daily { code map[string]chan<- int { return nil, nil } }",
			"chan<- int does not cross the border"},
	} {
		_, list := parse("a.rkt", []byte(head+test.task+"\n"), check.Options{Dir: "testdata"})
		if test.want == "" && len(list) > 0 || test.want != "" &&
			(len(list) != 1 || !strings.Contains(list[0].Msg, test.want)) {
			t.Errorf("%s: got %v, want %q", test.task, list, test.want)
		}
	}
}

// TestBuildTags finds a function that only a tag brings in.
func TestBuildTags(t *testing.T) {
	dir := diagtest.WriteTree(t, map[string]string{
		"go.mod":   "module example.com/desk\n\ngo 1.25\n",
		"main.go":  "package main\n",
		"night.go": "//go:build night\n\npackage main\n\nfunc Night() {}\n",
	})
	src := []byte("task a when hourly { func Night }\n")
	if _, list := parse("a.rkt", src, check.Options{Dir: dir}); len(list) != 1 ||
		list[0].Code != diag.UnknownFunc {
		t.Errorf("without the tag: %v", list)
	}
	if _, list := parse("a.rkt", src,
		check.Options{Dir: dir, Tags: []string{"day", "night"}}); len(list) > 0 {
		t.Errorf("with the tag: %v", list)
	}
}

// TestBrokenPackage: a function of a package that does not compile is an error at the
// function, once.
func TestBrokenPackage(t *testing.T) {
	for name, source := range map[string]string{
		"type":   "package desk\n\nfunc Fine() {}\n\nfunc Other() int { return \"x\" }\n",
		"name":   "package desk\n\nfunc Fine() { missing() }\n",
		"import": "package desk\n\nimport _ \"example.com/desk/none\"\n\nfunc Fine() {}\n",
		"unused": "package desk\n\nfunc Fine() { x := 1 }\n",
		"syntax": "package desk\n\nfunc Fine() { x := }\n",
	} {
		t.Run(name, func(t *testing.T) {
			dir := diagtest.WriteTree(t, map[string]string{
				"go.mod": "module example.com/desk\n\ngo 1.25\n", "main.go": source})
			_, list := parse("a.rkt", []byte("task a when daily { func Fine }\n"+
				"task b when daily { func Fine }\n"), check.Options{Dir: dir})
			if len(list) != 1 || list[0].Code != diag.BrokenPackage ||
				list[0].Span.Start.Line != 1 || !strings.Contains(list[0].Msg, ": main.go:") {
				t.Errorf("got %v", list)
			}
		})
	}
}

// TestUnreadablePackage: a file that cannot be read is not to be had by go get.
func TestUnreadablePackage(t *testing.T) {
	dir := diagtest.WriteTree(t, map[string]string{
		"go.mod": "module example.com/desk\n\ngo 1.25\n", "prices/doc.txt": ""})
	if err := os.Symlink("nowhere", filepath.Join(dir, "prices", "prices.go")); err != nil {
		t.Skip(err)
	}
	_, list := parse("a.rkt", []byte("import \"example.com/desk/prices\"\n"+
		"task a when hourly { func prices.Fetch }\n"), check.Options{Dir: dir})
	if len(list) != 1 || list[0].Code != diag.BadImport || list[0].Help != "" {
		t.Errorf("got %v", list)
	}
}

// TestGoModule: what is wrong with the module of a package is said at the place that names
// the package, once, with the line of go.mod and the way out.
func TestGoModule(t *testing.T) {
	const (
		module  = "module example.com/desk\n\ngo 1.25\n"
		library = "package prices\n\nfunc Fetch() {}\n"
		program = "package main\n\nfunc Fetch() {}\n\nfunc main() {}\n"
		local   = "import \"./prices\"\ntask a when hourly { func prices.Fetch }\n" +
			"task b when after prices.Fetch { command \"true\" }\n"
		whole = "import \"example.com/desk/prices\"\ntask a when hourly { func prices.Fetch }\n"
	)
	for name, test := range map[string]struct {
		mod, source, schedule string
		code                  diag.Code
		msg, help             string
	}{
		"not a directive": {"module example.com/desk\n\nfoo bar\n", library, local, diag.NoGo,
			"cannot be found: go.mod:3: unknown directive: foo", ""},
		"left by a merge": {"<<<<<<< HEAD\n" + module, library, whole, diag.NoGo,
			"cannot be found: go.mod:1: unknown directive: <<<<<<<", ""},
		"newer Go": {"module example.com/desk\n\n// new\ngo 9.99.0\n", library, local, diag.NoGo,
			"cannot be found: go.mod:4: Go 9.99.0 is required, and Go ", "lower the version"},
		"newer Go, own function": {"go 9.99.0\nmodule example.com/desk\n", library,
			"task a when hourly { func Fetch }\n", diag.NoGo, ": go.mod:1: Go 9.99.0", "newer Go"},
		"program": {module, program, local, diag.BadImport, "is a program",
			"package of its own"},
		"program by its whole path": {module, program, whole, diag.BadImport, "is a program", ""},
		"program in a directory": {module, program,
			"task a when hourly { func Fetch in \"prices\" }\n", diag.BadImport,
			"is a program", ""},
		"not in its module": {module, library, strings.ReplaceAll(whole, "prices", "holidays"),
			diag.BadImport, "cannot be loaded", "in the directory holidays of this module"},
		"nearly in its module": {module, library, strings.ReplaceAll(whole, "prices", "pries"),
			diag.BadImport, "cannot be loaded", `did you mean "example.com/desk/prices"?`},
		"missing in the package": {module, "package prices\n\nimport _ \"example.com/none/x\"\n\n" +
			"func Fetch() {}\n", whole, diag.BrokenPackage,
			"could not import example.com/none/x (no required module provides package",
			"to add it: go get example.com/none/x"},
		"left out": {module, "//go:build night\n\n" + library, whole, diag.BadImport,
			"build constraints exclude all Go files", "build tags leave its Go files out"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Setenv("GOTOOLCHAIN", "local")
			dir := diagtest.WriteTree(t,
				map[string]string{"go.mod": test.mod, "prices/prices.go": test.source})
			_, list := parse("a.rkt", []byte(test.schedule), check.Options{Dir: dir})
			if len(list) != 1 || list[0].Code != test.code ||
				!strings.Contains(list[0].Msg, test.msg) ||
				!strings.Contains(list[0].Help, test.help) {
				t.Errorf("got %v", list)
			}
		})
	}
}

// TestClockWithoutQuotes: a time of day, or a date, that stands without quotes where a value is
// wanted is told from a duration.
func TestClockWithoutQuotes(t *testing.T) {
	const way = "a time of day stands in quotes: "
	for value, help := range map[string]string{
		"07:30": way + `"07:30"`, "7:30": way + `"07:30"`, "24:00": way + `"24:00"`,
		"7am": way + `"07:00"`, "12:30pm": way + `"12:30"`, "12am": way + `"00:00"`,
		"[1 hour, 18:00]": way + `"18:00"`, "{ from: 18:00 }": way + `"18:00"`,
		"2026-01-02": `a text stands in quotes: "2026-01-02"`,
		"25:10":      "write 25:10:00, or 25 hours 10 minutes",
		"00:10:00":   "", "90 minutes": "",
	} {
		src := "config { log file \"runs.jsonl\" }\nparam clock = " + value +
			"\ntask a when hourly { command \"x\"; params { p: clock } }\n"
		_, list := parse("a.rkt", []byte(src), check.Options{})
		if len(list) > 0 && help == "" || help != "" &&
			(len(list) != 1 || !strings.HasPrefix(list[0].Help, help)) {
			t.Errorf("%s: got %v, %+v", value, list, list)
		}
	}
}

// TestNoModule: packages beside a schedule need a go.mod.
func TestNoModule(t *testing.T) {
	dir := diagtest.WriteTree(t,
		map[string]string{"prices/prices.go": "package prices\n\nfunc Fetch() {}\n"})
	_, list := parse("a.rkt", []byte("import \"./prices\"\n"+
		"task a when hourly { func prices.Fetch }\n"), check.Options{Dir: dir})
	if len(list) != 1 || !strings.Contains(list[0].Msg, "has a go.mod") ||
		!strings.Contains(list[0].Help, "go mod init") {
		t.Errorf("got %v", list)
	}
}

// TestNoGo says why a Go function cannot be found, once.
func TestNoGo(t *testing.T) {
	const src = "import \"./prices\"\n" +
		"task a when daily { func prices.Fetch }\ntask b when daily { func Own }\n"
	load := func(err error) func(*packages.Config, ...string) ([]*packages.Package, error) {
		return func(*packages.Config, ...string) ([]*packages.Package, error) { return nil, err }
	}
	for _, test := range []struct {
		name, want string
		options    check.Options
	}{
		{"no directory", "no directory", check.Options{}},
		{"no go command", "the go command is not installed",
			check.Options{Dir: ".", Load: load(exec.ErrNotFound)}},
		{"no go command, wrapped", "the go command is not installed",
			check.Options{Dir: ".", Load: load(errors.New("go command required, not found: x"))}},
		{"other", "cannot be found: no luck",
			check.Options{Dir: ".", Load: load(errors.New("no luck\nat all"))}},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, list := parse("a.rkt", []byte(src), test.options)
			if len(list) != 1 || list[0].Code != diag.NoGo ||
				!strings.Contains(list[0].Msg, test.want) {
				t.Errorf("got %v", list)
			}
		})
	}
}

// TestNothingFound is an answer without packages.
func TestNothingFound(t *testing.T) {
	load := func(*packages.Config, ...string) ([]*packages.Package, error) { return nil, nil }
	const src = "import \"./prices\"\n" +
		"task a when daily { func prices.Fetch }\ntask b when daily { func Own }\n"
	_, list := parse("a.rkt", []byte(src), check.Options{Dir: ".", Load: load})
	if len(list) != 2 || list[0].Code != diag.BadImport || list[1].Code != diag.UnknownFunc {
		t.Errorf("got %v", list)
	}
}

// TestLoadsOnlyForFunctions does not ask for packages that nothing needs.
func TestLoadsOnlyForFunctions(t *testing.T) {
	load := func(*packages.Config, ...string) ([]*packages.Package, error) {
		t.Error("packages are loaded")
		return nil, nil
	}
	const src = "import \"os/exec\"\nimport x \"example.com/x\"\n" +
		"task a when daily { code { exec.Command(x.Y) } }\n"
	if _, list := parse("a.rkt", []byte(src), check.Options{Dir: ".", Load: load}); len(list) > 0 {
		t.Error(list)
	}
}
