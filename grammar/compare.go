package grammar

// A Compare is `CMP n [times]`.
type Compare struct {
	Place
	Op     string // == != < <= > or >=; a single = becomes ==
	Number *Number
	Times  bool // the word time or times is written
}

var comparisons = words(`== = != < <= > >=`)

// compare reads a comparison. It returns nil if none begins here.
func (c *cursor) compare() *Compare {
	t := c.Peek()
	if !comparisons.has(t.Value) {
		return nil
	}
	c.Next()
	x := &Compare{Op: t.Value, Number: c.numberOrParam()}
	if x.Op == "=" {
		x.Op = "=="
	}
	x.Times = c.eat("times") || c.eat("time")
	x.Place = c.since(t.Pos)
	c.next = nil
	return x
}
