package codegen

import (
	"bytes"
	"cmp"
	"fmt"
	"reflect"
	"slices"

	"github.com/dave/jennifer/jen"

	rocket "github.com/rocketc/rocketc/runtime"
)

// pieceTasks is the number of tasks that are formatted at a time: enough that a piece costs
// nothing beside its tasks, and few enough that its syntax needs little memory.
const pieceTasks = 500

// taskVariables writes the variables of the tasks, as pieces.
func (g *generator) taskVariables() error {
	write := g.piece
	if g.perFile > 0 {
		write = g.listFile
	}
	for tasks := range slices.Chunk(g.plan.Schedule.Tasks, cmp.Or(g.perFile, pieceTasks)) {
		piece, err := write(tasks)
		if err != nil {
			return err
		}
		g.pieces = append(g.pieces, piece)
	}
	return nil
}

// listFile writes a file with one variable, the list of some tasks. The Go compiler takes
// half the time for elements of one variable that it takes for as many variables.
func (g *generator) listFile(tasks []*rocket.TaskSpec) ([]byte, error) {
	defer func(head *jen.File) { g.file = head }(g.file)
	g.file = g.newFile()
	elements := make([]jen.Code, len(tasks))
	for i, t := range tasks {
		value, err := g.taskValue(t, elided)
		if err != nil {
			return nil, err
		}
		elements[i] = value.code
	}
	list := jen.Options{Open: "{", Close: "}", Separator: ",", Multi: true}
	g.file.Var().Id(g.lists[len(g.pieces)]).Op("= [...]").Qual(rocketPath, "TaskSpec").
		Custom(list, elements...)
	var b bytes.Buffer
	err := g.file.Render(&b)
	return b.Bytes(), err
}

// piece writes the variables of some tasks as formatted text that follows the head of the
// file.
func (g *generator) piece(tasks []*rocket.TaskSpec) ([]byte, error) {
	var variables []jen.Code
	for _, t := range tasks {
		value, err := g.taskValue(t, dynamic)
		if err != nil {
			return nil, err
		}
		variable := comment(g.describe(t)).Var().Id(g.tasks[t]).Op("=").Add(value.code)
		variables = append(variables, jen.Line(), variable)
	}
	var b bytes.Buffer
	const clause = "package p\n" // gofmt indents a text without it like its first line
	err := jen.Custom(jen.Options{Open: clause, Multi: true}, variables...).
		RenderWithFile(&b, g.file)
	return bytes.TrimLeft(bytes.TrimPrefix(b.Bytes(), []byte(clause)), "\n"), err
}

// taskValue writes a task as a literal over several lines.
func (g *generator) taskValue(t *rocket.TaskSpec, known typing) (literal, error) {
	spec := *t
	spec.Pos = rocket.Pos{} // it is in the table of places
	value, err := g.printer.value(reflect.ValueOf(spec), known, place{lead: lineWidth})
	if err != nil {
		err = within(fmt.Sprintf("%s: task %s", t.Pos, plainName(t.Name)), err)
	}
	return value, err
}

// describe returns the doc comment of a task's variable.
func (g *generator) describe(t *rocket.TaskSpec) string {
	text := fmt.Sprintf("%s is the task %s", g.tasks[t], plainName(t.Name))
	if description := paragraphs(t.Description); description != "" {
		return text + ": " + description
	}
	return text + "."
}
