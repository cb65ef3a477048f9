package main

import "github.com/rocketc/rocketc/diag"

// checkCommand finds the mistakes of a schedule. It is silent where there is
// nothing to say.
type checkCommand struct {
	tagsFlag `embed:""`

	JSON  bool     `name:"json" help:"Writes what is found to standard output, as JSON, one object a line."`
	Paths []string `arg:"" name:"path" help:"A directory, or files."`
}

// Run does it.
func (c *checkCommand) Run(inv *invocation) error {
	s, err := readSchedule(c.Paths, c.tagsFlag)
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
