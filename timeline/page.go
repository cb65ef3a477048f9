package timeline

import (
	"io"

	"github.com/rocketc/rocketc/console"
)

// maxPageRuns is how many runs a page lists.
const maxPageRuns = 500

// A page is a picture with tables.
type page struct {
	Picture                        *picture
	Name, Title, Total, Most, Note string
	Width, Height                  int
	Tasks                          [][]string
	Listed                         [][]string
	Loads                          [][]string
	Peaks                          string
	Clocks                         [][]string
}

// WriteHTML writes the timeline as a page: a file that works from a disk and without scripts.
// The name is that of the schedule.
func (t *Timeline) WriteHTML(w io.Writer, name string) error {
	d := t.draw()
	p := &page{Picture: d, Name: name, Title: d.Title, Total: d.Total, Most: d.Most, Note: d.Note,
		Width: d.Width, Height: d.Height, Tasks: t.taskRows()}
	if t.IsWhole() && t.Total <= maxPageRuns {
		p.Listed = append([][]string{{"START", "TASK", "TAKES", "WHY"}},
			t.runRows("Mon 2 Jan 15:04:05")...)
	}
	if t.Load != nil {
		p.Loads, p.Peaks = t.Load.Table(t.From.Location()), t.Load.Peaks(t.From.Location())
	}
	if t.Clocks != nil {
		p.Clocks = clockRows(t.Clocks)
	}
	return pictures().ExecuteTemplate(w, "page", p)
}

// taskRows returns a row for each task, and the heading.
func (t *Timeline) taskRows() [][]string {
	rows := [][]string{{"TASK", "RUNS", "WHEN", "DESCRIPTION"}}
	for _, row := range t.Rows {
		when := ""
		if row.Task.When != nil {
			when = console.Printable(conditionText(row.Task.When))
		}
		rows = append(rows, []string{console.Printable(row.Task.Name),
			console.Thousands(row.Starts), when, printableLines(row.Task.Description)})
	}
	return rows
}

// runRows returns a row for each run, with its cause.
func (t *Timeline) runRows(layout string) [][]string {
	rows := make([][]string, len(t.Runs))
	for i, r := range t.Runs {
		rows[i] = []string{r.Start.Format(layout), console.Printable(r.Task), r.howItEnds(),
			console.Printable(r.Because)}
	}
	return rows
}
