package rocket

import "time"

// TaskState is what a task was at one instant, and what had happened to it.
type TaskState struct {
	// Enabled says that the task may start by itself.
	Enabled bool
	// Status is the latest event, 0 if there was none.
	Status Event
	// Live are the live runs, oldest first.
	Live []LiveRun
	// Demanded is how many runs were asked for and have not started.
	Demanded int
	// Hold is what holds the task, alone or with all others; nil if nothing does.
	Hold *Hold
	// Failures is how many runs have failed in a row up to the latest outcome.
	Failures int
	// Return is what the latest successful run returned; of a process run, a
	// json.RawMessage. Returned says that there was one.
	Return   any
	Returned bool

	history *History
}

// Last returns the instant of the latest of the events in set, or the zero time.
func (s TaskState) Last(set Event) (at time.Time) {
	if s.history != nil {
		at = s.history.Last(set)
	}
	return at
}

// Total returns how many of the events in set there ever were, as far as the run
// log tells.
func (s TaskState) Total(set Event) (n int) {
	if s.history != nil {
		n = s.history.Total(set)
	}
	return n
}

// State returns what the task is now. It has no history, and the error is
// [ErrInProcess], in the process of a run. The state of a task that was removed, or
// of a session that has ended, is its last.
func (t *Task) State() (state TaskState, err error) {
	forced := false
	err = t.ask(func(t *task) {
		state = TaskState{Enabled: !t.disabled, Demanded: int(t.demands), history: t.history.copy()}
		state.Return, state.Returned = t.session.facts.returned(t.Name)
		if h := t.hold(); h != nil {
			held := *h
			state.Hold = &held
		}
		forced = t.session.config().ForceStatusFromLogs
	})
	if err != nil {
		return state, err
	}
	if forced {
		o := &Observation{log: t.task.session.runLog, from: t.task.session.wall()}
		state.history = o.logged(state.history)
		err = o.err
	}
	p := state.history.past()
	state.Status, state.Failures, state.Live = p.status, p.failures, p.live
	return state, err
}
