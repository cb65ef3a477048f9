package grammar

import (
	"github.com/alecthomas/participle/v2"

	"github.com/rocketc/rocketc/diag"
)

// Action is what a task does: *Func, *Command, *Code or *Do. (§ Actions)
type Action interface {
	Node
	action()
}

// A Command is `command "line"` or `command ["prog", "arg"]`.
type Command struct {
	Place
	Line *Text `parser:"'command' ( @@"` // run by the shell; nil where List is set
	List *List `parser:"| @@ )"`         // run directly
}

// A Code is `code [T] { Go statements }`.
type Code struct {
	Place
	Type *GoType `parser:"'code' @@?"` // nil where not written
	Body *GoCode `parser:"'{' @@ '}'"`
}

// GoCode is Go source as written, between the braces.
type GoCode struct {
	Place
	Text string `parser:"@GoCode"`
}

// A Do is `do STEP {, STEP}`.
type Do struct {
	Place
	Steps []*DoStep `parser:"'do' @@ ( ',' @@ )*"`
}

// A DoStep is one step of a metatask.
type DoStep struct {
	Place
	Verb  *Name    `parser:"@@"` // shutdown, restart, run, terminate, disable, enable, remove, hold, resume
	Force bool     // shutdown force
	Task  *TaskRef `parser:"( (?= Ident | String) @@"`
	Args  *Args    `parser:"@@? )?"` // of run T(args); nil where not written
}

func (*Command) action() {}
func (*Code) action()    {}
func (*Do) action()      {}

var (
	actionWords = words(`func command code do`)
	doVerbs     = words(`shutdown restart run terminate disable enable remove hold resume`)
)

// action reads one action, nil after an error.
func (p *parser) action() Action {
	switch p.Peek().Value {
	case "command":
		return act(p, p.g.command, `command "line", or command ["program", "argument"]`)
	case "code":
		return act(p, p.g.code, "code [TYPE] { Go statements }")
	case "do":
		return p.do()
	}
	start := p.MakeCheckpoint()
	f, err := parsePart((*cursor).function)(p.PeekingLexer)
	if err != nil {
		p.report(err, "func F(arguments)")
		p.end(start, false)
		return nil
	}
	p.end(start, true)
	return f
}

// act reads an action by its production.
func act[T any, A interface {
	*T
	Action
}](p *parser, production *participle.Parser[T], form string) Action {
	start := p.MakeCheckpoint()
	node, ok := statementOf(p, production, form)
	p.end(start, ok)
	if !ok {
		return nil
	}
	return A(node)
}

// do reads a metatask.
func (p *parser) do() Action {
	start := p.MakeCheckpoint()
	d, ok := statementOf(p, p.g.do, "do STEP, STEP …")
	if ok {
		for _, step := range d.Steps {
			p.checkStep(step)
		}
	}
	p.end(start, ok)
	if !ok {
		return nil
	}
	return d
}

// checkStep judges a step by its verb, and finds the word force.
func (p *parser) checkStep(s *DoStep) {
	verb := s.Verb.Text
	switch verb {
	case "shutdown":
		if s.Task != nil && s.Task.Quoted == nil && s.Task.Text() == "force" && s.Args == nil {
			s.Force, s.Task = true, nil
		}
		p.takesNoTask(s)
	case "restart", "hold", "resume":
		p.takesNoTask(s)
	case "run", "terminate", "disable", "enable", "remove":
		if s.Task == nil {
			d := p.diags.Errorf(diag.TaskExpected, s.Verb.Span(), "%s names a task", verb)
			d.Label = "expected a task after it"
		} else if s.Args != nil && verb != "run" {
			p.diags.Errorf(diag.Unexpected, s.Args.Span(), "%s takes no arguments", verb)
		}
	default:
		p.unknownWord(s.Verb, doVerbs, "it is no step of a metatask")
	}
}

func (p *parser) takesNoTask(s *DoStep) {
	if s.Task != nil {
		p.diags.Errorf(diag.Unexpected, s.Task.Span(), "%s names no task", s.Verb.Text)
	}
}
