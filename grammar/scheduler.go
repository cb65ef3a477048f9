package grammar

import "github.com/alecthomas/participle/v2/lexer"

// A SchedulerRun is `scheduler has run over D`.
type SchedulerRun struct {
	Place
	Over *Duration
}

func (*SchedulerRun) cond() {}

// A SchedulerStarted is `scheduler started D ago`.
type SchedulerStarted struct {
	Place
	Ago *Duration
}

func (*SchedulerStarted) cond() {}

// A SchedulerCycles is `scheduler has [more than|less than] N cycles`.
type SchedulerCycles struct {
	Place
	Word   string // more, less, or "": exactly N
	Number *Number
}

func (*SchedulerCycles) cond() {}

const schedulerForm = "it is written: scheduler has run over 1 hour, " +
	"scheduler started 1 hour ago, or: scheduler has more than 10 cycles"

// scheduler reads any of the three.
func (c *cursor) scheduler(start lexer.Position) Cond {
	c.Next()
	if c.oneOf(wordSet{"has", "started"}, schedulerForm).Text == "started" {
		ago := c.duration(true)
		c.want("ago", schedulerForm)
		return &SchedulerStarted{c.since(start), ago}
	}
	if c.eat("run") {
		c.want("over", schedulerForm)
		over := c.duration(true)
		return &SchedulerRun{c.since(start), over}
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
