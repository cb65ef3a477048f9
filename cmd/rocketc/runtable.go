package main

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/rocketc/rocketc/console"
	rocket "github.com/rocketc/rocketc/runtime"
)

// A runTable shows records as a table with a line a run. A run that is live has a line at
// the end; if the table goes on, that has the runs that start, too.
type runTable struct {
	w      io.Writer
	zone   *time.Location
	lasts  bool // whether it goes on after the first flush
	begun  bool
	live   map[rocket.Ref]rocket.Record // runs without an outcome, by task and id
	widths [4]int                       // of the columns but the last
	rows   [][5]string                  // that are not written yet
}

// maxNameWidth is how wide the column of tasks gets, so that a line with an error has room on a
// terminal. A longer name makes its own line longer.
const maxNameWidth = 24

// blockRows is how many rows are looked at for the widths of columns.
const blockRows = 1000

// newRunTable returns a table with instants in a zone, which it names.
func newRunTable(w io.Writer, zone *time.Location, name string, lasts bool) *runTable {
	return &runTable{w: w, zone: zone, lasts: lasts, live: map[rocket.Ref]rocket.Record{},
		rows: [][5]string{{"START (" + name + ")", "DURATION", "OUTCOME", "TASK", "ERROR"}}}
}

func (t *runTable) show(r rocket.Record) error {
	if r.Event&rocket.Noted != 0 { // it is of no run
		return nil
	}
	run := rocket.Ref{Task: r.Task, RunID: r.RunID}
	if r.Event != rocket.Started {
		delete(t.live, run)
		return t.add(t.row(r))
	}
	if t.begun {
		return t.add(t.row(r))
	}
	t.live[run] = r
	return nil
}

// flush writes what is there, and the first time the live runs. A table without runs stays
// empty.
func (t *runTable) flush() error {
	if !t.begun {
		live := make([]rocket.Record, 0, len(t.live))
		for _, r := range t.live {
			live = append(live, r)
		}
		slices.SortFunc(live, func(a, b rocket.Record) int { return a.Start.Compare(b.Start) })
		for _, r := range live {
			t.rows = append(t.rows, t.row(r))
		}
		if len(t.rows) == 1 && !t.lasts && t.widths[0] == 0 {
			return nil
		}
		t.begun = true
	}
	return t.write()
}

func (t *runTable) add(row [5]string) error {
	if t.rows = append(t.rows, row); len(t.rows) < blockRows {
		return nil
	}
	return t.write()
}

// write writes the rows that are there.
func (t *runTable) write() error {
	for _, row := range t.rows {
		for i := range t.widths {
			t.widths[i] = max(t.widths[i], utf8.RuneCountInString(row[i]))
		}
		t.widths[3] = min(t.widths[3], maxNameWidth)
	}
	var text strings.Builder
	for _, row := range t.rows {
		line := ""
		for i, width := range t.widths {
			line += fmt.Sprintf("%-*s  ", width, row[i])
		}
		text.WriteString(strings.TrimRight(line+row[4], " ") + "\n")
	}
	t.rows = t.rows[:0]
	_, err := io.WriteString(t.w, text.String())
	return err
}

// row returns the line of a run, as its latest record has it.
func (t *runTable) row(r rocket.Record) [5]string {
	row := [5]string{"", "", r.Event.String(), console.Printable(r.Task), remark(r)}
	start := r.Start
	if start.IsZero() {
		start = r.Created
	}
	row[0] = start.In(t.zone).Format(time.DateTime)
	if r.Event == rocket.Started {
		row[2] = "running"
	} else if r.Event == rocket.Missed {
		row[0] = r.Scheduled.In(t.zone).Format(time.DateTime)
	} else if r.Event != rocket.Crashed {
		row[1] = console.ShortDuration(r.Duration)
	}
	return row
}

// remark returns the error of a run, or why a window was missed, in one line, or else what is
// to be known of it.
func remark(r rocket.Record) string {
	text := strings.TrimSpace(r.Error)
	first, rest, _ := strings.Cut(text, "\n")
	if text = strings.TrimSpace(first); rest != "" {
		text += " …"
	}
	if text == "" {
		text = r.Reason
	} else if r.Event == rocket.Missed {
		text = r.Reason + ", " + text
	}
	if r.ReturnCut > 0 {
		text = strings.TrimSpace(fmt.Sprintf("%s (a return value of %d bytes was not kept)", text,
			r.ReturnCut))
	}
	return console.Printable(text)
}
