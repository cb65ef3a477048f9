package grammar

import (
	"github.com/alecthomas/participle/v2/lexer"

	"github.com/rocketc/rocketc/diag"
)

// A Running is `[while] [task T] is running [for …] [CMP n]`.
type Running struct {
	Place
	Task  *TaskRef    // nil: this task
	For   *RunningFor // nil: however long
	Count *Compare    // nil: at least one run
}

func (*Running) cond() {}

var runningNext = words(`for`)

// while reads `while [task T] is running`.
func (c *cursor) while(start lexer.Position) Cond {
	c.Next()
	var task *TaskRef
	if c.is("task") {
		task = c.taskRef()
	}
	c.want("is", "it is written: while task 'x' is running")
	return c.isRunning(start, task)
}

// isRunning reads the word running after is.
func (c *cursor) isRunning(start lexer.Position, task *TaskRef) Cond {
	if c.is("not") {
		who := ""
		if task != nil {
			who = "task " + task.written() + " "
		}
		c.fail(diag.NotRunning, "a condition is negated by ~ before it",
			"not is not written here", "write: ~"+who+"is running")
	}
	c.want("running", "it is written: is running")
	return c.running(start, task)
}

// running reads what may follow the word running.
func (c *cursor) running(start lexer.Position, task *TaskRef) Cond {
	x := &Running{Task: task}
	if c.is("for") {
		x.For = c.runningFor()
	} else {
		c.next = runningNext
	}
	x.Count = c.compare()
	x.Place = c.since(start)
	return x
}

// A RunningFor is `for more than D`, `for less than D` or `for between D and D`.
type RunningFor struct {
	Place
	Word string // more, less or between
	From *Duration
	To   *Duration // of between; else nil
}

func (c *cursor) runningFor() *RunningFor {
	start := c.Next().Pos
	word := c.oneOf(wordSet{"more", "less", "between"},
		"it is written: running for more than 10 minutes")
	x := &RunningFor{Word: word.Text}
	if word.Text != "between" {
		c.want("than", "it is written: for "+word.Text+" than 10 minutes")
	}
	x.From = c.duration(true)
	if word.Text == "between" {
		c.want("and", "it is written: for between 10 minutes and 1 hour")
		x.To = c.duration(true)
	}
	x.Place = c.since(start)
	return x
}
