package codegen

import (
	"bytes"
	"fmt"

	"github.com/dave/jennifer/jen"

	"github.com/rocketc/rocketc/plan"
)

// callKey tells the Go functions of a plan apart.
type callKey struct{ path, name string }

// caller returns the name of the function that calls f for the tasks that name
// it.
func (g *generator) caller(f *plan.GoFunc) string {
	key := callKey{f.Import.Path, f.Func}
	name, ok := g.callers[key]
	if !ok {
		name = g.ids.take(g.name("call", g.imports.names[f.Import.Path]+" "+f.Func))
		g.callers[key] = name
		g.calls = append(g.calls, call{name, f})
	}
	return name
}

// A call is a Go function and the name of its adapter.
type call struct {
	name string
	of   *plan.GoFunc
}

// adapter writes the function that calls a Go function with what it takes of a
// run, and returns what it returns.
func (g *generator) adapter(c call) ([]byte, error) {
	f := c.of
	if f.Import.Path == "" && g.mode == Program {
		return nil, fmt.Errorf("%s: %s is a function of the schedule's own package; a program cannot import that (rocketc gen can call it)", f.Span, f.Func)
	}
	taken := newIdentifiers()
	taken.reserve(f.Func)
	ctx, run := taken.take("ctx"), taken.take("r")
	args, usesContext, usesRun := arguments(f.Params, ctx, run)
	if !usesContext {
		ctx = "_"
	}
	if !usesRun {
		run = "_"
	}
	code := jen.Func().Id(c.name).Params(parameters(ctx, run)...).Params(jen.Any(), jen.Error()).
		Block(results(f, jen.Qual(f.Import.Path, f.Func).Call(args...))...)
	text, err := g.render(fmt.Sprintf("%s calls %s.", c.name, f.Name()), code)
	if err != nil {
		return nil, err
	}
	return follow(text, firstLine(text, f.Span.Start.Line), g.path(f.Span.File))
}

// parameters are those of every function that is a task's action.
func parameters(ctx, run string) []jen.Code {
	return []jen.Code{jen.Id(ctx).Qual("context", "Context"), jen.Id(run).Op("*").Qual(rocketPath, "Run")}
}

// arguments fills the parameters of a Go function from a run.
func arguments(params []plan.GoParam, ctx, run string) (args []jen.Code, usesContext, usesRun bool) {
	methods := map[plan.Fill]string{plan.FillSession: "Session", plan.FillTask: "Task", plan.FillLogger: "Logger"}
	for _, param := range params {
		if param.Fill == plan.FillContext {
			args = append(args, jen.Id(ctx))
			usesContext = true
			continue
		}
		args = append(args, jen.Id(run).Dot(methods[param.Fill]).Call())
		usesRun = true
	}
	return args, usesContext, usesRun
}

// results returns the statements that return a call's results as a run's.
func results(f *plan.GoFunc, call *jen.Statement) []jen.Code {
	switch {
	case f.Value && f.Error:
		return []jen.Code{jen.Return(call)}
	case f.Value:
		return []jen.Code{jen.Return(call, jen.Nil())}
	case f.Error:
		return []jen.Code{jen.Return(jen.Nil(), call)}
	}
	return []jen.Code{call, jen.Return(jen.Nil(), jen.Nil())}
}

// firstLine gives the first line of a function's body a number.
func firstLine(text []byte, number int) []int {
	before, _, _ := bytes.Cut(text, []byte(") (any, error) {\n"))
	lines := make([]int, bytes.Count(before, []byte("\n"))+2)
	lines[len(lines)-1] = number
	return lines
}

// A coded task is one whose action is Go in the schedule.
type coded struct {
	source *source
	task   string
	name   string // of the function with the code
	caller string // of the one that returns its value as any; the same where that does
}

// code writes the function of a code task, and where its result has a type the
// one that calls it.
func (g *generator) code(c *coded) ([][]byte, error) {
	for _, n := range c.source.names {
		if err := g.imports.use(n.path); err != nil {
			return nil, err
		}
	}
	typ, body := c.source.named(g.imports)
	ctx, run := "_", "_"
	if c.source.context {
		ctx = "ctx"
	}
	if c.source.run {
		run = "r"
	}
	var statements []jen.Code
	if body != "" {
		statements = append(statements, jen.Op(body))
	}
	after := 1
	if !c.source.Terminates {
		statements, after = append(statements, jen.Return()), 2
	}
	doc := fmt.Sprintf("%s is the code of the task %s.", c.name, plainName(c.task))
	text, err := g.render(doc, jen.Func().Id(c.name).Params(parameters(ctx, run)...).
		Params(jen.Id("_").Op(typ), jen.Id("_").Error()).
		Block(statements...))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", c.source.Span, err)
	}
	lines := bodyLines(text, body, c.source.line, after)
	text, err = follow(text, lines, g.path(c.source.Span.File))
	if err != nil || c.caller == c.name {
		return [][]byte{text}, err
	}
	bridge, err := g.render(fmt.Sprintf("%s runs %s.", c.caller, c.name), jen.Func().Id(c.caller).Params(parameters("ctx", "r")...).Params(jen.Any(), jen.Error()).
		Block(jen.Return(jen.Id(c.name).Call(jen.Id("ctx"), jen.Id("r")))))
	return [][]byte{text, bridge}, err
}
