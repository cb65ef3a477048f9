package simulate

import (
	"time"

	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/stdconds"
)

// A thinned condition is the start condition of a task that may pause. In a simulation that looks
// for first starts, the task starts less and less often after so many runs: the pause before a
// start is a part of the time that has passed. So a span of any length has a bounded number of
// runs, and what depends on the runs still happens, if a little later. In one that stops tasks
// which start too often, the pause does not end.
type thinned struct {
	of    rocket.Condition
	pause *time.Time // until when the task does not start
}

// Observe observes the condition, unless the task pauses.
func (t thinned) Observe(o *rocket.Observation) (rocket.State, error) {
	if t.pause.After(o.Now) {
		return rocket.State{Until: *t.pause}, nil
	}
	return o.Ask(t.of), nil
}

// Plain says that the condition only reads the observation, if what it is made of does.
func (thinned) Plain() {}

// Parts returns the condition.
func (t thinned) Parts() []rocket.Condition { return []rocket.Condition{t.of} }

// Windows returns those of the condition.
func (t thinned) Windows() []rocket.Windows { return stdconds.WindowsOf(t.of) }

// Bind returns the condition with the values of session parameters.
func (t thinned) Bind(param rocket.ParamValues) (_ rocket.Condition, err error) {
	t.of, err = rocket.Bind(t.of, param)
	return t, err
}

// String returns the condition as the language writes it.
func (t thinned) String() string { return text(t.of) }

// The runs of all tasks together, about, before tasks are thinned, and after that: those of a
// task are its share, but at least leastRuns before that, and runs at most 1,000 times as
// often as the time that has passed.
const (
	freeRuns  = 200_000
	leastRuns = 100
	thinRuns  = 10_000
)

// thin has the task pause, if it has run too often.
func (a *actor) thin(w *world, now time.Time) {
	if a.started < max(leastRuns, freeRuns/len(w.tasks)) {
		return
	}
	share := max(len(w.tasks), thinRuns/1000)
	a.pause = now.Add(now.Sub(w.begin) / thinRuns * time.Duration(share))
}
