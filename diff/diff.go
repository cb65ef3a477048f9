// Package diff says how what a schedule does differs from what another does.
//
// Both are simulated over the same span, and the starts of each task are compared, two by two:
// those of the same instant are the same. What is left of the two is paired: starts of one day
// if both have as many of them on that day, then those of one week, and of one month. A pair is
// a run that moves; runs without a pair are gone, or new. Moves that look the same on a clock
// are one [Change], with their number.
package diff

import (
	"cmp"
	"slices"
	"time"

	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/simulate"
)

// A Window is a piece of time in which runs are compared.
type Window struct{ From, To time.Time }

// A Kind is what happens to runs.
type Kind string

// The kinds. Runs that become ones that may happen only, or that are certain from now on, have
// the same start.
const (
	Moved   Kind = "moved"
	New     Kind = "new"
	Gone    Kind = "gone"
	Maybe   Kind = "maybe"
	Certain Kind = "certain"
)

// A Change is something that happens to runs of a task.
type Change struct {
	Kind Kind
	// Old and New are the starts; of runs that move, the pairs have the same index.
	Old, New []time.Time
	// From and To are what the clock reads at the starts of all runs that move, or By is how
	// much later they are if that is the same for all and the readings are not.
	From, To string
	By       time.Duration
}

// A Task is a task of which runs differ.
type Task struct {
	Name string
	// Formerly is the name of the task in the old schedule, if it has another.
	Formerly string
	// Is says that the task is New or Gone; empty: both schedules have it.
	Is Kind
	// Why are the reasons that are known.
	Why     []string
	Changes []Change
}

// A Difference is how what two schedules do differs.
type Difference struct {
	Tasks []Task
	// Windows are when the schedules were compared, and Zone is that of the clocks.
	Windows []Window
	Zone    *time.Location
	// Cuts are the tasks of which not all is compared, in the order of the new schedule.
	Cuts []Cut
}

// Of compares two schedules within windows, of which the last ends last. The simulations begin
// at the same instant, and Of sets when they end. Clocks are read in zone.
func Of(old, new *simulate.Simulation, windows []Window, zone *time.Location) (
	*Difference, error,
) {
	d := &Difference{Windows: windows, Zone: zone}
	c := &comparison{old: old.Schedule, new: new.Schedule, zone: zone, cuts: cuts{}}
	for i, s := range []*simulate.Simulation{old, new} {
		s.To = windows[len(windows)-1].To
		var err error
		if c.starts[i], err = c.collect(s, windows); err != nil {
			return nil, err
		}
	}
	d.Tasks = c.tasks()
	d.Cuts = c.cuts.list(c.new, c.old)
	return d, nil
}

// A start is that of a run.
type start struct {
	at  time.Time
	may bool
	by  string // the task that has caused it
}

// collect returns the starts within the windows, by task.
func (c *comparison) collect(s *simulate.Simulation, windows []Window) (
	map[string][]start, error,
) {
	starts := map[string][]start{}
	var stopped []*simulate.CutOff
	s.Stopped = func(cut *simulate.CutOff) { stopped = append(stopped, cut) }
	for e, err := range s.Events() {
		if err != nil {
			return nil, err
		}
		within := func(w Window) bool { return !e.Start.Before(w.From) && e.Start.Before(w.To) }
		if e.Event != rocket.Started || !slices.ContainsFunc(windows, within) {
			continue
		}
		r := start{at: e.Start, may: e.May}
		if e.Cause != nil && e.Cause.Task != e.Task {
			r.by = e.Cause.Task
		}
		starts[e.Task] = append(starts[e.Task], r)
	}
	for _, cut := range stopped {
		c.cuts.add(s.Schedule, starts, cut)
	}
	return starts, nil
}

// A comparison compares two schedules whose starts are known.
type comparison struct {
	old, new *rocket.Schedule
	starts   [2]map[string][]start
	zone     *time.Location
	cuts     cuts
}

// tasks returns the tasks of which runs differ, in the order of the new schedule; those that
// are gone come last.
func (c *comparison) tasks() (list []Task) {
	olds := byName(c.old)
	seen := map[string]bool{}
	changed := map[string]bool{}
	bys := map[int][]string{}
	add := func(t Task, old, new *rocket.TaskSpec) {
		var by []string
		a, b := c.starts[0][specName(old)], c.starts[1][specName(new)]
		if cut := c.cuts.of(old, new); cut != nil {
			a, b = before(a, cut.At), before(b, cut.At)
		}
		t.Changes, by = compare(a, b, c.zone)
		if len(t.Changes) == 0 {
			return
		}
		if old != nil && new != nil {
			t.Why = reasons(old, new)
		}
		changed[t.Name] = true
		bys[len(list)] = by
		list = append(list, t)
	}
	for _, spec := range c.new.Tasks {
		t := Task{Name: spec.Name}
		old := olds[spec.Name]
		for _, former := range spec.Formerly {
			if old == nil && olds[former] != nil {
				old, t.Formerly = olds[former], former
			}
		}
		if old == nil {
			t.Is = New
		} else {
			seen[old.Name] = true
		}
		add(t, old, spec)
	}
	for _, spec := range c.old.Tasks {
		if !seen[spec.Name] {
			add(Task{Name: spec.Name, Is: Gone}, spec, nil)
		}
	}
	general := generalReasons(c.old, c.new)
	for i := range list {
		if t := &list[i]; len(t.Why) == 0 && t.Is == "" {
			for _, by := range bys[i] {
				if changed[by] {
					t.Why = append(t.Why, "because of "+by)
				}
			}
			if len(t.Why) == 0 {
				t.Why = general
			}
		}
	}
	return list
}

func byName(s *rocket.Schedule) map[string]*rocket.TaskSpec {
	specs := map[string]*rocket.TaskSpec{}
	for _, t := range s.Tasks {
		specs[t.Name] = t
	}
	return specs
}

func specName(t *rocket.TaskSpec) string {
	if t == nil {
		return ""
	}
	return t.Name
}

// grain is how far starts may be apart that are the same: each event of a session has an
// instant of its own.
const grain = 250 * time.Millisecond

// compare returns how two lists of starts differ, and which tasks have caused what differs.
func compare(old, new []start, zone *time.Location) (changes []Change, by []string) {
	maybe, certain := Change{Kind: Maybe}, Change{Kind: Certain}
	var gone, added []time.Time
	note := func(s start, list *[]time.Time) {
		*list = append(*list, s.at.In(zone))
		if s.by != "" && !slices.Contains(by, s.by) {
			by = append(by, s.by)
		}
	}
	for i, j := 0, 0; i < len(old) || j < len(new); {
		switch {
		case j == len(new) || i < len(old) && new[j].at.Sub(old[i].at) >= grain:
			note(old[i], &gone)
			i++
			continue
		case i == len(old) || old[i].at.Sub(new[j].at) >= grain:
			note(new[j], &added)
			j++
			continue
		case !old[i].may && new[j].may:
			note(old[i], &maybe.Old)
		case old[i].may && !new[j].may:
			note(old[i], &certain.Old)
		}
		i, j = i+1, j+1
	}
	maybe.New, certain.New = maybe.Old, certain.Old
	changes = moves(&gone, &added)
	for _, c := range []Change{{Kind: New, New: added}, {Kind: Gone, Old: gone}, maybe, certain} {
		if len(c.Old)+len(c.New) > 0 {
			changes = append(changes, c)
		}
	}
	return changes, by
}

// A level is a length of time within which runs move, and how a clock is read within it.
type level struct {
	key    func(t time.Time) int
	layout string
}

var levels = []level{
	{func(t time.Time) int { return t.Year()*1000 + t.YearDay() }, "15:04:05"},
	{func(t time.Time) int {
		year, week := t.ISOWeek()
		return year*1000 + week
	}, "Mon 15:04:05"},
	{func(t time.Time) int { return t.Year()*12 + int(t.Month()) }, "day 2, 15:04:05"},
}

// moves pairs starts that are gone with those that are new, takes them out of the lists, and
// returns the pairs as changes, the largest first.
func moves(gone, added *[]time.Time) (changes []Change) {
	for _, l := range levels {
		a, b := byKey(*gone, l.key), byKey(*added, l.key)
		index := map[[2]string]int{}
		var group []Change
		for _, at := range *gone {
			key := l.key(at)
			if len(a[key]) != len(b[key]) {
				continue
			}
			n := slices.IndexFunc(a[key], at.Equal)
			to := b[key][n]
			look := [2]string{read(at, l.layout), read(to, l.layout)}
			i, is := index[look]
			if !is {
				i = len(group)
				index[look] = i
				group = append(group, Change{Kind: Moved, From: look[0], To: look[1]})
			}
			group[i].Old, group[i].New = append(group[i].Old, at), append(group[i].New, to)
		}
		keep := func(at time.Time) bool { return len(a[l.key(at)]) == len(b[l.key(at)]) }
		*gone, *added = slices.DeleteFunc(*gone, keep), slices.DeleteFunc(*added, keep)
		changes = append(changes, joined(group)...)
	}
	slices.SortStableFunc(changes, func(a, b Change) int { return len(b.Old) - len(a.Old) })
	return changes
}

// read returns what a clock reads, without seconds that are none.
func read(t time.Time, layout string) string {
	if t.Second() == 0 {
		layout = layout[:len(layout)-len(":05")]
	}
	return t.Format(layout)
}

func byKey(list []time.Time, key func(time.Time) int) map[int][]time.Time {
	groups := map[int][]time.Time{}
	for _, at := range list {
		groups[key(at)] = append(groups[key(at)], at)
	}
	return groups
}

// maxReadings is how many different readings of the clock are told apart.
const maxReadings = 4

// joined joins changes with many different readings of the clock by how much later the runs
// are.
func joined(group []Change) []Change {
	if len(group) <= maxReadings {
		return group
	}
	byDelay := map[time.Duration]*Change{}
	var order []time.Duration
	for _, c := range group {
		for i, at := range c.Old {
			delay := c.New[i].Sub(at).Round(time.Second)
			if byDelay[delay] == nil {
				byDelay[delay] = &Change{Kind: Moved, By: delay}
				order = append(order, delay)
			}
			whole := byDelay[delay]
			whole.Old, whole.New = append(whole.Old, at), append(whole.New, c.New[i])
		}
	}
	if len(order) > maxReadings {
		all := Change{Kind: Moved}
		for _, c := range group {
			all.Old, all.New = append(all.Old, c.Old...), append(all.New, c.New...)
		}
		slices.SortFunc(all.Old, time.Time.Compare)
		slices.SortFunc(all.New, time.Time.Compare)
		return []Change{all}
	}
	var changes []Change
	for _, delay := range order {
		c := byDelay[delay]
		slices.SortFunc(c.Old, time.Time.Compare)
		slices.SortFunc(c.New, time.Time.Compare)
		changes = append(changes, *c)
	}
	slices.SortStableFunc(changes, func(a, b Change) int {
		return cmp.Compare(len(b.Old), len(a.Old))
	})
	return changes
}
