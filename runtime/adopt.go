package rocket

import (
	"encoding/json"
	"time"
)

// A session that begins to lead reads the run log. Of the runs that have no outcome there, it
// adopts those that its engine has: they are live again, with the same ids, and their outcomes
// are recorded when they come, or at once if they are there. All other runs have crashed.

// stateOf returns what the engine has of a live run of a task.
func stateOf(states map[string]RemoteState, task string, run LiveRun) (RemoteState, bool) {
	if unique(run.ID) {
		state, ok := states[run.ID]
		return state, ok
	}
	for _, state := range states {
		var order childOrder
		err := json.Unmarshal(state.Order, &order)
		apart := order.Start.Sub(run.shown).Abs()
		if err == nil && state.Task == task && order.Run == run.ID && apart < time.Millisecond {
			return state, true // run logs may round instants
		}
	}
	return RemoteState{}, false
}

// adopt makes a run of an earlier leader, which the engine has, a live run of this session. It
// reports false if there is no such task any more, or the run is one of a backfill, which is done
// again by the backfill.
func (l *loop) adopt(t *task, run LiveRun, state RemoteState) bool {
	if t == nil || run.fills != "" {
		return false
	}
	var order childOrder
	if err := json.Unmarshal(state.Order, &order); err != nil {
		return false
	}
	x := executions[Remote].executor
	x.slot = l.s.config().countsRemote()
	r := &Run{
		ID: run.ID, Start: order.Start.In(l.s.zone), Scheduled: order.Scheduled.In(l.s.zone),
		Attempt: max(order.Attempt, 1), Cause: order.Cause, Causes: order.Causes,
		task: t, spec: t.TaskSpec, session: l.s, executor: x,
	}
	l.enliven(r)
	l.s.remotes.adopt(r, state)
	if state.Cancelled != "" {
		r.cancel(causeOf(state.Cancelled, r))
	}
	l.s.adopted = append(l.s.adopted, r)
	return true
}

// takeUp begins the runs that were adopted, and has the engine asked from now on.
func (l *loop) takeUp() {
	runs := l.s.adopted
	l.s.adopted = nil
	for _, r := range runs {
		l.execute(r)
	}
	l.s.remotes.serve()
}
