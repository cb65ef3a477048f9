package grammar

import (
	"fmt"
	"strings"

	"github.com/alecthomas/participle/v2/lexer"

	"github.com/rocketc/rocketc/diag"
)

// A problem is a diagnostic on its way through participle, which returns errors of this
// kind unchanged.
type problem struct{ diag.Diagnostic }

// Message returns the text of the diagnostic.
func (p *problem) Message() string { return p.Msg }

// Position returns where it starts.
func (p *problem) Position() lexer.Position {
	s := p.Span
	return lexer.Position{
		Filename: s.File, Offset: s.Start.Offset, Line: s.Start.Line, Column: s.Start.Col}
}

// maxShown is how many characters of a token a message has.
const maxShown = 40

// beginning returns the beginning of a long token.
func beginning(text string) string { return fmt.Sprintf("%.*q…", maxShown, text) }

// found describes a token for messages.
func found(t *lexer.Token) string {
	switch {
	case t.EOF() && t.Value != "":
		return "the closing quote"
	case t.EOF():
		return "the end of the file"
	case t.Type == kindNewline:
		return "the end of the line"
	case len(t.Value) > maxShown:
		return beginning(t.Value)
	case t.Type == kindString:
		return t.Value
	}
	return fmt.Sprintf("%q", t.Value)
}

// unexpected is the message for a token that must not stand in its place.
func unexpected(t *lexer.Token) string {
	return "unexpected " + strings.TrimPrefix(found(t), "the ")
}

// tokenSpan returns where a token stands. The span of a line break and of the end is empty.
func tokenSpan(t *lexer.Token) diag.Span {
	end := t.Pos
	if t.Type != kindNewline {
		advance(&end, t.Value)
	}
	return span(t.Pos, end)
}
