package codegen

import (
	"math"
	"strings"
	"unicode/utf8"
)

// An entry is an element of a composite literal.
type entry struct {
	key string // as it is written before the colon; empty if the element has none
	literal
}

// lead returns how many runes stand before the value.
func (e entry) lead() int {
	if e.key == "" {
		return 0
	}
	return utf8.RuneCountInString(e.key) + len(": ")
}

// braced writes a composite literal: its type, and its entries between braces. It takes one
// line if that is wide enough and no composite literal in it takes several.
func braced(of literal, at place, entries []entry) literal {
	width, size := of.width+len("{}"), 0
	for i, e := range entries {
		if i > 0 {
			width += len(", ")
		}
		width += e.lead() + e.width
		size += at.indent + 1 + len(e.key) + len(e.text) + longestPad
	}
	var b strings.Builder
	b.Grow(len(of.text) + size)
	b.WriteString(of.text)
	if len(entries) > 0 && !at.holds(width) {
		width = tooWide
		b.WriteString("{\n")
		inLines(&b, at.indent+1, entries)
		indent(&b, at.indent)
	} else {
		b.WriteString("{")
		inLine(&b, entries)
	}
	b.WriteString("}")
	return literal{b.String(), width}
}

// longestPad is more than usually stands between an entry's key and its value.
const longestPad = 16

// inLine writes entries one after another.
func inLine(b *strings.Builder, entries []entry) {
	for i, e := range entries {
		if i > 0 {
			b.WriteString(", ")
		}
		if e.key != "" {
			b.WriteString(e.key + ": ")
		}
		b.WriteString(e.text)
	}
}

func indent(b *strings.Builder, tabs int) {
	for range tabs {
		b.WriteByte('\t')
	}
}

// inLines writes each entry on a line of its own, as gofmt does: values stand in a column,
// which ends before and after an entry that takes several lines, and where keys differ much
// in their lengths.
func inLines(b *strings.Builder, tabs int, entries []entry) {
	start, size := 0, 0
	var logs float64 // of the sizes in the column, in sum
	for i, e := range entries {
		before := size
		size = e.size()
		if parts(before, size, math.Exp(logs/float64(i-start))) {
			column(b, tabs, entries[start:i])
			start, logs = i, 0
		}
		logs += math.Log(float64(max(size, 1)))
	}
	column(b, tabs, entries[start:])
}

// size returns the length of the key in bytes, or 0 if the entry has no key or does not
// fit on one line.
func (e entry) size() int {
	if e.key == "" || strings.Contains(e.key, "\n") || strings.Contains(e.text, "\n") {
		return 0
	}
	return len(e.key)
}

// parts reports whether a column ends between two entries, by the sizes of their keys and
// the geometric mean of those in the column. Sizes up to small never part.
func parts(before, size int, mean float64) bool {
	const small, ratio = 40, 2.5
	if before == 0 || size == 0 {
		return true
	}
	if before <= small && size <= small {
		return false
	}
	of := float64(size) / mean
	return of*ratio <= 1 || of >= ratio
}

// column writes entries with their values in one column.
func column(b *strings.Builder, tabs int, entries []entry) {
	widest := 0
	for _, e := range entries {
		widest = max(widest, e.lead())
	}
	for _, e := range entries {
		indent(b, tabs)
		if e.key != "" {
			b.WriteString(e.key + ":")
			for range widest - e.lead() + 1 {
				b.WriteByte(' ')
			}
		}
		b.WriteString(e.text + ",\n")
	}
}
