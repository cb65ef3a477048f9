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

// join puts the functions after the head of the file. After a function whose lines
// have the numbers of the schedule, the numbers of the file go on.
func join(head []byte, functions [][]byte) []byte {
	file := bytes.NewBuffer(head)
	count := bytes.Count(head, []byte("\n"))
	for i, text := range functions {
		file.WriteByte('\n')
		file.Write(text)
		count += 1 + bytes.Count(text, []byte("\n"))
		if i < len(functions)-1 && bytes.Contains(text, []byte("\n//line ")) {
			count += 2
			fmt.Fprintf(file, "\n//line %s:%d\n", golang.GeneratedFile, count+1)
		}
	}
	return file.Bytes()
}
