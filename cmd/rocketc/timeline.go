package main

import (
	"cmp"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/rocketc/rocketc/console"
	"github.com/rocketc/rocketc/period"
	"github.com/rocketc/rocketc/plan"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/simulate"
	"github.com/rocketc/rocketc/spelling"
	"github.com/rocketc/rocketc/timeline"
)

// timelineCommand shows what all tasks of a schedule will do.
type timelineCommand struct {
	tagsFlag     `embed:""`
	outlookFlags `embed:""`

	From  string   `placeholder:"TIME" help:"When the program starts; the default is now."`
	To    string   `placeholder:"TIME" xor:"end" help:"When the timeline ends."`
	For   string   `placeholder:"D" xor:"end" help:"How long it is; the default is 1 day."`
	Task  []string `sep:"none" placeholder:"TASK" help:"Shows this task only; others run, too."`
	Load  bool     `help:"Says how many runs there are at once, against pools and processes."`
	DST   bool     `name:"dst" help:"Says what each change of the clock does to each task."`
	JSON  bool     `name:"json" xor:"form" help:"Writes each event as JSON, an object a line."`
	ICS   bool     `name:"ics" xor:"form" help:"Writes each run as an entry of a calendar."`
	SVG   bool     `name:"svg" xor:"form" help:"Writes a picture."`
	HTML  bool     `name:"html" xor:"form" help:"Writes a page with the picture, and tables."`
	Paths []string `arg:"" name:"path" default:"." help:"A directory, or files."`
}

// Help returns what `rocketc help timeline` adds.
func (*timelineCommand) Help() string {
	return `Shows what all tasks will do, by a simulation with the real scheduler: as if the program
started at --from, with the history that is given; without one, nothing has run yet. A run takes
as long as is assumed, else the median of the history, else no time, and succeeds. It is one that
"may run" if a condition that only the world can answer has to hold then.`
}

// Run shows the timeline.
func (c *timelineCommand) Run(inv *invocation) error {
	p, err := inv.planOf(c.Paths, c.tagsFlag)
	if err != nil {
		return err
	}
	sim, err := c.simulate(inv, p)
	if err != nil {
		return err
	}
	if err := c.checkTasks(sim.Schedule); err != nil {
		return err
	}
	switch {
	case c.JSON:
		err = timeline.WriteJSON(inv.stdout, sim, c.options(sim))
	case c.ICS:
		err = timeline.WriteICS(inv.stdout, sim, c.Task)
	default:
		err = c.show(inv, sim)
	}
	if wrong := (*simulate.WrongAssumption)(nil); errors.As(err, &wrong) {
		return usagef("--assume: %w", err)
	}
	return err
}

// simulate returns the simulation of the span that the flags name.
func (c *timelineCommand) simulate(inv *invocation, p *plan.Plan) (*simulate.Simulation, error) {
	zone, err := c.zone(p)
	if err != nil {
		return nil, err
	}
	from, err := instantOf("--from", c.From, zone)
	if err != nil {
		return nil, err
	}
	sim, err := c.simulation(inv, p, from)
	if err != nil {
		return nil, usageError{err}
	}
	sim.To, err = spanEnd(from, c.To, c.For, zone)
	return sim, err
}

// spanEnd returns the end of a span, which --to names, or --for.
func spanEnd(from time.Time, to, length string, zone *time.Location) (time.Time, error) {
	end := from.AddDate(0, 0, 1)
	switch {
	case to != "":
		var err error
		if end, err = instantOf("--to", to, zone); err != nil {
			return end, err
		}
	case length != "":
		d, err := period.ParseDuration(length)
		if err != nil {
			return end, usagef("--for: %w", err)
		}
		end = from.Add(d)
	}
	if !end.After(from) {
		return end, usagef("the span ends at %s, before it begins, at %s",
			end.Format(time.DateTime), from.Format(time.DateTime))
	}
	return end, nil
}

// checkTasks returns an error if the schedule does not have a task of --task.
func (c *timelineCommand) checkTasks(s *rocket.Schedule) error {
	var names []string
	for _, t := range s.Tasks {
		names = append(names, t.Name)
	}
	for _, name := range c.Task {
		if !slices.Contains(names, name) {
			return usageError{meant(fmt.Sprintf("--task: the schedule has no task %q", name),
				spelling.Nearest(name, names))}
		}
	}
	return nil
}

// textColumns is how wide a timeline is that is not for a terminal.
const textColumns = 100

// listedRuns is how many runs a timeline may have to be listed one by one.
const listedRuns = 40

// show writes the timeline as text, as wide as the terminal, or as a picture.
func (c *timelineCommand) show(inv *invocation, sim *simulate.Simulation) error {
	o := c.options(sim)
	if !c.SVG && !c.HTML {
		o.Cells = timeline.TextCells(cmp.Or(console.TerminalWidth(inv.stdout), textColumns))
		o.Even = true
	}
	t, err := timeline.Of(sim, o)
	if err != nil {
		return err
	}
	switch {
	case c.SVG:
		err = t.WriteSVG(inv.stdout)
	case c.HTML:
		err = t.WriteHTML(inv.stdout, c.name())
	default:
		err = t.WriteText(inv.stdout, timeline.TextStyle{Color: inColor(inv.stdout),
			ListRuns: listedRuns, More: "each run, and why it starts: rocketc timeline --json"})
	}
	if err == nil && t.CutOff != nil {
		err = fmt.Errorf("the timeline is %w", t.CutOff)
	}
	return err
}

func (c *timelineCommand) options(sim *simulate.Simulation) timeline.Options {
	return timeline.Options{Zone: sim.From.Location(), Tasks: c.Task, Load: c.Load,
		Clocks: c.DST, Cells: timeline.PictureCells}
}

// name returns what the schedule is called.
func (c *timelineCommand) name() string {
	if filepath.Ext(c.Paths[0]) == ".rkt" {
		return strings.TrimSuffix(filepath.Base(c.Paths[0]), ".rkt")
	}
	name, err := directoryName(c.Paths[0])
	if err != nil {
		return "schedule"
	}
	return name
}
