package grammar

import (
	"github.com/alecthomas/participle/v2/lexer"

	"github.com/rocketc/rocketc/diag"
)

// taskRef reads the name of a task.
func (c *cursor) taskRef() *TaskRef {
	t := c.Peek()
	if c.is("task") && (c.second().Type == kindString || c.second().Type == kindIdent) {
		c.Next()
	}
	switch {
	case c.isKind(kindString):
		q := c.string("", "")
		if q.Value() == "" {
			panic(c.emptyName(q))
		}
		return &TaskRef{Place: c.since(t.Pos), Quoted: q}
	case c.isKind(kindIdent):
		p := c.path()
		return &TaskRef{Place: c.since(t.Pos), Path: p}
	}
	c.fail(diag.TaskExpected, "the name of a task is missing before "+found(c.Peek()), "expected a task", "")
	return nil
}

func (c *cursor) emptyName(q *Text) *problem {
	p := &problem{at: q.Pos}
	p.Diagnostic = diag.Diagnostic{Code: diag.EmptyName, Span: q.Span(), Msg: "a task's name is not empty", Label: "expected a name"}
	return p
}

// path reads a name with dots.
func (c *cursor) path() *Path {
	t := c.Next()
	p := &Path{Parts: []string{t.Value}}
	for c.eat(".") {
		if !c.isKind(kindIdent) {
			c.fail(diag.Unexpected, unexpected(c.Peek())+" after a dot", "expected a name", "")
		}
		p.Parts = append(p.Parts, c.Next().Value)
	}
	p.Place = c.since(t.Pos)
	return p
}

// afterTasks reads `after [any] [task|tasks] T, T … [OUTCOME]`.
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
	return t.Type == kindString || t.Type == kindIdent && t.Value != "until" && t.Value != "when"
}

// rejectAfterTasks gives up at what looks like one more task or an outcome but
// is not.
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
		c.failWord(outcomes, "after takes one of these outcomes, or none: then the task has succeeded")
	}
}

// ofThisTask reads a status or `running` without a task.
func (c *cursor) ofThisTask(start lexer.Position) Cond {
	if c.eat("running") {
		return c.running(start, nil)
	}
	return c.predicate(start, nil)
}

// ofTask reads `task T has …` and `task T is running`.
func (c *cursor) ofTask(start lexer.Position) Cond {
	c.Next()
	if !c.isKind(kindString, kindIdent) {
		c.fail(diag.TaskExpected, "the name of a task is missing after task", "expected a task", "")
	}
	t := c.taskRef()
	return c.predicate(start, t)
}

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

// predicate reads `has …` or `is running`.
func (c *cursor) predicate(start lexer.Position, task *TaskRef) Cond {
	const form = "it is written: task 'x' has succeeded, or: task 'x' is running"
	if c.oneOf(wordSet{"has", "is"}, form).Text == "is" {
		return c.isRunning(start, task)
	}
	return c.status(start, task)
}

// isRunning reads the word running after is.
func (c *cursor) isRunning(start lexer.Position, task *TaskRef) Cond {
	if c.is("not") {
		who := ""
		if task != nil {
			who = "task " + quoteTask(task) + " "
		}
		c.fail(diag.NotRunning, "a condition is negated by ~ before it", "not is not written here", "write: ~"+who+"is running")
	}
	c.want("running", "it is written: is running")
	return c.running(start, task)
}

func quoteTask(t *TaskRef) string {
	if t.Quoted != nil {
		return t.Quoted.Raw
	}
	return t.Text()
}

// running reads what may follow the word running.
func (c *cursor) running(start lexer.Position, task *TaskRef) Cond {
	x := &Running{Task: task}
	if c.is("for") {
		x.For = c.runningFor()
	} else {
		c.next = wordSet{"for"}
	}
	x.Count = c.compare()
	x.Place = c.since(start)
	return x
}

func (c *cursor) runningFor() *RunningFor {
	start := c.Next().Pos
	word := c.oneOf(wordSet{"more", "less", "between"}, "it is written: running for more than 10 minutes")
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

// status reads what follows the word has.
func (c *cursor) status(start lexer.Position, task *TaskRef) Cond {
	x := &Status{Task: task, Action: c.oneOf(actions, "")}
	c.next = wordSet{"today", "this", "past", "in"}
	x.Within = c.within()
	x.Count = c.compare()
	x.Place = c.since(start)
	return x
}

// within reads the span in which a status is looked for, nil if none begins here.
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

// compare reads `CMP n [times]`, nil if none begins here.
func (c *cursor) compare() *Compare {
	t := c.Peek()
	if !isComparison(t.Value) {
		return nil
	}
	c.Next()
	return c.count(t.Pos, t.Value)
}

func isComparison(sign string) bool {
	switch sign {
	case "==", "=", "!=", "<", "<=", ">", ">=":
		return true
	}
	return false
}

// count reads the number of a comparison and the word times.
func (c *cursor) count(start lexer.Position, op string) *Compare {
	if op == "=" {
		op = "=="
	}
	x := &Compare{Op: op, Number: c.numberOrParam()}
	x.Times = c.eat("times") || c.eat("time")
	x.Place = c.since(start)
	c.next = nil
	return x
}

// isParam reports whether the next token may be the name of a parameter that
// stands for a number or a duration.
func (c *cursor) isParam() bool { return c.isKind(kindIdent) && !reserved(c.Peek().Value) }

// numberOrParam reads a number, or the name of a parameter of the condition.
func (c *cursor) numberOrParam() *Number {
	if c.isParam() {
		n := c.name()
		return &Number{n.Place, n.Text}
	}
	return c.number()
}

// number reads a number without a unit, or gives up.
func (c *cursor) number() *Number {
	t := c.Peek()
	if t.Type != kindNum || !isPlainNumber(t.Value) {
		c.fail(diag.NumberExpected, "a number is missing before "+found(t), "expected a number", "")
	}
	c.Next()
	return &Number{c.since(t.Pos), t.Value}
}

// retry reads `retry [N] [every D] [backoff F]`.
func (c *cursor) retry(start lexer.Position) Cond {
	c.Next()
	x := &Retry{}
	c.next = wordSet{"every", "backoff"}
	if c.isKind(kindNum) || c.isParam() {
		x.Times = c.numberOrParam()
	}
	if c.eat("every") {
		x.Every = c.duration(true)
		c.next = wordSet{"backoff"}
	}
	if c.eat("backoff") {
		x.Backoff = c.number()
		c.next = nil
	}
	x.Place = c.since(start)
	return x
}

const schedulerForm = "it is written: scheduler has run over 1 hour, scheduler started 1 hour ago, or: scheduler has more than 10 cycles"

// scheduler reads the conditions of the session.
func (c *cursor) scheduler(start lexer.Position) Cond {
	c.Next()
	if c.oneOf(wordSet{"has", "started"}, schedulerForm).Text == "started" {
		d := c.duration(true)
		c.want("ago", schedulerForm)
		return &SchedulerStarted{c.since(start), d}
	}
	if c.eat("run") {
		c.want("over", schedulerForm)
		d := c.duration(true)
		return &SchedulerRun{c.since(start), d}
	}
	x := &SchedulerCycles{}
	if c.isKind(kindIdent) {
		x.Word = c.oneOf(wordSet{"run", "more", "less"}, schedulerForm).Text
		c.want("than", schedulerForm)
	}
	x.Number = c.number()
	c.oneOf(wordSet{"cycles", "cycle"}, schedulerForm)
	x.Place = c.since(start)
	return x
}
