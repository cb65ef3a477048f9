package check

import (
	"go/types"
	"path"
	"strings"

	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/grammar"
	"github.com/rocketc/rocketc/plan"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/stdconds"
)

// runtimePath is the import path of the package whose types parameters of Go
// functions may have.
const runtimePath = "github.com/rocketc/rocketc/runtime"

// A goCall is a Go function as a task names it.
type goCall struct {
	node *grammar.Func
	// imported is the package as the plan has it, pkg the loaded one; nil where
	// nothing could be loaded.
	imported plan.Import
	pkg      *goPackage
	name     string // without the package
	session  bool   // it takes the session
}

// key tells the function from all others: import path and function.
func (g *goCall) key() string {
	if g.pkg != nil {
		return g.pkg.path + "." + g.name
	}
	return g.imported.Path + "." + g.name
}

// text is the function as it is written.
func (g *goCall) text() string { return g.node.Name.String() }

// isOwn reports whether it is one of the package that `gen` writes into.
func (g *goCall) isOwn() bool { return g.imported.Path == "" }

// touchesSession reports whether the task's function takes the session.
func (t *task) touchesSession() bool { return t.call != nil && t.call.session }

// callFuncs finds the packages of all functions that are tasks.
func (c *checker) callFuncs() {
	for _, t := range c.tasks {
		if f, ok := t.decl.Action.(*grammar.Func); ok {
			t.call = c.callOf(f)
		}
	}
	c.packageProblems()
}

// callOf returns the call of a function, or nil where its package is not known,
// which is reported.
func (c *checker) callOf(f *grammar.Func) *goCall {
	if c.alone {
		d := c.diags.Errorf(diag.NoGo, f.Span(), "the Go function %s is not known where a condition stands alone", f.Name)
		d.Help = "put the condition into a schedule, and check that"
		return nil
	}
	parts := f.Name.Parts
	if pattern := ownPattern(f); pattern != "" {
		call := &goCall{node: f, name: f.Name.String(), pkg: c.golang.packages[pattern]}
		if pattern != own {
			call.imported = plan.Import{Path: pattern}
		}
		if call.pkg != nil {
			call.imported.Name = call.pkg.name
			if pattern != own {
				call.imported.Path = call.pkg.path
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
	at := within(f.Name.Span(), name, 0, len(name))
	d := c.diags.Errorf(diag.UnknownImport, at, "this file imports no package %q", name)
	var names []string
	for _, i := range c.importsOf(f.Span().File).list {
		names = append(names, i.name())
	}
	if best := diag.Nearest(name, names); best != "" {
		d.Msg += " (did you mean " + quote(best) + "?)"
		return
	}
	d.Help = `import it: import "…/` + name + `"`
	if path, ok := standardPackage(name); ok {
		d.Help = "import it: import " + quote(path)
	}
}

// packageProblems reports imports that found no package.
func (c *checker) packageProblems() {
	if c.golang.failed {
		return
	}
	for _, file := range keys(c.imports) {
		for _, i := range c.imports[file].list {
			switch {
			case i.pkg == nil:
			case i.pkg.name == "":
				c.diags.Errorf(diag.BadImport, i.decl.Path.Span(), "package %q cannot be loaded: %s", i.decl.Path.Value(), i.pkg.problem)
			case i.pkg.name == "main":
				d := c.diags.Errorf(diag.BadImport, i.decl.Path.Span(), "package %q is a program, which cannot be imported", i.decl.Path.Value())
				d.Help = "move what is needed into a package of its own; a function of the schedule's own package is named without a package"
			}
		}
	}
}

// funcKey returns the key of the function that a reference to a task may name.
func (c *checker) funcKey(ref *grammar.TaskRef) string {
	if len(ref.Path.Parts) == 1 {
		if c.golang.packages[own] != nil {
			return c.golang.packages[own].path + "." + ref.Path.Parts[0]
		}
		return "." + ref.Path.Parts[0]
	}
	i := c.importsOf(ref.Span().File).lookup(ref.Path.Parts[0])
	if i == nil {
		return ""
	}
	return i.plan().Path + "." + strings.Join(ref.Path.Parts[1:], ".")
}

// goFunc lowers a function as the action of a task; it is nil where it cannot
// be one, which is reported.
func (c *checker) goFunc(t *task, f *grammar.Func) *plan.GoFunc {
	if t.call == nil {
		return nil
	}
	return c.lowerFunc(t.call, c.given(f, f.Args, paramsOf(t)))
}

// paramsOf returns what the attribute params of a task says, or nil.
func paramsOf(t *task) *grammar.Map {
	for _, s := range t.decl.Attrs {
		if m, ok := s.Value.(*grammar.Map); ok && s.Key.Text == "params" {
			return m
		}
	}
	return nil
}

// lowerFunc lowers the call of a function, with the arguments that are given.
func (c *checker) lowerFunc(call *goCall, args *givenArgs) *plan.GoFunc {
	if c.golang.failed {
		return nil
	}
	fn := c.funcObject(call)
	if fn == nil {
		return nil
	}
	lowered := &plan.GoFunc{Import: call.imported, Func: call.name, Span: call.node.Span()}
	filled := c.fill(lowered, call, fn.Signature(), args)
	if !c.results(lowered, call, fn.Signature()) || !filled {
		return nil
	}
	c.addImport(lowered.Import)
	return lowered
}

// funcCondition lowers a function as a condition.
func (c *checker) funcCondition(f *grammar.Func) rocket.Condition {
	call := c.callOf(f)
	if call == nil {
		return unknown{}
	}
	lowered := c.lowerFunc(call, c.given(f, f.Args, nil))
	if lowered == nil {
		return unknown{}
	}
	if lowered.Type != "bool" {
		e := c.badFunc(diag.BadFunc, call, "%s does not return a bool, by which a condition holds or not", call.text())
		e.Help = "a condition's function returns bool or (bool, error)"
		return unknown{}
	}
	return stdconds.Ask{Call: lowered, Text: c.callText(f, lowered)}
}

// callText is how a call is written, with the arguments that it has got.
func (c *checker) callText(f *grammar.Func, lowered *plan.GoFunc) string {
	var args []string
	for _, p := range lowered.Params {
		if p.Fill == plan.FillArgument {
			args = append(args, p.From.String())
		}
	}
	return f.Name.String() + "(" + strings.Join(args, ", ") + ")"
}

// computed lowers a function that is called for the value of an argument.
func (c *checker) computed(f *grammar.Func) rocket.Argument {
	call := c.callOf(f)
	if call == nil {
		return nil
	}
	lowered := c.lowerFunc(call, c.given(f, f.Args, nil))
	switch {
	case lowered == nil:
		return nil
	case len(lowered.Params) > 0:
		c.badFunc(diag.BadFunc, call, "%s takes parameters, and is called for a value without any", call.text())
		return nil
	case !lowered.Value:
		c.badFunc(diag.BadFunc, call, "%s returns no value", call.text())
		return nil
	}
	return rocket.Computed{By: lowered, Text: "func " + call.text() + "()"}
}

// funcObject returns the function that is called, or nil where it is none that
// can be, which is reported.
func (c *checker) funcObject(call *goCall) *types.Func {
	if call.pkg == nil || call.pkg.types == nil || call.pkg.name == "" {
		if call.isOwn() || call.node.In != nil {
			c.badFunc(diag.UnknownFunc, call, "the package of %s cannot be loaded: %s", call.text(), call.pkg.problem)
		}
		return nil
	}
	if receiver, method, ok := strings.Cut(call.name, "."); ok {
		d := c.badFunc(diag.NotFunc, call, "%s is a method, and a task calls a function", call.text())
		d.Help = "write a function that calls " + method + " of a " + receiver
		return nil
	}
	object := call.pkg.types.Scope().Lookup(call.name)
	fn, ok := object.(*types.Func)
	switch {
	case object == nil:
		c.unknownFunc(call)
	case !ok:
		c.badFunc(diag.NotFunc, call, "%s is a %s, and a task calls a function", call.text(), kindOf(object))
	case !fn.Exported() && !call.isOwn():
		d := c.badFunc(diag.NotExported, call, "the function %s is not exported", call.text())
		c.hintFunc(d, call)
	case fn.Signature().TypeParams().Len() > 0:
		d := c.badFunc(diag.NotFunc, call, "%s is generic, and nothing says of which types", call.text())
		d.Help = "write a function that calls it with the types that are meant"
	default:
		return fn
	}
	return nil
}

func (c *checker) badFunc(code diag.Code, call *goCall, format string, args ...any) *diag.Diagnostic {
	return c.diags.Errorf(code, call.node.Name.Span(), format, args...)
}

func (c *checker) unknownFunc(call *goCall) {
	d := c.badFunc(diag.UnknownFunc, call, "package %s has no function %s", call.pkg.name, call.name)
	c.hintFunc(d, call)
	if call.pkg.problem != "" {
		d.Help = "the package has errors, which may be why: " + call.pkg.problem
	}
}

// hintFunc adds the nearest function that can be called to a message.
func (c *checker) hintFunc(d *diag.Diagnostic, call *goCall) {
	var names []string
	scope := call.pkg.types.Scope()
	for _, name := range scope.Names() {
		if fn, ok := scope.Lookup(name).(*types.Func); ok && (fn.Exported() || call.isOwn()) {
			names = append(names, name)
		}
	}
	if best := c.nearest(call.name, names); best != "" {
		d.Msg += " (did you mean " + quote(best) + "?)"
	}
}

// kindOf says what a Go object is.
func kindOf(o types.Object) string {
	switch o.(type) {
	case *types.TypeName:
		return "type"
	case *types.Const:
		return "constant"
	}
	return "variable"
}

// fills are the types of parameters that are filled in by themselves.
var fills = map[string]plan.Fill{
	"context.Context":              plan.FillContext,
	"*" + runtimePath + ".Session": plan.FillSession,
	"*" + runtimePath + ".Task":    plan.FillTask,
	"*log/slog.Logger":             plan.FillLogger,
}

func paramName(p *types.Var) string {
	if p.Name() == "" {
		return "_"
	}
	return p.Name()
}

// shortType writes a type with the names of its packages.
func shortType(t types.Type) string {
	return types.TypeString(t, func(p *types.Package) string { return path.Base(p.Name()) })
}

// results finds which results a function has: none, error, T, or (T, error). It
// reports any others.
func (c *checker) results(f *plan.GoFunc, call *goCall, signature *types.Signature) bool {
	results := signature.Results()
	n := results.Len()
	f.Error = n > 0 && types.Identical(results.At(n-1).Type(), types.Universe.Lookup("error").Type())
	f.Value = n == 2 || n == 1 && !f.Error
	if n > 2 || n == 2 && !f.Error {
		d := c.badFunc(diag.BadFunc, call, "%s returns %s", call.text(), shortType(results))
		d.Help = "a task's function returns nothing, error, T, or (T, error)"
		return false
	}
	if f.Value {
		f.Result = results.At(0).Type()
		f.Type = types.TypeString(f.Result, nil)
	}
	return true
}
