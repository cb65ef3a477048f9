package codegen

import (
	"fmt"

	"github.com/dave/jennifer/jen"

	"github.com/rocketc/rocketc/plan"
)

// A coded task is one whose action is Go in the schedule.
type coded struct {
	source *source
	task   string
	name   string // of the function with the code
	// caller is the name of the function that returns its value as any; the same
	// where that does.
	caller string
	// adapter calls the function with the task's params; nil where it has none.
	adapter *adapter
}

// declareCode names what is generated for a code task.
func (g *generator) declareCode(task string, s *source) *coded {
	c := &coded{source: s, task: task, name: g.ids.take(g.name("code", task))}
	c.caller = c.name
	if len(s.Params) > 0 {
		c.adapter = &adapter{purpose: forCall, name: g.ids.take(g.name("call", "code "+task))}
	} else if s.Type != "" {
		c.caller = g.ids.take(g.name("call", "code "+task))
	}
	return c
}

// bindParams has the adapter of a code task take its params.
func (g *generator) bindParams(c *coded) {
	c.adapter.of = &plan.GoFunc{Func: c.name, Span: c.source.Span, Params: c.source.Params, Value: true, Error: true}
	c.adapter.of.Span.Start.Line = c.source.line
	c.adapter.target = func(args ...jen.Code) *jen.Statement {
		return jen.Id(c.name).Call(append([]jen.Code{jen.Id("ctx"), jen.Id("r")}, args...)...)
	}
	c.adapter.whole = true
	g.nameArguments(c.adapter)
}

// codeAction writes the code of a task as its action.
func (g *generator) codeAction(c *coded, at place) (literal, error) {
	if c.adapter == nil {
		return op(c.caller).convert(qualified(rocketPath, "Func")), nil
	}
	if c.adapter.of == nil {
		g.bindParams(c)
	}
	return g.filled(c.adapter, c.source.Params, at)
}

// code writes the function of a code task, and where its result has a type or it
// has params what calls it.
func (g *generator) code(c *coded) ([][]byte, error) {
	text, err := g.codeFunction(c)
	switch {
	case err != nil:
		return nil, err
	case c.adapter != nil:
		texts, err := g.adapter(c.adapter)
		return append([][]byte{text}, texts...), err
	case c.caller == c.name:
		return [][]byte{text}, nil
	}
	bridge, err := g.render(fmt.Sprintf("%s runs %s.", c.caller, c.name), jen.Func().Id(c.caller).Params(parameters("ctx", "r")...).Params(jen.Any(), jen.Error()).
		Block(jen.Return(jen.Id(c.name).Call(jen.Id("ctx"), jen.Id("r")))))
	return [][]byte{text, bridge}, err
}

// codeFunction writes the function with the code of a task.
func (g *generator) codeFunction(c *coded) ([]byte, error) {
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
	params := parameters(ctx, run)
	for _, p := range c.source.Params {
		params = append(params, jen.Id(p.Name).Add(g.typeOf(p.Type).code))
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
	text, err := g.render(doc, jen.Func().Id(c.name).Params(params...).
		Params(jen.Id("_").Op(typ), jen.Id("_").Error()).
		Block(statements...))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", c.source.Span, err)
	}
	lines := bodyLines(text, body, c.source.line, after)
	return follow(text, lines, g.path(c.source.Span.File))
}
