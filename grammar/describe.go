package grammar

import "strings"

// describe gives every declaration the comment lines directly above it.
func describe(f *File) {
	own := make(map[int]string)
	for _, c := range f.Comments {
		if c.Own && !strings.HasPrefix(c.Text, "#!") {
			own[c.Pos.Line] = c.Text
		}
	}
	if len(own) > 0 {
		describeAll(f.Decls, own)
	}
}

// describeAll describes declarations and those in them; own has the comments that have
// their line to themselves, by line.
func describeAll(decls []Decl, own map[int]string) {
	for _, d := range decls {
		first := d.Span().Start.Line
		for own[first-1] != "" {
			first--
		}
		var lines []string
		for n := first; n < d.Span().Start.Line; n++ {
			lines = append(lines, strings.TrimPrefix(own[n][1:], " "))
		}
		d.describe(lines)
		if g, ok := d.(*Group); ok {
			describeAll(g.Members, own)
		}
	}
}
