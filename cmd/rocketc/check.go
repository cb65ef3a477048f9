package main

import (
	"io"
	"slices"

	"github.com/rocketc/rocketc"
	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/format"
)

// checkCommand finds the mistakes of a schedule. It is silent if there are none.
type checkCommand struct {
	tagsFlag `embed:""`

	JSON  bool     `name:"json" xor:"stdout" help:"Writes what is found as JSON, an object a line."`
	SARIF bool     `name:"sarif" xor:"stdout" help:"Writes it for code hosts, as SARIF."`
	Fmt   bool     `name:"fmt" help:"Says which files are not formatted."`
	Plan  bool     `name:"plan" xor:"stdout" help:"Writes what it understood of the schedule."`
	Paths []string `arg:"" name:"path" help:"A directory, or files, or - for standard input."`
}

// Help returns what `rocketc help check` adds.
func (*checkCommand) Help() string {
	return `Without --json and --sarif, what is found goes to standard error. RKT101 and the
like are codes: rocketc help RKT101 explains one.`
}

// Run reports what it finds.
func (c *checkCommand) Run(inv *invocation) error {
	s, err := c.schedule(inv)
	if err != nil {
		return err
	}
	options := s.options()
	options.TypeCheck = true
	p, list := rocketc.Check(s.sources, options)
	if c.Fmt {
		for _, src := range s.sources {
			list.Add(format.Check(src.Name, src.Text)...)
		}
		list.Sort()
	}
	switch {
	case c.JSON:
		err = diag.WriteJSON(inv.stdout, list)
	case c.SARIF:
		err = diag.WriteSARIF(inv.stdout, list, version())
	default:
		err = inv.report(s, list)
	}
	if err == nil && p == nil {
		err = errReported
	}
	if err == nil && c.Plan {
		_, err = io.WriteString(inv.stdout, p.String())
	}
	return err
}

func (c *checkCommand) schedule(inv *invocation) (*schedule, error) {
	if slices.Equal(c.Paths, []string{"-"}) {
		return readStdin(inv.stdin, c.tagsFlag)
	}
	return readSchedule(c.Paths, c.tagsFlag)
}
