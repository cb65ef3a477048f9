package codegen

import (
	"cmp"
	"fmt"
	"go/token"
	"go/types"
	"strings"
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
)

// A handle is a field of Tasks.
type handle struct {
	field string
	task  *rocket.TaskSpec
	types string // of what the task takes and returns
	// args are the arguments that the task takes, and argsName is their type; both
	// are empty if it takes none. Tasks that call one function share a type: the
	// first declares it, the others declare aliases.
	argsName string
	args     []handleArg
	same     *handle // whose type argsName is an alias of; nil if it is no alias
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
	for _, name := range []string{sessionName, tasksName} {
		if at, ok := g.plan.Declared[name]; ok {
			return fmt.Errorf("%s: the package declares %s, which is a name of the generated "+
				"file; give it another one", at, name)
		}
	}
	fields, first := newIdentifiers(), map[adapterKey]*handle{}
	for _, t := range g.plan.Schedule.Tasks {
		h := &handle{task: t, field: fields.take(exported(t.Name, "Task"))}
		if err := g.declareArgs(h, paramsOf(t)); err != nil {
			return err
		}
		if f, ok := t.Action.(*plan.GoFunc); ok && h.argsName != "" {
			if h.same = first[keyOf(forCall, f)]; h.same == nil {
				first[keyOf(forCall, f)] = h
			}
		}
		g.handles = append(g.handles, h)
	}
	return nil
}

// declareArgs names the type of a task's arguments and its fields.
func (g *generator) declareArgs(h *handle, params []plan.GoParam) error {
	fields := newIdentifiers()
	fields.reserve("RunArgs")
	for _, p := range params {
		if p.Fill == plan.FillArg && p.Name != "" && p.Name != "_" {
			h.args = append(h.args, handleArg{p, fields.take(exported(p.Name, "Arg"))})
		}
	}
	if len(h.args) == 0 {
		return nil
	}
	name := h.field + "Args"
	if at, ok := g.plan.Declared[name]; ok {
		return fmt.Errorf("%s: the package declares %s, which the generated file calls the "+
			"arguments of the task %s; give it another name, or the task",
			at, name, plainName(h.task.Name))
	}
	h.argsName = g.ids.take(name)
	return nil
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
		h.types = cmp.Or(h.argsName, none) + ", " + cmp.Or(g.resultOf(h.task), none)
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

// entryOfPackage writes NewSession, Tasks and the function that connects them.
func (g *generator) entryOfPackage() *jen.Statement {
	session := func() *jen.Statement { return jen.Op("*").Qual(rocketPath, "Session") }
	code := comment(sessionName+" returns a session of the schedule of "+g.fileNames()+
		", ready to run."+g.entryNote()).
		Func().Id(sessionName).
		Params(jen.Id("options").Op("...").Qual(rocketPath, "Option")).
		Params(session(), jen.Error())
	newSession := func(schedule *jen.Statement) *jen.Statement {
		return jen.Qual(rocketPath, "New").Call(schedule, jen.Id("options").Op("..."))
	}
	if len(g.handles) == 0 {
		return code.Block(jen.Return(newSession(jen.Op("&").Id(g.variable))))
	}
	method := jen.Id("schedule").Params().Op("*").Qual(rocketPath, "Schedule")
	code.Block(
		jen.Var().Id("source").Interface(method).Op("=").Id(g.holder).Values(),
		jen.List(jen.Id("session"), jen.Err()).Op(":=").
			Add(newSession(jen.Id("source").Dot("schedule").Call())),
		jen.If(jen.Err().Op("!=").Nil()).Block(jen.Return(jen.Nil(), jen.Err())),
		jen.Id(g.binder).Call(jen.Id("session").Dot("Tasks").Call()),
		jen.Return(jen.Id("session"), jen.Nil()),
	)
	code.Line().Line().Add(g.tasksVariable())
	code.Line().Line().Add(comment(g.binder + " makes the handles of the tasks of a session.")).
		Func().Id(g.binder).Params(jen.Id(g.all).Index().Op("*").Qual(rocketPath, "Task")).
		Block(g.handleValues()...)
	code.Line().Line().Add(comment(g.holder + " holds the schedule. " + sessionName +
		" asks for it through an interface, so that\nthe functions of tasks may call " +
		sessionName + ": otherwise the schedule would, to Go, depend\non itself.")).
		Type().Id(g.holder).Struct()
	code.Line().Line().Func().Params(jen.Id(g.holder)).Add(method).
		Block(jen.Return(jen.Op("&").Id(g.variable)))
	return code
}

func (g *generator) entryNote() string {
	if len(g.handles) == 0 {
		return ""
	}
	return "\nFrom then on, " + tasksName + " are the tasks of that session."
}

// tasksVariable writes Tasks.
func (g *generator) tasksVariable() *jen.Statement {
	var fields []jen.Code
	for _, h := range g.handles {
		doc := comment(fmt.Sprintf("%s is the task %s.", h.field, plainName(h.task.Name)))
		fields = append(fields, doc.Id(h.field).Qual(rocketPath, "Handle").Op("["+h.types+"]"))
	}
	return comment(tasksName + " are the tasks of the session that " + sessionName +
		" has returned last. Before it, their\nmethods return rocket.ErrNoTask. " +
		"A call of " + sessionName + " changes them, and must not\nhappen while they are used.").
		Var().Id(tasksName).Struct(fields...)
}

// handleValues writes the statements that make the handles.
func (g *generator) handleValues() (statements []jen.Code) {
	for i, h := range g.handles {
		statements = append(statements,
			jen.Id(tasksName).Dot(h.field).Op("=").Qual(rocketPath, "HandleOf").Op("["+h.types+"]").
				Call(jen.Id(g.all).Index(jen.Lit(i))))
	}
	return statements
}

// argsTypes writes the types of the tasks' arguments.
func (g *generator) argsTypes() (texts [][]byte, err error) {
	for _, h := range g.handles {
		if h.argsName == "" {
			continue
		}
		declared, err := g.argsType(h)
		if err != nil {
			return nil, err
		}
		if texts = append(texts, declared); h.same != nil {
			continue
		}
		values, err := g.argsValues(h)
		if err != nil {
			return nil, err
		}
		texts = append(texts, values)
	}
	return texts, nil
}

// argsType writes the type of a task's arguments.
func (g *generator) argsType(h *handle) ([]byte, error) {
	doc := fmt.Sprintf("%s are the arguments of a run of the task %s", h.argsName,
		plainName(h.task.Name))
	if h.same != nil {
		doc += ", which are those of " + plainName(h.same.task.Name)
		return g.render(doc+".", jen.Type().Id(h.argsName).Op("=").Id(h.same.argsName))
	}
	var fields []jen.Code
	var always []string
	for _, a := range h.args {
		fields = append(fields, jen.Id(a.field).Add(g.typeOf(a.Type).code))
		if zero(a.field, a.Type) == nil {
			always = append(always, a.field)
		}
	}
	doc += ". A field with its\nzero value is left to the schedule"
	if len(always) > 0 {
		doc += ", " + strings.Join(always, ", ") + " aside"
	}
	return g.render(doc+".", jen.Type().Id(h.argsName).Struct(fields...))
}

// argsValues writes the method that returns the arguments that are given.
func (g *generator) argsValues(h *handle) ([]byte, error) {
	body := []jen.Code{jen.Id("values").Op(":=").Map(jen.String()).Any().Values()}
	for _, a := range h.args {
		field := jen.Id("a").Dot(a.field)
		value := jen.Add(field)
		if !types.Identical(a.Type, a.Plain) {
			value = g.typeOf(a.Plain).code.Parens(value)
		}
		set := jen.Id("values").Index(jen.Lit(a.Name)).Op("=").Add(value)
		if given := zero("a."+a.field, a.Type); given != nil {
			body = append(body, jen.If(given).Block(set))
		} else {
			body = append(body, set)
		}
	}
	body = append(body, jen.Return(jen.Id("values")))
	return g.render("RunArgs returns the arguments that are given.",
		jen.Func().Params(jen.Id("a").Id(h.argsName)).Id("RunArgs").Params().
			Map(jen.String()).Any().Block(body...))
}

// zero returns the expression that is true if a value of a type is not the zero
// value. It returns nil if there is no simple one.
func zero(value string, t types.Type) *jen.Statement {
	switch u := t.Underlying().(type) {
	case *types.Basic:
		switch {
		case u.Info()&types.IsBoolean != 0:
			return jen.Op(value)
		case u.Info()&types.IsString != 0:
			return jen.Op(value).Op("!=").Lit("")
		case u.Kind() == types.UnsafePointer:
			return jen.Op(value).Op("!=").Nil()
		}
		return jen.Op(value).Op("!=").Lit(0)
	case *types.Pointer, *types.Slice, *types.Map, *types.Chan, *types.Signature, *types.Interface:
		return jen.Op(value).Op("!=").Nil()
	}
	return nil
}
