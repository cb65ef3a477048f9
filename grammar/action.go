package grammar

import "github.com/rocketc/rocketc/diag"

// Action is what a task does: *Func, *Command, *Code, *Notify or *Do. (docs/spec.md § Actions)
type Action interface {
	Node
	action()
}

// A Command is `command "line"` or `command ["prog", "arg"]`.
type Command struct {
	Place
	Line *Text // run by the shell; nil if List is set
	List *List // run directly; nil if Line is set
}

func (*Command) action() {}

// command reads a command. The caller has seen that it comes next.
func (c *cursor) command() *Command {
	start := c.Next().Pos
	x := &Command{}
	switch {
	case c.isKind(kindString):
		x.Line = c.string("", "")
	case c.is("["):
		x.List = c.list()
	default:
		c.fail(diag.Unexpected, unexpected(c.Peek()), "expected a string",
			"it is written: "+commandForm)
	}
	x.Place = c.since(start)
	return x
}

// A Code is `code [T] { Go statements }`.
type Code struct {
	Place
	Type *GoType `parser:"'code' @@?"` // nil if not written
	Body *GoCode `parser:"'{' @@ '}'"`
}

func (*Code) action()         {}
func (*Code) missing() string { return "{" }

// GoCode is Go source as written, between the braces.
type GoCode struct {
	Place
	Text string
}

// goCode reads the code. The caller has seen that it comes next.
func (c *cursor) goCode() *GoCode {
	t := c.Next()
	return &GoCode{c.since(t.Pos), t.Value}
}

const (
	commandForm = `command "line", or command ["program", "argument"]`
	codeForm    = "code [TYPE] { Go statements }"
)

var actionWords = words(`func command code notify do`)

// action reads one action. It returns nil after an error.
func (p *parser) action() Action {
	switch p.Peek().Value {
	case "command":
		return actionByHand(p, (*cursor).command)
	case "code":
		return whole[Action](p, p.g.code, nil)
	case "do":
		return whole[Action](p, p.g.do, p.checkDo)
	case "notify":
		return actionByHand(p, (*cursor).notify)
	}
	return actionByHand(p, (*cursor).function)
}

// actionByHand reads an action that has no production. It returns nil after an error.
func actionByHand[A Action](p *parser, read func(*cursor) A) Action {
	start := p.MakeCheckpoint()
	a, err := byHand(p, read)
	if err != nil {
		p.report(err)
		p.end(start, false)
		return nil
	}
	p.end(start, true)
	return a
}
