package grammar

import (
	"github.com/alecthomas/participle/v2/lexer"

	"github.com/rocketc/rocketc/diag"
)

// A Func names a Go function. It is an action, a condition or an argument.
type Func struct {
	Place
	Name *Path
	Args *Args // nil if no parentheses are written
	In   *Text // the directory of `func NAME in "path"`; nil if not written
}

func (*Func) action() {}
func (*Func) arg()    {}
func (*Func) cond()   {}

// function reads `func F[(args)] [in "path"]`.
func (c *cursor) function() *Func {
	t := c.Next()
	if !c.isKind(kindIdent) {
		c.fail(diag.FuncExpected, "the name of a Go function is missing after func",
			"expected a name such as prices.Fetch", "")
	}
	return c.functionRest(t.Pos)
}

func (c *cursor) funcCond(lexer.Position) Cond { return c.function() }

// hookFunction reads a function before which the word func may be left out.
func (c *cursor) hookFunction() *Func {
	t := c.Peek()
	if t.Type != kindIdent {
		c.fail(diag.FuncExpected, "the name of a Go function is missing before "+found(t),
			"expected func and a name", "")
	}
	if t.Value == "func" {
		return c.function()
	}
	return c.functionRest(t.Pos)
}

func (c *cursor) functionRest(start lexer.Position) *Func {
	f := &Func{Name: c.path()}
	if c.is("(") {
		f.Args = c.args()
	}
	if c.is("in") && c.second().Type == kindString {
		c.Next()
		f.In = c.string("", "")
	}
	f.Place = c.since(start)
	return f
}

// A GoType is a Go type as written: any type before the code of a task; names,
// pointers, slices, arrays and maps in the parameters of a condition.
type GoType struct {
	Place
	Text string
}

// isGoType reports whether a type begins at the next token.
func (c *cursor) isGoType() bool {
	return c.isKind(kindGoType, kindIdent) || c.is("*") || c.is("[")
}

// goType reads a type. The caller has seen that one begins here.
func (c *cursor) goType() *GoType {
	t, from := c.Next(), c.RawCursor()-1
	for t.Type != kindGoType && (c.isKind(kindIdent, kindNum) || goTypeSigns.has(c.Peek().Value)) {
		c.Next()
	}
	return &GoType{c.since(t.Pos), c.text(from)}
}

var goTypeSigns = words(`* [ ] .`)
