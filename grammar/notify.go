package grammar

import "github.com/rocketc/rocketc/diag"

// A Notify is `notify ARG`.
type Notify struct {
	Place
	Address Arg
}

func (*Notify) action() {}

const notifyForm = `notify "https://HOST/PATH", or notify secret_address`

// notify reads the action. The caller has seen that the word comes next.
func (c *cursor) notify() *Notify {
	t := c.Next()
	if c.ended() || c.beginsLine() {
		c.fail(diag.ValueExpected, "the address is missing after notify", "expected an address",
			"it is written: "+notifyForm)
	}
	n := &Notify{Address: c.argument()}
	n.Place = c.since(t.Pos)
	c.rejectAfter("address", kindString, "what is said is a line of its own: message ",
		"each place has a task of its own, with the same condition")
	return n
}
