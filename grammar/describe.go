package grammar

import (
	"cmp"
	"slices"
	"strings"

	"github.com/rocketc/rocketc/diag"
)

// describe gives every declaration the comment lines directly above it.
func describe(f *File) {
	if len(f.Comments) > 0 {
		describeAll(f.Decls, f.Comments)
	}
}

// describeAll describes declarations and those in them; comments
// are those of the file.
func describeAll(decls []Decl, comments []Comment) {
	for _, d := range decls {
		d.describe(above(d.Span().Start, comments))
		if g, ok := d.(*Group); ok {
			describeAll(g.Members, comments)
		}
	}
}

// above returns the text of the comments that have the lines directly above a place to
// themselves.
func above(at diag.Pos, comments []Comment) (lines []string) {
	end, _ := slices.BinarySearchFunc(comments, at.Offset, func(c Comment, offset int) int {
		return cmp.Compare(int(c.start.offset), offset)
	})
	first := end
	for line := at.Line - 1; first > 0 && comments[first-1].describes(line); line-- {
		first--
	}
	for _, c := range comments[first:end] {
		lines = append(lines, strings.TrimPrefix(c.Text[1:], " "))
	}
	return lines
}

// describes reports whether the comment has the line to itself, and is no #! line.
func (c *Comment) describes(line int) bool {
	return c.Own && int(c.start.line) == line && !strings.HasPrefix(c.Text, "#!")
}
