package grammar

import (
	"cmp"
	"iter"
	"slices"
	"strings"
	"sync"
	"unicode"

	"github.com/rocketc/rocketc/diag"
)

// A stretch is a part of the text, as offsets.
type stretch struct{ from, to int }

// skipped notes that the text from an offset to the next token was not read.
func (p *parser) skipped(from int) {
	p.unread = append(p.unread, stretch{from, p.Peek().Pos.Offset})
}

// MayDeclare reports whether a part of the file that could not be read may declare a name: it
// has a word of the name. Such parts are the statements that the parser has given up, the lines
// of errors, blocks that are not closed, and strings of several lines, because a quote in a
// wrong place makes a string of statements. A file without syntax errors has no such part.
func (f *File) MayDeclare(name string) bool {
	if f.unread == nil {
		return false
	}
	known, words := f.unread(), 0
	for word := range wordsIn(name) {
		if known[word] {
			return true
		}
		words++
	}
	return words == 0 // a name of signs may stand anywhere
}

// unreadWords returns a function that returns the words in what was not read.
func (p *parser) unreadWords(found diag.List) func() map[string]bool {
	src, parts := p.scanner.src, p.unread
	if p.full() || !p.scanner.finished() {
		parts = append(parts, stretch{0, len(src)})
	}
	for _, d := range found {
		if d.Code == diag.StrayBracket { // a block before it was closed too early
			parts = append(parts, stretch{0, d.Span.Start.Offset})
		}
		parts = append(parts, linesOf(src, d.Span))
		for _, r := range d.Related {
			parts = append(parts, linesOf(src, r.Span))
		}
	}
	return sync.OnceValue(func() map[string]bool {
		words := map[string]bool{}
		for _, part := range merged(slices.Concat(parts, longTexts(src))) {
			for word := range wordsIn(src[part.from:part.to]) {
				words[word] = true
			}
		}
		return words
	})
}

// linesOf returns the lines in which a span begins and ends, and those between.
func linesOf(src string, at diag.Span) stretch {
	from := strings.LastIndexAny(src[:at.Start.Offset], "\r\n") + 1
	return stretch{from, at.End.Offset + lineWidth(src[at.End.Offset:])}
}

// longTexts returns the strings that have line breaks, and the code.
func longTexts(src string) (all []stretch) {
	for _, t := range significant([]byte(src)) {
		long := t.Type == kindString && strings.ContainsAny(t.Value, "\r\n")
		if long || t.Type == kindGoCode || t.Type == kindGoType {
			all = append(all, stretch{t.Pos.Offset, t.Pos.Offset + len(t.Value)})
		}
	}
	return all
}

// merged returns stretches in their order, those that overlap as one.
func merged(parts []stretch) (all []stretch) {
	slices.SortFunc(parts, func(a, b stretch) int { return cmp.Compare(a.from, b.from) })
	for _, part := range parts {
		if last := len(all) - 1; last >= 0 && part.from <= all[last].to {
			all[last].to = max(all[last].to, part.to)
		} else {
			all = append(all, part)
		}
	}
	return all
}

// wordsIn returns the words and numbers of a text.
func wordsIn(text string) iter.Seq[string] {
	return strings.FieldsFuncSeq(text, func(r rune) bool {
		return r != '_' && !unicode.IsLetter(r) && !unicode.IsDigit(r)
	})
}
