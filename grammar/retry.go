package grammar

import "github.com/alecthomas/participle/v2/lexer"

// A Retry is `retry [N] [every D] [backoff F] [up to D]`.
type Retry struct {
	Place
	Times   *Number   // nil: without end
	Every   *Duration // nil if not written
	Backoff *Number   // nil if not written
	UpTo    *Duration // nil if not written
}

func (*Retry) cond() {}

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
		c.next = wordSet{"up"}
	}
	if c.is("up") && isWord(c.second(), "to") {
		c.Next()
		c.Next()
		x.UpTo = c.duration(true)
		c.next = nil
	}
	x.Place = c.since(start)
	return x
}
