package rocket

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sync/atomic"
)

// A Task is a task of a session. Its methods are safe from any goroutine. Those
// of a nil *Task return [ErrNoTask] or nothing.
type Task struct {
	name    string
	task    *task
	removed atomic.Bool // from the session
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
	err = t.ask(func(t *task) { spec = t.spec() })
	return spec, err
}

// Start asks for a run now, whatever the start condition says, and does not wait.
// The run starts when the task may have a further live run and finds its places in
// pools. Each call is one run. args, which are copied, are the run's own arguments, by
// the names of parameters, and come before all others. An argument that the task does
// not take is an [ErrNoArgument].
func (t *Task) Start(args map[string]any) (*Launch, error) {
	if t == nil || t.task == nil {
		return nil, ErrNoTask
	}
	return t.start(args, nil, false)
}

// start is Start, for the run that asks for the other, or nil. awaits says that it waits for
// the end of the other.
func (t *Task) start(args map[string]any, asks *Run, awaits bool) (*Launch, error) {
	if err := t.takes(args); err != nil {
		return nil, err
	}
	launch := newLaunch(t.task, args)
	if awaits {
		launch.awaiter = asks
	}
	if asks != nil {
		launch.cause = &Ref{Task: asks.Task().Name(), RunID: asks.ID, Event: Started}
	}
	err := t.post(func(l *loop, t *task) { l.demand(launch) })
	if err != nil {
		return nil, err
	}
	return launch, nil
}

// Run starts a run as Start does, waits for its end and returns its return value,
// or its error; see [Launch.Wait]. If ctx is done first, the run goes on.
//
// A task that runs on the loop must not run another: nothing starts while it runs. The
// error wraps [ErrDeadlock] if the other can start only after the run that calls Run, or after
// one that waits for that.
func (t *Task) Run(ctx context.Context, args map[string]any) (any, error) {
	if t == nil || t.task == nil {
		return nil, ErrNoTask
	}
	launch, err := t.start(args, callOf(ctx).run, true)
	if err != nil {
		return nil, err
	}
	return launch.wait(ctx)
}

// Terminate ends the live runs: their contexts are cancelled, processes are
// asked to end and killed after their grace time. Backfills of the task end, too.
func (t *Task) Terminate() error { return t.terminate(ErrTerminated) }

func (t *Task) terminate(cause error) error {
	return t.post(func(l *loop, t *task) {
		l.terminate(t, cause)
		for _, f := range t.session.fills {
			if f.task == t {
				l.stopFill(f, "")
			}
		}
	})
}

// TerminateRun ends one live run of the task, as Terminate ends all. The error is [ErrNoRun]
// if no live run has that id.
func (t *Task) TerminateRun(id string) (err error) {
	asked := t.change(func(l *loop, t *task) {
		i := slices.IndexFunc(t.runs, func(r *Run) bool { return r.ID == id })
		if i < 0 {
			err = fmt.Errorf("%w: %s", ErrNoRun, id)
			return
		}
		l.cancel(t.runs[i], ErrTerminated)
	})
	return cmp.Or(asked, err)
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
	if t.removed.Load() {
		return ErrNoTask
	}
	return t.task.session.mail.do(func(l *loop) {
		if !t.removed.Load() {
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
	return s.change(context.Background(), func(l *loop) error {
		if t.removed.Load() {
			return ErrNoTask
		}
		f(l, t.task)
		return nil
	})
}

// ask has f look at the task. It may have been removed, and the session may have
// ended.
func (t *Task) ask(f func(*task)) error {
	if t == nil || t.task == nil {
		return ErrNoTask
	}
	s := t.task.session
	var err error
	s.mail.ask(func() {
		if s.child {
			err = ErrInProcess
			return
		}
		f(t.task)
	})
	return err
}

// Update changes the declaration of the task: its conditions, timeout, priority,
// action and so on. Its name stays. Runs that are live keep the action, the arguments, the
// timeout, the environment and the places with which they began; the end condition is the
// new one for them, too. The start condition and the priority are the new ones at once, also
// for runs that were asked for or wait for places and have not begun.
//
// change gets a copy of the declaration. It is called again, with a new copy, if
// something else has changed the declaration meanwhile.
func (t *Task) Update(change func(*TaskSpec)) error {
	for {
		var was *TaskSpec
		var spec TaskSpec
		err := t.change(func(_ *loop, t *task) { was, spec = t.TaskSpec, t.spec() })
		if err != nil {
			return err
		}
		done := false
		change(&spec)
		spec.Name = was.Name
		next := declare(&spec)
		when := next.when.words()
		var wrong error
		err = t.change(func(l *loop, t *task) {
			if done = t.TaskSpec == was; !done {
				return
			}
			if next, wrong = t.session.bind(t, next, t.session.values); wrong == nil {
				t.session.regrouped(t)
				l.redeclare(t, next)
				t.session.keep(t)
				if next.when.bindable {
					when = next.when.words()
				}
				l.renote(t, when)
				l.rewatch(t)
			}
		})
		if done || err != nil {
			return cmp.Or(err, wrong)
		}
	}
}

// Remove takes the task out of the session. Its live runs are terminated; its
// records stay.
func (t *Task) Remove() error { return t.remove(ErrTerminated) }

func (t *Task) remove(cause error) error {
	return t.post(func(l *loop, t *task) {
		l.takeAway(t, cause)
		l.s.remove(t)
	})
}
