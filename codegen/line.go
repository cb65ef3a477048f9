package codegen

import (
	"bytes"
	"fmt"
	"go/format"
	"strings"

	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/golang"
)

// follow gives the lines of a passage the numbers and columns in places, in the file
// that the passage comes from, and enters the passage in the line map. A //line
// comment stands before each line whose number does not follow from the one before.
// A line without a place may have any number.
func (g *generator) follow(p golang.Passage, places []diag.Pos) ([]byte, error) {
	var b bytes.Buffer
	number, file := 0, g.path(p.Span.File)
	for i, line := range strings.SplitAfter(p.Text, "\n") {
		if i < len(places) && places[i].Line != 0 && places[i].Line != number {
			fmt.Fprintf(&b, "//line %s:%d:%d\n", file, places[i].Line, places[i].Col)
			number = places[i].Line
		}
		b.WriteString(line)
		if number != 0 {
			number++
		}
	}
	text, err := format.Source(b.Bytes()) // a comment may part what was aligned
	if err != nil {
		return nil, err
	}
	p.Text = string(text)
	g.lines = append(g.lines, p)
	return text, nil
}

// A function is the text of one declaration at the end of the file.
type function struct {
	text []byte
	// of is what of the schedule the text is made of, if a mistake that Go finds in the
	// text is one in the schedule.
	of diag.Span
}

// join puts the functions after the other parts of the file, and enters those in the line
// map that are made of something. Functions with //line comments come last: the lines after
// them have no numbers of their own.
func (g *generator) join(parts [][]byte, functions []function) []byte {
	size := len(parts)
	for _, part := range parts {
		size += len(part)
	}
	for _, f := range functions {
		size += 1 + len(f.text)
	}
	file := bytes.NewBuffer(make([]byte, 0, size))
	file.Write(bytes.Join(parts, []byte{'\n'}))
	line := 1 + bytes.Count(file.Bytes(), []byte("\n"))
	for _, f := range functions {
		file.WriteByte('\n')
		file.Write(f.text)
		if !f.of.IsZero() {
			g.lines = append(g.lines,
				golang.Passage{Span: f.of, Text: string(f.text), Line: line + 1})
		}
		line += 1 + bytes.Count(f.text, []byte("\n"))
	}
	return file.Bytes()
}
