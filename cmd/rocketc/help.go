package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/rocketc/rocketc/diag"
)

// helpCommand explains a command, a topic or a diagnostic.
type helpCommand struct {
	Man   bool   `name:"man" help:"Prints the manual page of a command, for man."`
	Topic string `arg:"" optional:"" help:"A command, a topic, a word, or a code such as RKT101."`
}

// Help returns what `rocketc help help` adds.
func (*helpCommand) Help() string {
	var b strings.Builder
	b.WriteString("The topics are parts of the specification of the language:\n\n")
	for _, t := range topics {
		fmt.Fprintf(&b, "    %-12s %s\n", t.name, t.about)
	}
	b.WriteString("\nFor a word of the language, such as notify, is shown what they say of it.\n" +
		"On a terminal they are shown by PAGER, else by less, if that is there.\n\n" +
		"    rocketc help --man check | man -l -")
	return b.String()
}

// Run shows the help of a command, a part of the specification, or the rule of a diagnostic
// with an example.
func (c *helpCommand) Run(inv *invocation) error {
	if c.Man {
		text, err := inv.manual(c.Topic)
		if err == nil {
			_, err = io.WriteString(inv.stdout, text)
		}
		return err
	}
	if c.Topic == "" {
		return inv.parseAndRun([]string{"--help"})
	}
	if code := strings.ToUpper(c.Topic); strings.HasPrefix(code, "RKT") {
		return inv.explainCode(diag.Code(code))
	}
	for _, t := range topics {
		if t.name == c.Topic {
			return inv.explainTopic(t)
		}
	}
	parser, err := newParser(inv, &commandLine{})
	if err != nil {
		return err
	}
	commands := commandsOf(parser.Model.Node)
	if !slices.Contains(commands, c.Topic) {
		return inv.explainWord(c.Topic, commands)
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
	return inv.page(text)
}
