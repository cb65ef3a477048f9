package timeline

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/rocketc/rocketc/console"
)

// A TextStyle says how a timeline is written as text.
type TextStyle struct {
	// Color says that there are colours.
	Color bool
	// ListRuns is how many runs a timeline may have to be listed one by one. If there are
	// more, More says where they are.
	ListRuns int
	More     string
}

// The columns of a text that are no cells: those of names, and of counts.
const (
	nameColumns  = 24
	countColumns = 10
)

// TextCells returns how many cells fit into a text of some columns.
func TextCells(columns int) int { return max(columns-nameColumns-countColumns-2, 12) }

// Colours of a terminal.
const (
	red    = "31"
	yellow = "33"
	cyan   = "36"
	dim    = "2"
)

// A textWriter writes a timeline as text.
type textWriter struct {
	*Timeline
	TextStyle
	out   strings.Builder
	names int // columns
}

// WriteText writes the timeline as text: a row for each task, a line of load below.
func (t *Timeline) WriteText(w io.Writer, style TextStyle) error {
	b := &textWriter{Timeline: t, TextStyle: style}
	for _, row := range t.Rows {
		b.names = max(b.names, utf8.RuneCountInString(console.Printable(row.Task.Name)))
	}
	b.names = min(max(b.names, 4), nameColumns)
	b.line(dim, t.Title())
	b.scale()
	for _, row := range t.Rows {
		b.row(row)
	}
	b.load()
	b.legend()
	if t.IsWhole() && t.Total <= style.ListRuns {
		b.list()
	} else {
		b.line(dim, style.More)
	}
	if t.Load != nil {
		zone := t.From.Location()
		b.table("\n", t.Load.Table(zone))
		b.line(dim, t.Load.Peaks(zone))
	}
	if t.Clocks != nil {
		b.table("\n", clockRows(t.Clocks))
	}
	_, err := io.WriteString(w, b.out.String())
	return err
}

// Title says what the timeline shows.
func (t *Timeline) Title() string {
	layout := "Mon 2 Jan 2006 15:04"
	if t.From.Second()+t.To.Second() > 0 {
		layout += ":05"
	}
	return fmt.Sprintf("%s to %s, %s", t.From.Format(layout), t.To.Format(layout), t.zoneName())
}

// zoneName returns the name of the zone.
func (t *Timeline) zoneName() string { return t.From.Location().String() }

// line writes a line in a colour.
func (b *textWriter) line(color, text string) {
	b.out.WriteString(b.paint(color, strings.TrimRight(text, " ")) + "\n")
}

func (b *textWriter) paint(color, text string) string {
	if !b.Color || color == "" || text == "" {
		return text
	}
	return "\x1b[" + color + "m" + text + "\x1b[0m"
}

// fit returns a text that is as wide as the names.
func (b *textWriter) fit(text string) string {
	runes := []rune(text)
	if len(runes) > b.names {
		runes = append(runes[:b.names-1], '…')
	}
	return string(runes) + strings.Repeat(" ", b.names-len(runes)+2)
}

// labelColumns is how wide the label of a tick is, with the blanks behind.
const labelColumns = 8

// scale writes the line of ticks.
func (b *textWriter) scale() {
	cells := len(b.Peaks)
	line := []rune(strings.Repeat(" ", cells+labelColumns))
	free := 0
	for _, tick := range ticks(b.From, b.To, max(cells/labelColumns, 1)) {
		at := b.index(tick.At)
		if at < free {
			continue
		}
		copy(line[at:], []rune(tick.Label))
		free = at + len(tick.Label) + 1
	}
	b.line(dim, b.fit("")+string(line))
}

// The signs of cells.
const (
	runSign, maySign, wrongSign, noSign = '█', '░', '×', '·'
)

// row writes the row of a task.
func (b *textWriter) row(row *Row) {
	b.out.WriteString(b.fit(console.Printable(row.Task.Name)))
	cells := row.Cells[:b.Shown]
	for start := 0; start < len(cells); { // cells of one sign are painted together
		sign, color := look(row.Cells[start])
		end := start + 1
		for end < len(cells) {
			if next, _ := look(cells[end]); next != sign {
				break
			}
			end++
		}
		b.out.WriteString(b.paint(color, strings.Repeat(string(sign), end-start)))
		start = end
	}
	unknown := strings.Repeat(" ", len(row.Cells)-len(cells))
	fmt.Fprintf(&b.out, "%s%*s\n", unknown, countColumns, " "+console.Thousands(row.Starts))
}

// look returns the sign of a cell, and its colour.
func look(c Cell) (sign rune, color string) {
	switch {
	case c.Wrong:
		return wrongSign, red
	case c.Sure:
		return runSign, cyan
	case c.May:
		return maySign, yellow
	}
	return noSign, dim
}

// levels are the signs of the load, from none to the most.
var levels = []rune(" ▁▂▃▄▅▆▇█")

// load writes the line of load.
func (b *textWriter) load() {
	most := slices.Max(b.Peaks)
	line := make([]rune, len(b.Peaks))
	for i, n := range b.Peaks {
		line[i] = levels[0]
		if n > 0 {
			line[i] = levels[max(1, n*(len(levels)-1)/most)]
		}
	}
	b.out.WriteString(b.fit("load") + string(line))
	fmt.Fprintf(&b.out, "%*s\n", countColumns, " "+console.Thousands(b.Total))
}

// legend explains the signs that are there, and sums up.
func (b *textWriter) legend() {
	var has struct{ sure, may, wrong bool }
	for _, row := range b.Rows {
		for _, c := range row.Cells {
			has.sure, has.may = has.sure || c.Sure, has.may || c.May
			has.wrong = has.wrong || c.Wrong
		}
	}
	parts := []string{fmt.Sprintf("a column is %s", lengthOf(b.Step))}
	if has.sure {
		parts = append(parts, string(runSign)+" runs")
	}
	if has.may {
		parts = append(parts, string(maySign)+" may run")
	}
	if has.wrong {
		parts = append(parts, string(wrongSign)+" goes wrong")
	}
	if most := slices.Max(b.Peaks); most > 0 {
		at := b.From.Add(time.Duration(slices.Index(b.Peaks, most)) * b.Step)
		parts = append(parts, fmt.Sprintf("at most %s at once, %s", console.Thousands(most),
			at.Format("2 Jan 15:04")))
	}
	b.line(dim, strings.Join(parts, "; "))
}

// lengthOf writes a length as people say it.
func lengthOf(d time.Duration) string {
	switch {
	case d%week == 0:
		return fmt.Sprintf("%d d", d/day)
	case d%time.Second == 0 && d < time.Minute:
		return fmt.Sprintf("%d s", d/time.Second)
	}
	return console.ShortDuration(d)
}

// list lists the runs, with their causes.
func (b *textWriter) list() {
	if len(b.Runs) == 0 {
		return
	}
	b.out.WriteString("\n")
	layout := "15:04:05"
	if b.To.Sub(b.From) > day {
		layout = "Mon 2 Jan 15:04:05"
	}
	b.table("", b.runRows(layout))
}

// table writes rows with columns that are as wide as the widest of their cells.
func (b *textWriter) table(before string, rows [][]string) {
	b.out.WriteString(before)
	widths := make([]int, len(rows[0]))
	for _, row := range rows {
		for i, cell := range row {
			widths[i] = max(widths[i], utf8.RuneCountInString(cell))
		}
	}
	for _, row := range rows {
		line := ""
		for i, cell := range row {
			line += fmt.Sprintf("%-*s  ", widths[i], cell)
		}
		b.line("", line)
	}
}

// howItEnds says how long a run takes, and how it ends if that is not well.
func (r *Run) howItEnds() string {
	var parts []string
	if r.May {
		parts = append(parts, "maybe")
	}
	switch took := r.End.Sub(r.Start); {
	case r.Outcome == 0:
		parts = append(parts, "goes on")
	case took >= time.Second:
		parts = append(parts, lengthOf(took.Round(time.Second)))
	}
	switch {
	case r.Timeout:
		parts = append(parts, "timeout")
	case r.Wrong:
		parts = append(parts, r.Outcome.String())
	}
	return strings.Join(parts, ", ")
}
