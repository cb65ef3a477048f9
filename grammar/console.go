package grammar

import "github.com/rocketc/rocketc/diag"

// A ConsolePart is a part of `console` after its address: `token ARG`, perhaps `read_only`,
// `tls "cert.pem" "key.pem"`, or `host "name"`.
type ConsolePart struct {
	Place
	Word     *Name // token, tls or host
	Value    Arg   // the token, the file of the certificate, the name
	Key      Arg   // of tls, the file of the key; else nil
	ReadOnly bool  // of token
}

// consoleParts are the words that begin a part of console.
var consoleParts = words(`token tls host`)

const consoleForm = `it is written: console "127.0.0.1:8080", console "0.0.0.0:8443" token ` +
	`env "TOKEN" tls "cert.pem" "key.pem"`

// console reads what follows the word console: an address, and parts.
func (c *cursor) console(x *Setting) {
	if c.ended() || c.beginsLine() || consoleParts.has(c.Peek().Value) {
		c.fail(diag.ValueExpected, "the address is missing before "+found(c.Peek()),
			"expected an address", consoleForm)
	}
	x.Value = c.argument()
	for !c.ended() && !c.beginsLine() {
		x.Parts = append(x.Parts, c.consolePart())
	}
}

// consolePart reads a part of console.
func (c *cursor) consolePart() *ConsolePart {
	t := c.Peek()
	if !consoleParts.has(t.Value) {
		c.fail(diag.Unexpected, unexpected(t), "expected token, tls or host", consoleForm)
	}
	x := &ConsolePart{Word: c.name(), Value: c.consoleValue(t.Value)}
	switch t.Value {
	case "token":
		x.ReadOnly = c.eat("read_only")
	case "tls":
		x.Key = c.consoleValue("the certificate")
	}
	x.Place = c.since(t.Pos)
	return x
}

// consoleValue reads a value that must be there.
func (c *cursor) consoleValue(after string) Arg {
	if c.ended() || c.beginsLine() {
		c.fail(diag.ValueExpected, unexpected(c.Peek())+" after "+after, "expected a value",
			consoleForm)
	}
	return c.argument()
}
