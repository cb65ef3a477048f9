package grammar

import (
	"github.com/alecthomas/participle/v2/lexer"

	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/elsewhere"
)

// A Status is `[task T] has ACTION [within] [CMP n [times]]`.
type Status struct {
	Place
	Task   *TaskRef // nil: this task
	Action *Name    // one of actions
	Within *Within  // nil: ever
	Count  *Compare // nil: at least once
}

func (*Status) cond() {}

var (
	predicates = words(`has is last`)
	statusNext = words(`today this past in`)
	actions    = words(`started succeeded failed finished terminated inacted crashed missed`)
	spans      = words(`minute hour week month year`)
)

// ofThisTask reads `has …`, `last …`, `is running` or `running`, without a task before it.
func (c *cursor) ofThisTask(start lexer.Position) Cond {
	if c.eat("running") {
		return c.running(start, nil)
	}
	return c.predicate(start, nil)
}

// ofTask reads `task T has …`, `task T last …` and `task T is running`.
func (c *cursor) ofTask(start lexer.Position) Cond {
	c.Next()
	if !c.isKind(kindString, kindIdent) {
		c.fail(diag.TaskExpected, "the name of a task is missing after task", "expected a task", "")
	}
	t := c.taskRef()
	return c.predicate(start, t)
}

// predicate reads `has …`, `last …` or `is running`.
func (c *cursor) predicate(start lexer.Position, task *TaskRef) Cond {
	const form = "it is written: task 'x' has succeeded, or: task 'x' is running"
	switch c.oneOf(predicates, form).Text {
	case "is":
		return c.isRunning(start, task)
	case "last":
		return c.last(start, task)
	}
	return c.status(start, task)
}

// status reads what follows the word has.
func (c *cursor) status(start lexer.Position, task *TaskRef) Cond {
	if !c.isKind(kindIdent) || !actions.has(c.Peek().Value) {
		c.failWordAt(elsewhere.Event, actions, "")
	}
	x := &Status{Task: task, Action: c.name()}
	c.next = statusNext
	x.Within = c.within()
	x.Count = c.compare()
	x.Place = c.since(start)
	return x
}

// A Within is the span in which actions count: `this hour [window]`,
// `today [window]`, or `[in] past D`.
type Within struct {
	Place
	Unit   string    // minute, hour, day, week, month, year; "" if Past is set
	Window *Window   // nil: the whole period
	Past   *Duration // nil for a period
}

// within reads a span. It returns nil if none begins here.
func (c *cursor) within() *Within {
	t := c.Peek()
	w := &Within{}
	switch t.Value {
	case "today":
		c.Next()
		w.Unit = "day"
	case "this":
		c.Next()
		help := ""
		if c.is("day") {
			help = "write today"
		}
		w.Unit = c.oneOf(spans, help).Text
	case "in", "past":
		c.eat("in")
		c.want("past", "it is written: in past 2 hours")
		w.Past = c.duration(true)
		c.next = nil
	default:
		return nil
	}
	if w.Past == nil {
		c.next = windowWords
		w.Window = c.window()
	}
	w.Place = c.since(t.Pos)
	return w
}
