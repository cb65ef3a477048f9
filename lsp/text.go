package lsp

import (
	"slices"
	"sort"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"go.lsp.dev/protocol"
)

// An encoding says in what the columns of positions are counted.
type encoding int

const (
	inUTF16 encoding = iota // units of two bytes, which every client counts
	inUTF8                  // bytes
)

// A text is one version of a file, with the places where its lines begin. It does not change.
type text struct {
	content string
	lines   []int // the offset of each line; a line ends with \n, \r\n or \r
}

func newText(content string) *text {
	t := &text{content: content, lines: make([]int, 1, 2+len(content)/30)}
	for i := 0; i < len(content); i++ {
		next := strings.IndexAny(content[i:], "\r\n")
		if next < 0 {
			break
		}
		if i += next; content[i] == '\r' && strings.HasPrefix(content[i+1:], "\n") {
			i++
		}
		t.lines = append(t.lines, i+1)
	}
	return t
}

// line returns the text of a line without its end.
func (t *text) line(n int) string {
	end := len(t.content)
	if n+1 < len(t.lines) {
		end = t.lines[n+1]
	}
	return strings.TrimRight(t.content[t.lines[n]:end], "\r\n")
}

// position returns the position of an offset, which may lie outside of the text.
func (t *text) position(offset int, in encoding) protocol.Position {
	offset = min(max(offset, 0), len(t.content))
	n := sort.SearchInts(t.lines, offset+1) - 1
	before := t.content[t.lines[n]:offset]
	column := len(before)
	if in == inUTF16 {
		column = utf16Width(before)
	}
	return protocol.Position{Line: uint32(n), Character: uint32(column)}
}

// offset returns the offset of a position. A column past the end of its line is its end, a line
// past the last one is the end of the text, and a place within a character is its start.
func (t *text) offset(p protocol.Position, in encoding) int {
	if uint64(p.Line) >= uint64(len(t.lines)) {
		return len(t.content)
	}
	line, column := t.line(int(p.Line)), int(min(p.Character, 1<<30))
	start := t.lines[p.Line]
	if in == inUTF8 {
		at := min(column, len(line))
		for at > 0 && at < len(line) && !utf8.RuneStart(line[at]) {
			at--
		}
		return start + at
	}
	for i, r := range line {
		width := utf16.RuneLen(r)
		if width < 0 { // an invalid byte stands for U+FFFD
			width = 1
		}
		if column < width {
			return start + i
		}
		column -= width
	}
	return start + len(line)
}

// utf16Width returns how many units of UTF-16 a text has.
func utf16Width(s string) (n int) {
	for i := 0; i < len(s); {
		if s[i] < utf8.RuneSelf {
			i, n = i+1, n+1
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		i, n = i+size, n+max(utf16.RuneLen(r), 1)
	}
	return n
}

// span returns the range between two offsets.
func (t *text) span(start, end int, in encoding) protocol.Range {
	return protocol.Range{Start: t.position(start, in), End: t.position(end, in)}
}

// edited returns the text with a range replaced.
func (t *text) edited(r protocol.Range, in encoding, with string) *text {
	start, end := t.offset(r.Start, in), t.offset(r.End, in)
	end = max(start, end)
	next := &text{content: t.content[:start] + with + t.content[end:]}
	next.lines = t.spliced(start, end, with, next.content)
	return next
}

// spliced returns where the lines begin after the stretch from start to end has been replaced:
// only the lines around it are looked at again.
func (t *text) spliced(start, end int, with, content string) []int {
	first := max(sort.SearchInts(t.lines, start)-1, 0) // it begins before start
	after := sort.SearchInts(t.lines, end+2)           // these begin behind end, whatever it was
	stop := len(content)
	if after < len(t.lines) {
		stop = t.lines[after] + start + len(with) - end
	}
	from := t.lines[first]
	lines := slices.Grow(slices.Clone(t.lines[:first]), len(t.lines)-first+8)
	for _, at := range newText(content[from:stop]).lines {
		if from+at < stop || after >= len(t.lines) {
			lines = append(lines, from+at)
		}
	}
	for _, at := range t.lines[min(after, len(t.lines)):] {
		lines = append(lines, at+start+len(with)-end)
	}
	return lines
}
