package main

// helpCommand shows what a command takes.
type helpCommand struct {
	Command string `arg:"" optional:"" help:"The command; without one, all are listed."`
}

// Run does it.
func (c *helpCommand) Run(inv *invocation) error {
	if c.Command == "" {
		return inv.parseAndRun([]string{"--help"})
	}
	return inv.parseAndRun([]string{c.Command, "--help"})
}
