package rocket

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"time"

	"github.com/rocketc/rocketc/runtime/process"
)

// Why something is not done.
var (
	// ErrNoTask is returned by the methods of a task that is not, or no longer, part
	// of a session; those of a nil *Task included.
	ErrNoTask = errors.New("there is no such task in the session")
	// ErrNoArgument is returned if a run is asked for with an argument that its task does
	// not take.
	ErrNoArgument = errors.New("there is no such argument")
	// ErrNoRun is returned if a run is named that is not live.
	ErrNoRun = errors.New("there is no such live run")
	// ErrNotDue is returned by [Session.RunTaskIfDue] if the start condition of the task
	// does not hold.
	ErrNotDue = errors.New("the start condition of the task does not hold")
	// ErrStopped is returned if a session that has ended is asked for something that
	// only a running one can do.
	ErrStopped = errors.New("the session has ended")
	// ErrInProcess is returned if a run with execution process asks its session for
	// something: the session is in another process, and so is its history.
	ErrInProcess = errors.New("a run in a process of its own cannot steer the session")
	// ErrNoEngine is returned if a session without an [Engine] is to serve, or to make tables.
	ErrNoEngine = errors.New("the schedule has no engine: no task has execution remote")
	// ErrOnLoop is returned if code that the scheduler waits for waits for a run: an
	// action with execution main, or a run log. Neither would go on.
	ErrOnLoop = errors.New("the scheduler waits for the caller, which cannot wait for a run")
)

// ErrInaction is returned by an action that found nothing to do: the run is recorded
// as inaction instead of success.
var ErrInaction = errors.New("nothing to do")

// What ends a run before its action does: the causes of the run's context
// ([context.Cause]), and the Err of the [RunError] that those get who wait for it.
var (
	// ErrTimeout is the cause if the run took too long. Its text says how long, and
	// errors.Is takes it for a [context.DeadlineExceeded], too.
	ErrTimeout error = timeoutError{}
	// ErrTerminated is the cause if the run was terminated on request.
	ErrTerminated = errors.New("terminated on request")
	// ErrShutdown is the cause if the session is shut down.
	ErrShutdown = errors.New("terminated at shutdown")
	// ErrUntil is the cause if the end condition of the task holds.
	ErrUntil = errors.New("the end condition holds")
	// ErrReplaced is the cause if a newer run of the task takes the place of the run; see
	// [OverlapReplace].
	ErrReplaced = errors.New("replaced by a newer run")
)

// ErrDeadlock is the error of waiting for a run that was asked for, and can start only after
// those that wait for it: they hold the places that it needs, or are all the live runs that
// its task may have.
var ErrDeadlock = errors.New("it can start only after the runs that wait for it")

// errUnlimited is the error of a task whose runs replace others, if there may be any number.
var errUnlimited = errors.New("overlap replace, and any number of live runs")

// errOutlived is how a run has ended that did not heed its context.
var errOutlived = errors.New("did not end after it was terminated")

// timeoutError is an ErrTimeout that says how long the run was allowed to take, and
// by what if its task does not say so.
type timeoutError struct {
	after   time.Duration // zero if that is not known
	session bool          // the task has the session's timeout
	spent   time.Duration // of that, before the session has adopted the run
}

func (e timeoutError) Error() string {
	switch {
	case e.after == 0:
		return "timed out"
	case e.session:
		return fmt.Sprintf("timed out after %v, the session's default timeout of %s;"+
			" write timeout … at the task for another", e.after, inWords(e.after))
	}
	return "timed out after " + e.after.String()
}

// Is says that all timeouts are one.
func (e timeoutError) Is(target error) bool {
	return target == ErrTimeout || target == context.DeadlineExceeded
}

// inWords returns a duration as a schedule writes it, such as "30 minutes", if it is a
// whole number of a unit.
func inWords(d time.Duration) string {
	for _, unit := range []struct {
		name string
		d    time.Duration
	}{{"hour", time.Hour}, {"minute", time.Minute}, {"second", time.Second}} {
		if n := d / unit.d; n == 1 && d%unit.d == 0 {
			return "1 " + unit.name
		} else if n > 0 && d%unit.d == 0 {
			return fmt.Sprintf("%d %ss", n, unit.name)
		}
	}
	return d.String()
}

// timedOut is the reason of a run that was ended by its timeout.
const timedOut = "timeout"

// reasonOf returns the word that records have for a cause.
func reasonOf(cause error) string {
	switch {
	case errors.Is(cause, ErrTimeout):
		return timedOut
	case errors.Is(cause, ErrShutdown):
		return "shutdown"
	case errors.Is(cause, ErrUntil):
		return "until"
	case errors.Is(cause, ErrReplaced):
		return "replaced"
	}
	return "request"
}

// A RunError is how a run has ended that did not succeed.
type RunError struct {
	// Task is the name of the task, RunID the id of the run; it has none if it never
	// started.
	Task, RunID string
	// Event is Failed, Terminated, Inacted, or Crashed if its worker was lost.
	Event Event
	// Err is the error of the action, or what has ended the run.
	Err error
}

// Error names the task and the reason.
func (e *RunError) Error() string { return fmt.Sprintf("task %s: %v", e.Task, e.Err) }

// Unwrap returns the reason.
func (e *RunError) Unwrap() error { return e.Err }

// An ExitError is how a command has ended that failed.
type ExitError = process.ExitError

// A PanicError is a panic in the code of a program.
type PanicError struct {
	// Value is what panic was called with.
	Value any
	// Stack is the stack of the goroutine, as the runtime writes it.
	Stack []byte
}

// Error returns the value, without the stack.
func (e *PanicError) Error() string { return fmt.Sprint("panic: ", e.Value) }

// Unwrap returns the value if it is an error, else nil.
func (e *PanicError) Unwrap() error {
	err, _ := e.Value.(error)
	return err
}

// failOnPanic makes a panic an error, and an error that cannot be read another one. It is
// deferred around code that is not the scheduler's own: no error of such code reaches the
// loop whose methods panic.
func failOnPanic(err *error) {
	if p := recover(); p != nil {
		*err = &PanicError{Value: p, Stack: debug.Stack()}
	} else if !isReadable(*err) {
		*err = errUnreadable
	}
}

// errUnreadable stands for an error whose methods panic, such as a typed nil.
var errUnreadable = errors.New("the error cannot be read: its methods panic (is it a typed nil?)")

// isReadable reports whether the methods of an error do not panic.
func isReadable(err error) (readable bool) {
	if err == nil {
		return true
	}
	defer func() { readable = recover() == nil }()
	_ = err.Error()
	_ = errors.As(err, new(*PanicError))
	_ = errors.Is(err, errUnreadable)
	return true
}

// A prerunError is a failure of a run before its action has begun.
type prerunError struct{ error }

func (e *prerunError) Unwrap() error { return e.error }
