package rocket

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"
)

// A Hook is called around something that the scheduler does: before it, and
// after it.
type Hook struct {
	// Around is what it is called around.
	Around HookPoint
	// Call is what is called. It is not nil.
	Call HookCaller
}

// A HookCaller is what a hook calls, before the event and after it. An error, or a
// panic, is logged; before a run it is the run's failure, and the action does not
// begin.
type HookCaller interface {
	CallHook(ctx context.Context, e HookEvent) error
}

// HookFunc is a function as a [HookCaller].
type HookFunc func(ctx context.Context, e HookEvent) error

// CallHook calls the function.
func (f HookFunc) CallHook(ctx context.Context, e HookEvent) error { return f(ctx, e) }

// HookPoint is what a hook is called around.
type HookPoint uint8

// The hook points.
const (
	// AroundStartup is around the startup: before the tasks marked on_startup,
	// after they have ended.
	AroundStartup HookPoint = iota
	// AroundShutdown is around the shutdown: before the tasks marked
	// on_shutdown, after all runs have ended.
	AroundShutdown
	// AroundCycle is around each round of the scheduler.
	AroundCycle
	// AroundTask is around the action of each run, where the action takes place;
	// around a process run it is in the scheduler's process.
	AroundTask
)

var hookPoints = enum[HookPoint]{
	AroundStartup:  {"AroundStartup", "startup"},
	AroundShutdown: {"AroundShutdown", "shutdown"},
	AroundCycle:    {"AroundCycle", "cycle"},
	AroundTask:     {"AroundTask", "task"},
}

// HookPoints returns what a hook can be called around.
func HookPoints() []HookPoint { return hookPoints.values() }

// String returns the word the language has for p.
func (p HookPoint) String() string { return hookPoints.String(p) }

// GoString returns the Go expression for p.
func (p HookPoint) GoString() string { return hookPoints.GoString(p) }

// A HookEvent says what a hook is called for.
type HookEvent struct {
	Around HookPoint
	// After is false before it happens, true after.
	After   bool
	Session *Session
	// Run is the run, of AroundTask only.
	Run *Run
	// Err is how the run ended, after it.
	Err error

	context *context.Context
}

// SetContext makes ctx the context of the run and of the hooks that are called after
// this one, before and after the run. It must be derived from the context that the hook
// was given. It counts before a run only: a hook may so hand values to the action.
func (e HookEvent) SetContext(ctx context.Context) {
	if e.context != nil && !e.After {
		*e.context = ctx
	}
}

// around does something between its hooks.
func (l *loop) around(p HookPoint, do func()) {
	l.hook(HookEvent{Around: p})
	do()
	l.hook(HookEvent{Around: p, After: true})
}

// hook calls the hooks of an event, beside the loop. A round that waits for hooks
// around it observes nothing. While hooks around the startup or the shutdown are
// called, there are rounds; but before the hooks of the startup have returned, no run
// starts, except those that are asked for while they are called. After a hook that was
// left behind, none is called.
func (l *loop) hook(e HookEvent) {
	if l.deaf || !l.s.hasHooks(e.Around) {
		return
	}
	what := "hook around " + e.Around.String()
	ctx := l.unstopped
	if e.Around == AroundShutdown {
		ctx = l.unforced
	}
	call := func() error { return l.s.hooks(ctx, e) }
	if e.Around == AroundCycle {
		l.deaf = errors.Is(l.beside(what, call, l.serve, never), errLeftBehind)
		return
	}
	if e.Around == AroundStartup && !e.After {
		l.take()
		l.holdDemanded(true)
		defer l.holdDemanded(false)
	}
	done := false
	errand := l.s.send(what, func() error {
		defer l.s.mail.do(func(*loop) { done = true })
		return call()
	})
	least := time.Now().Add(leastPatience)
	l.spin(func() bool {
		return done || l.forced && !time.Now().Before(later(l.patience, least))
	})
	if l.deaf = !done; l.deaf {
		errand.leave()
	}
}

// holdDemanded keeps the runs that were asked for from starting, or lets them start.
func (l *loop) holdDemanded(hold bool) {
	for _, launch := range l.demanded {
		launch.held = hold
	}
}

// hasHooks reports whether there are hooks around p.
func (s *Session) hasHooks(p HookPoint) bool {
	return slices.ContainsFunc(s.schedule.Hooks, func(h Hook) bool { return h.Around == p })
}

// hooks calls the hooks of an event in the order of their declaration, or the
// other way round after it. It returns the first error, and logs all.
func (s *Session) hooks(ctx context.Context, e HookEvent) (first error) {
	if s.child {
		return nil // they are called in the scheduler's process
	}
	e.Session = s
	if e.context == nil {
		e.context = &ctx
	}
	for i, h := range s.schedule.Hooks {
		if e.After {
			h = s.schedule.Hooks[len(s.schedule.Hooks)-1-i]
		}
		if h.Around != e.Around {
			continue
		}
		err := guard(func() error { return h.Call.CallHook(*e.context, e) })
		if err == nil {
			continue
		}
		attrs := append([]any{"around", e.Around.String(), "after", e.After}, errorAttrs(err)...)
		s.logger.Error("hook failed", attrs...)
		if first == nil {
			first = fmt.Errorf("hook: %w", err)
		}
	}
	return first
}
