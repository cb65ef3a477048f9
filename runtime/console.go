package rocket

import (
	"fmt"
	"strings"

	"github.com/rocketc/rocketc/runtime/arg"
)

// A ConsoleSpec says how a program is asked over the network: what `console` in a schedule
// says.
type ConsoleSpec struct {
	// Address is where the program listens: HOST:PORT. Port 0 is any that is free.
	Address string
	// Tokens are the secrets that let one do everything, ReadTokens those that let one look
	// only. If there are none, the program makes a token of its own, unless other machines can
	// reach the address.
	Tokens, ReadTokens []arg.Source
	// Hosts are names by which the program is asked, besides that of Address.
	Hosts []string
	// Certificate and Key are the PEM files for TLS; empty: there is no TLS.
	Certificate, Key string
}

// String returns the spec as a schedule has it, without the texts of tokens.
func (c ConsoleSpec) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "console %q", c.Address)
	for _, token := range c.Tokens {
		b.WriteString(" token " + tokenText(token))
	}
	for _, token := range c.ReadTokens {
		b.WriteString(" token " + tokenText(token) + " read_only")
	}
	if c.Certificate != "" {
		fmt.Fprintf(&b, " tls %q %q", c.Certificate, c.Key)
	}
	for _, host := range c.Hosts {
		fmt.Fprintf(&b, " host %q", host)
	}
	return b.String()
}

// tokenText returns where a token is from, with ***** for one that stands in the schedule.
func tokenText(from arg.Source) string {
	switch from := from.(type) {
	case arg.Literal:
		return `"*****"`
	case arg.First:
		parts := make([]string, len(from))
		for i, part := range from {
			parts[i] = tokenText(part)
		}
		return strings.Join(parts, " >> ")
	}
	return from.String()
}

// A Console answers for a session over the network: a *web.Console. A program that calls
// console.Main opens the console of its schedule.
type Console interface {
	// Spec returns how the program is asked.
	Spec() ConsoleSpec
}

// Scope returns what sources of values are resolved in outside of runs: the parameters and
// flags of the session.
func (s *Session) Scope() arg.Scope { return scope{session: s} }
