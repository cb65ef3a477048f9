package grammar

import "github.com/alecthomas/participle/v2/lexer"

// A Const is `true`, `false`, `always`, `never` or `always true`.
type Const struct {
	Place
	Text  string // as written, with one space
	Value bool
}

func (*Const) cond() {}

func (c *cursor) constant(start lexer.Position) Cond {
	word := c.Next().Value
	value := word == "true" || word == "always"
	if word == "always" && c.eat("true") {
		word = "always true"
	}
	return &Const{c.since(start), word, value}
}
