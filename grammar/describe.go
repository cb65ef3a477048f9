package grammar

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"github.com/rocketc/rocketc/diag"
)

// describe gives every declaration that begins a line the comment lines directly above it, also
// those in groups.
func (f *File) describe(decls []Decl) {
	if len(f.Comments) == 0 {
		return
	}
	for _, d := range decls {
		if at := d.Span().Start; f.beginsLine(at.Offset) {
			d.describe(above(at, f.Comments))
		}
		if g, ok := d.(*Group); ok {
			f.describe(g.Members)
		}
	}
}

// beginsLine reports whether only white space and semicolons stand before an offset on its
// line.
func (f *File) beginsLine(offset int) bool {
	before := strings.TrimRightFunc(f.text[:offset], func(r rune) bool {
		return r == ';' || r == '\uFEFF' || unicode.IsSpace(r) && r != '\n' && r != '\r'
	})
	return before == "" || isBreak(before[len(before)-1])
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
