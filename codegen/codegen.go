// Package codegen writes the Go of a schedule.
//
// A plan consists of the values that a program runs, and codegen prints these
// values. Each task is a variable with a composite literal that needs no code to
// run, in the order of the schedule, and one variable holds them all. The printer
// uses reflection. It knows no condition and no action by name, so that a new one
// needs no change here.
//
// Functions stand at the end of the file (docs/spec.md § Actions): one adapter
// for each Go function that the schedule names, which passes the function its
// arguments and what it takes of a run, and last one function for each task written
// in Go. //line comments give the lines of the latter their place in the schedule, so
// that Go's own errors and stack traces point to the schedule. An argument is a field
// of the adapter: the field has the type that the function takes and holds the source
// of the value.
//
// A change of the schedule changes little of the file: a task is named by its name
// wherever that is possible, and one table has the places of all tasks.
//
// The result depends on the plan alone, byte for byte, and gofmt would not change
// it. Functions, and the head of the file, are written with jennifer, which formats
// them. Values, of which a long schedule has millions, are written as text that gofmt
// leaves as it is: so there is no syntax tree of them, and nothing to format.
//
// In a program the names are plain (taskFetch, callPricesFetch). In a package
// of the user they begin with rkt (rktTaskFetch), to stay clear of the user's own;
// only the exported names do not.
package codegen

import (
	"bytes"
	"slices"
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/golang"
	"github.com/rocketc/rocketc/period"
	"github.com/rocketc/rocketc/plan"
	rocket "github.com/rocketc/rocketc/runtime"
)

// A File is the Go file of a plan.
type File struct {
	Text []byte
	// Tasks are the other files of the same package. Each has variables of tasks. Only
	// [Program] makes such files; else Text has all tasks.
	Tasks [][]byte
	// Lines maps places in messages of the Go compiler to places in the schedule.
	Lines golang.LineMap
}

// Generate returns the Go file of a plan. The names of the plan's files lead to
// the sources from some directory; dir leads from there to that of the Go file,
// to which names in its //line comments are relative. If dir is empty they are
// the plan's own, which is what the Go compiler then prints.
//
// The error says what of the plan cannot be written: a function of the user's
// own package in a program, or a value that has no literal.
func Generate(p *plan.Plan, dir string) (*File, error) {
	return newGenerator(p, dir).generate()
}

// Program returns the Go files of a plan for the Go compiler alone. They have what
// [Generate] writes, but the tasks are apart: perFile tasks, which is at least 1, in each
// file, as one list without comments. The plan is that of a program.
func Program(p *plan.Plan, dir string, perFile int) (*File, error) {
	g := newGenerator(p, dir)
	g.perFile = perFile
	return g.generate()
}

func newGenerator(p *plan.Plan, dir string) *generator {
	g := &generator{
		plan: p, dir: dir, calendars: map[*period.Calendar]string{},
		tasks: map[*rocket.TaskSpec]string{}, codes: map[*plan.Code]*coded{},
		adapters: map[adapterKey]*adapter{}, converters: map[string]string{},
	}
	g.printer = newPrinter(func(path string) string { return g.file.imported(path) })
	g.printer.replace = g.replace
	return g
}

func (g *generator) generate() (*File, error) {
	if err := g.declare(); err != nil {
		return nil, err
	}
	if err := g.head(); err != nil {
		return nil, err
	}
	functions, err := g.functions()
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if err := g.file.Render(&b); err != nil {
		return nil, err
	}
	parts := slices.Insert(g.pieces, 0, groupImports(b.Bytes()))
	return &File{g.join(parts, functions), g.files, g.lines}, nil
}

// A generator writes one file, or those of a program.
type generator struct {
	plan    *plan.Plan
	dir     string
	perFile int // tasks in each file of a program for the Go compiler; 0 for people

	ids      *identifiers
	file     *file    // that is being written
	pieces   [][]byte // the variables, and the handles
	lists    []string // the variables of the files of tasks
	files    [][]byte // the files of tasks
	imports  *imports
	schedule string // the name of its variable
	// What only a package has: holder is the name of what holds the schedule.
	holder    string
	handles   []*handle
	argsTypes []*argsType
	calendars map[*period.Calendar]string
	tasks     map[*rocket.TaskSpec]string
	codes     map[*plan.Code]*coded
	written   []*coded // in the order of the tasks
	printer   *printer
	adapters  map[adapterKey]*adapter
	calls     []*adapter // in the order of their first use
	// converters are the names of the conversions, by their types.
	converters  map[string]string
	conversions []conversion
	lines       golang.LineMap
	failed      error // the first thing that went wrong in the text of a type
}

// functions writes what stands at the end of the file. The Go of the schedule is last.
func (g *generator) functions() (all []function, err error) {
	add := func(texts [][]byte, of diag.Span) {
		for _, text := range texts {
			all = append(all, function{text, of})
		}
	}
	texts, err := g.argsTexts()
	if err != nil {
		return nil, err
	}
	add(texts, diag.Span{})
	for _, a := range g.calls {
		texts, err := g.adapter(a)
		if err != nil {
			return nil, err
		}
		add(texts, a.of.Span)
	}
	for _, c := range g.conversions {
		text, err := g.conversion(c)
		if err != nil {
			return nil, err
		}
		add([][]byte{text}, diag.Span{})
	}
	for _, c := range g.written {
		texts, err := g.bridge(c)
		if err != nil {
			return nil, err
		}
		add(texts, c.Span)
	}
	for _, c := range g.written {
		text, err := g.codeFunction(c)
		if err != nil {
			return nil, err
		}
		add([][]byte{text}, diag.Span{})
	}
	return all, g.failed
}

// render writes a function with its doc comment, and adds the imports of the
// function to the file.
func (g *generator) render(doc string, code *jen.Statement) ([]byte, error) {
	var b bytes.Buffer
	for line := range strings.SplitSeq(doc, "\n") {
		b.WriteString("// " + printable(line) + "\n")
	}
	if err := code.RenderWithFile(&b, g.file.File); err != nil {
		return nil, err
	}
	return append(bytes.TrimSpace(b.Bytes()), '\n'), nil
}
