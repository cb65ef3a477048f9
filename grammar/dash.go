package grammar

import (
	"strconv"

	"github.com/alecthomas/participle/v2/lexer"

	"github.com/rocketc/rocketc/diag"
)

// No word of the language has a dash. Words of other tools do: working-directory. For
// messages, a word or number and all that follows it after dashes, without space, are one
// word. That may be a date: 2026-01-02.

// dashed returns the next token. If a word with dashes begins there, it is that word.
func (c *cursor) dashed() *lexer.Token {
	here := c.MakeCheckpoint()
	defer c.LoadCheckpoint(here)
	return c.nextDashed()
}

// nextDashed reads what dashed returns.
func (c *cursor) nextDashed() *lexer.Token {
	first := c.Next()
	if first.Type != kindIdent && first.Type != kindNum || !c.afterDash(first) {
		return first
	}
	t := *first
	for c.afterDash(&t) {
		t.Value += c.Next().Value + c.Next().Value
	}
	return &t
}

// afterDash reports whether a dash and a word or number follow t, all without space.
func (c *cursor) afterDash(t *lexer.Token) bool {
	dash, end := c.Peek(), t.Pos.Offset+len(t.Value)
	if dash.Value != "-" || dash.Pos.Offset != end {
		return false
	}
	next := c.second()
	return next.Pos.Offset == end+1 && (next.Type == kindIdent || next.Type == kindNum)
}

// undashed gives up at the next token if a word with dashes begins there, which is a
// text without quotes.
func (c *cursor) undashed(help string) {
	t := c.dashed()
	if t.Value == c.Peek().Value {
		return
	}
	p := c.problem(diag.Unexpected, t, "unexpected "+found(t))
	p.Label = "a dash joins nothing here"
	if p.Help = help; help == "" {
		p.Suggestion = strconv.Quote(t.Value)
		p.Help = "a text stands in quotes: " + p.Suggestion
	}
	panic(p)
}

// joints are the signs that join the words of paths and addresses.
var joints = words(`. / : @ - ~ % + = ?`)

// quoteless gives up at the next token if a text without quotes begins there: words and signs
// without space between them, as in runs.jsonl and ntfy://host/topic.
func (c *cursor) quoteless() {
	here := c.MakeCheckpoint()
	t, last := *c.Next(), ""
	sign := joints.has(t.Value)
	for next := c.Peek(); next.Pos.Offset == t.Pos.Offset+len(t.Value); next = c.Peek() {
		if next.Type != kindIdent && next.Type != kindNum && !joints.has(next.Value) {
			break
		}
		sign = sign || joints.has(next.Value)
		last = c.Next().Value
		t.Value += last
	}
	c.LoadCheckpoint(here)
	if !sign || last == "" || joints.has(last) && last != "/" {
		return
	}
	p := c.problem(diag.Unexpected, &t, "unexpected "+found(&t))
	p.Label, p.Suggestion = "not a word", strconv.Quote(t.Value)
	p.Help = "a text stands in quotes: " + p.Suggestion
	panic(p)
}
