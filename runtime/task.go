package rocket

import (
	"context"
	"errors"
	"time"
)

// ErrNoTask is returned by the methods of a task that is not, or no longer, part
// of a running session; those of a nil *Task included.
var ErrNoTask = errors.New("there is no such task in the session")

// ErrStopped is returned where a session that has ended is asked for
// something that only a running one can do.
var ErrStopped = errors.New("the session has ended")

// ErrInProcess is returned where a run with execution process asks its session
// for something: the session is in another process. It has no history there,
// either.
var ErrInProcess = errors.New("a run in a process of its own cannot steer the session")

// A Task is a task of a session. Its methods are safe from any goroutine. Those
// of a nil *Task return [ErrNoTask] or nothing.
type Task struct {
	name string
	task *task
}

// Name returns the name of the task, which never changes; nothing for a nil *Task.
func (t *Task) Name() string {
	if t == nil {
		return ""
	}
	return t.name
}

// String returns the name of the task.
func (t *Task) String() string { return t.Name() }

// Spec returns a copy of the declaration of the task as it is now.
func (t *Task) Spec() (spec TaskSpec, err error) {
	err = ErrNoTask
	t.ask(func(t *task) {
		if t.session.has(t) {
			spec, err = *t.TaskSpec, nil
		}
	})
	return spec, err
}

// Run starts a run now, whatever the start condition says. The run waits where
// the task may have no further live run, or there is no process slot. Each call
// is one run; args are its own arguments, by the names of parameters, and come
// before all others. Run does not wait for the run.
func (t *Task) Run(args map[string]any) error {
	return t.post(func(l *loop, t *task) { l.demand(t, args) })
}

// Await starts a run as Run does, waits for its end, and returns its return
// value, or its error: that of the action, or what terminated it. When ctx is
// done it stops waiting and returns the context's error; the run goes on.
//
// A task that runs on the loop must not await another: nothing starts while it
// runs.
func (t *Task) Await(ctx context.Context, args map[string]any) (any, error) {
	ended := make(chan result, 1)
	err := t.post(func(l *loop, t *task) {
		l.ask(demand{task: t, values: args, ended: func(res result) { ended <- res }})
	})
	if err != nil {
		return nil, err
	}
	select {
	case res := <-ended:
		return res.value, res.err
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	case <-t.task.session.mail.done:
		return nil, ErrStopped
	}
}

// Terminate ends the live runs: their contexts are cancelled, processes are
// asked to end and killed after their grace time.
func (t *Task) Terminate() error {
	return t.post(func(l *loop, t *task) { l.terminate(t, errTerminated) })
}

// Disable keeps the task from starting by itself. Live runs go on.
func (t *Task) Disable() error { return t.setDisabled(true) }

// Enable lets a disabled task start again.
func (t *Task) Enable() error { return t.setDisabled(false) }

func (t *Task) setDisabled(disabled bool) error {
	return t.post(func(l *loop, t *task) {
		t.disabled = disabled
		l.touch(&t.start)
	})
}

// post has f done by the loop, in order with all other requests.
func (t *Task) post(f func(*loop, *task)) error {
	if t == nil || t.task == nil {
		return ErrNoTask
	}
	s := t.task.session
	return s.mail.post(func(l *loop) {
		if s.has(t.task) {
			f(l, t.task)
		}
	})
}

// change has f done by the loop, if the task is still part of the session.
func (t *Task) change(f func(*loop, *task)) error {
	if t == nil || t.task == nil {
		return ErrNoTask
	}
	s := t.task.session
	return s.change(func(l *loop) error {
		if !s.has(t.task) {
			return ErrNoTask
		}
		f(l, t.task)
		return nil
	})
}

// ask has f look at the state of the task.
func (t *Task) ask(f func(*task)) {
	if t == nil || t.task == nil {
		return
	}
	s := t.task.session
	s.mail.ask(func() {
		if s.config.ForceStatusFromLogs {
			(&Observation{log: s.runLog}).reload(t.task.history)
		}
		f(t.task)
	})
}

// Last returns the instant of the latest of the events in set, or the zero
// time.
func (t *Task) Last(set Event) (at time.Time) {
	t.ask(func(t *task) { at = t.history.Last(set) })
	return at
}

// LastRun returns when the latest run started, or the zero time.
func (t *Task) LastRun() time.Time { return t.Last(Started) }

// LastSuccess returns when a run last succeeded, or the zero time.
func (t *Task) LastSuccess() time.Time { return t.Last(Succeeded) }

// LastFail returns when a run last failed, or the zero time.
func (t *Task) LastFail() time.Time { return t.Last(Failed) }

// LastTerminate returns when a run last was terminated, or the zero time.
func (t *Task) LastTerminate() time.Time { return t.Last(Terminated) }

// LastInaction returns when a run last found nothing to do, or the zero time.
func (t *Task) LastInaction() time.Time { return t.Last(Inacted) }

// LastCrash returns when a run last crashed, or the zero time.
func (t *Task) LastCrash() time.Time { return t.Last(Crashed) }

// Status returns the latest event of the task, 0 where there was none.
func (t *Task) Status() (status Event) {
	t.ask(func(t *task) { status = t.history.status })
	return status
}

// Live returns the live runs, oldest first.
func (t *Task) Live() (runs []LiveRun) {
	t.ask(func(t *task) { runs = append(runs, t.history.Live()...) })
	return runs
}

// Enabled reports whether the task may start by itself.
func (t *Task) Enabled() (enabled bool) {
	t.ask(func(t *task) { enabled = !t.disabled })
	return enabled
}

// Returned returns what the latest successful run returned, and whether there
// was one. What a process run returned is a json.RawMessage.
func (t *Task) Returned() (any, bool) {
	if t == nil || t.task == nil {
		return nil, false
	}
	return t.task.session.facts.returned(t.Name())
}

// Records returns the task's records in the run log, oldest first.
func (t *Task) Records() ([]Record, error) {
	if t == nil || t.task == nil {
		return nil, ErrNoTask
	}
	all, err := t.task.session.runLog.Records()
	var own []Record
	for _, r := range all {
		if r.Task == t.Name() {
			own = append(own, r)
		}
	}
	return own, err
}

// Update changes the declaration of the task: its conditions, timeout, priority,
// action and so on. Its name stays. Runs that are live go on as they began.
//
// change gets a copy of the declaration. It is called again, with a new copy, if
// something else has changed the declaration meanwhile.
func (t *Task) Update(change func(*TaskSpec)) error {
	for {
		var was *TaskSpec
		if err := t.change(func(_ *loop, t *task) { was = t.TaskSpec }); err != nil {
			return err
		}
		next, done := *was, false
		change(&next)
		next.Name = was.Name
		err := t.change(func(l *loop, t *task) {
			if done = t.TaskSpec == was; done {
				t.TaskSpec = &next
				t.session.keepConditions(t)
				l.rewatch(t)
			}
		})
		if done || err != nil {
			return err
		}
	}
}

// Remove takes the task out of the session. Its live runs are terminated; its
// records stay.
func (t *Task) Remove() error {
	return t.post(func(l *loop, t *task) {
		l.unwatch(&t.start)
		l.terminate(t, errTerminated)
		t.demands = 0
		l.s.remove(t)
	})
}
