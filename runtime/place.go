package rocket

import (
	"fmt"
	"strings"
)

// A Pos is where a task is declared. The zero value means that this is not known.
type Pos struct {
	File string
	// Line and Column count from 1, the column in characters.
	Line, Column int
}

// String returns file:line:column; "" if the place is not known.
func (p Pos) String() string {
	if p == (Pos{}) {
		return ""
	}
	return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Column)
}

// at returns " at " and the position; empty if that is not known.
func (p Pos) at() string {
	if p == (Pos{}) {
		return ""
	}
	return " at " + p.String()
}

// errorf returns an error that begins with the position, if that is known.
func (p Pos) errorf(format string, args ...any) error {
	if p != (Pos{}) {
		format = strings.ReplaceAll(p.String(), "%", "%%") + ": " + format
	}
	return fmt.Errorf(format, args...)
}

// A Place is a row of the table that says where the tasks of a schedule are declared
// ([Schedule.Places]). The rows are in the order of the tasks. They count lines from
// one task to the next, so that a line that is added to a file changes one row only.
type Place struct {
	// File and Line begin a new count. If File is empty, the task is in the file of
	// the task before, as many lines below it as Next of that task's row says.
	File string
	Line int
	// Column is that of the task; zero means 1.
	Column int
	// Next is how many lines below this task the next is declared. It is zero if the
	// row of the next task has a File.
	Next int
}

// places is a table of places to look up rows in. It remembers one row in many, from which
// it counts to the others.
type places struct {
	table []Place
	known []Pos
}

// placesApart is how far the rows that places remembers are apart.
const placesApart = 64

func newPlaces(table []Place) places {
	p := places{table: table}
	var at Pos
	for i := range table {
		if at = p.after(at, i); i%placesApart == 0 {
			p.known = append(p.known, at)
		}
	}
	return p
}

// after returns the place of a row by that of the row before.
func (p places) after(at Pos, row int) Pos {
	if row > 0 {
		at.Line += p.table[row-1].Next
	}
	if this := p.table[row]; this.File != "" {
		at.File, at.Line = this.File, this.Line
	}
	at.Column = max(p.table[row].Column, 1)
	return at
}

// at returns the place of a row; the zero Pos if the table has no such row.
func (p places) at(row int) (at Pos) {
	if row < 0 || row >= len(p.table) {
		return at
	}
	at = p.known[row/placesApart]
	for i := row/placesApart*placesApart + 1; i <= row; i++ {
		at = p.after(at, i)
	}
	return at
}

// PlacesOf returns the table of the places of tasks, of which each has its Pos.
func PlacesOf(tasks []*TaskSpec) []Place {
	table := make([]Place, len(tasks))
	var before Pos
	for i, t := range tasks {
		row := &table[i]
		if t.Pos.Column != 1 {
			row.Column = t.Pos.Column
		}
		if i > 0 && t.Pos.File == before.File && t.Pos.Line >= before.Line {
			table[i-1].Next = t.Pos.Line - before.Line
		} else {
			row.File, row.Line = t.Pos.File, t.Pos.Line
		}
		before = t.Pos
	}
	return table
}
