package codegen

import (
	"bytes"
	"cmp"
	"fmt"
	"go/token"
	"go/types"
	"unicode"
	"unicode/utf8"

	"github.com/dave/jennifer/jen"

	"github.com/rocketc/rocketc/golang"
	"github.com/rocketc/rocketc/plan"
	rocket "github.com/rocketc/rocketc/runtime"
)

// The names that a generated file exports (docs/spec.md § Tasks in Go). They are
// fixed: if the package declares one of them, that is an error.
const (
	sessionName = "NewSession"
	tasksName   = "Tasks"
	tasksOfName = "TasksOf"
)

// A handle is a field of Tasks.
type handle struct {
	field string
	task  *rocket.TaskSpec
	args  *argsType // nil if the task takes none
	types string    // of what the task takes and returns
}

// An argsType is the type of the arguments of tasks. Tasks that call one function with
// the same parameters share it.
type argsType struct {
	name string
	of   string // what takes the arguments, as a schedule says it
	args []handleArg
}

// A handleArg is a field of the arguments of a task.
type handleArg struct {
	plan.GoParam
	field string
}

// declareHandles names the handles and the types of the tasks' arguments. It is an
// error if the package declares one of the names.
func (g *generator) declareHandles() error {
	if g.plan.IsProgram() {
		return nil
	}
	for _, name := range []string{sessionName, tasksName, tasksOfName} {
		if at, ok := g.plan.Declared[name]; ok {
			return fmt.Errorf("%s: the package declares %s, which is a name of the generated "+
				"file; give it another one", at, name)
		}
	}
	fields := newIdentifiers()
	shared := map[adapterKey]*argsType{}
	for _, t := range g.plan.Schedule.Tasks {
		h := &handle{task: t, field: fields.take(exported(t.Name, "Task"))}
		g.handles = append(g.handles, h)
		f, isCall := t.Action.(*plan.GoFunc)
		if isCall {
			h.args = shared[keyOf(forCall, f)]
		}
		if h.args != nil {
			continue
		}
		var err error
		if h.args, err = g.declareArgs(h); err != nil {
			return err
		}
		if isCall {
			shared[keyOf(forCall, f)] = h.args
		}
	}
	return nil
}

// declareArgs names the type of a task's arguments, after the function that the task
// calls, and its fields. It returns nil if the task takes none.
func (g *generator) declareArgs(h *handle) (*argsType, error) {
	a := &argsType{name: h.field + "Args", of: "the task " + plainName(h.task.Name)}
	if f, ok := h.task.Action.(*plan.GoFunc); ok {
		a.of = f.Name()
		a.name = exported(f.Name(), "Func") + "Args"
	}
	fields := newIdentifiers()
	fields.reserve("RunArgs")
	for _, p := range paramsOf(h.task) {
		if p.Fill == plan.FillArg && p.Name != "" && p.Name != "_" {
			a.args = append(a.args, handleArg{p, fields.take(exported(p.Name, "Arg"))})
		}
	}
	if len(a.args) == 0 {
		return nil, nil
	}
	if at, ok := g.plan.Declared[a.name]; ok {
		return nil, fmt.Errorf("%s: the package declares %s, which the generated file calls the "+
			"arguments of %s; give it another name", at, a.name, a.of)
	}
	a.name = g.ids.take(a.name)
	g.argsTypes = append(g.argsTypes, a)
	return a, nil
}

func paramsOf(t *rocket.TaskSpec) []plan.GoParam {
	switch a := t.Action.(type) {
	case *plan.GoFunc:
		return a.Params
	case *plan.Code:
		return a.Params
	}
	return nil
}

// exported returns a name as a Go identifier, prefixed with otherwise if it would
// not be exported.
func exported(name, otherwise string) string {
	id := camel(name)
	if first, _ := utf8.DecodeRuneInString(id); !unicode.IsUpper(first) || !token.IsIdentifier(id) {
		id = otherwise + id
	}
	return id
}

// typeHandles finds the types of the handles, from what the tasks take and return.
// The packages must have their names.
func (g *generator) typeHandles() {
	for _, h := range g.handles {
		none := g.packageNamed(rocketPath) + ".None"
		args := none
		if h.args != nil {
			args = h.args.name
		}
		h.types = args + ", " + cmp.Or(g.resultOf(h.task), none)
	}
}

// resultOf returns the type of what a task returns, or "" if it returns nothing. A
// type that the file cannot name becomes any.
func (g *generator) resultOf(t *rocket.TaskSpec) string {
	switch a := t.Action.(type) {
	case *plan.GoFunc:
		switch {
		case !a.Value:
			return ""
		case a.Result == nil || golang.Hidden(a.Result, g.plan.Own) != "":
			return "any"
		}
		return g.typeText(a.Result)
	case *plan.Code:
		return g.codeType(a)
	case rocket.Command:
		return "string"
	}
	return ""
}

// entryOfPackage writes NewSession, Tasks and TasksOf.
func (g *generator) entryOfPackage() *jen.Statement {
	session := func() *jen.Statement { return jen.Op("*").Qual(rocketPath, "Session") }
	method := jen.Id("schedule").Params().Op("*").Qual(rocketPath, "Schedule")
	code := comment(sessionName+" returns a session of the schedule of "+g.fileNames()+
		", ready to run.").
		Func().Id(sessionName).
		Params(jen.Id("options").Op("...").Qual(rocketPath, "Option")).
		Params(session(), jen.Error()).
		Block(
			jen.Var().Id("source").Interface(method).Op("=").Id(g.holder).Values(),
			jen.Return(jen.Qual(rocketPath, "New").
				Call(jen.Id("source").Dot("schedule").Call(), jen.Id("options").Op("..."))))
	code.Line().Line().Add(comment("The runtime must be of the version that this file is for.")).
		Const().Id("_").Op("=").Qual(rocketPath, "GeneratedV1")
	code.Line().Line().Add(comment(g.holder + " holds the schedule. " + sessionName +
		" asks for it through an interface, so that\nthe functions of tasks may call " +
		sessionName + ": otherwise the schedule would, to Go, depend\non itself.")).
		Type().Id(g.holder).Struct()
	code.Line().Line().Func().Params(jen.Id(g.holder)).Add(method).
		Block(jen.Return(jen.Op("&").Id(g.schedule)))
	return code
}

// handleTexts writes Tasks, and TasksOf. gofmt would align the fields of a literal, so that
// one task more could change the lines of all: so TasksOf has a statement for each.
func (g *generator) handleTexts() {
	if len(g.handles) == 0 {
		return
	}
	rocket := g.file.imported(rocketPath)
	var fields, values bytes.Buffer
	for _, h := range g.handles {
		fmt.Fprintf(&fields, "\t// %s is the task %s.\n\t%[1]s %[3]s.Handle[%[4]s]\n",
			h.field, printable(plainName(h.task.Name)), rocket, h.types)
		fmt.Fprintf(&values, "\ttasks.%s = %s.HandleOf[%s](session.Task(%s))\n",
			h.field, rocket, h.types, quote(h.task.Name))
	}
	g.pieces = append(g.pieces,
		fmt.Appendf(nil, "%stype %s struct {\n%s}\n",
			docComment(tasksName+" are the tasks of a session."), tasksName, &fields),
		fmt.Appendf(nil, "%sfunc %s(session *%s.Session) *%s {\n\ttasks := new(%[4]s)\n"+
			"%s\treturn tasks\n}\n",
			docComment(tasksOfName+" returns the tasks of a session that "+sessionName+
				" has returned. A task that the\nsession does not have returns rocket.ErrNoTask."),
			tasksOfName, rocket, tasksName, &values))
}

// argsTexts writes the types of the tasks' arguments.
func (g *generator) argsTexts() (texts [][]byte, err error) {
	for _, a := range g.argsTypes {
		declared, err := g.argsDeclaration(a)
		if err != nil {
			return nil, err
		}
		values, err := g.argsValues(a)
		if err != nil {
			return nil, err
		}
		texts = append(texts, declared, values)
	}
	return texts, nil
}

// argsDeclaration writes the type of a task's arguments.
func (g *generator) argsDeclaration(a *argsType) ([]byte, error) {
	var fields []jen.Code
	for _, arg := range a.args {
		fields = append(fields, jen.Id(arg.field).Op("*").Add(g.typeOf(arg.Type).code()))
	}
	return g.render(fmt.Sprintf("%s are the arguments of a run of %s. A nil field is left to\n"+
		"the schedule.", a.name, a.of), jen.Type().Id(a.name).Struct(fields...))
}

// argsValues writes the method that returns the arguments that are given.
func (g *generator) argsValues(a *argsType) ([]byte, error) {
	body := []jen.Code{jen.Id("values").Op(":=").Map(jen.String()).Any().Values()}
	for _, arg := range a.args {
		field := jen.Id("a").Dot(arg.field)
		value := jen.Op("*").Add(field)
		if !types.Identical(arg.Type, arg.Plain) {
			value = g.typeOf(arg.Plain).code().Parens(value)
		}
		body = append(body, jen.If(jen.Add(field).Op("!=").Nil()).Block(
			jen.Id("values").Index(jen.Lit(arg.Name)).Op("=").Add(value)))
	}
	body = append(body, jen.Return(jen.Id("values")))
	return g.render("RunArgs returns the arguments that are given.",
		jen.Func().Params(jen.Id("a").Id(a.name)).Id("RunArgs").Params().
			Map(jen.String()).Any().Block(body...))
}
