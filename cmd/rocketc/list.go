package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/rocketc/rocketc/console"
	"github.com/rocketc/rocketc/period"
	"github.com/rocketc/rocketc/plan"
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
	Group       string          `json:"group,omitempty"`
	Description string          `json:"description,omitempty"`
	OnStartup   bool            `json:"on_startup,omitempty"`
	OnShutdown  bool            `json:"on_shutdown,omitempty"`
	When        string          `json:"when,omitempty"`
	CatchUp     string          `json:"catch_up,omitempty"`
	Spread      string          `json:"spread,omitempty"`
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
	for _, t := range sim.Schedule.Tasks {
		l := listTask(t, first, until)
		if g := p.GroupOf(t.Name); g != nil {
			l.Group = g.Name
		}
		tasks = append(tasks, l)
	}
	if c.JSON {
		return writeLines(inv.stdout, tasks)
	}
	return showTasks(inv.stdout, p.Groups, tasks, zone)
}

// listTask returns a task as the list has it.
func listTask(t *rocket.TaskSpec, first map[string]simulate.Event, until time.Time) listedTask {
	l := listedTask{Task: t.Name, Description: t.Description,
		OnStartup: t.OnStartup, OnShutdown: t.OnShutdown}
	if t.When != nil {
		l.When, l.Spread = whenText(t.When), plan.Spread(t.When)
	}
	if d := plan.CatchUp(t.When); d > 0 {
		l.CatchUp = period.FormatDuration(d)
	}
	if t.Until != nil {
		l.Until = fmt.Sprint(t.Until)
	}
	if next, starts := first[t.Name]; starts {
		l.Next = &next
	} else if t.When != nil && !t.OnShutdown {
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

// showTasks shows the tasks as a table. A group has a row before the first of its tasks.
func showTasks(w io.Writer, groups []plan.Group, tasks []listedTask, zone *time.Location) error {
	rows := [][]string{{"TASK", "NEXT (" + zone.String() + ")", "WHEN", "DESCRIPTION"}}
	row := func(name, next, when, description string) {
		description, _, _ = strings.Cut(description, "\n")
		rows = append(rows, []string{console.Printable(name), next, console.Printable(when),
			console.Printable(description)})
	}
	shown := make([]bool, len(groups))
	for _, t := range tasks {
		for i, g := range groups {
			if !shown[i] && g.Has(t.Task) {
				shown[i] = true
				row(g.Name+".*", "", whenText(g.When), g.Description)
			}
		}
		row(t.Task, t.next(zone), t.when(), t.Description)
	}
	return writeColumns(w, rows)
}

// whenText returns a condition as text; empty if there is none.
func whenText(cond rocket.Condition) string {
	if cond == nil {
		return ""
	}
	return fmt.Sprint(cond)
}

// when says by what the task starts, and how its windows are served.
func (t *listedTask) when() string {
	var parts []string
	for _, part := range []struct {
		is   bool
		text string
	}{
		{t.When != "", t.When},
		{t.OnStartup, "on_startup"},
		{t.OnShutdown, "on_shutdown"},
		{t.CatchUp != "", "catch_up " + t.CatchUp},
		{t.Spread != "", "spread " + t.Spread},
	} {
		if part.is {
			parts = append(parts, part.text)
		}
	}
	return strings.Join(parts, "; ")
}

// next says when the task starts next.
func (t *listedTask) next(zone *time.Location) string {
	switch {
	case t.Next != nil && t.Next.May:
		return "maybe " + t.Next.Start.In(zone).Format(time.DateTime)
	case t.Next != nil:
		return t.Next.Start.In(zone).Format(time.DateTime)
	case t.OnShutdown:
		return "at the end"
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
