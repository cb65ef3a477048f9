package rocket

import (
	"context"
	"time"
)

// A Why says why a task runs, or does not, at one instant.
type Why struct {
	// At is the instant.
	At time.Time
	// When is the start condition with each of its parts, asked at that instant. What is not
	// [Plain] is not asked for this, and counts as not known. It is zero if the task has no
	// start condition.
	When Part
	// State is the answer that the scheduler goes by, and Since the instant from which it
	// has been that. Since is the zero time if the condition is not watched, or At is in the
	// past.
	State State
	Since time.Time
	// Obstacle is what keeps a run from starting while the condition holds: stopping, held,
	// disabled, overlap (the task has all the live runs that it may have) or slot (it waits
	// for places). It is empty if nothing does.
	Obstacle string
	// Hold is what holds the task; nil if nothing does.
	Hold *Hold
	// Waits are the pools that lack the places that the task waits for; the process slots
	// have no name.
	Waits []PoolStats
	// Live are the live runs, oldest first.
	Live []LiveRun
	// Next is when the task can start next, as [Task.Next] tells.
	Next time.Time
}

// Why says why the task runs, or does not, now. It has no answer, and the error is
// [ErrInProcess], in the process of a run.
func (t *Task) Why() (why Why, err error) {
	err = t.ask(func(t *task) { why = t.why() })
	return why, err
}

// WhyAt says what the start condition of the task was at an instant in the past, by what the
// run log has until then. Parameters and what only can be asked are not in the log: the first
// are those of now, the second not known. The error is that of the log, or [ErrInProcess].
func (t *Task) WhyAt(ctx context.Context, at time.Time) (why Why, err error) {
	var when examined
	facts := NewFacts()
	err = t.ask(func(t *task) {
		when = t.when
		for name, p := range t.session.facts.params {
			if p.set {
				facts.SetParam(name, p.value)
			}
		}
		facts.Started, facts.CycleSleep = t.session.facts.Started, t.session.facts.CycleSleep
	})
	if err != nil {
		return why, err
	}
	s := t.task.session
	why.At = at.In(s.zone)
	if when.condition == nil {
		return why, nil
	}
	query := Query{Events: Started | Outcome | Known, To: at.Add(1)}
	for r, err := range s.runLog.Read(ctx, query) {
		if err != nil {
			return why, err
		}
		facts.AddRecord(r)
		if r.Event == Succeeded {
			facts.recover(r)
		}
	}
	o := facts.observation(t.name)
	o.Now, o.PlainOnly = why.At, true
	why.When = o.Explain(when.condition)
	why.State = why.When.State
	return why, nil
}

// why is Why, while nothing changes the session.
func (t *task) why() Why {
	w := &t.start
	now := t.session.wall().In(t.session.zone).Round(0)
	why := Why{At: now, State: w.state, Live: append([]LiveRun(nil), t.history.past().live...)}
	for i := range why.Live {
		for _, r := range t.runs {
			if r.ID == why.Live[i].ID {
				t.session.remotes.place(r.remote, &why.Live[i])
			}
		}
	}
	if w.asked {
		why.Since = w.became
	}
	if h := t.hold(); h != nil {
		held := *h
		why.Hold = &held
	}
	if w.examined != nil && w.condition != nil {
		o := t.session.facts.observation(t.Name)
		o.Now, o.PlainOnly, o.owner = now, true, &t.handle
		why.When = o.Explain(w.condition)
	}
	if l := t.session.loop; l != nil {
		why.Obstacle = t.obstacleIn(l)
		why.Waits = l.lacking(t)
		looks := maxLooks
		why.Next = l.foreseen(w, time.Time{}, &looks)
	}
	return why
}

// obstacleIn returns the word for what keeps the task from starting.
func (t *task) obstacleIn(l *loop) string {
	if l.stopping {
		return "stopping"
	}
	return l.obstacle(t).String()
}

// lacking returns the pools that lack places which a start of the task waits for.
func (l *loop) lacking(t *task) (all []PoolStats) {
	waiters := []*waiter{t.waiter}
	for _, launch := range l.demanded {
		if launch.task == t && launch.waiter != nil {
			waiters = append(waiters, launch.waiter)
		}
	}
	for _, w := range waiters {
		if w == nil {
			continue
		}
		for _, taking := range w.takes {
			if taking.taken+taking.weight > taking.size {
				all = append(all, taking.stats())
			}
		}
	}
	return all
}
