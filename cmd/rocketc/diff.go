package main

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/rocketc/rocketc"
	"github.com/rocketc/rocketc/console"
	"github.com/rocketc/rocketc/diff"
	"github.com/rocketc/rocketc/plan"
	"github.com/rocketc/rocketc/simulate"
	"github.com/rocketc/rocketc/spelling"
	"github.com/rocketc/rocketc/timeline"
)

// diffCommand says how what a schedule does differs from what another does.
type diffCommand struct {
	tagsFlag     `embed:""`
	outlookFlags `embed:""`

	From string `placeholder:"TIME" help:"When the programs start; the default is now."`
	To   string `placeholder:"TIME" xor:"end" help:"When the comparison ends."`
	For  string `placeholder:"D" xor:"end" help:"How long it is; else 4 weeks and 2 clock changes."`
	JSON bool   `name:"json" help:"Writes each change as JSON, an object a line."`
	Old  string `arg:"" name:"old" help:"A directory, a file, or git:REVISION[:PATH]."`
	New  string `arg:"" name:"new" help:"As above."`
}

// Help returns what `rocketc help diff` adds.
func (*diffCommand) Help() string {
	return `Says which runs appear, vanish, or move, and why, by simulations of both schedules, over
4 weeks and the days of the next two changes of the clock. git:HEAD is the schedule of the other
argument as it is in a revision of its git repository. The exit status is 1 if a run changes,
2 if a schedule is wrong.`
}

// The exit statuses of diff are those of diff(1).
const (
	diffFound   = exitStatus(1)
	diffTrouble = exitStatus(2)
)

// Run compares the schedules.
func (c *diffCommand) Run(inv *invocation) error {
	found, err := c.compare(inv)
	switch {
	case errors.Is(err, errReported):
		return diffTrouble
	case err != nil:
		return usageError{err}
	case c.JSON:
		err = found.WriteJSON(inv.stdout)
	default:
		err = found.WriteText(inv.stdout)
	}
	if err != nil {
		return err
	}
	for _, cut := range found.Cuts {
		fmt.Fprintln(inv.stderr, "rocketc: "+cutText(cut, found.Zone))
	}
	if len(found.Tasks) > 0 {
		return diffFound
	}
	return nil
}

// cutText says what of a task is not compared.
func cutText(cut diff.Cut, zone *time.Location) string {
	text := fmt.Sprintf("of task %s only what is before %s is compared: ",
		spelling.Name(cut.Task), cut.At.In(zone).Format("2006-01-02 15:04:05"))
	if cut.Of != "" {
		return text + "it depends on task " + spelling.Name(cut.Of)
	}
	return text + fmt.Sprintf("it has started %s times by then", console.Thousands(cut.Runs))
}

// compare simulates and compares the schedules.
func (c *diffCommand) compare(inv *invocation) (*diff.Difference, error) {
	var plans [2]*plan.Plan
	for i, path := range []string{c.Old, c.New} {
		other := []string{c.New, c.Old}[i]
		p, err := inv.planIn(path, other, c.tagsFlag)
		if err != nil {
			return nil, err
		}
		plans[i] = p
	}
	zone, err := c.zone(plans[1])
	if err != nil {
		return nil, err
	}
	from, err := instantOf("--from", c.From, zone)
	if err != nil {
		return nil, err
	}
	assume := c.Assume
	c.Assume = nil
	var sims [2]*simulate.Simulation
	for i, p := range plans {
		if sims[i], err = c.simulation(inv, p, from); err != nil {
			return nil, err
		}
		sims[i].To = from.Add(time.Second)
	}
	if err := assumeInBoth(sims, assume); err != nil {
		return nil, err
	}
	windows, err := c.windows(from, zone, plans)
	if err != nil {
		return nil, err
	}
	return diff.Of(sims[0], sims[1], windows, zone)
}

// assumeInBoth makes assumptions for two simulations, of which one may not have what an
// assumption is about.
func assumeInBoth(sims [2]*simulate.Simulation, assume []string) error {
	for _, text := range assume {
		var wrong error
		right := 0
		for _, s := range sims {
			probe := *s
			probe.Assumptions = simulate.Assumptions{}
			if err := probe.Assume(text); err != nil {
				return fmt.Errorf("--assume: %w", err)
			}
			if err := probe.Check(); err != nil {
				wrong = err
				continue
			}
			right++
			if err := s.Assume(text); err != nil {
				return err
			}
		}
		if right == 0 {
			return fmt.Errorf("--assume: %w", wrong)
		}
	}
	return nil
}

// comparedDays is how long schedules are compared, and comparedChanges on how many days of
// clock changes besides.
const (
	comparedDays    = 28
	comparedChanges = 2
)

// windows returns when the schedules are compared: within the span that flags name, or for
// four weeks, and on the days of the next two changes of the clock in each of their zones.
func (c *diffCommand) windows(
	from time.Time, zone *time.Location, plans [2]*plan.Plan,
) ([]diff.Window, error) {
	if c.To != "" || c.For != "" {
		end, err := spanEnd(from, c.To, c.For, zone)
		return []diff.Window{{From: from, To: end}}, err
	}
	windows := []diff.Window{{From: from, To: from.AddDate(0, 0, comparedDays)}}
	for _, p := range plans {
		location, err := time.LoadLocation(cmp.Or(p.Schedule.Config.Timezone, zone.String()))
		if err != nil {
			return nil, err
		}
		changes := timeline.Changes(from.In(location), from.AddDate(2, 0, 0))
		for _, change := range changes[:min(len(changes), comparedChanges)] {
			windows = append(windows, diff.Window{From: timeline.DayStart(change.At, 0),
				To: timeline.DayStart(change.At, 1)})
		}
	}
	slices.SortStableFunc(windows[1:], func(a, b diff.Window) int { return a.To.Compare(b.To) })
	windows = slices.CompactFunc(windows, func(a, b diff.Window) bool { return a.To.Equal(b.To) })
	return slices.DeleteFunc(windows, func(w diff.Window) bool {
		return w.To.Before(windows[0].To)
	}), nil
}

// planIn reads and checks a schedule that a path names, or a revision: then other is the path
// unless the revision has one.
func (inv *invocation) planIn(path, other string, tags tagsFlag) (*plan.Plan, error) {
	revision, is := strings.CutPrefix(path, "git:")
	if !is {
		return inv.planOf([]string{path}, tags)
	}
	revision, inTree, named := strings.Cut(revision, ":")
	if !named {
		if inTree = other; strings.HasPrefix(other, "git:") {
			_, rest, _ := strings.Cut(strings.TrimPrefix(other, "git:"), ":")
			inTree = cmp.Or(rest, ".")
		}
	}
	tree, remove, err := inv.extract(revision, inTree)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	defer remove()
	s, err := inv.read([]string{tree}, tags)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, errors.Unwrap(err))
	}
	p, list := rocketc.Check(s.sources, s.options())
	if p == nil {
		fmt.Fprintf(inv.stderr, "rocketc: %s is wrong\n", path)
		return nil, errors.Join(inv.report(s, list), errReported)
	}
	return p, nil
}
