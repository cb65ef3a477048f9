package codegen

import (
	"fmt"
	"go/token"
	"strconv"
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/golang"
	"github.com/rocketc/rocketc/plan"
)

// A coded is a task with Go in the schedule as its action.
type coded struct {
	*plan.Code
	task string
	name string // of the function with the code
	// caller is the name of the function that returns the value as any. It is name
	// if the code itself does.
	caller string
	// adapter calls the function with the params of the task, nil if it has none.
	adapter *adapter
}

// declareCode names the functions that are generated for a code task.
func (g *generator) declareCode(task string, code *plan.Code) *coded {
	c := &coded{Code: code, task: task, name: g.ids.take(g.name("code", task))}
	c.caller = c.name
	if len(c.Params) > 0 {
		c.adapter = &adapter{purpose: forCall, name: g.ids.take(g.name("call", "code "+task))}
	} else if c.Type != nil {
		c.caller = g.ids.take(g.name("call", "code "+task))
	}
	return c
}

// packageOf returns the import path of the package that a name in the code means;
// it is empty if the name means something else.
func packageOf(code *plan.Code, n golang.Name) string {
	if !n.Selected {
		return ""
	}
	for _, i := range code.Imports {
		if known(i) == n.Name {
			return i.Path
		}
	}
	return ""
}

// bodyPackageOf is packageOf for a name in the body, which may be a variable.
func bodyPackageOf(code *plan.Code, n golang.Name) string {
	if code.HasVariable(n.Name) {
		return ""
	}
	return packageOf(code, n)
}

// loose returns the names in the code that are neither packages nor variables: the
// package that the file joins declares them.
func loose(code *plan.Code) (names []string) {
	if code.Type != nil {
		for _, n := range code.Type.Free {
			if packageOf(code, n) == "" {
				names = append(names, n.Name)
			}
		}
	}
	for _, n := range code.Body.Free {
		if !n.Key && !code.HasVariable(n.Name) && packageOf(code, n) == "" {
			names = append(names, n.Name)
		}
	}
	return names
}

// codeType returns the type of what code returns, in the names of the file.
func (g *generator) codeType(code *plan.Code) string {
	if code.Type == nil {
		return "any"
	}
	return code.Type.Renamed(func(n golang.Name) string {
		if path := packageOf(code, n); path != "" {
			return g.packageNamed(path)
		}
		return n.Name
	})
}

// codeBody returns the statements of code, in the names of the file.
func (g *generator) codeBody(code *plan.Code) string {
	body := code.Body.Renamed(func(n golang.Name) string {
		if path := bodyPackageOf(code, n); path != "" {
			return g.packageNamed(path)
		}
		return n.Name
	})
	return strings.Trim(escapeFeeds(body), " \t\r\n")
}

// escapeFeeds returns Go with the same meaning that has no form feed. gofmt counts one as
// the end of a line, which Go does not, and so would move what follows. Form feeds stand in
// strings and comments only.
func escapeFeeds(text string) string {
	if !strings.Contains(text, "\f") {
		return text
	}
	text = strings.ReplaceAll(text, "\r", "") // as the tokens of Go have it
	var b strings.Builder
	done := 0
	for _, t := range golang.Tokens(text) {
		if !strings.Contains(t.Text, "\f") {
			continue
		}
		b.WriteString(text[done:t.Offset])
		done = t.Offset + len(t.Text)
		switch {
		case t.Kind == token.COMMENT:
			b.WriteString(strings.ReplaceAll(t.Text, "\f", " "))
		case t.Text[0] == '`':
			b.WriteString(strconv.Quote(strings.Trim(t.Text, "`")))
		default:
			b.WriteString(strings.ReplaceAll(t.Text, "\f", `\f`))
		}
	}
	return b.String() + text[done:]
}

// start returns the place of the first token of code.
func start(code *plan.Code) diag.Span {
	if len(code.Body.Tokens) == 0 {
		return code.Span
	}
	first := code.Body.Tokens[0]
	return code.Span.Part(code.Body.Text, first.Offset, first.Offset+len(first.Text))
}

// bindParams gives the adapter of a code task the params of the task.
func (g *generator) bindParams(c *coded) {
	c.adapter.of = &plan.GoFunc{
		Func: c.name, Span: start(c.Code), Params: c.Params, Value: true, Error: true,
	}
	c.adapter.target = func(args ...jen.Code) *jen.Statement {
		return jen.Id(c.name).Call(append([]jen.Code{jen.Id("ctx"), jen.Id("r")}, args...)...)
	}
	c.adapter.whole = true
	g.nameArguments(c.adapter)
}

// codeAction writes the code of a task as its action.
func (g *generator) codeAction(c *coded, at place) (literal, error) {
	if c.adapter == nil {
		return op(c.caller).convert(g.printer.qualified(rocketPath, "Func")), nil
	}
	if c.adapter.of == nil {
		g.bindParams(c)
	}
	return g.filled(c.adapter, c.Params, at)
}

// bridge writes what calls the function of a code task: nothing, a function that
// returns its result as any, or an adapter that passes it the params of the task.
func (g *generator) bridge(c *coded) ([][]byte, error) {
	switch {
	case c.adapter != nil:
		return g.adapter(c.adapter)
	case c.caller == c.name:
		return nil, nil
	}
	text, err := g.render(fmt.Sprintf("%s runs %s.", c.caller, c.name),
		jen.Func().Id(c.caller).Params(parameters("ctx", "r")...).Params(jen.Any(), jen.Error()).
			Block(jen.Return(jen.Id(c.name).Call(jen.Id("ctx"), jen.Id("r")))))
	return [][]byte{text}, err
}

// codeFunction writes the function with the code of a task.
func (g *generator) codeFunction(c *coded) ([]byte, error) {
	body := g.codeBody(c.Code)
	params := parameters(c.variable(plan.ContextVariable), c.variable(plan.RunVariable))
	for _, p := range c.Params {
		params = append(params, jen.Id(p.Name).Add(g.typeOf(p.Type).code()))
	}
	var statements []jen.Code
	if body != "" {
		statements = append(statements, jen.Op(body))
	}
	after := 1
	if !c.Body.Terminates {
		statements, after = append(statements, jen.Return()), 2
	}
	doc := fmt.Sprintf("%s is the code of the task %s.", c.name, plainName(c.task))
	text, err := g.render(doc, jen.Func().Id(c.name).Params(params...).
		Params(jen.Id("_").Op(g.codeType(c.Code)), jen.Id("_").Error()).
		Block(statements...))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", c.Span, err)
	}
	// gofmt parts a //line comment from the rest of a doc comment by an empty line.
	comment, function, _ := strings.Cut(string(text), "\nfunc ")
	text = []byte(comment + "\n//\nfunc " + function)
	passage := golang.Passage{Snippet: c.Body, Span: c.Span, Text: string(text), After: after}
	places := passage.Begins()
	places[2+strings.Count(comment, "\n")] = diag.Pos{Line: c.Span.Start.Line, Col: 1}
	return g.follow(passage, places)
}

// variable returns the name of a parameter of the code's function: _ if the code
// does not use it.
func (c *coded) variable(name string) string {
	if c.Body.Uses(name) {
		return name
	}
	return "_"
}
