package check

import (
	"net"
	"net/netip"
	"slices"
	"strconv"

	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/grammar"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/runtime/arg"
)

// console lowers `console ADDRESS [token ARG [read_only]] [tls CERT KEY] [host NAME]`.
func (c *checker) console(s *grammar.Setting) {
	if c.options.Console == nil {
		d := c.diags.Errorf(diag.NotBuilt, s.Key.Span(), "console is not built in this version")
		d.Label = "not built"
		return
	}
	if s.Value == nil {
		return // a syntax error
	}
	spec := rocket.ConsoleSpec{Address: c.consoleAddress(s.Value)}
	for _, part := range s.Parts {
		c.consolePart(part, &spec)
	}
	if spec.Address == "" {
		return
	}
	c.judgeReach(s, spec)
	c.plan.Schedule.Console = c.options.Console(spec)
}

// consoleAddress returns the address at which a program listens; empty if it is none.
func (c *checker) consoleAddress(a grammar.Arg) string {
	const help = `it is written: console "127.0.0.1:8080"`
	text, ok := a.(*grammar.Text)
	if !ok {
		c.diags.Errorf(diag.BadValue, a.Span(), "the address of console is a text").Help = help
		return ""
	}
	_, port, err := net.SplitHostPort(text.Value())
	_, bad := strconv.ParseUint(port, 10, 16)
	switch {
	case err != nil:
		c.diags.Errorf(diag.BadValue, a.Span(), "the address has no host and port").Help = help
	case bad != nil:
		c.diags.Errorf(diag.BadValue, a.Span(), "the port is not a number up to 65535").Help = help
	default:
		return text.Value()
	}
	return ""
}

// consolePart enters a part of console into the spec.
func (c *checker) consolePart(part *grammar.ConsolePart, spec *rocket.ConsoleSpec) {
	switch part.Word.Text {
	case "token":
		token := c.token(part.Value)
		if token == nil {
			return
		}
		if part.ReadOnly {
			spec.ReadTokens = append(spec.ReadTokens, token)
		} else {
			spec.Tokens = append(spec.Tokens, token)
		}
	case "tls":
		if spec.Certificate != "" {
			c.diags.Errorf(diag.DoubledKey, part.Word.Span(), "tls is given twice")
			return
		}
		spec.Certificate = c.consoleText(part.Value, "the file of the certificate",
			`tls "cert.pem" "key.pem"`)
		spec.Key = c.consoleText(part.Key, "the file of the key", `tls "cert.pem" "key.pem"`)
	case "host":
		const form = `host "desk.example.com"`
		name := c.consoleText(part.Value, "the name of the host", form)
		if _, _, err := net.SplitHostPort(name); err == nil {
			c.diags.Errorf(diag.BadValue, part.Value.Span(), "a host has no port here").
				Help = "it is written: " + form
		}
		spec.Hosts = append(spec.Hosts, name)
	}
}

// consoleText returns a text that is not empty.
func (c *checker) consoleText(a grammar.Arg, what, form string) string {
	text, ok := a.(*grammar.Text)
	if !ok || text.Value() == "" {
		c.diags.Errorf(diag.BadValue, a.Span(), "%s is a text", what).
			Help = "it is written: " + form
		return ""
	}
	return text.Value()
}

// leastToken is how many bytes a token has at least.
const leastToken = 16

// token lowers a token; it is nil if there is none.
func (c *checker) token(a grammar.Arg) arg.Source {
	token := c.argument(nil, a)
	literal, ok := token.(arg.Literal)
	if !ok {
		return token
	}
	if text, ok := literal.Value.(string); !ok || len(text) < leastToken {
		c.diags.Errorf(diag.BadValue, a.Span(), "a token is a text of at least %d bytes",
			leastToken).Help = `it is better kept out of the schedule: token env "TOKEN"`
		return nil
	}
	return token
}

// judgeReach reports an address that other machines can reach without a token, or without
// TLS.
func (c *checker) judgeReach(s *grammar.Setting, spec rocket.ConsoleSpec) {
	host, _, _ := net.SplitHostPort(spec.Address)
	if ip, err := netip.ParseAddr(host); host == "localhost" || err == nil && ip.IsLoopback() {
		return
	}
	hasToken := func(p *grammar.ConsolePart) bool { return p.Word.Text == "token" }
	if !slices.ContainsFunc(s.Parts, hasToken) {
		c.diags.Errorf(diag.OpenConsole, s.Value.Span(),
			"other machines can reach this address, and no token keeps them out").
			Help = `add a token: token env "CONSOLE_TOKEN", or listen at 127.0.0.1`
	} else if spec.Certificate == "" {
		c.diags.Warnf(diag.PlainConsole, s.Value.Span(),
			"tokens go over the network as they are: there is no TLS").
			Help = `add tls "cert.pem" "key.pem", or listen at 127.0.0.1 behind a proxy`
	}
}
