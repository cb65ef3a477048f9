package check

import (
	"cmp"

	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/grammar"
	rocket "github.com/rocketc/rocketc/runtime"
)

// A task is a declared task.
type task struct {
	decl  *grammar.Task
	file  *grammar.File // in which it is declared
	group *group        // nil: none
	start *start
	until *written // nil: none
	name  string
	call  *goCall // of a function task whose function is known, else nil
	// formals are the variables that the params of a code task declare, and params their
	// values. Both are nil until codeFormals is called.
	formals   []formal
	params    []*grammar.Entry
	spec      *rocket.TaskSpec
	displaced bool // by another of its name
	renamed   int  // the last number that a task of the same name was given, from 1
}

// nameSpan returns the place of messages about the whole task.
func (t *task) nameSpan() diag.Span {
	if t.decl.Name != nil {
		return t.decl.Name.Span()
	}
	if t.decl.Action != nil {
		return t.decl.Action.Span()
	}
	return t.decl.Span()
}

// whenSpan returns the place of the task's start condition: its own, else that of its
// nearest group that has one, else its name.
func (t *task) whenSpan() diag.Span {
	if t.decl.When != nil {
		return t.decl.When.Span()
	}
	for g := t.group; g != nil; g = g.outer {
		if g.decl.When != nil {
			return g.decl.When.Span()
		}
	}
	return t.nameSpan()
}

// lowerTask enters a task into the plan.
func (c *checker) lowerTask(t *task) {
	t.start, t.until = c.startOf(t), c.wholeCondition(t.decl.Until)
	t.spec = &rocket.TaskSpec{
		Name:        t.name,
		Description: description(t.decl),
		Pos:         position(t.decl.Span()),
		Until:       besideCalendar(inZone(t.zone(), t.until.lowered())),
	}
	c.plan.Schedule.Tasks = append(c.plan.Schedule.Tasks, t.spec)
	command := c.lowerAction(t)
	given := c.ownAttributes(t, command)
	if t.group != nil {
		c.lowerGroup(t.group)
		t.inherit(command, given)
	}
	t.spec.When = c.caughtUp(t, c.spread(t, t.startCondition()))
	if command != nil {
		t.spec.Action = *command
	}
	at := t.nameSpan()
	if s := given["execution"]; s != nil && s.Value != nil {
		at = s.Value.Span()
	}
	c.finishNotify(t, at)
	c.takeOver(t)
	c.takePlaces(t)
	c.judgeOverlap(t)
	c.judgeCrowd(t)
	if c.executionOf(t) != rocket.Remote {
		t.spec.On = "" // that of a group
	}
	c.judgeExecution(t.spec, t.call, at)
	c.judgeEffects(t)
}

// ownAttributes lowers the attributes of a task and returns them by key. If the action is
// not a command, command is nil.
func (c *checker) ownAttributes(t *task, command *rocket.Command) map[string]*grammar.Setting {
	given := map[string]*grammar.Setting{}
	for _, s := range c.distinct(t.decl.Attrs) {
		given[s.Key.Text] = s
		switch {
		case t.decl.Action == nil: // a syntax error
		case !suits(s.Key.Text, t.decl.Action):
			c.misfit(t.decl.Action, s)
		case s.Key.Text == "params" && command == nil:
			c.entriesOf(s) // their values are lowered with the action
		default:
			c.attribute(s).change(t.spec, command)
		}
	}
	return given
}

// inherit applies the attributes of a task's groups. They are defaults: one of the task, or
// of an inner group, comes first, entry by entry if its value is a map, and one that does
// not fit the action does not count. given has the attributes that are applied already, and
// gets the others.
func (t *task) inherit(command *rocket.Command, given map[string]*grammar.Setting) {
	for g := t.group; g != nil; g = g.outer {
		for _, a := range g.attrs {
			key := a.Key.Text
			if given[key] != nil && !joins(key) {
				continue
			}
			given[key] = a.Setting
			stays := steers(t.decl.Action) || notifies(t.decl.Action)
			if t.decl.Action != nil && suits(key, t.decl.Action) &&
				!(stays && (key == "execution" || key == "on")) {
				a.change(t.spec, command)
			}
		}
	}
}

// outside are the executions whose runs take place outside of the program that has the
// session, and where that is.
var outside = map[rocket.Execution]string{
	rocket.Process: "a process of its own",
	rocket.Remote:  "a worker",
}

// judgeExecution reports a metatask, or a function that touches the session, whose runs take
// place elsewhere, and what cannot get there. If the task calls no function, call is nil. at is
// the place of its execution, or else of its name.
func (c *checker) judgeExecution(spec *rocket.TaskSpec, call *goCall, at diag.Span) {
	execution := cmp.Or(spec.Execution, c.plan.Schedule.Config.TaskExecution)
	where, apart := outside[execution]
	_, steers := spec.Action.(rocket.Do)
	if !apart || steers && spec.Execution == rocket.SessionExecution {
		return
	}
	if execution == rocket.Remote {
		c.judgeRemote(spec, at)
	}
	switch {
	case call != nil && call.touches != "":
		d := c.diags.Errorf(diag.ProcessSession, at, "%s takes %s, which %s cannot reach",
			call.text(), call.touches, where)
		d.Help = "execution thread, async or main lets it"
	case steers:
		d := c.diags.Errorf(diag.ProcessSession, at,
			"do steers the scheduler, which %s cannot reach", where)
		d.Help = "leave the execution out, or use execution main"
	default:
		c.judgeBorder(spec, border{execution, call, at})
	}
}
