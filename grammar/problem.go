package grammar

import (
	"errors"
	"fmt"
	"strings"

	"github.com/alecthomas/participle/v2"
	"github.com/alecthomas/participle/v2/lexer"

	"github.com/rocketc/rocketc/diag"
)

// A problem is a diagnostic on its way through participle, which hands errors
// of this kind back unchanged.
type problem struct {
	diag.Diagnostic
	at lexer.Position
}

// Message returns the text of the diagnostic.
func (p *problem) Message() string { return p.Msg }

// Position returns where it starts.
func (p *problem) Position() lexer.Position { return p.at }

// found describes a token as a message has it.
func found(t *lexer.Token) string {
	switch {
	case t.EOF():
		return "the end of the file"
	case t.Type == kindNewline:
		return "the end of the line"
	case len(t.Value) > 40:
		return fmt.Sprintf("%.40q…", t.Value)
	case t.Type == kindString:
		return t.Value
	}
	return fmt.Sprintf("%q", t.Value)
}

// unexpected is the message for a token that has no place where it stands.
func unexpected(t *lexer.Token) string {
	return "unexpected " + strings.TrimPrefix(found(t), "the ")
}

// tokenSpan returns where a token stands; a line break's and the end's is empty.
func tokenSpan(t *lexer.Token) diag.Span {
	end := t.Pos
	if t.Type != kindNewline {
		advance(&end, t.Value)
	}
	return Place{t.Pos, end}.Span()
}

// fromParticiple turns an error of one of participle's parsers into a
// diagnostic; form is how the statement is written. ok is false where the
// lexer has already reported the cause.
func fromParticiple(err error, form string) (d diag.Diagnostic, ok bool) {
	var own *problem
	if errors.As(err, &own) {
		return own.Diagnostic, own.Code != ""
	}
	var stray *participle.UnexpectedTokenError
	if !errors.As(err, &stray) {
		return otherError(err), true
	}
	t := &stray.Unexpected
	d = diag.Diagnostic{Code: diag.Unexpected, Span: tokenSpan(t), Msg: unexpected(t)}
	if want := expected(stray.Message()); want != "" {
		d.Label = "expected " + want
	}
	if form != "" {
		d.Help = "it is written: " + form
	}
	return d, t.Type != kindBad
}

// otherError is for errors of participle that say nothing about a token, such as
// more repetitions than it counts.
func otherError(err error) diag.Diagnostic {
	d := diag.Diagnostic{Code: diag.Unexpected, Msg: err.Error()}
	var at participle.Error
	if errors.As(err, &at) {
		d.Msg, d.Span = at.Message(), Place{at.Position(), at.Position()}.Span()
	}
	return d
}

// expected returns what participle's message says it expected, in the words of
// the language: the first part of the grammar that it shows.
func expected(message string) string {
	_, rest, ok := strings.Cut(message, "(expected ")
	if !ok {
		return ""
	}
	part, _, _ := strings.Cut(strings.TrimLeft(strings.TrimSuffix(rest, ")"), "("), " ")
	if strings.HasPrefix(part, `"`) {
		return part
	}
	return partNames[strings.TrimRight(part, "?*+!)")]
}

// partNames says how users call the parts of the grammar.
var partNames = map[string]string{
	"Name":      "a name",
	"Text":      "a string",
	"Label":     "a name",
	"Path":      "a name",
	"CondParam": "a parameter and its type",
	"GoType":    "a Go type",
	"<ident>":   "a name",
	"<string>":  "a string",
	"DoStep":    "a step such as run T or shutdown",
}
