package codegen

import (
	"bytes"
	"fmt"
	"reflect"
	"slices"

	rocket "github.com/rocketc/rocketc/runtime"
)

// taskVariables writes the variables of the tasks.
func (g *generator) taskVariables() error {
	if g.perFile > 0 {
		return g.taskFiles()
	}
	for _, t := range g.plan.Schedule.Tasks {
		value, err := g.taskValue(t, dynamic, place{lead: lineWidth})
		if err != nil {
			return err
		}
		g.variable(g.tasks[t], g.describe(t), value)
	}
	return nil
}

// taskFiles writes files with one variable each, the list of some tasks. The Go compiler
// takes half the time for elements of one variable that it takes for as many variables.
func (g *generator) taskFiles() error {
	defer func(main *file) { g.file = main }(g.file)
	whole := place{lead: lineWidth} // each literal takes several lines
	inner := place{indent: 1, lead: lineWidth}
	for tasks := range slices.Chunk(g.plan.Schedule.Tasks, g.perFile) {
		g.file = g.newFile()
		entries := make([]entry, len(tasks))
		for i, t := range tasks {
			value, err := g.taskValue(t, elided, inner)
			if err != nil {
				return err
			}
			entries[i].literal = value
		}
		list := braced(g.printer.qualified(rocketPath, "TaskSpec").before("[...]"), whole, entries)
		var b bytes.Buffer
		if err := g.file.Render(&b); err != nil {
			return err
		}
		fmt.Fprintf(&b, "\nvar %s = %s\n", g.lists[len(g.files)], list.text)
		g.files = append(g.files, b.Bytes())
	}
	return nil
}

// taskValue writes a task as a literal.
func (g *generator) taskValue(t *rocket.TaskSpec, known typing, at place) (literal, error) {
	spec := *t
	spec.Pos = rocket.Pos{} // it is in the table of places
	value, err := g.printer.value(reflect.ValueOf(spec), known, at)
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
