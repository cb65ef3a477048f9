package rocket

import (
	"context"
	"maps"
	"slices"
	"sync/atomic"
)

// A Launch is a run that was asked for by [Task.Start]. Its methods are safe from
// any goroutine.
type Launch struct {
	task   *task
	values map[string]any
	id     atomic.Pointer[string]
	ended  chan struct{} // closed when result is there
	result result

	run *Run // nil until it starts; the loop's own
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

// Wait waits for the end of the run and returns its return value, or its error:
// that of the action, or what has ended the run. If ctx is done first, Wait returns
// the cause; the run goes on. It returns [ErrStopped] if the session ends before
// the run starts.
func (l *Launch) Wait(ctx context.Context) (any, error) {
	if l == nil || l.task == nil {
		return nil, ErrNoTask
	}
	select {
	case <-l.ended:
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	case <-l.task.session.mail.done:
		select {
		case <-l.ended:
		default:
			return nil, ErrStopped
		}
	}
	return l.result.value, l.result.err
}

// Terminate ends the run, or keeps it from starting.
func (l *Launch) Terminate() error {
	if l == nil || l.task == nil {
		return ErrNoTask
	}
	return l.task.session.mail.post(func(loop *loop) {
		if l.run != nil {
			loop.cancel(l.run, errTerminated)
			return
		}
		loop.withdraw(errTerminated, func(other *Launch) bool { return other == l })
	})
}

// end tells those who wait how the run has ended.
func (l *Launch) end(res result) {
	l.result = res
	close(l.ended)
}

// demand has a run started as soon as its task may have one.
func (l *loop) demand(launch *Launch) {
	launch.task.demands++
	l.demanded = append(l.demanded, launch)
}

// withdraw gives up those demanded runs that which picks.
func (l *loop) withdraw(cause error, which func(*Launch) bool) {
	l.demanded = slices.DeleteFunc(l.demanded, func(launch *Launch) bool {
		if !which(launch) {
			return false
		}
		launch.task.demands--
		launch.end(result{err: cause})
		return true
	})
}

// startDemanded registers the runs that were asked for.
func (l *loop) startDemanded() {
	if l.hold && !l.stopping {
		return
	}
	l.demanded = slices.DeleteFunc(l.demanded, func(launch *Launch) bool {
		t := launch.task
		if l.full(t) || l.lacksSlot(t) {
			return false
		}
		t.demands--
		launch.run = l.register(t, l.now, launch.values)
		launch.run.launch = launch
		launch.id.Store(&launch.run.ID)
		return true
	})
}
