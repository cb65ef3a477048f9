package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/rocketc/rocketc/console"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/simulate"
)

// listCommand lists the tasks of a schedule.
type listCommand struct {
	tagsFlag     `embed:""`
	outlookFlags `embed:""`

	At    string   `placeholder:"TIME" help:"When the program starts; the default is now."`
	JSON  bool     `name:"json" help:"Writes the tasks as JSON, an object a line."`
	Paths []string `arg:"" name:"path" default:"." help:"A directory, or files."`
}

// Help returns what `rocketc help list` adds.
func (*listCommand) Help() string {
	return `Lists the tasks of a schedule: when each starts next, by which condition, and what it is
for. The next start is simulated, as if the program started now with the history that is given;
without one, nothing has run yet. A task starts "maybe" if a condition that only the world can
answer has to hold then.`
}

// The bounds within which the next start of a task is looked for.
const (
	listSpan = 400 * 24 * time.Hour
	listRuns = 2_000_000
)

// A listedTask is a task in the list, as JSON has it.
type listedTask struct {
	Task        string          `json:"task"`
	Description string          `json:"description,omitempty"`
	When        string          `json:"when,omitempty"`
	Until       string          `json:"until,omitempty"`
	Next        *simulate.Event `json:"next,omitempty"`
	NotBefore   *time.Time      `json:"not_before,omitempty"`
}

// Run prints the tasks.
func (c *listCommand) Run(inv *invocation) error {
	p, err := inv.planOf(c.Paths, c.tagsFlag)
	if err != nil {
		return err
	}
	zone, err := c.zone(p)
	if err != nil {
		return err
	}
	from, err := instantOf("--at", c.At, zone)
	if err != nil {
		return err
	}
	sim, err := c.simulation(inv, p, from)
	if err != nil {
		return usageError{err}
	}
	sim.To, sim.MaxRuns = from.Add(listSpan), listRuns
	first, until, err := sim.FirstStarts()
	if wrong := (*simulate.WrongAssumption)(nil); errors.As(err, &wrong) {
		return usagef("--assume: %w", err)
	}
	if err != nil {
		return err
	}
	var tasks []listedTask
	for _, t := range p.Schedule.Tasks {
		tasks = append(tasks, listTask(t, first, until))
	}
	if c.JSON {
		return writeLines(inv.stdout, tasks)
	}
	return showTasks(inv.stdout, tasks, zone)
}

// listTask returns a task as the list has it.
func listTask(t *rocket.TaskSpec, first map[string]simulate.Event, until time.Time) listedTask {
	l := listedTask{Task: t.Name, Description: t.Description}
	if t.When != nil {
		l.When = fmt.Sprint(t.When)
	}
	if t.Until != nil {
		l.Until = fmt.Sprint(t.Until)
	}
	if next, starts := first[t.Name]; starts {
		l.Next = &next
	} else if t.When != nil {
		l.NotBefore = &until
	}
	return l
}

// writeLines writes values as JSON, a line each.
func writeLines[T any](w io.Writer, values []T) error {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	for _, v := range values {
		if err := encoder.Encode(v); err != nil {
			return err
		}
	}
	return nil
}

// showTasks shows the tasks as a table.
func showTasks(w io.Writer, tasks []listedTask, zone *time.Location) error {
	rows := [][]string{{"TASK", "NEXT (" + zone.String() + ")", "WHEN", "DESCRIPTION"}}
	for _, t := range tasks {
		description, _, _ := strings.Cut(t.Description, "\n")
		rows = append(rows, []string{console.Printable(t.Task), t.next(zone),
			console.Printable(t.When), console.Printable(description)})
	}
	return writeColumns(w, rows)
}

// next says when the task starts next.
func (t *listedTask) next(zone *time.Location) string {
	switch {
	case t.Next != nil && t.Next.May:
		return "maybe " + t.Next.Start.In(zone).Format(time.DateTime)
	case t.Next != nil:
		return t.Next.Start.In(zone).Format(time.DateTime)
	case t.NotBefore != nil:
		return "not before " + t.NotBefore.In(zone).Format(time.DateOnly)
	}
	return "never by itself"
}

// writeColumns writes rows with columns that are as wide as the widest of their cells.
func writeColumns(w io.Writer, rows [][]string) error {
	widths := make([]int, len(rows[0]))
	for _, row := range rows {
		for i, cell := range row {
			widths[i] = max(widths[i], len([]rune(cell)))
		}
	}
	var text strings.Builder
	for _, row := range rows {
		line := ""
		for i, cell := range row {
			line += fmt.Sprintf("%-*s  ", widths[i], cell)
		}
		text.WriteString(strings.TrimRight(line, " ") + "\n")
	}
	_, err := io.WriteString(w, text.String())
	return err
}
