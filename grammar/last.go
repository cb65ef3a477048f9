package grammar

import "github.com/alecthomas/participle/v2/lexer"

// A Last is `[task T] last OUTCOME`.
type Last struct {
	Place
	Task    *TaskRef // nil: this task
	Outcome *Name    // one of lastOutcomes
}

func (*Last) cond() {}

var lastOutcomes = words(`succeeded failed finished terminated inacted crashed`)

// last reads what follows the word last.
func (c *cursor) last(start lexer.Position, task *TaskRef) Cond {
	help := ""
	switch {
	case c.is("started"):
		help = "what began last is a live run: write is running"
	case c.is("missed"):
		help = "a missed window is no outcome of a run: write has missed today"
	}
	x := &Last{Task: task, Outcome: c.oneOf(lastOutcomes, help)}
	x.Place = c.since(start)
	return x
}
