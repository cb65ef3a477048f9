package main

import (
	"fmt"
	"strings"

	"github.com/rocketc/rocketc/diag"
)

// helpCommand explains a command or a diagnostic.
type helpCommand struct {
	Topic string `arg:"" optional:"" help:"A command, or the code of a diagnostic such as RKT101."`
}

// Run shows the help of a command, or the rule of a diagnostic with an example.
func (c *helpCommand) Run(inv *invocation) error {
	code := strings.ToUpper(c.Topic)
	switch {
	case c.Topic == "":
		return inv.parseAndRun([]string{"--help"})
	case strings.HasPrefix(code, "RKT"):
		return inv.explainCode(diag.Code(code))
	}
	return inv.parseAndRun([]string{c.Topic, "--help"})
}

// explainCode writes the rule that a code stands for, and what breaks it.
func (inv *invocation) explainCode(code diag.Code) error {
	rule, known := code.Rule()
	if !known {
		return usagef("there is no diagnostic %s; docs/errors.md lists all", code)
	}
	text := fmt.Sprintf("%s, %s: %s.\n", code, code.Severity(), rule.Text)
	if rule.Example != "" {
		text += "\nFor example, this is reported:\n\n"
		for line := range strings.Lines(rule.Listing()) {
			text += "    " + line
		}
	}
	_, err := fmt.Fprint(inv.stdout, text)
	return err
}
