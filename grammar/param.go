package grammar

import "github.com/alecthomas/participle/v2/lexer"

// An EnvCond is `env 'prod'`: the session parameter env has that value.
type EnvCond struct {
	Place
	Value *Text
}

func (*EnvCond) cond() {}

func (c *cursor) envCond(start lexer.Position) Cond {
	c.Next()
	value := c.string("the name of an environment, quoted", "it is written: env 'prod'")
	return &EnvCond{c.since(start), value}
}

// A ParamCond is `param 'x' exists` or `param 'x' is 'y'`.
type ParamCond struct {
	Place
	Name *Label
	Is   Arg // nil: exists
}

func (*ParamCond) cond() {}

func (c *cursor) paramCond(start lexer.Position) Cond {
	const form = "it is written: param 'x' exists, or: param 'x' is 'y'"
	c.Next()
	x := &ParamCond{Name: c.label("the name of a parameter", form)}
	if c.oneOf(wordSet{"exists", "is"}, form).Text == "is" {
		x.Is = c.value()
	}
	x.Place = c.since(start)
	return x
}
