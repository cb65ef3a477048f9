package codegen_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rocketc/rocketc/codegen"
	"github.com/rocketc/rocketc/golang"
	"github.com/rocketc/rocketc/plan"
	rocket "github.com/rocketc/rocketc/runtime"
)

// A module of the user's, in which the plan of prices has what it names.
var module = map[string]string{
	"prices/prices.go": `package prices

import (
	"context"
	"log/slog"
)

func Fetch(ctx context.Context, log *slog.Logger) ([]float64, error) { return nil, ctx.Err() }
`,
	"time/time.go": `package time

type Duration int

const Minute Duration = 60
`,
	// What is compiled must be what was printed.
	"desk/main.go": `package main

import "fmt"

func main() {
	fmt.Printf("%#v\n%#v\n", rktSchedule.Config, rktSchedule.Params)
	for _, t := range rktSchedule.Tasks {
		t := *t
		t.Action = nil
		fmt.Printf("%#v\n", t)
	}
	session, err := NewSession()
	if err != nil {
		panic(err)
	}
	for _, t := range session.Tasks() {
		spec, err := t.Spec()
		fmt.Println(spec.Pos, err)
	}
}
`,
}

// values prints the plan as main.go above does.
func values(p *plan.Plan) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%#v\n%#v\n", p.Schedule.Config, p.Schedule.Params)
	b.WriteString(tasks(p))
	for _, t := range p.Schedule.Tasks {
		fmt.Fprintln(&b, t.Pos, nil)
	}
	return b.String()
}

// tasks prints the tasks of the plan as printsTasks does.
func tasks(p *plan.Plan) string {
	var b strings.Builder
	for _, t := range p.Schedule.Tasks {
		t := *t
		t.Action, t.Pos = nil, rocket.Pos{}
		fmt.Fprintf(&b, "%#v\n", t)
	}
	return b.String()
}

// printsTasks is the last file of a program that prints its tasks in place of running them.
const printsTasks = `package main

import (
	"fmt"
	"os"
)

func init() {
	for _, t := range schedule.Tasks {
		t := *t
		t.Action = nil
		fmt.Printf("%#v\n", t)
	}
	os.Exit(0)
}
`

// write makes a module of files, which uses this one.
func write(t *testing.T, files map[string]string) (dir string) {
	t.Helper()
	dir = t.TempDir()
	root, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	goMod := "module example.com/desk\n\ngo 1.26\n\nrequire github.com/rocketc/rocketc v0.0.0\n\n" +
		"replace github.com/rocketc/rocketc => " + root + "\n"
	for name, text := range files {
		writeFile(t, filepath.Join(dir, name), text)
	}
	writeFile(t, filepath.Join(dir, "go.mod"), goMod)
	return dir
}

func writeFile(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}

// run runs the go command, offline.
func run(dir string, args ...string) (string, error) {
	cmd := exec.Command("go", args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOPROXY=off", "GOFLAGS=-mod=mod", "GOWORK=off")
	out, err := cmd.CombinedOutput()
	return string(out), err
}

func TestCompiles(t *testing.T) {
	if testing.Short() {
		t.Skip("runs the Go compiler")
	}
	p := prices()
	dir := write(t, module)
	writeFile(t, filepath.Join(dir, "desk", golang.GeneratedFile), generate(t, p, inPackage))
	writeFile(t, filepath.Join(dir, "program", golang.GeneratedFile), generate(t, p, program))
	apart, err := codegen.Program(p, "", 3)
	if err != nil || len(apart.Tasks) != 3 {
		t.Fatalf("%d files of tasks, %v", len(apart.Tasks), err)
	}
	for i, text := range append(apart.Tasks, apart.Text) {
		writeFile(t, filepath.Join(dir, "apart", fmt.Sprint("part", i, ".go")), string(text))
	}
	writeFile(t, filepath.Join(dir, "apart", "zz.go"), printsTasks)
	if out, err := run(dir, "vet", "./..."); err != nil {
		t.Fatalf("go vet: %v\n%s", err, out)
	}
	out, err := run(dir, "run", "./desk")
	if want := values(p); err != nil || out != want {
		t.Errorf("got error %v and\n%s\nwant\n%s", err, out, want)
	}
	out, err = run(dir, "run", "./apart")
	if want := tasks(p); err != nil || out != want {
		t.Errorf("in lists: got error %v and\n%s\nwant\n%s", err, out, want)
	}

	// A mistake in code is reported at its place in the schedule.
	for _, task := range p.Schedule.Tasks {
		if code, ok := task.Action.(*plan.Code); ok && task.Name == "hello" {
			code.Body = body(strings.Replace(code.Body.Text, "x := 1", "undeclared()", 1))
		}
	}
	p.Schedule.Tasks = append(p.Schedule.Tasks, &rocket.TaskSpec{Name: "gone", Action: &plan.GoFunc{
		Import: plan.Import{Path: "example.com/desk/prices", Name: "prices"}, Func: "Gone",
		Span: at(77),
	}})
	p.Package = program
	file, err := codegen.Generate(p, "")
	if err != nil {
		t.Fatal(err)
	}
	writeFile(t, filepath.Join(dir, "program", golang.GeneratedFile), string(file.Text))
	out, err = run(dir, "build", "-o", os.DevNull, "./program")
	want := "\nprices.rkt:36:9: undefined: undeclared\n"
	if err == nil || !strings.Contains(out, want) {
		t.Errorf("want %s in\n%s", want, out)
	}
	// One in what calls a function is found by the line map.
	var line, col int
	_, at, _ := strings.Cut(out, "/"+golang.GeneratedFile+":")
	if _, err := fmt.Sscanf(at, "%d:%d: undefined: prices.Gone", &line, &col); err != nil {
		t.Fatalf("%v in\n%s", err, out)
	}
	if span, ok := file.Lines.Find(golang.GeneratedFile, line, col); !ok || span.Start.Line != 77 {
		t.Errorf("got %v, %t", span, ok)
	}
}
