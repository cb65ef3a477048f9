package main

import (
	"io"
	"os"
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/term"
)

// The widths of prose, in columns.
const (
	usualProse  = 80
	widestProse = 100
)

// proseWidth returns how wide prose is for w: as wide as a terminal, up to a limit.
func proseWidth(w io.Writer) int {
	if file, ok := w.(*os.File); ok {
		if columns, _, err := term.GetSize(int(file.Fd())); err == nil && columns > 0 {
			return min(columns, widestProse)
		}
	}
	return usualProse
}

// prose returns a page of the documents as plain text of a width. Paragraphs and lists are
// filled anew, code is indented, and a row of a table is its first cell with the others below
// it. Of links their text is left.
func prose(page string, width int) string {
	p := &typesetter{width: width}
	inCode := false
	for line := range strings.Lines(page) {
		line = strings.TrimRight(line, "\n")
		fence := strings.HasPrefix(line, "```")
		switch {
		case fence:
			p.flush()
			inCode = !inCode
		case inCode:
			p.out.WriteString(strings.TrimRight("    "+line, " ") + "\n")
		default:
			p.line(line)
		}
	}
	p.flush()
	return p.out.String()
}

// A typesetter fills paragraphs.
type typesetter struct {
	width  int
	out    strings.Builder
	words  []string // of the open paragraph
	first  string   // what the first line of the paragraph begins with
	indent string   // what the others begin with
	head   []string // of the table; nil outside
}

var (
	proseLink = regexp.MustCompile(`!?\[([^\]]*)\]\([^)]*\)`)
	proseItem = regexp.MustCompile(`^( *)- `)
)

// line adds a line of the page that is no code.
func (p *typesetter) line(line string) {
	line = strings.ReplaceAll(proseLink.ReplaceAllString(line, "$1"), "**", "")
	isRow := strings.HasPrefix(line, "|")
	if !isRow {
		p.head = nil
	}
	switch item := proseItem.FindString(line); {
	case strings.TrimSpace(line) == "":
		p.flush()
		p.out.WriteString("\n")
	case isRow:
		p.row(cells(line))
	case strings.HasPrefix(line, "#"):
		p.flush()
		title := strings.TrimLeft(line, "# ")
		if strings.HasPrefix(line, "# ") || strings.HasPrefix(line, "## ") {
			title = strings.ToUpper(title)
		}
		p.out.WriteString(title + "\n")
	case item != "":
		p.flush()
		p.first, p.indent = item, strings.Repeat(" ", len(item))
		p.words = strings.Fields(line[len(item):])
	default:
		p.words = append(p.words, strings.Fields(line)...)
	}
}

// row adds a row of a table: its first cell, the second below it, and the others after their
// headings.
func (p *typesetter) row(row []string) {
	p.flush()
	switch {
	case p.head == nil:
		p.head = row
		return
	case strings.Trim(strings.Join(row, ""), "-: ") == "":
		return // between the head and the rows
	}
	for i, cell := range row {
		p.first = "  "
		if i > 0 {
			p.first = "      "
		}
		p.indent = p.first
		if i > 1 && i < len(p.head) && p.head[i] != "" && cell != "" {
			cell = p.head[i] + ": " + cell
		}
		p.words = strings.Fields(cell)
		p.flush()
	}
}

// cells returns the cells of a row of a table.
func cells(line string) []string {
	const bar = "\v" // stands for a bar that is text
	line = strings.Trim(strings.ReplaceAll(line, `\|`, bar), "| ")
	row := strings.Split(line, "|")
	for i, cell := range row {
		row[i] = strings.ReplaceAll(strings.TrimSpace(cell), bar, "|")
	}
	return row
}

// flush writes the open paragraph.
func (p *typesetter) flush() {
	if len(p.words) == 0 {
		return
	}
	line, used := p.first, 0
	for _, word := range p.words {
		if used > 0 && utf8.RuneCountInString(line)+1+utf8.RuneCountInString(word) > p.width {
			p.out.WriteString(line + "\n")
			line, used = p.indent, 0
		}
		if used > 0 {
			line += " "
		}
		line += word
		used++
	}
	p.out.WriteString(line + "\n")
	p.words, p.first, p.indent = nil, "", ""
}
