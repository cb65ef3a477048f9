package grammar

import "github.com/alecthomas/participle/v2/lexer"

// An Every is `every D [based on EVENT]`. The duration may be a unit alone: `every hour`.
type Every struct {
	Place
	Duration *Duration
	Based    *Name // run, success, fail or finish; nil if not written
}

func (*Every) cond() {}

var (
	everyNext = words(`based`)
	basedOn   = words(`run success fail finish`)
)

func (c *cursor) every(start lexer.Position) Cond {
	c.Next()
	if steps := c.stepsBefore(); steps != nil {
		return c.everyFrom(start, steps)
	}
	e := &Every{Duration: c.duration(true)}
	c.next = everyNext
	if c.eat("based") {
		c.want("on", "it is written: based on success")
		e.Based = c.oneOf(basedOn, "")
		c.next = nil
	}
	e.Place = c.since(start)
	return e
}
