package grammar

import (
	"github.com/alecthomas/participle/v2/lexer"

	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/elsewhere"
)

// An After is `after [any] [task|tasks] T, T … [OUTCOME]`.
type After struct {
	Place
	Any     bool
	Tasks   []*TaskRef
	Outcome *Name // succeeded, failed, finished, terminated or crashed; nil: succeeded
}

func (*After) cond() {}

var outcomes = words(`succeeded failed finished terminated crashed`)

func (c *cursor) afterTasks(start lexer.Position) Cond {
	c.Next()
	x := &After{}
	if c.is("any") && c.nameFollows() {
		c.Next()
		x.Any = true
	}
	if c.is("tasks") && c.nameFollows() {
		c.Next()
	}
	x.Tasks = []*TaskRef{c.taskRef()}
	for c.eat(",") {
		x.Tasks = append(x.Tasks, c.taskRef())
	}
	if c.isKind(kindIdent) && outcomes.has(c.Peek().Value) {
		x.Outcome = c.name()
	} else {
		c.rejectAfterTasks()
	}
	x.Place = c.since(start)
	return x
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
		c.failWordAt(elsewhere.Outcome, outcomes, "without an outcome, after waits for success")
	}
}
