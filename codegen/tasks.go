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
	for tasks := range slices.Chunk(g.plan.Schedule.Tasks, cmp.Or(g.perFile, pieceTasks)) {
		piece, err := g.piece(tasks)
		if err != nil {
			return err
		}
		g.pieces = append(g.pieces, piece)
	}
	return nil
}

// piece writes the variables of some tasks: as a file of their own, or as formatted text
// that follows the head of the file.
func (g *generator) piece(tasks []*rocket.TaskSpec) ([]byte, error) {
	if g.perFile > 0 {
		defer func(head *jen.File) { g.file = head }(g.file)
		g.file = g.newFile()
	}
	var variables []jen.Code
	for _, t := range tasks {
		variable, err := g.taskVariable(t)
		if err != nil {
			return nil, within(fmt.Sprintf("%s: task %s", t.Pos, plainName(t.Name)), err)
		}
		variables = append(variables, jen.Line(), variable)
	}
	var b bytes.Buffer
	if g.perFile > 0 {
		g.file.Add(variables...)
		err := g.file.Render(&b)
		return b.Bytes(), err
	}
	const clause = "package p\n" // gofmt indents a text without it like its first line
	err := jen.Custom(jen.Options{Open: clause, Multi: true}, variables...).
		RenderWithFile(&b, g.file)
	return bytes.TrimLeft(bytes.TrimPrefix(b.Bytes(), []byte(clause)), "\n"), err
}

// taskVariable writes the variable of a task.
func (g *generator) taskVariable(t *rocket.TaskSpec) (*jen.Statement, error) {
	spec := *t
	spec.Pos = rocket.Pos{} // it is in the table of places
	value, err := g.printer.spread(reflect.ValueOf(spec))
	if err != nil {
		return nil, err
	}
	variable := jen.Var().Id(g.tasks[t]).Op("=").Add(value.code)
	if g.perFile > 0 {
		return variable, nil
	}
	return comment(g.describe(t)).Add(variable), nil
}

// describe returns the doc comment of a task's variable.
func (g *generator) describe(t *rocket.TaskSpec) string {
	text := fmt.Sprintf("%s is the task %s", g.tasks[t], plainName(t.Name))
	if description := paragraphs(t.Description); description != "" {
		return text + ": " + description
	}
	return text + "."
}
