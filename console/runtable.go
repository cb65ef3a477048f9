package console

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	rocket "github.com/rocketc/rocketc/runtime"
)

// A RunTable shows records as a table with a line a run. A run that is live has a line at
// the end; if the table goes on, that has the runs that start, too.
type RunTable struct {
	w      io.Writer
	zone   *time.Location // nil: that of each record
	lasts  bool           // whether it goes on after the first flush
	ids    bool           // whether it has ids of runs
	hosts  bool           // whether it has hosts: those of the first rows differ
	begun  bool
	live   map[rocket.Ref]rocket.Record // runs without an outcome, by task and id
	widths [columns - 1]int             // of the columns but the last
	rows   []row                        // that are not written yet
}

// The columns of a table of runs.
const (
	startColumn = iota
	idColumn
	durationColumn
	outcomeColumn
	taskColumn
	hostColumn
	errorColumn
	columns
)

type row [columns]string

// maxNameWidth is how wide the column of tasks gets, so that a line with an error has room on a
// terminal. A longer name makes its own line longer.
const maxNameWidth = 24

// blockRows is how many rows are looked at for the widths of columns.
const blockRows = 1000

// NewRunTable returns a table with instants in a zone, which it names. lasts says that the table
// goes on after the first Flush.
func NewRunTable(w io.Writer, zone *time.Location, name string, lasts bool) *RunTable {
	return &RunTable{w: w, zone: zone, lasts: lasts, live: map[rocket.Ref]rocket.Record{},
		rows: []row{
			{"START (" + name + ")", "RUN", "DURATION", "OUTCOME", "TASK", "HOST", "ERROR"}}}
}

// newIDTable returns a table with the ids of runs, and instants in the zone of each record.
func newIDTable(w io.Writer, lasts bool) *RunTable {
	t := NewRunTable(w, nil, "", lasts)
	t.ids, t.rows[0][startColumn] = true, "START"
	if lasts { // what comes is not known
		t.widths = [...]int{
			len(time.DateTime), shortID, len("59 min 59 s"), len("terminate"), 12, 0}
	}
	return t
}

// Show shows a record that is newer than those before.
func (t *RunTable) Show(r rocket.Record) error {
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

// Flush writes what is there, and the first time the live runs. A table without runs stays
// empty.
func (t *RunTable) Flush() error {
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

func (t *RunTable) add(r row) error {
	if t.rows = append(t.rows, r); len(t.rows) < blockRows {
		return nil
	}
	return t.write()
}

// write writes the rows that are there.
func (t *RunTable) write() error {
	if t.widths[0] == 0 || t.lasts && !t.begun {
		t.hosts = t.hosts || hostsDiffer(t.rows)
	}
	for _, row := range t.rows {
		for i := range t.widths {
			t.widths[i] = max(t.widths[i], utf8.RuneCountInString(row[i]))
		}
		t.widths[taskColumn] = min(t.widths[taskColumn], maxNameWidth)
	}
	var text strings.Builder
	for _, row := range t.rows {
		line := ""
		for i, width := range t.widths {
			if (t.ids || i != idColumn) && (t.hosts || i != hostColumn) {
				line += fmt.Sprintf("%-*s  ", width, row[i])
			}
		}
		text.WriteString(strings.TrimRight(line+row[errorColumn], " ") + "\n")
	}
	t.rows = t.rows[:0]
	_, err := io.WriteString(t.w, text.String())
	return err
}

// hostsDiffer reports whether the rows behind the head are of several hosts.
func hostsDiffer(rows []row) bool {
	if len(rows) < 2 {
		return false
	}
	return slices.ContainsFunc(rows[1:], func(r row) bool {
		return r[hostColumn] != rows[1][hostColumn]
	})
}

// row returns the line of a run, as its latest record has it.
func (t *RunTable) row(r rocket.Record) row {
	row := row{idColumn: shortRun(r.RunID), outcomeColumn: r.Event.String(),
		taskColumn: Printable(r.Task), hostColumn: Printable(r.Host), errorColumn: remark(r)}
	start := r.Start
	if start.IsZero() {
		start = r.Created
	}
	switch r.Event {
	case rocket.Started:
		row[outcomeColumn] = "running"
	case rocket.Missed:
		start = r.Scheduled
	case rocket.Crashed:
	default:
		row[durationColumn] = ShortDuration(r.Duration)
	}
	if t.zone != nil {
		start = start.In(t.zone)
	}
	row[startColumn] = start.Format(time.DateTime)
	return row
}

// maxRemark is how many bytes of an error a line has.
const maxRemark = 1000

// remark returns the error of a run, or why a window was missed, in one line, or else what is
// to be known of it.
func remark(r rocket.Record) string {
	text := strings.TrimSpace(r.Error)
	first, rest, _ := strings.Cut(text, "\n")
	if len(first) > maxRemark {
		first, rest = strings.ToValidUTF8(first[:maxRemark], ""), first[maxRemark:]
	}
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
	return Printable(text)
}
