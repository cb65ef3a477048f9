package grammar

import "github.com/rocketc/rocketc/diag"

// A Pool is `pool NAME N`: places that runs share.
type Pool struct {
	Place
	Doc
	Name *Name
	Size *Number
}

const (
	poolForm  = "pool NAME PLACES, as in pool database 3"
	shareForm = "pool NAME [weight PLACES], as in pool database weight 2"
)

// pool reads a declared pool. It returns nil after an error.
func (p *parser) pool() Decl {
	start := p.MakeCheckpoint()
	d, err := byHand(p, (*cursor).pool)
	if err != nil {
		p.report(err)
	}
	p.end(start, err == nil)
	if err != nil {
		return nil
	}
	return d
}

func (c *cursor) pool() *Pool {
	start := c.Next().Pos
	d := &Pool{Name: c.poolName(poolForm)}
	if !c.isKind(kindNum) || c.beginsLine() {
		c.fail(diag.NumberExpected, "a number is missing before "+found(c.Peek()),
			"expected how many places there are", "it is written: "+poolForm)
	}
	d.Size = c.number()
	d.Place = c.since(start)
	return d
}

// poolName reads the name of a pool.
func (c *cursor) poolName(form string) *Name {
	if !c.isKind(kindIdent) || c.beginsLine() {
		c.fail(diag.Unexpected, unexpected(c.Peek()), "expected the name of a pool",
			"it is written: "+form)
	}
	return c.name()
}

// share reads what follows the key pool of a task or group.
func (c *cursor) share(x *Setting) {
	x.Kind = c.poolName(shareForm)
	if c.beginsLine() || !c.eat("weight") {
		c.rejectAfter("pool", kindNum, "a weight has its word: pool "+x.Kind.Text+" weight ",
			"each pool stands on a line of its own, or after ;")
		return
	}
	if !c.isKind(kindNum) || c.beginsLine() {
		c.fail(diag.NumberExpected, "a number is missing before "+found(c.Peek()),
			"expected how many places a run takes", "it is written: "+shareForm)
	}
	x.Value = c.number()
}
