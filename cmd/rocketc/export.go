package main

import (
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/rocketc/rocketc/foreign"
	"github.com/rocketc/rocketc/foreign/export"
	"github.com/rocketc/rocketc/foreign/proof"
	"github.com/rocketc/rocketc/plan"
)

// exportCommand writes a schedule as another scheduler is told it.
type exportCommand struct {
	tagsFlag `embed:""`

	Output  string   `short:"o" placeholder:"DIR" help:"Writes the files into a directory."`
	Strict  bool     `help:"Fails if something cannot be said there."`
	TZ      string   `name:"tz" placeholder:"ZONE" help:"The time zone of the machine."`
	From    string   `placeholder:"TIME" help:"When the proof begins; else with this year."`
	Program string   `placeholder:"PATH" help:"Where the program of a unit is."`
	Kind    string   `arg:"" enum:"systemd,crontab,unit" help:"systemd, crontab, or unit."`
	Paths   []string `arg:"" name:"path" help:"A directory, or files."`
}

// Help returns what `rocketc help export` adds.
func (*exportCommand) Help() string {
	return `systemd is a timer and a service for each task, crontab a crontab, and unit the service
of the whole program. What cannot be said there is a note on standard error. Then both sides are
compared over four years, as by rocketc import. The exit status is 1 if they differ and no reason
is known.`
}

// Run writes the files.
func (c *exportCommand) Run(inv *invocation) error {
	s, err := inv.read(c.Paths, c.tagsFlag)
	if err != nil {
		return err
	}
	p, err := inv.checked(s, s.options())
	if err != nil {
		return err
	}
	if c.Kind == "unit" {
		return c.unit(inv, s.name, p)
	}
	imports := importCommand{TZ: c.TZ, From: c.From, Strict: c.Strict}
	if c.TZ == "" {
		imports.TZ = p.Schedule.Config.Timezone
	}
	zone, err := imports.zone()
	if err != nil {
		return err
	}
	from, err := imports.from(zone)
	if err != nil {
		return err
	}
	write := export.Systemd
	if c.Kind == "crontab" {
		write = export.Crontab
	}
	e := write(foreign.Name(s.name), &p.Schedule, foreign.Options{Zone: zone})
	imports.tell(inv, e.Notes)
	if c.Strict && len(e.Notes) > 0 {
		return errReported
	}
	if e.Import == nil || len(e.Import.Jobs) == 0 {
		return fmt.Errorf("no task of the schedule can be exported")
	}
	end := inv.doing("proving")
	lessCollecting()
	report, err := proof.Of(e.Import, &p.Schedule, proof.Options{From: from,
		To: from.AddDate(proof.Years, 0, 0), Context: inv.ctx})
	end()
	if err != nil {
		return err
	}
	if err := c.write(inv, e.Files, report); err != nil {
		return err
	}
	if report.Unexplained() > 0 {
		return errReported
	}
	return nil
}

// write writes files, and what the proof has found.
func (c *exportCommand) write(inv *invocation, files []foreign.File, report *proof.Report) error {
	told := inv.stderr
	for _, f := range files {
		if c.Output != "" {
			told = inv.stdout
			if err := writeNew(filepath.Join(c.Output, f.Name), string(f.Text)); err != nil {
				return err
			}
			continue
		}
		head := ""
		if len(files) > 1 {
			head = "# " + f.Name + "\n"
		}
		if _, err := io.WriteString(inv.stdout, head+string(f.Text)); err != nil {
			return err
		}
	}
	return report.WriteText(told)
}

// unit writes the service of the whole program.
func (c *exportCommand) unit(inv *invocation, name string, p *plan.Plan) error {
	name = strings.ReplaceAll(foreign.Name(name), "_", "-")
	program := c.Program
	if program == "" {
		program = "/usr/local/bin/" + name
	}
	text := export.Unit{Name: name, Program: program, Schedule: &p.Schedule}.String()
	if c.Output != "" {
		return writeNew(filepath.Join(c.Output, name+".service"), text)
	}
	_, err := io.WriteString(inv.stdout, text)
	return err
}
