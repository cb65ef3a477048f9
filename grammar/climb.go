package grammar

import (
	"strings"

	"github.com/alecthomas/participle/v2/lexer"

	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/spelling"
)

// An Or is `a | b | c`.
type Or struct {
	Place
	Operands []Cond // two or more
}

func (*Or) cond() {}

// An And is `a & b & c`.
type And struct {
	Place
	Operands []Cond // two or more
}

func (*And) cond() {}

// A Not is `~a`.
type Not struct {
	Place
	Operand Cond
}

func (*Not) cond() {}

// A Paren is `(a)`.
type Paren struct {
	Place
	Inner Cond
}

func (*Paren) cond() {}

// condition reads a whole condition. `~` binds tighter than `&`, and `&` tighter than
// `|`. The token after the condition must be one that ends it.
func (c *cursor) condition() Cond {
	defer c.translate()
	x := c.or()
	if !c.ended() {
		panic(c.strayAfterCond())
	}
	return x
}

func (c *cursor) or() Cond {
	start := c.Peek().Pos
	first := c.and()
	if !c.is("|") {
		return first
	}
	operands := []Cond{first}
	for c.eat("|") {
		operands = append(operands, c.and())
	}
	return &Or{c.since(start), operands}
}

func (c *cursor) and() Cond {
	start := c.Peek().Pos
	first := c.unary()
	if !c.is("&") {
		return first
	}
	operands := []Cond{first}
	for c.eat("&") {
		operands = append(operands, c.unary())
	}
	return &And{c.since(start), operands}
}

func (c *cursor) unary() Cond {
	t := c.Peek()
	if !c.is("~") {
		return c.primary()
	}
	if c.depth++; c.depth > maxDepth {
		c.fail(diag.TooDeep, "a condition nests too deep", "one ~ too many", "")
	}
	c.Next()
	x := c.unary()
	c.depth--
	return &Not{c.since(t.Pos), x}
}

func (c *cursor) primary() Cond {
	t := c.Peek()
	c.began, c.head, c.next = c.MakeCheckpoint(), t.Value, nil
	switch {
	case c.is("("):
		return c.paren(t)
	case t.Type == kindString:
		return c.quoted()
	case t.Type != kindIdent:
		panic(c.noCond(t))
	}
	return c.form(t)
}

// form reads the condition that the word t begins.
func (c *cursor) form(t *lexer.Token) Cond {
	if read, ok := readers[t.Value]; ok {
		return read(c, t.Pos)
	}
	return c.named(t)
}

// paren reads a condition in brackets.
func (c *cursor) paren(open *lexer.Token) Cond {
	c.Next()
	if c.is(")") {
		c.fail(diag.CondExpected, "there is no condition between the brackets",
			"expected a condition", "")
	}
	x := c.or()
	if c.eat(")") {
		return &Paren{c.since(open.Pos), x}
	}
	if c.ended() {
		panic(c.unclosed(open))
	}
	panic(c.strayAfterCond())
}

// noCond returns the error for a token that begins no condition.
func (c *cursor) noCond(t *lexer.Token) *problem {
	if sign := signFor(t.Value); sign != "" {
		return c.wrongOperator(t, sign)
	}
	p := c.problem(diag.CondExpected, t, "a condition is missing before "+found(t))
	p.Label = "expected a condition"
	if t.Type == kindNum {
		p.Msg = "a condition does not begin with a number"
	}
	return p
}

// signFor returns the operator that word stands for in other languages, or "".
func signFor(word string) string {
	switch strings.ToLower(word) {
	case "&&", "and":
		return "&"
	case "||", "or":
		return "|"
	case "!", "not":
		return "~"
	}
	return ""
}

func (c *cursor) wrongOperator(t *lexer.Token, sign string) *problem {
	p := c.problem(diag.WrongOperator, t, found(t)+" is not an operator of conditions")
	p.Label, p.Fix = "write "+sign, diag.Fix{Span: p.Span, Text: sign}
	return p
}

// strayAfterCond returns the error for a token after a condition that neither joins
// the condition to another nor ends it.
func (c *cursor) strayAfterCond() *problem {
	t := c.Peek()
	switch {
	case t.Value == ")" || t.Value == "]":
		return c.problem(diag.StrayBracket, t, "nothing is open that "+t.Value+" could close")
	case t.Value == "~" || t.Value == "(" || t.Value == "!":
		return c.missingOperator(t)
	case signFor(t.Value) != "":
		return c.wrongOperator(t, signFor(t.Value))
	case t.Type == kindIdent:
		return c.strayWord(t)
	}
	p := c.problem(diag.Unexpected, t, unexpected(t)+" after the condition")
	p.Label = c.expectation()
	switch {
	case t.Type != kindNum:
	case c.next.has("at"):
		p.Help = "did you mean at " + t.Value + "?"
	case c.next.has("past"):
		p.Help = "a count is compared, as in: has failed today >= " + t.Value + " times"
	}
	return p
}

func (c *cursor) missingOperator(t *lexer.Token) *problem {
	p := c.problem(diag.MissingOperator, t, "& or | is missing before "+found(t))
	p.Label, p.Expected = "expected & or |", c.next
	return p
}

// strayWord returns the error for a word after a condition.
func (c *cursor) strayWord(t *lexer.Token) *problem {
	near := spelling.Nearest(t.Value, c.next)
	if near == "" && (condWords.has(t.Value) || len(c.next) == 0) {
		return c.missingOperator(t)
	}
	p := c.problem(diag.UnknownWord, t, "unknown word "+found(t)+" after "+c.head)
	p.Label, p.Expected = c.expectation(), c.next
	if near != "" {
		suggest(&p.Diagnostic, near)
	}
	return p
}

// expectation says what could have continued the latest condition.
func (c *cursor) expectation() string {
	if len(c.next) == 0 {
		return "expected & or |"
	}
	return "expected " + c.next.list()
}
