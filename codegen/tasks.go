package codegen

import (
	"bytes"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"

	rocket "github.com/rocketc/rocketc/runtime"
)

// taskVariables writes the variables of the tasks.
func (g *generator) taskVariables() error {
	if g.perFile > 0 {
		return g.taskFiles()
	}
	for _, t := range g.plan.Schedule.Tasks {
		spec := *t
		spec.Pos = rocket.Pos{} // it is in the table of places
		value, err := g.printer.spread(reflect.ValueOf(spec))
		if err != nil {
			return within(fmt.Sprintf("%s: task %s", t.Pos, plainName(t.Name)), err)
		}
		g.variable(g.tasks[t], g.describe(t), value)
	}
	return nil
}

// taskFiles writes files with a list of some tasks each. The Go compiler takes half the time
// for elements of one variable that it takes for as many variables. The start conditions of
// the tasks are in a list beside it, each once, and are set when the program starts: tasks of
// a long schedule have few different ones, and most of what the Go compiler would read is
// conditions.
func (g *generator) taskFiles() error {
	defer func(main *file) { g.file = main }(g.file)
	for tasks := range slices.Chunk(g.plan.Schedule.Tasks, g.perFile) {
		g.file = g.newFile()
		list, err := g.taskList(tasks, g.lists[len(g.files)])
		if err != nil {
			return err
		}
		var b bytes.Buffer
		if err := g.file.Render(&b); err != nil {
			return err
		}
		b.WriteString(list)
		g.files = append(g.files, b.Bytes())
	}
	return nil
}

// taskList writes the list of tasks of that name, the list of their conditions, and what gives
// each task its condition.
func (g *generator) taskList(tasks []*rocket.TaskSpec, name string) (string, error) {
	var specs, conds []entry
	var rows []string            // for each task, where its condition is
	known := map[string]string{} // the rows, by the text of the condition
	for _, t := range tasks {
		spec, when, err := g.element(t)
		if err != nil {
			return "", within(fmt.Sprintf("%s: task %s", t.Pos, plainName(t.Name)), err)
		}
		if known[when.text] == "" {
			known[when.text] = strconv.Itoa(len(conds))
			conds = append(conds, entry{literal: when})
		}
		specs = append(specs, entry{literal: spec})
		rows = append(rows, known[when.text])
	}
	list := func(of string, entries []entry) string {
		whole := place{lead: lineWidth} // each literal takes several lines
		return braced(g.printer.qualified(rocketPath, of).before("[...]"), whole, entries).text
	}
	return fmt.Sprintf(`
var %[1]s = %[2]s

var %[3]s = %[4]s

func init() {
	for i, row := range [...]uint32{%[5]s} {
		%[1]s[i].When = %[3]s[row]
	}
}
`, name, list("TaskSpec", specs), g.ids.take(name+"When"), list("Condition", conds),
		strings.Join(rows, ", ")), nil
}

// element writes a task as an element of a list, without its condition, and the condition.
func (g *generator) element(t *rocket.TaskSpec) (spec, when literal, err error) {
	inner := place{indent: 1, lead: lineWidth}
	when, err = g.printer.value(reflect.ValueOf(&t.When).Elem(), dynamic, inner)
	if err == nil {
		bare := *t
		bare.When, bare.Pos = nil, rocket.Pos{}
		spec, err = g.printer.value(reflect.ValueOf(bare), elided, inner)
	}
	return spec, when, err
}

// describe returns the doc comment of a task's variable.
func (g *generator) describe(t *rocket.TaskSpec) string {
	text := fmt.Sprintf("%s is the task %s", g.tasks[t], plainName(t.Name))
	if description := paragraphs(t.Description); description != "" {
		return text + ": " + description
	}
	return text + "."
}
