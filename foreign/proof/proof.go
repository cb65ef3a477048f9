// Package proof holds an imported schedule against its source.
//
// Both sides are expanded over the same years: the source by the rules of its own scheduler,
// as the import has read them, the schedule by simulations with the real scheduler. (Of a task
// that runs often, the windows of its condition are taken; what they open is held against
// simulations of some days. If it has more than windows, a part of the time is compared.) Starts
// that only one side has are the differences. One that is near a change of the clock is told with
// that as its reason, because schedulers differ in what they do then; any other has no reason, and
// is a fault of the import.
package proof

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/rocketc/rocketc/foreign"
	rocket "github.com/rocketc/rocketc/runtime"
)

// Options say what is proved.
type Options struct {
	// From and To are the begin and the end of the time that is looked at. Their zone is
	// that in which instants are shown.
	From, To time.Time
	// Sampled has tasks simulated, and what runs often compared, in less of the time: all
	// changes of the clock are in it.
	Sampled bool
	// Context ends the proof before its time, with an error.
	Context context.Context
}

// Years is how many years an import is proved for: a leap year is among them.
const Years = 4

// A Report is what the proof has found.
type Report struct {
	// Source is what the scheduler of the source is called.
	Source   string
	From, To time.Time
	// Zones are those of the clocks by which the tasks start, in the order of the tasks.
	Zones []string
	Tasks []Task
}

// A Task is a task with what differs.
type Task struct {
	// Name is that of the task, Place where its job stands.
	Name  string
	Place foreign.Place
	// Zone is that of the clock by which the source starts the job; empty: none.
	Zone string
	// Same is how many starts are the same on both sides.
	Same        int
	Differences []Difference
	// Unproved says why the starts were not compared; empty: they were.
	Unproved string
}

// A Difference is starts that only one side has, and why.
type Difference struct {
	// Source are the starts that only the source has, Here those of the schedule.
	Source, Here []time.Time
	// Reason is why, in words; empty: it is not known.
	Reason string
}

// Unexplained returns how many differences have no reason.
func (r *Report) Unexplained() (n int) {
	for _, t := range r.Tasks {
		for _, d := range t.Differences {
			if d.Reason == "" {
				n++
			}
		}
	}
	return n
}

// Of proves an import of which the schedule was made.
func Of(m *foreign.Import, s *rocket.Schedule, o Options) (*Report, error) {
	specs := map[string]*rocket.TaskSpec{}
	for _, t := range s.Tasks {
		specs[t.Name] = t
	}
	r := &Report{Source: m.Source, From: o.From, To: o.To, Tasks: make([]Task, len(m.Jobs))}
	p := &prover{schedule: s, options: o, specs: map[*foreign.Job]*rocket.TaskSpec{},
		beside: map[*rocket.TaskSpec][]*rocket.TaskSpec{}, starts: map[string][]time.Time{},
		spans: map[string][]span{}}
	for _, j := range m.Jobs {
		if p.specs[j] = specs[j.Task()]; p.specs[j] == nil {
			return nil, fmt.Errorf("the schedule has no task %q", j.Task())
		}
	}
	for i, j := range m.Jobs {
		spec := p.specs[j]
		r.Tasks[i] = Task{Name: spec.Name, Place: j.Place, Unproved: unproved(j, spec)}
		if r.Tasks[i].Unproved == "" {
			p.add(j, spec)
			r.goesBy(&r.Tasks[i], j.Rules)
		}
	}
	if err := p.expand(); err != nil {
		return nil, err
	}
	for i, j := range m.Jobs {
		if t := &r.Tasks[i]; t.Unproved == "" {
			c := &comparison{task: t, source: m.Source, rules: j.Rules}
			c.compare(p.starts[t.Name], p.spansOf(t.Name))
			c.explain(o.From, o.To)
		}
	}
	return r, nil
}

// goesBy notes the zone of the clock by which a task starts.
func (r *Report) goesBy(t *Task, rules foreign.Rules) {
	if readings, is := rules.(foreign.Readings); is {
		t.Zone = readings.Zone().String()
		if !slices.Contains(r.Zones, t.Zone) {
			r.Zones = append(r.Zones, t.Zone)
		}
	}
}

// unproved says why the starts of a job are not compared; empty: they are.
func unproved(j *foreign.Job, spec *rocket.TaskSpec) string {
	switch {
	case j.Rules != nil:
		return ""
	case spec.Disabled:
		return "it is disabled"
	case spec.OnStartup:
		return "it runs when the program starts"
	case j.Open != "":
		return "its condition asks for more than the clock tells: " + j.Open
	case len(j.After) > 0:
		return "it follows other tasks"
	case spec.When != nil:
		return "its condition is more than the clock tells"
	}
	return "nothing starts it by the clock"
}
