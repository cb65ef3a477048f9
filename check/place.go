package check

import (
	"path/filepath"
	"unicode/utf8"

	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/grammar"
)

// within returns the span of text[start:end], where text stands at the span at.
func within(at diag.Span, text string, start, end int) diag.Span {
	start = min(max(start, 0), len(text))
	end = min(max(end, start), len(text))
	s := diag.Span{File: at.File, Start: advance(at.Start, text[:start])}
	s.End = advance(s.Start, text[start:end])
	return s
}

// byteSpan returns the span of the character at an offset of text, which stands
// at the span at; it is empty at the end of a line.
func byteSpan(at diag.Span, text string, offset int) diag.Span {
	if offset >= len(text) || text[max(offset, 0)] == '\n' {
		return within(at, text, offset, offset)
	}
	return within(at, text, offset, offset+1)
}

// advance returns the place behind text, which starts at p.
func advance(p diag.Pos, text string) diag.Pos {
	for i := 0; i < len(text); i++ {
		switch b := text[i]; {
		case b == '\n' && i > 0 && text[i-1] == '\r':
		case b == '\n' || b == '\r':
			p.Line++
			p.Col = 1
		case utf8.RuneStart(b):
			p.Col++
		}
	}
	p.Offset += len(text)
	return p
}

// inside returns the span of value[start:end] for the value of a string literal;
// where the literal has escapes, that of the whole literal.
func inside(t *grammar.Text, start, end int) diag.Span {
	if len(t.Raw) < 2 || t.Raw[1:len(t.Raw)-1] != t.Value() {
		return t.Span()
	}
	return within(t.Span(), t.Raw, start+1, end+1)
}

// wordSpan returns the span of the word with which a declaration begins.
func wordSpan(at diag.Span, word string) diag.Span { return within(at, word, 0, len(word)) }

// position returns a place as a program knows it: with the name of its file
// alone, so that programs are the same wherever rocketc was called.
func position(at diag.Span) string {
	if at.File != "" {
		at.File = filepath.Base(at.File)
	}
	return at.String()
}
