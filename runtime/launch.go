package rocket

import (
	"context"
	"maps"
	"slices"
	"sync/atomic"
	"time"
)

// A Launch is a run that was asked for by [Task.Start]. Its methods are safe from
// any goroutine.
type Launch struct {
	task   *task
	values map[string]any
	cause  *Ref // the run that has asked for it; nil: none has
	// awaiter is a run that waits for the end of this one; nil: none does
	awaiter *Run
	id      atomic.Pointer[string]
	ended   chan struct{} // closed when value and err are there
	value   any
	err     error

	// The loop's own:
	run       *Run      // nil until there is one
	waiter    *waiter   // nil: it is not in line for places
	scheduled time.Time // when it was asked for
	fill      *fill     // whose window the run is for; nil: of none
	held      bool      // it is not to start yet
	heir      bool      // it takes the places of a run that it replaces
	overdue   string    // why the window that it is kept for, and that is over, has had no run
	listed    bool      // it is one of those that are looked at in each round
}

func newLaunch(t *task, args map[string]any) *Launch {
	return &Launch{task: t, values: maps.Clone(args), ended: make(chan struct{})}
}

// ID returns the id of the run. It is empty until the run starts: a run may have to
// wait for another of its task, or for a process slot.
func (l *Launch) ID() string {
	if l == nil || l.id.Load() == nil {
		return ""
	}
	return *l.id.Load()
}

// Wait waits for the end of the run, until it is in the run log, and returns its
// return value. If the run has not succeeded the error is a [*RunError]. If ctx is
// done first, Wait returns its cause; the run goes on. It returns [ErrStopped] if the
// session ends before the run starts, and [ErrOnLoop] if ctx is that of an action
// that runs on the loop, or of a run log. If ctx is that of a run, and has no deadline, the
// error wraps [ErrDeadlock] if the run can start only after that one; it does start then.
func (l *Launch) Wait(ctx context.Context) (any, error) {
	if l == nil || l.task == nil {
		return nil, ErrNoTask
	}
	if err := l.awaitIn(ctx); err != nil {
		return nil, err
	}
	return l.wait(ctx)
}

// wait is Wait for what the loop knows to be waited for.
func (l *Launch) wait(ctx context.Context) (any, error) {
	c, session := callOf(ctx), l.task.session
	if c.stands && c.session == session {
		return nil, ErrOnLoop
	}
	select {
	case <-l.ended:
	case <-ctx.Done():
		if c.run != nil {
			_ = session.mail.do(func(*loop) { l.awaiter = nil })
		}
		return nil, context.Cause(ctx)
	case <-session.mail.done:
		select {
		case <-l.ended:
		default:
			return nil, ErrStopped
		}
	}
	return l.value, l.err
}

// awaitIn tells the loop that the run whose context ctx is waits, as long as it takes. The
// error says that it would wait for ever.
func (l *Launch) awaitIn(ctx context.Context) error {
	c := callOf(ctx)
	_, limited := ctx.Deadline()
	if c.run == nil || c.stands || limited || c.session != l.task.session {
		return nil
	}
	answer := make(chan bool, 1)
	err := l.task.session.mail.do(func(loop *loop) { answer <- loop.await(l, c.run) })
	if err != nil {
		return nil // the session has ended
	}
	select {
	case never := <-answer:
		if never {
			return &RunError{Task: l.task.Name, Event: Terminated, Err: ErrDeadlock}
		}
	case <-l.ended:
	case <-ctx.Done():
	case <-l.task.session.mail.done:
	}
	return nil
}

// Terminate ends the run, or keeps it from starting.
func (l *Launch) Terminate() error {
	if l == nil || l.task == nil {
		return ErrNoTask
	}
	return l.task.session.mail.do(func(loop *loop) {
		if l.run != nil {
			loop.cancel(l.run, ErrTerminated)
			return
		}
		loop.withdraw(ErrTerminated, func(other *Launch) bool { return other == l })
	})
}

// tell tells those who wait that the run has ended.
func (l *Launch) tell() { close(l.ended) }

// demand has a run started as soon as its task may have one.
func (l *loop) demand(launch *Launch) {
	if l.drained {
		l.giveUp(launch, ErrStopped)
		return
	}
	if l.awaitsItself(launch) {
		l.giveUp(launch, ErrDeadlock)
		return
	}
	launch.task.demands++
	if launch.fill == nil {
		launch.scheduled = l.now
	}
	l.demanded = append(l.demanded, launch)
	l.list(launch)
}

// list has a launch looked at in each round, until it is in a line or has a run.
func (l *loop) list(launch *Launch) {
	if !launch.listed {
		launch.listed = true
		l.unlined = append(l.unlined, launch)
	}
}

// withdraw gives up those demanded runs that which picks.
func (l *loop) withdraw(cause error, which func(*Launch) bool) {
	l.demanded = slices.DeleteFunc(l.demanded, func(launch *Launch) bool {
		if launch.run != nil {
			l.begun--
			return true
		}
		if !which(launch) {
			return false
		}
		t := launch.task
		t.demands--
		l.leave(launch.waiter)
		if t.kept == launch {
			t.kept = nil
			l.unkeep(t, 0)
			if launch.overdue != "" {
				w := missedWindow{launch.scheduled, l.lostTo(launch.overdue)}
				l.recordWindow(t.history, w, "")
			}
		}
		l.giveUp(launch, cause)
		return true
	})
}

// giveUp ends a launch that has no run.
func (l *loop) giveUp(launch *Launch, cause error) {
	launch.err = &RunError{Task: launch.task.Name, Event: Terminated, Err: cause}
	l.filled(launch, false)
	launch.tell()
}

// startDemanded registers the runs that were asked for. Those that are in the lines of pools are
// looked at when they are first.
func (l *loop) startDemanded() {
	list, n := l.unlined, 0
	l.unlined = nil
	for _, launch := range list {
		switch {
		case launch.run != nil || launch.err != nil: // it has started, or was given up
			launch.listed = false
		case !l.mayStart(launch):
			l.leave(launch.waiter)
			list[n] = launch
			n++
		default:
			launch.listed = false
			if w := l.lineUp(launch.task, launch); w != nil {
				l.admit(w)
			} else {
				launch.task.demands--
				l.register(launch.task, launch.scheduled, launch)
			}
		}
	}
	clear(list[n:])
	l.unlined = append(list[:n], l.unlined...)
	for _, p := range l.pools {
		for len(p.line) > 0 && p.line[0].launch != nil && l.admit(p.line[0]) {
		}
	}
	l.forgetStarted()
}

// mayStart reports whether a run that was asked for may start if it finds its places.
func (l *loop) mayStart(launch *Launch) bool {
	t := launch.task
	held := launch.held || t.hold() != nil && !l.stopping ||
		t.kept == launch && (t.disabled || l.stopping)
	return !held && !l.full(t) && !(launch.fill != nil && t.isDue())
}

// isDue reports whether the start condition of the task holds and may start a run.
func (t *task) isDue() bool {
	w := &t.start
	return w.active && w.state.Holds && !w.state.Unknown && !t.disabled
}

// forgetStarted takes the runs that have started out of those that were asked for, once they are
// half of them.
func (l *loop) forgetStarted() {
	if 2*l.begun > len(l.demanded) {
		l.begun = 0
		l.demanded = slices.DeleteFunc(l.demanded, func(launch *Launch) bool {
			return launch.run != nil
		})
	}
}
