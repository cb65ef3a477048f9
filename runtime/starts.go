package rocket

import (
	"strconv"
	"time"
)

// Starts returns the next instants before until at which the start condition of the task
// becomes true, n at most, as far as the clock alone tells: as if a run started at each, and
// succeeded at once, and nothing else happened. A condition that holds now is the first, at
// this instant; of a task that is held, the first is after that. There are none if the clock
// does not tell, the task is disabled or held until it is resumed, or the session does not run.
// The error is that of [Task.Next].
func (t *Task) Starts(until time.Time, n int) (starts []time.Time, err error) {
	err = t.ask(func(t *task) {
		if l := t.session.loop; l != nil {
			starts = l.startsOf(t, until, n)
		}
	})
	return starts, err
}

// startsOf is Starts. The runs that are supposed are in a copy of the task's history.
func (l *loop) startsOf(t *task, until time.Time, n int) (starts []time.Time) {
	w := &t.start
	held, ends := t.heldUntil()
	if !w.active || t.disabled || !ends || l.isBeside(w) {
		return nil
	}
	o := l.s.facts.observation(t.Name)
	o.task = t.history.copy()
	o.Now = t.session.wall().In(t.session.zone).Round(0)
	if held.After(o.Now) {
		o.Now = held.In(t.session.zone)
	}
	for looks := maxLooks; len(starts) < n && looks > 0; looks-- {
		state, err := o.whole(w.condition)
		switch {
		case err != nil || o.present:
			return starts
		case state.Holds && len(starts) > 0 && starts[len(starts)-1].Equal(o.Now):
			return starts // it does not ask for runs
		case state.Holds:
			starts = append(starts, o.Now)
			o.task.suppose(o.Now, len(starts))
			continue
		case !state.Until.After(o.Now) || !state.Until.Before(until):
			return starts
		}
		o.Now = state.Until
	}
	return starts
}

// suppose enters a run that succeeds as soon as it has started.
func (h *History) suppose(at time.Time, number int) {
	r := Record{
		Task: h.name, RunID: "supposed " + strconv.Itoa(number), Event: Started,
		Created: at, Start: at, Scheduled: at,
	}
	h.add(&r)
	r.Event, r.End = Succeeded, at
	h.add(&r)
}
