package grammar

import (
	"slices"

	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/elsewhere"
)

// A Do is `do STEP {, STEP}`.
type Do struct {
	Place
	Steps []*DoStep `parser:"'do' @@ ( ',' @@ )*"`
}

func (*Do) action()         {}
func (*Do) missing() string { return "a step such as run T or shutdown" }

// A DoStep is one step of a metatask: `shutdown [force]`, `restart`, `hold`, `resume`,
// `VERB T` and `run T(args)`, or `set PARAM = ARG`. T is a task, a list of tasks such as
// [a, b], a group such as nightly.*, or all.
type DoStep struct {
	Place
	Verb  *Name      // one of doVerbs
	Force bool       // of shutdown force
	All   *Name      // the word all; else nil
	Tasks []*TaskRef // empty if All or Group is set, and if no task is written
	Group *GroupRef  // nil if not written
	Args  *Args      // of run T(args); nil if not written
	Param *Label     // of set; else nil
	Value Arg        // of set; else nil
}

const (
	doForm  = "do STEP, STEP …"
	setForm = "it is written: set PARAM = VALUE"
)

var (
	// taskVerbs are the verbs of the steps that are for tasks.
	taskVerbs = words(`run terminate disable enable remove`)
	doVerbs   = append(words(`shutdown restart hold resume set`), taskVerbs...)
)

// StepVerbs returns the verbs with which the steps of a metatask begin.
func StepVerbs() []string { return slices.Clone(doVerbs) }

// doStep reads a step. The caller has seen that the next token is a word.
func (c *cursor) doStep() *DoStep {
	start := c.Peek().Pos
	verb := c.nextDashed()
	x := &DoStep{Verb: &Name{c.since(start), verb.Value}}
	switch {
	case verb.Value == "set":
		x.Param = c.label("the name of a parameter", setForm)
		c.want("=", setForm)
		x.Value = c.argument()
	case c.is("["):
		c.taskList(x)
	case c.isKind(kindIdent, kindString):
		c.stepTasks(x)
	}
	if c.is("(") && x.namesTasks() {
		x.Args = c.args()
	}
	x.Place = c.since(start)
	return x
}

// namesTasks reports whether the step says which tasks it is for.
func (s *DoStep) namesTasks() bool { return s.All != nil || s.Group != nil || len(s.Tasks) > 0 }

// stepTasks reads all, a group or a task.
func (c *cursor) stepTasks(x *DoStep) {
	switch x.Group = c.starred(); {
	case x.Group != nil:
	case c.is("all") && !isWord(c.second(), "."):
		x.All = c.name()
	default:
		c.undashed("")
		x.Tasks = []*TaskRef{c.taskRef()}
	}
}

// taskList reads `[a, b]`.
func (c *cursor) taskList(x *DoStep) {
	open := c.Peek()
	c.sequence("]", func() {
		start := c.Peek()
		if group := c.starred(); group != nil || c.is("all") && !isWord(c.second(), ".") {
			p := c.problem(diag.TaskExpected, start, "a list has single tasks only")
			p.Help = "a group, and all, stand in a step of their own: " + x.Verb.Text + " nightly.*"
			panic(p)
		}
		c.undashed("")
		x.Tasks = append(x.Tasks, c.taskRef())
	})
	if len(x.Tasks) == 0 {
		p := c.problem(diag.TaskExpected, open, "the list of tasks is empty")
		p.Label = "expected a task in it"
		panic(p)
	}
}

func (p *parser) checkDo(d *Do) {
	for i, step := range d.Steps {
		var before *DoStep
		if i > 0 {
			before = d.Steps[i-1]
		}
		p.checkStep(step, before)
	}
}

// checkStep judges a step by its verb. The task force of shutdown becomes the flag Force.
// before is the step before it, or nil.
func (p *parser) checkStep(s, before *DoStep) {
	verb := s.Verb.Text
	switch {
	case verb == "set":
	case taskVerbs.has(verb):
		if !s.namesTasks() {
			d := p.diags.Errorf(diag.TaskExpected, s.Verb.Span(), "%s names a task", verb)
			d.Label = "expected a task after it"
		} else if s.Args != nil && verb != "run" {
			p.diags.Errorf(diag.Unexpected, s.Args.Span(), "%s takes no arguments", verb)
		}
	case doVerbs.has(verb):
		if verb == "shutdown" && s.isForced() {
			s.Force, s.Tasks = true, nil
		}
		p.takesNoTask(s)
	default:
		p.unknownStep(s, before)
	}
}

// isForced reports whether the step has the word force instead of a task.
func (s *DoStep) isForced() bool {
	return len(s.Tasks) == 1 && s.Tasks[0].Quoted == nil && s.Tasks[0].Text() == "force" &&
		s.Args == nil
}

// ofTasks says how single tasks are steered, by verbs that steer all.
var ofTasks = map[string]string{
	"hold":     "it holds all tasks; of some: disable NAME, disable nightly.*",
	"resume":   "it resumes all tasks; of some: enable NAME, enable nightly.*",
	"shutdown": "it ends the session; for tasks: terminate NAME, disable nightly.*",
	"restart":  "it starts the session anew; for tasks: terminate NAME, run NAME",
}

func (p *parser) takesNoTask(s *DoStep) {
	var at Node
	switch {
	case s.All != nil:
		at = s.All
	case s.Group != nil:
		at = s.Group
	case len(s.Tasks) > 0:
		at = s.Tasks[0]
	default:
		return
	}
	d := p.diags.Errorf(diag.Unexpected, at.Span(), "%s names no task", s.Verb.Text)
	d.Help = ofTasks[s.Verb.Text]
}

// unknownStep reports a step whose verb is no word of the language. After a step for a task
// it is most likely another task.
func (p *parser) unknownStep(s, before *DoStep) {
	d := p.unknownWord(s.Verb, elsewhere.Step, doVerbs, "it is not a step of a metatask")
	if d.Help == "" && d.Suggestion == "" && before != nil && before.namesTasks() &&
		!s.namesTasks() {
		d.Help = "several tasks stand in a list: " + before.Verb.Text + " [a, b]"
	}
}
