package rocket

import (
	"context"
	"fmt"
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
}

// hooks calls the hooks of an event in the order of their declaration, or the
// other way round after it. It returns the first error, and logs all.
func (s *Session) hooks(ctx context.Context, e HookEvent) (first error) {
	hooks := s.schedule.Hooks
	e.Session = s
	if s.child {
		return nil // they are called in the scheduler's process
	}
	for i := range hooks {
		h := hooks[i]
		if e.After {
			h = hooks[len(hooks)-1-i]
		}
		if h.Around != e.Around {
			continue
		}
		if err := h.call(ctx, e); err != nil {
			s.logger.Error("hook failed", "around", e.Around.String(), "after", e.After, "error", err)
			if first == nil {
				first = fmt.Errorf("hook: %w", err)
			}
		}
	}
	return first
}

func (h Hook) call(ctx context.Context, e HookEvent) (err error) {
	defer failOnPanic(&err)
	return h.Call.CallHook(ctx, e)
}
