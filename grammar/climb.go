package grammar

import (
	"strings"

	"github.com/alecthomas/participle/v2/lexer"

	"github.com/rocketc/rocketc/diag"
)

// condition reads a whole condition: `|` binds weaker than `&`, `&` weaker than
// `~`. What comes after it must be something that ends it.
func (c *cursor) condition() Cond {
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
	c.head, c.next = t.Value, nil
	switch {
	case c.is("("):
		return c.paren(t)
	case t.Type != kindIdent:
		panic(c.noCond(t))
	}
	return c.form(t)
}

// form reads the condition that the word t begins.
func (c *cursor) form(t *lexer.Token) Cond {
	start := t.Pos
	switch t.Value {
	case "true", "false", "always", "never":
		return c.constant(start)
	case "secondly", "minutely", "hourly", "daily", "weekly", "monthly", "yearly":
		return c.periodic(start)
	case "time":
		return c.timeOf(start)
	case "every":
		return c.every(start)
	case "cron", "crontime":
		return c.cron(start)
	case "after":
		return c.afterTasks(start)
	case "has", "is", "running":
		return c.ofThisTask(start)
	case "while":
		return c.while(start)
	case "task":
		return c.ofTask(start)
	case "retry":
		return c.retry(start)
	case "scheduler":
		return c.scheduler(start)
	case "env":
		return c.envCond(start)
	case "param":
		return c.paramCond(start)
	case "func":
		return c.function()
	}
	return c.named(t)
}

// paren reads a condition in brackets.
func (c *cursor) paren(open *lexer.Token) Cond {
	c.Next()
	if c.is(")") {
		c.fail(diag.CondExpected, "there is no condition between the brackets", "expected a condition", "")
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

// unclosed returns the error for a bracket that is still open at the next token.
func (c *cursor) unclosed(open *lexer.Token) *problem {
	p := c.problem(diag.UnclosedBracket, open, "the bracket "+open.Value+" is not closed")
	p.Label = "it opens here"
	p.Related = []diag.Related{{Span: tokenSpan(c.Peek()), Msg: "it should be closed before " + found(c.Peek())}}
	return p
}

// noCond returns the error for a token that begins no condition.
func (c *cursor) noCond(t *lexer.Token) *problem {
	if sign := signFor(t.Value); sign != "" {
		return c.wrongOperator(t, sign)
	}
	p := c.problem(diag.CondExpected, t, "a condition is missing before "+found(t))
	p.Label = "expected a condition"
	switch t.Type {
	case kindNum:
		p.Msg = "a condition does not begin with a number"
	case kindString:
		p.Msg = "a condition does not begin with a string"
		p.Help = "the outcome of a task is asked for by: after " + t.Value + ", or: task " + t.Value + " has succeeded"
	}
	return p
}

// signFor returns how the language writes an operator that is written
// otherwise elsewhere, "" if the word is none.
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
	p := c.problem(diag.WrongOperator, t, found(t)+" is no operator of conditions")
	p.Label = "write " + sign
	return p
}

// strayAfterCond returns the error for what stands after a condition and
// neither joins it to another nor ends it.
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
	p.Label = "expected & or |"
	return p
}

// strayWord returns the error for a word after a condition.
func (c *cursor) strayWord(t *lexer.Token) *problem {
	near := diag.Nearest(t.Value, c.next)
	if near == "" && (condWords.has(t.Value) || len(c.next) == 0) {
		return c.missingOperator(t)
	}
	p := c.problem(diag.UnknownWord, t, "unknown word "+found(t)+" after "+c.head)
	p.Label = c.expectation()
	if near != "" {
		p.Help = didYouMean(near)
	}
	return p
}

// expectation says with what the latest condition could have gone on.
func (c *cursor) expectation() string {
	if len(c.next) == 0 {
		return "expected & or |"
	}
	return "expected " + c.next.list()
}

// named reads a condition that begins with none of the language's words: a
// declared one, with or without arguments, or a phrase.
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

// dottedName returns the error for a Go function or a task where a condition
// should stand.
func (c *cursor) dottedName(t *lexer.Token, name *Name) *problem {
	p := c.problem(diag.FuncExpected, t, "a condition has no name with a dot")
	path := name.Text
	for c.eat(".") && c.isKind(kindIdent) {
		path += "." + c.Next().Value
	}
	p.Span.End = pos(c.RawPeek().Pos)
	p.Label = "expected a condition"
	p.Help = "a Go function is asked by: func " + path + "(), the outcome of a task by: after " + path
	return p
}

// rejectMisspelt gives up at a word that is one of the language in other letters.
func (c *cursor) rejectMisspelt(t *lexer.Token) {
	if sign := signFor(t.Value); sign != "" {
		panic(c.wrongOperator(t, sign))
	}
	if lower := strings.ToLower(t.Value); lower != t.Value && condWords.has(lower) {
		c.fail(diag.WrongCase, found(t)+" is written small", "write "+lower, "")
	}
	if innerWords.has(t.Value) {
		c.fail(diag.CondExpected, "a condition does not begin with "+found(t), "expected a condition", "")
	}
}

// phrase reads the words and values after the first word of a phrase; where
// there are none it is a plain name.
func (c *cursor) phrase(first *lexer.Token, name *Name) Cond {
	parts := []Arg{&Word{name.Place, name.Text}}
	for !c.ended() && (c.isKind(kindString, kindNum) || c.isKind(kindIdent) && signFor(c.Peek().Value) == "") {
		if c.isKind(kindIdent) && !c.is("true") && !c.is("false") {
			w := c.name()
			parts = append(parts, &Word{w.Place, w.Text})
			continue
		}
		parts = append(parts, c.value())
	}
	if len(parts) == 1 {
		return &NameCond{name.Place, name.Text}
	}
	return &Phrase{c.since(first.Pos), parts}
}

func (c *cursor) constant(start lexer.Position) Cond {
	word := c.Next().Value
	value := word == "true" || word == "always"
	if word == "always" && c.eat("true") {
		word = "always true"
	}
	return &Const{c.since(start), word, value}
}

func (c *cursor) envCond(start lexer.Position) Cond {
	c.Next()
	return &EnvCond{Value: c.string("the name of an environment, quoted", "it is written: env 'prod'"), Place: c.since(start)}
}

func (c *cursor) paramCond(start lexer.Position) Cond {
	const form = "it is written: param 'x' exists, or: param 'x' is 'y'"
	c.Next()
	name := c.label("the name of a parameter", form)
	if c.oneOf(wordSet{"exists", "is"}, form).Text == "exists" {
		return &ParamCond{Place: c.since(start), Name: name}
	}
	is := c.value()
	return &ParamCond{c.since(start), name, is}
}

// label reads a name, bare or quoted.
func (c *cursor) label(what, form string) *Label {
	t := c.Peek()
	if t.Type == kindString {
		text := c.string(what, form)
		return &Label{Place: text.Place, Quoted: text}
	}
	if t.Type != kindIdent {
		c.fail(diag.Unexpected, unexpected(t), "expected "+what, form)
	}
	n := c.name()
	return &Label{Place: n.Place, Name: n.Text}
}
