package proof

import (
	"slices"
	"time"

	"github.com/rocketc/rocketc/foreign"
	"github.com/rocketc/rocketc/period"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/simulate"
	"github.com/rocketc/rocketc/stdconds"
)

// A prover finds the starts of tasks.
type prover struct {
	schedule *rocket.Schedule
	options  Options
	specs    map[*foreign.Job]*rocket.TaskSpec
	windowed []windowed         // what is expanded by its windows
	whole    []*rocket.TaskSpec // what is simulated for the whole time
	sampled  []*rocket.TaskSpec // what is simulated, and compared, in samples
	counting []counting         // what counts from its latest run
	// beside are the tasks that the conditions of others ask about.
	beside map[*rocket.TaskSpec][]*rocket.TaskSpec
	starts map[string][]time.Time
	spans  map[string][]span // in which tasks are compared; none: in the whole time
}

// A windowed task has the windows of one calendar part, and nothing else.
type windowed struct {
	spec *rocket.TaskSpec
	of   period.Period
	zone *time.Location
}

// A counting task counts from its latest run.
type counting struct {
	spec  *rocket.TaskSpec
	every foreign.Every
}

// often is from how many starts on a task runs often. Of one that has more than windows so many
// starts are compared from the begin on; in a proof that is sampled as many as sampledStarts.
const (
	often         = 4000
	sampledStarts = 60
)

// intervals is how many starts are looked at of a job that counts from its latest run: all
// others are like them.
const intervals = 50

// windowDays is how many days the samples begin with that windows are held against.
const windowDays = 2

// add decides how the starts of a task are found.
func (p *prover) add(j *foreign.Job, spec *rocket.TaskSpec) {
	others := asked(j, nil)
	for _, other := range others {
		p.beside[spec] = append(p.beside[spec], p.specs[other])
	}
	if every, is := j.Rules.(foreign.Every); is {
		p.counting = append(p.counting, counting{spec, every})
		return
	}
	zone := p.options.From.Location()
	if named, err := time.LoadLocation(p.schedule.Config.Timezone); err == nil &&
		p.schedule.Config.Timezone != "" {
		zone = named
	}
	of, zone := onlyPeriod(spec.When, zone)
	if of != nil {
		p.addWindows(windowed{spec, of, zone}, j.Rules)
		return
	}
	starts := often
	if p.options.Sampled {
		starts = sampledStarts
	}
	if end, is := p.reached(append(others, j), starts); is {
		p.sampled = append(p.sampled, spec)
		p.spans[spec.Name] = p.samples(end, 3*time.Hour, zoneOf(j.Rules, zone))
		return
	}
	p.whole = append(p.whole, spec)
}

// addWindows decides how the starts of a task are found that has windows only.
func (p *prover) addWindows(w windowed, rules foreign.Rules) {
	_, runsOften := p.reached([]*foreign.Job{{Rules: rules}}, often)
	if !runsOften && !p.options.Sampled {
		p.whole = append(p.whole, w.spec)
		return
	}
	p.windowed = append(p.windowed, w)
	if runsOften && p.options.Sampled {
		year := p.options.From.AddDate(1, 0, 0)
		p.spans[w.spec.Name] = p.samples(year, 72*time.Hour, zoneOf(rules, w.zone))
	}
}

// asked adds the jobs about which the condition of a job asks, and those about which theirs do.
func asked(j *foreign.Job, all []*foreign.Job) []*foreign.Job {
	for _, other := range slices.Concat(j.After, j.Asks) {
		if !slices.Contains(all, other) {
			all = asked(other, append(all, other))
		}
	}
	return all
}

// zoneOf returns the zone of the clock that rules go by; another one if they go by none.
func zoneOf(r foreign.Rules, other *time.Location) *time.Location {
	if readings, is := r.(foreign.Readings); is {
		return readings.Zone()
	}
	return other
}

// reached returns when one of some jobs has started so many times, the first of them that does.
// It is false if none does.
func (p *prover) reached(jobs []*foreign.Job, starts int) (end time.Time, is bool) {
	for _, j := range jobs {
		n := 0
		if j.Rules == nil {
			continue
		}
		for s := range j.Rules.Starts(p.options.From, p.options.To) {
			if n++; n > starts {
				if !is || s.At.Before(end) {
					end, is = s.At, true
				}
				break
			}
		}
	}
	return end, is
}

// expand finds the starts of all tasks.
func (p *prover) expand() error {
	if err := p.expandWindows(); err != nil {
		return err
	}
	if err := p.simulated(p.whole, []span{{p.options.From, p.options.To}}); err != nil {
		return err
	}
	for _, spec := range p.sampled {
		if err := p.simulated([]*rocket.TaskSpec{spec}, p.spans[spec.Name]); err != nil {
			return err
		}
	}
	for _, c := range p.counting {
		to := p.options.From.Add(c.every.First + c.every.Interval*intervals)
		specs := append([]*rocket.TaskSpec{c.spec}, p.beside[c.spec]...)
		found, err := p.simulate(specs, span{p.options.From, to}, 0)
		if err != nil {
			return err
		}
		p.starts[c.spec.Name] = found[c.spec.Name]
	}
	return nil
}

// simulated takes as the starts of tasks those of simulations of some spans.
func (p *prover) simulated(specs []*rocket.TaskSpec, spans []span) error {
	all := slices.Clone(specs)
	for _, spec := range specs {
		for _, other := range p.beside[spec] {
			if !slices.Contains(all, other) {
				all = append(all, other)
			}
		}
	}
	for _, s := range spans {
		if len(specs) == 0 {
			return nil
		}
		found, err := p.simulate(all, s, foreign.Lead)
		if err != nil {
			return err
		}
		for _, spec := range specs {
			p.starts[spec.Name] = append(p.starts[spec.Name], found[spec.Name]...)
		}
	}
	return nil
}

// samples returns the time until an instant, and some time around each change of the clocks.
func (p *prover) samples(end time.Time, around time.Duration, zones ...*time.Location) []span {
	list := []span{{p.options.From, end}}
	for _, zone := range zones {
		for _, c := range changes(zone, p.options.From, p.options.To) {
			s := span{c.at.Add(-around), c.at.Add(around)}
			if !slices.Contains(list, s) && !s.from.Before(end) {
				list = append(list, s)
			}
		}
	}
	return list
}

// spansOf returns the spans in which a task is compared.
func (p *prover) spansOf(task string) []span {
	if spans := p.spans[task]; spans != nil {
		return spans
	}
	return []span{{p.options.From, p.options.To}}
}

// expandWindows takes as the starts of tasks when their windows open, and holds that against
// simulations of samples. A task for which a simulation says otherwise is simulated for the
// whole time.
func (p *prover) expandWindows() error {
	var specs []*rocket.TaskSpec
	var zones []*time.Location
	for _, w := range p.windowed {
		p.starts[w.spec.Name] = nil
		for _, s := range p.spansOf(w.spec.Name) {
			p.starts[w.spec.Name] = append(p.starts[w.spec.Name],
				openings(w.of, s.from.In(w.zone), s.to)...)
		}
		specs, zones = append(specs, w.spec), append(zones, w.zone)
	}
	wrong := map[*rocket.TaskSpec]bool{}
	first := p.options.From.AddDate(0, 0, windowDays)
	for _, s := range p.samples(first, 3*time.Hour, zones...) {
		if len(specs) == 0 {
			return nil
		}
		found, err := p.simulate(specs, s, time.Hour)
		if err != nil {
			return err
		}
		for _, spec := range specs {
			opened := within(p.starts[spec.Name], s)
			if slices.ContainsFunc(p.spansOf(spec.Name), s.isIn) &&
				!slices.EqualFunc(opened, found[spec.Name], isSame) {
				wrong[spec] = true
			}
		}
	}
	for _, spec := range specs {
		if wrong[spec] {
			p.starts[spec.Name], p.spans[spec.Name] = nil, nil
			p.whole = append(p.whole, spec)
		}
	}
	return nil
}

func isSame(a, b time.Time) bool { return b.Sub(a).Abs() <= grain }

// A span is a piece of time.
type span struct{ from, to time.Time }

func (s span) isIn(other span) bool {
	return !s.from.Before(other.from) && !s.to.After(other.to)
}

// simulate finds the starts of tasks in a span, by a simulation that begins before it.
func (p *prover) simulate(specs []*rocket.TaskSpec, s span, before time.Duration) (
	starts map[string][]time.Time, err error,
) {
	only := *p.schedule
	only.Tasks = specs
	sim := &simulate.Simulation{Schedule: &only, From: s.from.Add(-before), To: s.to,
		MaxRuns: maxStarts, MaxOfTask: maxStarts, LongestSleep: 100 * day,
		Zone: p.options.From.Location().String(), Context: p.options.Context}
	starts = map[string][]time.Time{}
	for e, err := range sim.Events() {
		if err != nil {
			return nil, err
		}
		if e.Event == rocket.Started && !e.Start.Before(s.from) {
			starts[e.Task] = append(starts[e.Task], e.Start)
		}
	}
	return starts, nil
}

const day = 24 * time.Hour

// maxStarts is more than the seconds of the years.
const maxStarts = 1 << 40

// onlyPeriod returns the period of a condition that has nothing else, and its zone; nil if it
// has.
func onlyPeriod(c rocket.Condition, zone *time.Location) (period.Period, *time.Location) {
	switch c := c.(type) {
	case stdconds.Once:
		return c.Period, zone
	case stdconds.InZone:
		if other, err := time.LoadLocation(c.Zone); err == nil {
			return onlyPeriod(c.Of, other)
		}
	}
	return nil, nil
}

// openings returns when the windows of a period open, from an instant on and before another.
func openings(of period.Period, from, to time.Time) (starts []time.Time) {
	for at := from; ; {
		w, more := of.Next(at)
		if !more || !w.Start.Before(to) {
			return starts
		}
		if !w.Start.Before(from) {
			starts = append(starts, w.Start)
		}
		if w.Endless() {
			return starts
		}
		at = w.End
	}
}

// within returns the instants of a sorted list that are in a span.
func within(list []time.Time, s span) []time.Time {
	i, _ := slices.BinarySearchFunc(list, s.from, time.Time.Compare)
	j, _ := slices.BinarySearchFunc(list, s.to, time.Time.Compare)
	return list[i:j]
}
