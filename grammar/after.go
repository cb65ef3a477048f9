package grammar

import (
	"github.com/alecthomas/participle/v2/lexer"

	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/elsewhere"
)

// An After is `after [any] [task|tasks] T, T … [OUTCOME]`, `after any task [OUTCOME]` or
// `after any G.* [OUTCOME]`.
type After struct {
	Place
	Any     bool
	Tasks   []*TaskRef // empty if Group is set
	Group   *GroupRef
	Outcome *Name // one of outcomes, or "went wrong"; nil: succeeded
}

func (*After) cond() {}

var outcomes = words(`succeeded failed finished terminated crashed missed`)

// wentWrong is the first word of an outcome of two, and the second.
var wentWrong = [2]string{"went", "wrong"}

func (c *cursor) afterTasks(start lexer.Position) Cond {
	c.Next()
	x := &After{}
	if c.is("any") && c.nameFollows() {
		c.Next()
		x.Any = true
		x.Group = c.groupRef()
	}
	if x.Group == nil {
		if c.is("tasks") && c.nameFollows() {
			c.Next()
		}
		x.Tasks = []*TaskRef{c.taskRef()}
		for c.eat(",") {
			x.Tasks = append(x.Tasks, c.taskRef())
		}
	}
	if x.Outcome = c.outcome(); x.Outcome == nil {
		c.rejectAfterTasks()
	}
	x.Place = c.since(start)
	return x
}

// groupRef reads `task`, if no name of a task follows, or a group; nil: there is neither.
func (c *cursor) groupRef() *GroupRef {
	start := c.Peek().Pos
	if next := c.second(); c.is("task") && next.Type != kindString && !isWord(next, ",") &&
		!isWord(next, ".") && (next.Type != kindIdent || c.endsTask(next)) {
		c.Next()
		return &GroupRef{Place: c.since(start)}
	}
	return c.starred()
}

// endsTask reports whether a word after `any task` is no name of a task.
func (c *cursor) endsTask(t *lexer.Token) bool {
	return outcomes.has(t.Value) || t.Value == wentWrong[0] || clauses.has(t.Value)
}

// outcome reads what tasks have to do; nil: the next token is no such word.
func (c *cursor) outcome() *Name {
	switch {
	case !c.isKind(kindIdent):
		return nil
	case outcomes.has(c.Peek().Value):
		return c.name()
	case c.is(wentWrong[0]) && isWord(c.second(), wentWrong[1]):
		start := c.Next().Pos
		c.Next()
		return &Name{Place: c.since(start), Text: wentWrong[0] + " " + wentWrong[1]}
	}
	return nil
}

// nameFollows reports whether the token after the next one is a name.
func (c *cursor) nameFollows() bool {
	t := c.second()
	return t.Type == kindString || t.Type == kindIdent && !clauses.has(t.Value)
}

// rejectAfterTasks gives up if the next token looks like one more task or like an
// outcome.
func (c *cursor) rejectAfterTasks() {
	t := c.Peek()
	switch {
	case t.Type == kindString:
		c.fail(diag.Unexpected, "a comma is missing before "+found(t), "expected a comma", "")
	case t.Type != kindIdent || c.ended():
	case signFor(t.Value) != "":
		p := c.wrongOperator(t, signFor(t.Value))
		p.Help = "tasks are listed with commas: after a, b"
		panic(p)
	default:
		c.failWordAt(elsewhere.Outcome, outcomes, "without an outcome, after waits for success; "+
			"a name of several words stands in quotes")
	}
}
