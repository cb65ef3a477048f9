package main

import (
	"fmt"
	"strings"
	"time"

	"github.com/rocketc/rocketc/lsp"
)

// lspCommand serves an editor.
type lspCommand struct {
	tagsFlag `embed:""`

	Stdio bool `help:"Speaks over standard input and output, which it always does."`
}

// Help returns what `rocketc help lsp` adds.
func (*lspCommand) Help() string {
	return `An editor starts it and speaks the Language Server Protocol with it, over standard
input and output. docs/editors.md says what it answers, and how editors are set up.`
}

// Run serves until the editor ends the conversation.
func (c *lspCommand) Run(inv *invocation) error {
	lessCollecting()
	zone, err := time.LoadLocation(localZone())
	if err != nil {
		zone = time.UTC
	}
	o := lsp.Options{Check: linkedOptions(), Version: version(), Zone: zone,
		Log: func(text string) {
			fmt.Fprintf(inv.stderr, "rocketc lsp: %s\n", strings.TrimSpace(text))
		}}
	o.Check.Tags = c.Tags
	return lsp.Serve(inv.ctx, inv.stdin, inv.stdout, o)
}
