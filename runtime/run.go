package rocket

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"sort"
	"time"
)

// A Run is one execution of a task's action.
type Run struct {
	// ID tells the run from all others (a UUIDv7, so ids sort by time).
	ID string
	// Start is when it started.
	Start time.Time
	// Scheduled is the instant at which its start condition became true.
	Scheduled time.Time

	task         *task
	spec         *TaskSpec // the declaration as it was when the run started
	session      *Session
	values       map[string]any             // the run's own arguments
	materialized map[string]any             // see scope
	returns      map[string]json.RawMessage // in a process run: those of other tasks
	cancel       context.CancelCauseFunc
	ctx          context.Context
	executor     executor
	prerun       error   // why it cannot begin
	launch       *Launch // nil: the start condition has started it
}

// Task returns the task of the run.
func (r *Run) Task() *Task {
	if r.task == nil {
		return nil
	}
	return &r.task.handle
}

// Session returns the session of the run.
func (r *Run) Session() *Session { return r.session }

func (r *Run) scope() scope {
	return scope{
		session: r.session, task: r.Task(), values: r.values,
		materialized: r.materialized, returns: r.returns,
	}
}

// Logger returns the session's logger with the task and the run named.
func (r *Run) Logger() *slog.Logger {
	return r.session.logger.With("task", r.spec.Name, "run_id", r.ID)
}

// result is how the action of a run has ended.
type result struct {
	value any
	err   error
}

// ErrInaction is returned by an action that found nothing to do: the run is
// recorded as inaction instead of success.
var ErrInaction = errors.New("nothing to do")

// What ends a run before its action does.
var (
	errTerminated = errors.New("terminated on request")
	errShutdown   = errors.New("terminated at shutdown")
	errUntil      = errors.New("the end condition holds")
	errOutlived   = errors.New("did not end after it was terminated")
)

// A prerunError is a failure of a run before its action has begun.
type prerunError struct{ error }

func (e *prerunError) Unwrap() error { return e.error }

type timeoutError time.Duration

func (e timeoutError) Error() string { return "timed out after " + time.Duration(e).String() }

// start registers a run of a task whose start condition holds, if the task may start
// one now.
func (l *loop) start(t *task) {
	if l.stopping || l.hold || t.disabled || l.full(t) {
		return
	}
	if l.lacksSlot(t) {
		l.awaitSlot(t)
		return
	}
	if l.tooSoon(t) {
		return
	}
	l.register(t, t.start.became, nil)
}

// tooSoon reports whether the start condition has held without a break since
// the latest run started, less than a cycle_sleep ago. Then it is observed again
// when that is over: a condition that stays true starts a run once a cycle_sleep
// at most.
func (l *loop) tooSoon(t *task) bool {
	w := &t.start
	due := t.history.Last(Started).Add(l.s.config.CycleSleep)
	if !w.held || !due.After(l.now) || due.Sub(l.now) > l.s.config.CycleSleep {
		return false
	}
	w.state.Until = Earlier(w.state.Until, due)
	l.queue.set(w)
	return true
}

// full reports whether the task has all the live runs that it may have.
func (l *loop) full(t *task) bool {
	limit := t.Multilaunch
	if limit == 0 {
		limit = 1
		if l.s.config.Multilaunch {
			limit = -1
		}
	}
	return limit > 0 && len(t.runs) >= limit
}

// lacksSlot reports whether a run of the task needs a process slot, and all are
// taken.
func (l *loop) lacksSlot(t *task) bool {
	return l.s.executor(t.TaskSpec).slot && l.slots >= l.s.config.MaxProcessCount
}

// awaitSlot has the task observed again when a process slot is free and no
// task of higher priority waits for it.
func (l *loop) awaitSlot(t *task) {
	if t.waiting {
		return
	}
	t.waiting = true
	i := sort.Search(len(l.waiting), func(i int) bool { return before(t, l.waiting[i]) })
	l.waiting = append(l.waiting, nil)
	copy(l.waiting[i+1:], l.waiting[i:])
	l.waiting[i] = t
}

// fillSlots touches as many of the waiting tasks as there are free slots.
func (l *loop) fillSlots() {
	for free := l.s.config.MaxProcessCount - l.slots; free > 0 && len(l.waiting) > 0; free-- {
		t := l.waiting[0]
		l.waiting = l.waiting[1:]
		t.waiting = false
		l.touch(&t.start)
	}
}

// startable reports whether a waiting task could have a free slot.
func (l *loop) startable() bool {
	return len(l.waiting) > 0 && l.slots < l.s.config.MaxProcessCount
}

// register enters a run into the history and the records; it begins when the
// records are in the log.
func (l *loop) register(t *task, scheduled time.Time, values map[string]any) *Run {
	l.announce(t, l.now)
	r := &Run{
		ID: l.runID(t), Start: l.stamp(), Scheduled: scheduled,
		task: t, spec: t.TaskSpec, session: l.s, values: values, executor: l.s.executor(t.TaskSpec),
	}
	t.runs = append(t.runs, r)
	l.live[r] = true
	if t.Permanent {
		l.steady++
	}
	if r.executor.slot {
		l.slots++
	}
	l.record(Record{Task: t.Name, Run: r.ID, Action: Started, Start: r.Start, Scheduled: scheduled})
	if l.s.config.ParamMaterialize == Pre {
		r.prerun = r.materialize()
	}
	l.begin = append(l.begin, r)
	return r
}

// record puts down an event: in the history, in the run log's part of this
// round, and in the log.
func (l *loop) record(rec Record) {
	h := l.s.facts.History(rec.Task)
	if rec.Action != Started {
		rec.End = l.stamp()
		rec.Runtime = rec.End.Sub(h.startOf(rec.Run, rec.Start))
	}
	rec.Created, rec.Error = rec.at(), l.s.hide(rec.Error)
	h.add(rec.Action, rec.at(), rec.Run)
	l.change(&h.source)
	l.records = append(l.records, rec)
	l.s.logRecord(rec)
}

// terminate asks the live runs of a task to end.
func (l *loop) terminate(t *task, cause error) {
	for _, r := range t.runs {
		l.cancel(r, cause)
	}
}

// cancel asks a run that has begun to end. If the loop stands still for the run, it
// does so only if the shutdown is forced.
func (l *loop) cancel(r *Run, cause error) {
	if r.cancel != nil && (l.forced || !r.executor.stands) {
		r.cancel(cause)
	}
}

// end records how a run has ended and makes room for the next.
func (l *loop) end(r *Run, res result) {
	if !l.drop(r) {
		return
	}
	if prerun := new(prerunError); errors.As(res.err, &prerun) && l.s.config.StopOnPrerun {
		l.fail(fmt.Errorf("task %s: %w", r.spec.Name, res.err))
	}
	rec := Record{
		Task: r.spec.Name, Run: r.ID, Action: Succeeded,
		Start: r.Start, Scheduled: r.Scheduled,
	}
	switch cause := r.cause(); {
	case errors.Is(res.err, errOutlived):
		rec.Action, rec.Error = Terminated, fmt.Sprintf("%v: %v", cause, res.err)
	case cause != nil:
		rec.Action, rec.Error = Terminated, cause.Error()
	case errors.Is(res.err, ErrInaction):
		rec.Action = Inacted
	case res.err != nil:
		rec.Action, rec.Error = Failed, res.err.Error()
	}
	if rec.Action == Succeeded {
		l.s.facts.SetReturn(r.spec.Name, res.value)
	}
	l.record(rec)
	if r.cancel != nil {
		r.cancel(nil)
	}
	if r.launch != nil {
		if cause := rec.Error; rec.Action == Terminated {
			res = result{err: errors.New(cause)}
		}
		r.launch.end(res)
	}
}

// cause returns what ended the run before its action did, or nil.
func (r *Run) cause() error {
	if r.ctx == nil {
		return nil
	}
	return context.Cause(r.ctx)
}

// drop takes a run out of the live ones, and reports whether it was one of them.
func (l *loop) drop(r *Run) bool {
	t := r.task
	for i, other := range t.runs {
		if other != r {
			continue
		}
		t.runs = append(t.runs[:i], t.runs[i+1:]...)
		delete(l.live, r)
		if r.spec.Permanent {
			l.steady--
		}
		if r.executor.slot {
			l.slots--
		}
		if len(t.runs) == 0 {
			l.unwatch(&t.until)
		}
		l.touch(&t.start)
		return true
	}
	return false
}
