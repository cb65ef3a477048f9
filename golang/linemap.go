package golang

import (
	"path/filepath"
	"strings"

	"github.com/rocketc/rocketc/diag"
)

// A LineMap leads from a generated file back to the schedule: it has the passages
// of the file that are made of parts of the schedule. Those with Go of the schedule have
// its numbers of lines, by //line comments.
type LineMap []Passage

// Find returns the place in the schedule that the Go compiler means by a line and a
// column of a file, of which only the base name counts: the token that starts there,
// or the line if no such token is known. ok is false if no passage has the line.
func (m LineMap) Find(file string, line, col int) (at diag.Span, ok bool) {
	for _, p := range m {
		span, exact := p.find(filepath.Base(file), line, col)
		switch {
		case exact:
			return span, true
		case !ok && !span.IsZero():
			at, ok = span, true
		}
	}
	return at, ok
}

// find is Find for one passage. The span is zero if the passage does not have the
// line; exact says that the span is that of a token.
func (p *Passage) find(base string, line, col int) (at diag.Span, exact bool) {
	if p.Snippet == nil {
		lines := strings.Count(p.Text, "\n")
		if base == GeneratedFile && p.Line <= line && line < p.Line+lines {
			return p.Span, true
		}
		return diag.Span{}, false
	}
	file, text := scan(p.Text)
	starts := map[int]bool{} // of the tokens on the line: a comment may start there, too
	for i, t := range text {
		said := file.Position(file.Pos(t.Offset))
		if filepath.Base(said.Filename) == base && said.Line == line {
			starts[i] = said.Column == col
		}
	}
	if len(starts) == 0 {
		return diag.Span{}, false
	}
	for i, paired := range p.pairs(text) {
		if t := p.Snippet.Tokens[i]; starts[paired] {
			return p.Span.Part(p.Snippet.Text, t.Offset, t.Offset+len(t.Text)), true
		}
	}
	return p.line(line), false
}

// line returns the part of a line of the schedule that belongs to the snippet,
// without the white space around it.
func (p *Passage) line(number int) diag.Span {
	start := 0
	for range number - p.Span.Start.Line {
		n := strings.IndexByte(p.Snippet.Text[start:], '\n')
		if n < 0 {
			return p.Span
		}
		start += n + 1
	}
	line, _, _ := strings.Cut(p.Snippet.Text[start:], "\n")
	start += len(line) - len(strings.TrimLeft(line, " \t"))
	return p.Span.Part(p.Snippet.Text, start, start+len(strings.TrimSpace(line)))
}
