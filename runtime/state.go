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
	// Failures is how many runs have failed in a row up to the latest outcome.
	Failures int
	// Return is what the latest successful run returned; of a process run, a
	// json.RawMessage. Returned says that there was one.
	Return   any
	Returned bool

	history History
}

// Last returns the instant of the latest of the events in set, or the zero time.
func (s TaskState) Last(set Event) time.Time { return s.history.Last(set) }

// Total returns how many of the events in set there ever were, as far as the run
// log tells.
func (s TaskState) Total(set Event) int { return s.history.Total(set) }

// State returns what the task is now. It has no history, and the error is
// [ErrInProcess], in the process of a run. The state of a task that was removed, or
// of a session that has ended, is its last.
func (t *Task) State() (state TaskState, err error) {
	err = t.ask(func(t *task) { state = t.state() })
	return state, err
}

func (t *task) state() TaskState {
	if t.session.config.ForceStatusFromLogs {
		(&Observation{log: t.session.runLog}).reload(t.history)
	}
	state := TaskState{
		Enabled: !t.disabled, Status: t.history.status, Demanded: t.demands,
		Failures: t.history.failures, history: t.history.copy(),
	}
	state.Live = state.history.live
	state.Return, state.Returned = t.session.facts.returned(t.Name)
	return state
}
