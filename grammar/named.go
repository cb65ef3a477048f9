package grammar

import (
	"strings"

	"github.com/alecthomas/participle/v2/lexer"

	"github.com/rocketc/rocketc/diag"
)

// A NameCond is a named condition without arguments.
type NameCond struct {
	Place
	Name string
}

func (*NameCond) cond() {}

// A Call is a named condition with arguments.
type Call struct {
	Place
	Name *Name
	Args *Args
}

func (*Call) cond() {}

// A Phrase is words and values that may form a declared phrase, such as
// `market "NYSE" is open`. Its first part is a *Word.
type Phrase struct {
	Place
	Parts []Arg // *Word, *Text, *Number, *Duration, *Bool
}

func (*Phrase) cond() {}

// named reads a condition that begins with none of the language's words: a named
// condition, with or without arguments, or a phrase.
func (c *cursor) named(t *lexer.Token) Cond {
	c.rejectMisspelt(t)
	name := c.name()
	switch {
	case c.is("("):
		return &Call{Name: name, Args: c.args(), Place: c.since(t.Pos)}
	case c.is("."):
		panic(c.dottedName(t, name))
	}
	return c.phrase(t, name)
}

// dottedName returns the error for the name of a Go function or a task in the place
// of a condition.
func (c *cursor) dottedName(t *lexer.Token, name *Name) *problem {
	p := c.problem(diag.FuncExpected, t, "the name of a condition has no dot")
	path := name.Text
	for c.eat(".") && c.isKind(kindIdent) {
		path += "." + c.Next().Value
	}
	p.Span.End = pos(c.RawPeek().Pos)
	p.Label = "expected a condition"
	p.Help = "for a Go function write func " + path + "(), for a task write after " + path
	return p
}

// rejectMisspelt gives up at words of the language that begin no condition as they
// are written.
func (c *cursor) rejectMisspelt(t *lexer.Token) {
	if sign := signFor(t.Value); sign != "" {
		panic(c.wrongOperator(t, sign))
	}
	if lower := strings.ToLower(t.Value); lower != t.Value && condWords.has(lower) {
		p := c.problem(diag.WrongCase, t, found(t)+" must be lower-case")
		p.Label, p.Fix = "write "+lower, diag.Fix{Span: p.Span, Text: lower}
		panic(p)
	}
	if innerWords.has(t.Value) {
		c.fail(diag.CondExpected, "a condition does not begin with "+found(t),
			"expected a condition", "")
	}
}

// phrase reads the words and values after the first word of a phrase. If there are
// none, the condition is a plain name.
func (c *cursor) phrase(first *lexer.Token, name *Name) Cond {
	parts := []Arg{&Word{name.Place, name.Text}}
	for part := c.phrasePart(); part != nil; part = c.phrasePart() {
		parts = append(parts, part)
	}
	if len(parts) == 1 {
		return &NameCond{name.Place, name.Text}
	}
	return &Phrase{c.since(first.Pos), parts}
}

// phrasePart reads a word or a value. It returns nil if the phrase ends here.
func (c *cursor) phrasePart() Arg {
	t := c.Peek()
	switch {
	case c.ended():
		return nil
	case t.Type == kindString, t.Type == kindNum, c.is("true"), c.is("false"):
		return c.value()
	case t.Type == kindIdent && signFor(t.Value) == "":
		c.Next()
		return &Word{c.since(t.Pos), t.Value}
	}
	return nil
}
