package codegen

import (
	"cmp"
	"fmt"
	"go/token"
	"path"
	"path/filepath"
	"reflect"
	"strings"

	"github.com/rocketc/rocketc/plan"
	rocket "github.com/rocketc/rocketc/runtime"
)

// partImports returns the packages of the run log, the engine and the console.
func (g *generator) partImports() (list []plan.Import) {
	s := &g.plan.Schedule
	for _, part := range []any{s.RunLog, s.Engine, s.Console} {
		if part != nil {
			from := reflect.TypeOf(part).Elem().PkgPath()
			list = append(list, plan.Import{Path: from, Name: path.Base(from)})
		}
	}
	return list
}

// declare names everything in the file: first the packages, then the variables and
// functions, in the order of the tasks.
func (g *generator) declare() error {
	g.ids = newIdentifiers()
	g.ids.reserve("main", "init", sessionName, tasksName, tasksOfName, "options", "session",
		"tasks", "ctx", "r")
	for name := range g.plan.Declared {
		g.ids.reserve(name)
	}
	words := map[string]bool{} // in the code
	used := append(g.partImports(), g.plan.Imports...)
	for _, t := range g.plan.Schedule.Tasks {
		switch action := t.Action.(type) {
		case *plan.GoFunc:
			used = append(used, action.Import)
			if action.Import.Path == "" {
				g.ids.reserve(action.Func)
			}
		case *plan.Code:
			used = append(used, action.Imports...)
			g.ids.reserve(loose(action)...)
			for _, t := range action.Body.Tokens {
				words[t.Text] = words[t.Text] || t.Kind == token.IDENT
			}
		}
	}
	g.imports = declareImports(g.ids, used, words)
	g.file = g.newFile()
	g.schedule = g.ids.take(g.name("schedule", ""))
	g.holder = g.ids.take(g.name("holder", ""))
	g.declareCalendars()
	for i, t := range g.plan.Schedule.Tasks {
		g.declareTask(i, t)
	}
	if err := g.declareHandles(); err != nil {
		return err
	}
	g.typeHandles()
	return nil
}

// declareTask names a task: by a variable of its own, or by its place in the list of its
// file.
func (g *generator) declareTask(i int, t *rocket.TaskSpec) {
	if g.perFile == 0 {
		g.tasks[t] = g.ids.take(g.name("task", t.Name))
	} else {
		if i%g.perFile == 0 {
			g.lists = append(g.lists, g.ids.take(g.name("tasks", "")))
		}
		g.tasks[t] = fmt.Sprintf("%s[%d]", g.lists[i/g.perFile], i%g.perFile)
	}
	code, ok := t.Action.(*plan.Code)
	if !ok || g.codes[code] != nil {
		return
	}
	c := g.declareCode(t.Name, code)
	g.codes[code] = c
	g.written = append(g.written, c)
}

// name returns the Go identifier for something of that kind and name.
func (g *generator) name(kind, name string) string {
	if g.plan.IsProgram() {
		return kind + camel(name)
	}
	return "rkt" + camel(kind) + camel(name)
}

// newFile returns an empty file of the package.
func (g *generator) newFile() *file { return g.imports.newFile(cmp.Or(g.plan.Package, "main")) }

// path returns how a //line comment names a source.
func (g *generator) path(name string) string {
	dir := g.dir
	if dir != "" {
		if filepath.IsAbs(name) != filepath.IsAbs(dir) {
			name, dir = absolute(name), absolute(dir)
		}
		if rel, err := filepath.Rel(dir, name); err == nil {
			name = rel
		}
	}
	return printable(filepath.ToSlash(name))
}

// absolute returns the full path of a file. If that cannot be found out, it returns
// the name.
func absolute(name string) string {
	if full, err := filepath.Abs(name); err == nil {
		return full
	}
	return name
}

// fileNames names the files of the schedule, without their directories.
func (g *generator) fileNames() string {
	names := make([]string, len(g.plan.Files))
	for i, name := range g.plan.Files {
		names[i] = printable(filepath.Base(name))
	}
	return strings.Join(names, ", ")
}
