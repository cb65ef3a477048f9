package check

import (
	"path/filepath"

	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/grammar"
	rocket "github.com/rocketc/rocketc/runtime"
)

// inside returns the span of value[start:end], for the value of a string literal. If the
// literal has escapes, it is the span of the whole literal.
func inside(t *grammar.Text, start, end int) diag.Span {
	if len(t.Raw) < 2 || t.Raw[1:len(t.Raw)-1] != t.Value() {
		return t.Span()
	}
	return t.Span().Part(t.Raw, start+1, end+1)
}

// wordSpan returns the span of the word with which a declaration begins.
func wordSpan(at diag.Span, word string) diag.Span { return at.Part(word, 0, len(word)) }

// position returns a place as a program knows it: with the base name of the file, so that a
// program is the same wherever rocketc was called.
func position(at diag.Span) rocket.Pos {
	if at.IsZero() {
		return rocket.Pos{}
	}
	return rocket.Pos{File: filepath.Base(at.File), Line: at.Start.Line, Column: at.Start.Col}
}
