package format

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

const (
	indentation = "    " // one level

	maxKey  = 40  // the width, in characters, of the widest key that has its value in a column
	maxText = 100 // the width of the widest line whose comment stands in a column with others
)

// A line is a line of the layout, or several if a text in it has line breaks.
type line struct {
	blank   bool // an empty line stands before it
	indent  int  // in levels
	first   int  // its first token; -1: it is a comment
	block   int  // the bracket around that
	kind    kind
	key     string // the part before the column of values; empty if there is none
	text    string
	comment string // behind the text
}

// A kind says what a line is for the columns of values.
type kind int

const (
	other   kind = iota // ends a column
	keyed               // has its value in a column
	neutral             // neither: comments, and what a statement goes on with
)

// width returns the width of the last of the lines, without a comment.
func (l *line) width() int {
	text := l.key + l.text
	if i := strings.LastIndexByte(text, '\n'); i >= 0 {
		return utf8.RuneCountInString(text[i+1:])
	}
	return l.indent*len(indentation) + utf8.RuneCountInString(text)
}

// alignValues widens the keys of statements that follow each other in a block, so that their
// values stand in one column. Other statements, and empty lines, end the column.
func alignValues(lines []line) {
	var column []int
	end := func() {
		width := 0
		for _, i := range column {
			width = max(width, utf8.RuneCountInString(lines[i].key))
		}
		for _, i := range column {
			lines[i].key += padding(width + 1 - utf8.RuneCountInString(lines[i].key))
		}
		column = column[:0]
	}
	for i := range lines {
		l := &lines[i]
		if l.blank || l.kind == other ||
			l.kind == keyed && len(column) > 0 && lines[column[0]].block != l.block {
			end()
		}
		if l.kind == keyed {
			column = append(column, i)
		}
	}
	end()
}

// alignComments puts space before comments, so that those behind lines that follow each other
// with the same indent stand in one column.
func alignComments(lines []line) {
	for i := 0; i < len(lines); {
		n, width := 1, lines[i].width()
		for ; i+n < len(lines) && lines[i].plain() && lines[i+n].follows(&lines[i]); n++ {
			width = max(width, lines[i+n].width())
		}
		for j := i; j < i+n; j++ {
			if l := &lines[j]; l.comment != "" {
				l.comment = padding(max(1, width+1-l.width())) + l.comment
			}
		}
		i += n
	}
}

// plain reports whether the comment behind the line may stand in a column with others.
func (l *line) plain() bool {
	text := l.key + l.text
	if l.comment == "" || l.width() > maxText {
		return false
	}
	return !strings.ContainsRune("}])", rune(text[0])) &&
		!strings.ContainsRune("{[(", rune(text[len(text)-1]))
}

// follows reports whether the comment behind the line stands in the column of that behind the
// line before.
func (l *line) follows(before *line) bool {
	return l.plain() && !l.blank && l.indent == before.indent
}

// padding returns n spaces.
func padding(n int) string { return strings.Repeat(" ", n) }

// text returns the lines, and the borders of declarations.
func (p *printer) text() ([]byte, []border) {
	alignValues(p.lines)
	alignComments(p.lines)
	var b bytes.Buffer
	borders := p.borders
	for i, l := range p.lines {
		for len(borders) > 0 && borders[0].text == i {
			borders[0].text = b.Len() - 1 // before the line break
			borders = borders[1:]
		}
		if l.blank {
			b.WriteByte('\n')
		}
		if l.indent > 0 {
			b.WriteString(strings.Repeat(indentation, l.indent))
		}
		b.WriteString(l.key + l.text + l.comment + "\n")
	}
	return b.Bytes(), p.borders
}
