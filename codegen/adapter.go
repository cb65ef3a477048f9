package codegen

import (
	"fmt"
	"go/types"

	"github.com/dave/jennifer/jen"

	"github.com/rocketc/rocketc/golang"
	"github.com/rocketc/rocketc/plan"
)

// A purpose is the reason for which a program calls a Go function.
type purpose string

// The purposes; each begins the names of its adapters.
const (
	forCall  purpose = "call"  // the action of a task
	forCond  purpose = "cond"  // a condition
	forHook  purpose = "hook"  // around an event
	forValue purpose = "value" // the value of an argument
)

// An adapter is the Go by which a program calls a function of the user. There is
// one for each function and purpose, however many tasks name the function. If the
// function takes arguments, or is a condition, the adapter is a struct with a
// field for each argument and a method that calls the function. Otherwise it is a
// function.
type adapter struct {
	purpose purpose
	name    string
	of      *plan.GoFunc
	args    []argument
	// target returns the expression that calls the function. whole says that the
	// call needs the context and the run.
	target func(args ...jen.Code) *jen.Statement
	whole  bool
}

// An argument is a parameter that the schedule gives an argument for.
type argument struct {
	plan.GoParam
	field, local string
}

// adapterKey tells adapters apart. One task may give an argument for a parameter
// that the run fills for another task.
type adapterKey struct {
	purpose          purpose
	path, name, fill string
}

func keyOf(u purpose, f *plan.GoFunc) adapterKey {
	key := adapterKey{u, f.Import.Path, f.Func, ""}
	for _, p := range f.Params {
		key.fill += string(rune('0' + p.Fill))
	}
	return key
}

// adapterOf returns the adapter of a Go function.
func (g *generator) adapterOf(u purpose, f *plan.GoFunc) (*adapter, error) {
	if f.Import.Path == "" && g.plan.IsProgram() {
		return nil, &ownFuncError{f}
	}
	key := keyOf(u, f)
	a, ok := g.adapters[key]
	if !ok {
		name := g.ids.take(g.name(string(u), g.imports.names[f.Import.Path]+" "+f.Func))
		a = &adapter{purpose: u, name: name, of: f}
		a.target = jen.Qual(f.Import.Path, f.Func).Call
		g.nameArguments(a)
		g.adapters[key] = a
		g.calls = append(g.calls, a)
	}
	return a, nil
}

// An ownFuncError is a function that a program cannot call.
type ownFuncError struct{ of *plan.GoFunc }

func (e *ownFuncError) Error() string {
	return fmt.Sprintf("%s: %s is a function of the schedule's own package; a program cannot "+
		"import that (rocketc gen can call it)", e.of.Span, e.of.Func)
}

// nameArguments names the fields and variables of the arguments like the
// parameters of the function, unless that would hide a name that the adapter needs.
func (g *generator) nameArguments(a *adapter) {
	fields, locals := newIdentifiers(), newIdentifiers()
	fields.reserve("Act", "Ask", "Sources", "_")
	locals.reserve("c", "ctx", "r", "o", "err", "_", "values", "result", a.of.Func)
	for _, name := range g.imports.names {
		locals.reserve(name)
	}
	for _, p := range a.of.Args() {
		locals.reserve(words(types.TypeString(p.Type, unnamed))...)
	}
	for _, p := range a.of.Args() {
		name := p.Name
		if name == "" || name == "_" {
			name = "value"
		}
		a.args = append(a.args, argument{p, fields.take(name), locals.take(name)})
	}
}

// unnamed leaves packages out of the text of a type.
func unnamed(*types.Package) string { return "" }

// words returns the words of a piece of Go.
func words(text string) (list []string) {
	for _, t := range golang.Tokens(text) {
		list = append(list, t.Text)
	}
	return list
}

// action writes a call of a Go function as an action.
func (g *generator) action(f *plan.GoFunc, at place) (literal, error) {
	a, err := g.adapterOf(forCall, f)
	if err != nil {
		return literal{}, err
	}
	if len(a.args) == 0 {
		return op(a.name).convert(g.printer.qualified(rocketPath, "Func")), nil
	}
	return g.filled(a, f.Args(), at)
}

// cond writes a Go function that a condition asks.
func (g *generator) cond(f *plan.GoFunc, at place) (literal, error) {
	a, err := g.adapterOf(forCond, f)
	if err != nil {
		return literal{}, err
	}
	return g.filled(a, f.Args(), at)
}

// filled writes an adapter with the sources of the arguments of one use.
func (g *generator) filled(a *adapter, args []plan.GoParam, at place) (literal, error) {
	entries := make([]entry, len(args))
	for i, p := range args {
		key := a.args[i].field
		l, err := g.arg(p, at.inside(key))
		if err != nil {
			return literal{}, err
		}
		entries[i] = entry{key, l}
	}
	return braced(op(a.name), at, entries), nil
}

// adapter returns the texts of an adapter: the struct with its methods, or the
// function.
func (g *generator) adapter(a *adapter) (texts [][]byte, err error) {
	if a.purpose == forCall && len(a.args) == 0 || a.purpose == forHook || a.purpose == forValue {
		text, err := g.function(a)
		return [][]byte{text}, err
	}
	fields := make([]jen.Code, len(a.args))
	for i, arg := range a.args {
		fields[i] = jen.Id(arg.field).Add(g.generic(rocketPath, "Arg", arg.Plain).code())
	}
	declared, err := g.render(a.doc(), jen.Type().Id(a.name).Struct(fields...))
	if err != nil {
		return nil, err
	}
	method, err := g.method(a)
	if err != nil || a.purpose == forCond {
		return [][]byte{declared, method}, err
	}
	sources, err := g.sourcesMethod(a)
	return [][]byte{declared, method, sources}, err
}

// sourcesMethod writes the method Sources of an action with arguments.
func (g *generator) sourcesMethod(a *adapter) ([]byte, error) {
	list := jen.Index().Qual(argPath, "Source")
	var from []jen.Code
	for _, arg := range a.args {
		from = append(from, jen.Id("c").Dot(arg.field).Dot("From"))
	}
	return g.render("Sources returns the sources of the arguments.",
		jen.Func().Params(jen.Id("c").Id(a.name)).Id("Sources").Params().Add(list).
			Block(jen.Return(jen.Add(list).Values(from...))))
}

func (a *adapter) doc() string {
	switch a.purpose {
	case forCond:
		return fmt.Sprintf("%s asks %s.", a.name, a.of.Name())
	case forValue:
		return fmt.Sprintf("%s returns what %s does.", a.name, a.of.Name())
	}
	return fmt.Sprintf("%s calls %s.", a.name, a.of.Name())
}

// function writes an adapter that is a function: the action of a task, a hook, or
// a value.
func (g *generator) function(a *adapter) ([]byte, error) {
	if a.purpose == forValue && len(a.args) > 0 {
		return g.apply(a)
	}
	code := jen.Func().Id(a.name)
	args, used := fillers(a.of.Params, "ctx", a.occasion(), nil)
	name := func(id string) string {
		if !used[id] {
			return "_"
		}
		return id
	}
	switch a.purpose {
	case forHook:
		code.Params(jen.Id(name("ctx")).Qual("context", "Context"),
			jen.Id(name("e")).Qual(rocketPath, "HookEvent")).Error()
	case forValue:
		code.Params().Params(g.typeOf(a.of.Result).code(), jen.Error())
	default:
		code.Params(parameters(name("ctx"), name("r"))...).Params(jen.Any(), jen.Error())
	}
	return g.render(a.doc(), code.Block(a.results(a.target(args...))...))
}

// apply writes an adapter that is a value of arguments: a function of their values.
func (g *generator) apply(a *adapter) ([]byte, error) {
	var statements []jen.Code
	for i, arg := range a.args {
		as := g.generic(argPath, "As", arg.Plain).code()
		statements = append(statements,
			jen.List(jen.Id(arg.local), jen.Err()).Op(":=").
				Add(as).Call(jen.Id("values").Index(jen.Lit(i))),
			jen.If(jen.Err().Op("!=").Nil()).Block(
				jen.Return(jen.Id("result"), jen.Err())))
	}
	args, _ := fillers(a.of.Params, "", "", g.locals(a))
	statements = append(statements, a.results(a.target(args...))...)
	return g.render(a.doc(), jen.Func().Id(a.name).
		Params(jen.Id("values").Index().Any()).
		Params(jen.Id("result").Add(g.typeOf(a.of.Result).code()), jen.Err().Error()).
		Block(statements...))
}

// method writes the method of an adapter with arguments: Act of an action, Ask
// of a condition.
func (g *generator) method(a *adapter) ([]byte, error) {
	doc, name, value := "Act calls ", "Act", "Value"
	if a.purpose == forCond {
		doc, name, value = "Ask asks ", "Ask", "Observed"
	}
	var statements []jen.Code
	for _, arg := range a.args {
		statements = append(statements,
			jen.List(jen.Id(arg.local), jen.Err()).Op(":=").
				Id("c").Dot(arg.field).Dot(value).Call(jen.Id(a.occasion())),
			jen.If(jen.Err().Op("!=").Nil()).Block(jen.Return(a.nothing(), jen.Err())))
	}
	args, used := fillers(a.of.Params, a.context(), a.occasion(), g.locals(a))
	used[a.occasion()] = used[a.occasion()] || len(a.args) > 0
	receiver, ctx, occasion := "c", "_", "_"
	if used["ctx"] || a.whole {
		ctx = "ctx"
	}
	if used[a.occasion()] {
		occasion = a.occasion()
	}
	code := jen.Func().ParamsFunc(func(list *jen.Group) {
		if len(a.args) > 0 {
			list.Id(receiver).Id(a.name)
		} else {
			list.Id(a.name)
		}
	}).Id(name)
	if a.purpose == forCond {
		code.Params(jen.Id(occasion).Op("*").Qual(rocketPath, "Observation")).
			Params(jen.Bool(), jen.Error())
	} else {
		code.Params(parameters(ctx, occasion)...).Params(jen.Any(), jen.Error())
	}
	statements = append(statements, a.results(a.target(args...))...)
	return g.render(doc+a.of.Name()+".", code.Block(statements...))
}

// locals returns the expressions of the arguments, of the types that the function
// takes.
func (g *generator) locals(a *adapter) (list []jen.Code) {
	for i, arg := range a.args {
		code := jen.Id(arg.local)
		if !types.Identical(arg.Type, arg.Plain) {
			code = jen.Add(g.typeOf(arg.Type).code()).Parens(code)
		}
		if a.of.Variadic && i == len(a.args)-1 &&
			a.of.Params[len(a.of.Params)-1].Fill == plan.FillArg {
			code = code.Op("...")
		}
		list = append(list, code)
	}
	return list
}

// occasion returns the name of the adapter's parameter that holds the run, the
// observation or the event.
func (a *adapter) occasion() string {
	switch a.purpose {
	case forCond:
		return "o"
	case forHook:
		return "e"
	}
	return "r"
}

// context returns the name of the adapter's parameter for the context. It is empty
// for a condition: the observation has the context.
func (a *adapter) context() string {
	if a.purpose == forCond {
		return ""
	}
	return "ctx"
}

// nothing returns the value that the adapter returns with an error.
func (a *adapter) nothing() jen.Code {
	if a.purpose == forCond {
		return jen.False()
	}
	return jen.Nil()
}

// parameters returns the parameters of a function that is the action of a task.
func parameters(ctx, run string) []jen.Code {
	return []jen.Code{jen.Id(ctx).Qual("context", "Context"),
		jen.Id(run).Op("*").Qual(rocketPath, "Run")}
}

var fillMethods = map[plan.Fill]string{
	plan.FillContext: "Context", plan.FillSession: "Session", plan.FillTask: "Task",
	plan.FillLogger: "Logger",
}

// fillers returns the expressions that fill the parameters of a Go function, from
// the arguments, the context and the occasion. used has the names among ctx and
// occasion that the expressions use.
func fillers(params []plan.GoParam, ctx, occasion string,
	args []jen.Code) (all []jen.Code, used map[string]bool) {
	used = map[string]bool{}
	for _, p := range params {
		switch {
		case p.Fill == plan.FillArg:
			all, args = append(all, args[0]), args[1:]
		case p.Fill == plan.FillContext && ctx != "":
			all = append(all, jen.Id(ctx))
			used[ctx] = true
		case p.Fill == plan.FillEvent:
			all = append(all, jen.Id(occasion))
			used[occasion] = true
		default:
			all = append(all, jen.Id(occasion).Dot(fillMethods[p.Fill]).Call())
			used[occasion] = true
		}
	}
	return all, used
}

// results returns the statements that call the function and return what the
// adapter has to.
func (a *adapter) results(call *jen.Statement) []jen.Code {
	f := a.of
	switch {
	case a.purpose == forHook && f.Error, f.Value && f.Error:
		return []jen.Code{jen.Return(call)}
	case a.purpose == forHook:
		return []jen.Code{call, jen.Return(jen.Nil())}
	case f.Value:
		return []jen.Code{jen.Return(call, jen.Nil())}
	case f.Error:
		return []jen.Code{jen.Return(jen.Nil(), call)}
	}
	return []jen.Code{call, jen.Return(jen.Nil(), jen.Nil())}
}

// hook writes a Go function as what a hook calls.
func (g *generator) hook(f *plan.GoFunc) (literal, error) {
	a, err := g.adapterOf(forHook, f)
	if err != nil {
		return literal{}, err
	}
	return op(a.name).convert(g.printer.qualified(rocketPath, "HookFunc")), nil
}
