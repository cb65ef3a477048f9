package check

import (
	"cmp"
	"go/build"
	"go/token"
	"go/types"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/golang"
	"github.com/rocketc/rocketc/grammar"
	"github.com/rocketc/rocketc/internal/module"
	"github.com/rocketc/rocketc/plan"
	"github.com/rocketc/rocketc/spelling"
)

// runtimePath is the import path of the package whose types parameters of Go
// functions may have.
const runtimePath = module.Path + "/runtime"

// A goCall is a Go function as a schedule names it.
type goCall struct {
	node *grammar.Func
	// imported is the package as the plan has it. pkg is the loaded package, or nil if no
	// package could be loaded.
	imported plan.Import
	pkg      *golang.Package
	name     string      // without the package
	fn       *types.Func // nil unless it can be called
	resolved bool        // fn was looked for
	touches  string      // what it takes of the session; empty: nothing
	acts     bool        // it is the action of a task
	direct   plan.Direct // calls the function here; nil if it has to be compiled
}

// key identifies the function: import path and name.
func (g *goCall) key() string {
	if g.pkg != nil {
		return g.pkg.Path + "." + g.name
	}
	return g.imported.Path + "." + g.name
}

// text returns the function as the schedule writes it.
func (g *goCall) text() string { return g.node.Name.String() }

// isOwn reports whether the function is in the schedule's own package.
func (g *goCall) isOwn() bool { return g.imported.Path == "" }

// goFunc returns the call as the plan has it, without parameters and results.
func (g *goCall) goFunc() *plan.GoFunc {
	return &plan.GoFunc{Import: g.imported, Func: g.name, Span: g.node.Span(), Direct: g.direct}
}

// callFuncs finds the packages of all functions that tasks call.
func (c *checker) callFuncs() {
	for _, t := range c.tasks {
		if f, ok := t.decl.Action.(*grammar.Func); ok {
			t.call = c.callOf(f)
		}
	}
	c.packageProblems()
}

// callOf returns the call of a function. If its package is not known, that is reported
// once, and the result is nil.
func (c *checker) callOf(f *grammar.Func) *goCall {
	call, known := c.goCalls[f]
	if !known {
		call = c.newCall(f)
		if call != nil {
			call.direct = c.options.Direct[call.key()]
		}
		c.goCalls[f] = call
	}
	return call
}

func (c *checker) newCall(f *grammar.Func) *goCall {
	if c.alone && f.Span().File != preludeName {
		d := c.diags.Errorf(diag.NoGo, f.Span(), "the Go function %s cannot be called here", f.Name)
		d.Help = "only a program that was built of a schedule can call it"
		return nil
	}
	parts := f.Name.Parts
	if pattern := ownPattern(f); pattern != "" {
		call := &goCall{node: f, name: f.Name.String(), pkg: c.packages[pattern]}
		if pattern != golang.Own {
			call.imported = plan.Import{Path: pattern}
		}
		if call.pkg != nil {
			call.imported.Name = call.pkg.Name
			if pattern != golang.Own {
				call.imported.Path = call.pkg.Path
			}
		}
		return call
	}
	i := c.importsOf(f.Span().File).lookup(parts[0])
	if i == nil {
		c.unknownImport(f)
		return nil
	}
	i.used = true
	return &goCall{node: f, imported: i.plan(), pkg: i.pkg, name: strings.Join(parts[1:], ".")}
}

func (c *checker) unknownImport(f *grammar.Func) {
	if c.options.Broken {
		return
	}
	name := f.Name.Parts[0]
	at := f.Name.Span().Part(name, 0, len(name))
	d := c.diags.Errorf(diag.UnknownImport, at, "this file imports no package %q", name)
	var names []string
	for _, i := range c.importsOf(f.Span().File).list {
		names = append(names, i.name())
	}
	if best := spelling.Nearest(name, names); best != "" {
		suggest(d, best)
		return
	}
	d.Help = `import it: import "…/` + name + `"`
	if path, ok := golang.StandardPath(name); ok {
		d.Help = "import it: import " + quote(path)
	}
}

// packageProblems reports imports that found no package.
func (c *checker) packageProblems() {
	if c.noPackages {
		return
	}
	for _, file := range slices.Sorted(maps.Keys(c.imports)) {
		for _, i := range c.imports[file].list {
			switch {
			case i.pkg == nil:
			case i.program:
				c.programImport(i.decl.Path.Span(), i.decl.Path.Value())
			case i.pkg.Name == "":
				name := i.decl.Path.Value()
				why, _, _ := strings.Cut(i.pkg.Problem, "; to add it:")
				d := c.diags.Errorf(diag.BadImport, i.decl.Path.Span(),
					"package %q cannot be loaded: %s", name, why)
				d.Help = c.addPackage(name, why)
			}
		}
	}
}

// programImport reports a main package that is imported.
func (c *checker) programImport(at diag.Span, importPath string) {
	d := c.diags.Errorf(diag.BadImport, at, "package %q is a program, which cannot be imported",
		importPath)
	d.Help = "move what is needed into a package of its own; " +
		"a function of the schedule's own package is named without a package"
}

// addPackage returns how a package comes to be there that could not be loaded.
func (c *checker) addPackage(importPath, why string) string {
	first, _, _ := strings.Cut(importPath, "/")
	name := path.Base(importPath)
	standard, isStandard := golang.StandardPath(name)
	module, root := golang.Module(c.options.Dir)
	within, inside := strings.CutPrefix(importPath+"/", module+"/")
	switch {
	case strings.HasPrefix(why, allExcluded):
		return excludedWay
	case build.IsLocalImport(importPath) && root == "":
		return "make the directory of the schedule a module: " + newModule
	case build.IsLocalImport(importPath):
		return "the path leads from the directory of the schedule"
	case strings.HasPrefix(why, "stat ") || strings.HasPrefix(why, "open "):
		return "" // it is there, and cannot be read
	case module != "" && inside:
		return missingOf(module, root, strings.TrimSuffix(within, "/"))
	case strings.Contains(first, ".") && strings.Contains(why, "does not contain"):
		return "a newer version may have it: go get " + importPath + "@latest"
	case strings.Contains(first, ".") && root == "":
		return "to add it: " + newModule + ", then go get " + importPath
	case strings.Contains(first, "."):
		return "to add it: go get " + importPath
	case isStandard:
		return "did you mean " + quote(standard) + "?"
	}
	return `a package of a directory is imported as "./` + importPath +
		`", one of a module by its whole path`
}

// missingOf returns how a package is imported that a module lacks in a directory of its own:
// the nearest directory may be meant.
func missingOf(module, root, dir string) string {
	parent, name := path.Split(dir)
	var names []string
	entries, _ := os.ReadDir(filepath.Join(root, parent))
	for _, entry := range entries {
		if entry.IsDir() {
			names = append(names, entry.Name())
		}
	}
	if near := spelling.Nearest(name, names); near != "" && near != name {
		return "did you mean " + quote(module+"/"+parent+near) + "?"
	}
	return "it would be in the directory " + cmp.Or(dir, ".") + " of this module"
}

// What the go command says of a package whose files all are left out, and the way out.
const (
	allExcluded = "build constraints exclude all"
	excludedWay = "build tags leave its Go files out, " +
		"or they use cgo, which needs a C compiler and CGO_ENABLED=1"
)

// newModule is the command that makes a directory a Go module.
const newModule = "go mod init example.com/schedule"

// funcKey returns the key of the function that a reference to a task may name.
func (c *checker) funcKey(ref *grammar.TaskRef) string {
	if len(ref.Path.Parts) == 1 {
		if c.packages[golang.Own] != nil {
			return c.packages[golang.Own].Path + "." + ref.Path.Parts[0]
		}
		return "." + ref.Path.Parts[0]
	}
	i := c.importsOf(ref.Span().File).lookup(ref.Path.Parts[0])
	if i == nil {
		return ""
	}
	return i.plan().Path + "." + strings.Join(ref.Path.Parts[1:], ".")
}

// goAction lowers a function as the action of a task. A function that cannot be an action
// is reported, and yields nil.
func (c *checker) goAction(in *scope, call *goCall, params []*grammar.Entry) *plan.GoFunc {
	fn := c.resolve(call)
	if fn == nil {
		return nil
	}
	lowered := call.goFunc()
	call.acts = true
	ok := c.bind(in, lowered, call, call.node.Args, params)
	if !c.results(lowered, call) || !ok {
		return nil
	}
	c.addImport(lowered.Import)
	return lowered
}

// resolve returns the function that is called. If it cannot be called, that is reported
// once, and the result is nil.
func (c *checker) resolve(call *goCall) *types.Func {
	if call != nil && !call.resolved && !c.noPackages {
		call.resolved = true
		call.fn = c.funcObject(call)
		c.plan.NeedsGo = c.plan.NeedsGo || call.direct == nil
	}
	if call == nil {
		return nil
	}
	return call.fn
}

// funcObject returns the function that is called. If it cannot be called, that is reported,
// and the result is nil.
func (c *checker) funcObject(call *goCall) *types.Func {
	if call.pkg == nil || call.pkg.Types == nil || call.pkg.Name == "" {
		if call.isOwn() || call.node.In != nil {
			c.badFunc(diag.UnknownFunc, call, "the package of %s cannot be loaded: %s", call.text(),
				call.pkg.Problem)
		}
		return nil
	}
	if call.node.In != nil && call.pkg.Name == "main" && call.pkg.Path != c.plan.Own {
		c.programImport(call.node.In.Span(), call.node.In.Value())
		return nil
	}
	if receiver, method, ok := strings.Cut(call.name, "."); ok {
		d := c.badFunc(diag.NotFunc, call, "%s is a method, and a schedule calls functions",
			call.text())
		d.Help = "write a function that calls " + method + " of a " + receiver
		return nil
	}
	object := call.pkg.Types.Scope().Lookup(call.name)
	fn, ok := object.(*types.Func)
	switch {
	case object == nil:
		c.unknownFunc(call)
	case !ok:
		c.badFunc(diag.NotFunc, call, "%s is a %s, and a schedule calls functions", call.text(),
			golang.Kind(object))
	case !fn.Exported() && !call.isOwn():
		d := c.badFunc(diag.NotExported, call, "the function %s is not exported", call.text())
		c.hintFunc(d, call)
	case fn.Signature().TypeParams().Len() > 0:
		d := c.badFunc(diag.NotFunc, call, "%s is generic, and nothing says of which types",
			call.text())
		d.Help = "write a function that calls it with the types that are meant"
	default:
		c.judgePackage(call)
		return fn
	}
	return nil
}

// judgePackage reports, once, a package that does not compile.
func (c *checker) judgePackage(call *goCall) {
	problem := call.pkg.Problem
	if problem == "" || c.broken[call.pkg] {
		return
	}
	c.broken[call.pkg] = true
	rest, isImport := strings.CutPrefix(problem, "could not import ")
	if call.pkg.Place.IsValid() {
		problem = c.goPlace(call.node, call.pkg.Place) + ": " + problem
	}
	d := c.badFunc(diag.BrokenPackage, call, "package %s does not compile: %s", call.pkg.Name,
		problem)
	if importPath, why, said := strings.Cut(rest, " ("); isImport && said {
		d.Help = c.addPackage(importPath, why)
	}
}

func (c *checker) badFunc(code diag.Code, call *goCall, format string,
	args ...any) *diag.Diagnostic {
	return c.diags.Errorf(code, call.node.Name.Span(), format, args...)
}

func (c *checker) unknownFunc(call *goCall) {
	d := c.badFunc(diag.UnknownFunc, call, "package %s has no function %s", call.pkg.Name,
		call.name)
	c.hintFunc(d, call)
	switch {
	case strings.HasPrefix(call.pkg.Problem, allExcluded):
		d.Help = excludedWay
	case call.pkg.Problem != "":
		d.Help = "the package has errors, which may be why: " + call.pkg.Problem
	}
}

// hintFunc adds to a message the nearest function that can be called.
func (c *checker) hintFunc(d *diag.Diagnostic, call *goCall) {
	var names []string
	scope := call.pkg.Types.Scope()
	for _, name := range scope.Names() {
		if fn, ok := scope.Lookup(name).(*types.Func); ok && (fn.Exported() || call.isOwn()) {
			names = append(names, name)
		}
	}
	if best := c.nearest(call.name, names); best != "" {
		suggest(d, best)
		name := call.text()
		at := call.node.Name.Span().Part(name, len(name)-len(call.name), len(name))
		d.Fix = diag.Fix{Span: at, Text: best}
	}
}

// fills are the types of parameters that are filled without an argument.
var fills = map[string]plan.Fill{
	"context.Context":              plan.FillContext,
	"*" + runtimePath + ".Session": plan.FillSession,
	"*" + runtimePath + ".Task":    plan.FillTask,
	"*log/slog.Logger":             plan.FillLogger,
	runtimePath + ".HookEvent":     plan.FillEvent,
}

// results finds which results a task's function has: none, error, T, or (T,
// error). It reports any others.
func (c *checker) results(f *plan.GoFunc, call *goCall) bool {
	results, ok := golang.ResultsOf(call.fn.Signature())
	f.Error, f.Value, f.Result = results.Error, results.Value != nil, results.Value
	if !ok {
		d := c.badFunc(diag.BadFunc, call, "%s returns %s", call.text(),
			golang.Short(call.fn.Signature().Results()))
		d.Help = "a task's function returns nothing, error, T, or (T, error)"
		return false
	}
	if f.Value {
		c.addTypes(f.Result)
	}
	return true
}

// declared returns the place at which a function is declared, as file:line:column. The file
// is named from the directory that the names of the schedule's files lead from. If the
// place is not known, it is empty.
func (c *checker) declared(call *goCall) string {
	if call.fn == nil {
		return ""
	}
	at := call.pkg.Position(call.fn)
	if !at.IsValid() {
		return ""
	}
	return c.goPlace(call.node, at)
}

// goPlace returns a place in a Go file or go.mod as file:line:column. The file is named from the
// directory that the name of the schedule's file, which f stands in, leads from.
func (c *checker) goPlace(f *grammar.Func, at token.Position) string {
	name := at.Filename
	if dir, err := filepath.Abs(c.options.Dir); err == nil {
		if rel, err := filepath.Rel(dir, name); err == nil && filepath.IsLocal(rel) {
			name = filepath.Join(filepath.Dir(f.Span().File), rel)
		}
	}
	return diag.Span{File: name, Start: diag.Pos{Line: at.Line, Col: at.Column}}.String()
}

// FilledByType reports whether a parameter of a Go function with that type is filled without an
// argument.
func FilledByType(t types.Type) bool {
	_, filled := fills[golang.String(t)]
	return filled
}
