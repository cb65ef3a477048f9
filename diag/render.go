package diag

import (
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Lines longer than lineWidth columns are cut to a window around the caret
// that has leftWidth columns before it.
const (
	lineWidth = 120
	leftWidth = 60
	tabWidth  = 4
)

// Render writes findings for people: a line file:line:col: severity[code]:
// message, the source line with carets below the place, help and related places.
// source returns the text of a file, or nil if the text is not known; Render asks
// for a file once while findings in that file follow each other. With color the
// output has ANSI escapes.
func Render(w io.Writer, source func(file string) []byte, list List, color bool) error {
	r := renderer{source: source, color: color}
	for _, d := range list {
		r.diagnostic(d)
	}
	_, err := io.WriteString(w, r.out.String())
	return err
}

// RenderLimited is Render for a list cut to its first n findings, followed by
// a line that says how many more there are.
func RenderLimited(w io.Writer, source func(file string) []byte, list List, n int,
	color bool) error {
	shown, more := list.Limit(n)
	if err := Render(w, source, shown, color); err != nil || more == 0 {
		return err
	}
	_, err := fmt.Fprintf(w, "and %d more\n", more)
	return err
}

type renderer struct {
	source func(string) []byte
	color  bool
	file   string // the file of text
	text   []byte
	out    strings.Builder
}

// The parts of the output that have a colour of their own.
const (
	bold   = "1"
	red    = "1;31"
	yellow = "1;33"
	blue   = "1;34"
)

func (r *renderer) paint(color, text string) string {
	if !r.color || text == "" {
		return text
	}
	return "\x1b[" + color + "m" + text + "\x1b[0m"
}

func (r *renderer) diagnostic(d Diagnostic) {
	hue := red
	if d.Severity == Warning {
		hue = yellow
	}
	if at := d.Span.String(); at != "" {
		r.out.WriteString(r.paint(bold, at+":") + " ")
	}
	fmt.Fprintf(&r.out, "%s: %s\n", r.paint(hue, fmt.Sprintf("%s[%s]", d.Severity, d.Code)),
		r.paint(bold, oneLine(d.Msg)))
	r.snippet(d.Span, d.Label, hue)
	for _, rel := range d.Related {
		r.out.WriteString("  " + r.paint(blue, rel.Span.String()+":") + " " + oneLine(rel.Msg) +
			"\n")
		r.snippet(rel.Span, "", blue)
	}
	if d.Help != "" {
		for line := range strings.Lines(d.Help) {
			r.out.WriteString("  " + r.paint(blue, "help:") + " " +
				strings.TrimRight(line, "\r\n") + "\n")
		}
	}
}

// snippet writes the source line of s and the carets below it.
func (r *renderer) snippet(s Span, label, hue string) {
	line, ok := r.line(s)
	if !ok {
		return
	}
	from := s.Start.Offset - line.start
	to := min(max(s.End.Offset-line.start, from), len(line.text))
	w := layout(line.text, from, to)
	r.out.WriteString("    " + w.text + "\n    " + strings.Repeat(" ", w.before))
	r.out.WriteString(r.paint(hue,
		strings.TrimRight(strings.Repeat("^", w.carets)+" "+oneLine(label), " ")) + "\n")
}

type sourceLine struct {
	text  string
	start int // its offset in the file
}

// line returns the line on which s starts.
func (r *renderer) line(s Span) (sourceLine, bool) {
	if r.file != s.File || r.text == nil {
		r.file, r.text = s.File, nil
		if r.source != nil {
			r.text = r.source(s.File)
		}
	}
	at := s.Start.Offset
	if r.text == nil || at < 0 || at > len(r.text) || s.Start.Line == 0 {
		return sourceLine{}, false
	}
	start, end := at, at
	for start > 0 && !isBreak(r.text[start-1]) {
		start--
	}
	for end < len(r.text) && !isBreak(r.text[end]) {
		end++
	}
	return sourceLine{string(r.text[start:end]), start}, true
}

func isBreak(c byte) bool { return c == '\n' || c == '\r' }

// window is a source line made ready to print.
type window struct {
	text   string
	before int // columns before the carets
	carets int
}

// layout expands tabs, replaces what can't be printed, and cuts the line to a
// window around bytes from to to.
func layout(line string, from, to int) window {
	first := cutStart(line, from)
	w := window{}
	var b strings.Builder
	if first > 0 {
		b.WriteString("…")
		w.before = 1
	}
	col := w.before
	for i, r := range line[first:] {
		i += first
		if col >= lineWidth {
			b.WriteString("…")
			break
		}
		text := printable(line, i, r, col)
		width := textWidth(text)
		b.WriteString(text)
		switch {
		case i < from:
			w.before += width
		case i < to:
			w.carets += width
		}
		col += width
	}
	w.text = b.String()
	w.carets = max(w.carets, 1)
	return w
}

// cutStart returns the offset at which the window begins: 0, or about leftWidth
// columns before from.
func cutStart(line string, from int) int {
	if len(line) <= lineWidth || from <= leftWidth {
		return 0
	}
	start := from
	for n := 0; n < leftWidth && start > 0; n++ {
		_, size := utf8.DecodeLastRuneInString(line[:start])
		start -= size
	}
	return start
}

// printable returns what is printed for rune r, at offset i, in column col.
func printable(line string, i int, r rune, col int) string {
	switch {
	case r == '\t':
		return strings.Repeat(" ", tabWidth-col%tabWidth)
	case r == utf8.RuneError && line[i] != "\uFFFD"[0]:
		return "\uFFFD"
	case r == '\uFEFF':
		return ""
	case !unicode.IsPrint(r) && runeWidth(r) != 0:
		return "\uFFFD"
	}
	return string(r)
}

// oneLine replaces what would break a line or drive a terminal.
func oneLine(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, text)
}

func textWidth(text string) int {
	n := 0
	for _, r := range text {
		n += runeWidth(r)
	}
	return n
}

// runeWidth returns how many columns a terminal gives r: 0 for marks that join
// the letter before, 2 for wide characters of East Asia and emoji, else 1.
func runeWidth(r rune) int {
	switch {
	case r < 0x300:
		return 1
	case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf):
		return 0
	case r >= 0x1100 && unicode.In(r, wide):
		return 2
	}
	return 1
}

// wide holds the blocks of characters that take two columns.
var wide = &unicode.RangeTable{
	R16: []unicode.Range16{
		{0x1100, 0x115F, 1}, {0x231A, 0x231B, 1}, {0x23E9, 0x23EC, 1}, {0x2614, 0x2615, 1},
		{0x26A1, 0x26A1, 1}, {0x2705, 0x2705, 1}, {0x274C, 0x274C, 1}, {0x2E80, 0x303E, 1},
		{0x3041, 0x33FF, 1}, {0x3400, 0x4DBF, 1}, {0x4E00, 0x9FFF, 1}, {0xA000, 0xA4CF, 1},
		{0xA960, 0xA97C, 1}, {0xAC00, 0xD7A3, 1}, {0xF900, 0xFAFF, 1}, {0xFE30, 0xFE6F, 1},
		{0xFF00, 0xFF60, 1}, {0xFFE0, 0xFFE6, 1},
	},
	R32: []unicode.Range32{
		{0x17000, 0x18CFF, 1}, {0x1B000, 0x1B2FF, 1}, {0x1F300, 0x1F64F, 1},
		{0x1F680, 0x1F6FF, 1}, {0x1F900, 0x1F9FF, 1}, {0x1FA70, 0x1FAFF, 1}, {0x20000, 0x3FFFD, 1},
	},
}
