package grammar

import (
	"slices"

	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/elsewhere"
)

// Action is what a task does: *Func, *Command, *Code or *Do. (docs/spec.md § Actions)
type Action interface {
	Node
	action()
}

// A Command is `command "line"` or `command ["prog", "arg"]`.
type Command struct {
	Place
	Line *Text `parser:"'command' ( @@"` // run by the shell; nil if List is set
	List *List `parser:"| @@ )"`         // run directly; nil if Line is set
}

func (*Command) action()         {}
func (*Command) missing() string { return "a string" }

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

// A Do is `do STEP {, STEP}`.
type Do struct {
	Place
	Steps []*DoStep `parser:"'do' @@ ( ',' @@ )*"`
}

func (*Do) action()         {}
func (*Do) missing() string { return "a step such as run T or shutdown" }

// A DoStep is one step of a metatask.
type DoStep struct {
	Place
	Verb  *Name    // one of doVerbs
	Force bool     // of shutdown force
	Task  *TaskRef // nil if not written
	Args  *Args    // of run T(args); nil if not written
}

// doStep reads a step. The caller has seen that the next token is a word.
func (c *cursor) doStep() *DoStep {
	start := c.Peek().Pos
	verb := c.nextDashed()
	x := &DoStep{Verb: &Name{c.since(start), verb.Value}}
	if c.isKind(kindIdent, kindString) {
		x.Task = c.taskRef()
		if c.is("(") {
			x.Args = c.args()
		}
	}
	x.Place = c.since(start)
	return x
}

const (
	commandForm = `command "line", or command ["program", "argument"]`
	codeForm    = "code [TYPE] { Go statements }"
	doForm      = "do STEP, STEP …"
)

var (
	actionWords = words(`func command code do`)
	doVerbs     = words(`shutdown restart run terminate disable enable remove hold resume`)
)

// StepVerbs returns the verbs with which the steps of a metatask begin.
func StepVerbs() []string { return slices.Clone(doVerbs) }

// action reads one action. It returns nil after an error.
func (p *parser) action() Action {
	switch p.Peek().Value {
	case "command":
		return whole[Action](p, p.g.command, nil)
	case "code":
		return whole[Action](p, p.g.code, nil)
	case "do":
		return whole[Action](p, p.g.do, p.checkDo)
	}
	start := p.MakeCheckpoint()
	f, err := byHand(p, (*cursor).function)
	if err != nil {
		p.report(err)
		p.end(start, false)
		return nil
	}
	p.end(start, true)
	return f
}

func (p *parser) checkDo(d *Do) {
	for _, step := range d.Steps {
		p.checkStep(step)
	}
}

// checkStep judges a step by its verb. The task force of shutdown becomes the flag Force.
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
		p.unknownWord(s.Verb, elsewhere.Step, doVerbs, "it is not a step of a metatask")
	}
}

func (p *parser) takesNoTask(s *DoStep) {
	if s.Task != nil {
		p.diags.Errorf(diag.Unexpected, s.Task.Span(), "%s names no task", s.Verb.Text)
	}
}
