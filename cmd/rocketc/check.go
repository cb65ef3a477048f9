package main

import (
	"slices"

	"github.com/rocketc/rocketc/diag"
)

// checkCommand finds the mistakes of a schedule. It is silent if there are none.
type checkCommand struct {
	tagsFlag `embed:""`

	JSON  bool     `name:"json" help:"Writes what is found to standard output, as JSON, one object a line."`
	Paths []string `arg:"" name:"path" help:"A directory, or files, or - for a schedule on standard input."`
}

// Run reports what it finds.
func (c *checkCommand) Run(inv *invocation) error {
	s, err := c.schedule(inv)
	if err != nil {
		return err
	}
	p, list := s.check()
	if !c.JSON {
		err = inv.report(s, list)
	} else {
		err = diag.WriteJSON(inv.stdout, list)
	}
	if err == nil && p == nil {
		err = errReported
	}
	return err
}

func (c *checkCommand) schedule(inv *invocation) (*schedule, error) {
	if slices.Equal(c.Paths, []string{"-"}) {
		return readStdin(inv.stdin, c.tagsFlag)
	}
	return readSchedule(c.Paths, c.tagsFlag)
}
