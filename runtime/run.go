package rocket

import (
	"context"
	"crypto/rand"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"sort"
	"strconv"
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
	return scope{session: r.session, task: r.Task(), values: r.values, materialized: r.materialized, returns: r.returns}
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

// start registers a run of a task whose start condition holds, where the task
// may start one now.
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

// execute begins a registered run.
func (l *loop) execute(r *Run) {
	l.setContext(r)
	l.watchUntil(r.task)
	done := make(chan struct{})
	go l.s.perform(r, func(res result) {
		_ = l.s.mail.post(func(l *loop) { l.end(r, res) }) // a session that has ended has recorded it already
		close(done)
	})
	if r.executor.stands {
		l.stand(done)
	}
}

// watchUntil has the end condition of a task observed.
func (l *loop) watchUntil(t *task) {
	t.until.condition, t.until.task, t.until.role = t.Until, t, untilRole
	l.watch(&t.until)
}

// stand waits for a run on the loop: messages are taken, nothing else starts. A
// forced shutdown leaves a run behind that does not end.
func (l *loop) stand(done <-chan struct{}) {
	var beat <-chan time.Time
	if d := l.s.service.Beat(); d > 0 {
		ticker := time.NewTicker(d / 2)
		defer ticker.Stop()
		beat = ticker.C
	}
	var patience <-chan time.Time
	for {
		if l.forced && patience == nil {
			patience = time.After(time.Until(l.patience))
		}
		select {
		case <-done:
			return
		case <-patience:
			return // it is left behind
		case <-l.s.mail.wake:
			l.take()
		case <-beat:
			l.reportLife(0)
		}
	}
}

// setContext gives the run the context that ends it: by its timeout, or when it is
// terminated. A run for which the loop stands still has no timeout.
func (l *loop) setContext(r *Run) {
	ctx, cancel := context.WithCancelCause(context.Background())
	r.ctx, r.cancel = ctx, cancel
	timeout := r.spec.Timeout
	if timeout == 0 {
		timeout = l.s.config.Timeout
	}
	if r.executor.stands || timeout < 0 {
		return
	}
	timer := time.AfterFunc(timeout, func() { cancel(timeoutError(timeout)) })
	context.AfterFunc(ctx, func() { timer.Stop() })
}

// perform does the action of a run, with the hooks around it, and hands over how it
// ended. A panic or a Goexit is a failure.
func (s *Session) perform(r *Run, end func(result)) {
	res := result{err: errors.New("the task ended its goroutine (runtime.Goexit)")}
	defer func() { end(res) }()
	if err := s.prerun(r); err != nil {
		res.err = &prerunError{err}
		return
	}
	res = r.do()
	s.hooks(r.ctx, HookEvent{Around: AroundTask, After: true, Run: r, Err: res.err})
}

// prerun does what comes before the action.
func (s *Session) prerun(r *Run) error {
	if r.prerun != nil {
		return r.prerun
	}
	return s.hooks(r.ctx, HookEvent{Around: AroundTask, Run: r})
}

// failOnPanic makes a panic an error, with its stack. It is deferred around what
// is not the scheduler's own.
func failOnPanic(err *error) {
	if p := recover(); p != nil {
		*err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
	}
}

// do does the action of a run; a panic is a failure.
func (r *Run) do() (res result) {
	defer failOnPanic(&res.err)
	if r.spec.Action == nil {
		return result{err: errors.New("the task has no action")}
	}
	res.value, res.err = r.executor.do(r.ctx, r)
	return res
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
	rec := Record{Task: r.spec.Name, Run: r.ID, Action: Succeeded, Start: r.Start, Scheduled: r.Scheduled}
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

// drop takes a run out of the live ones; it reports false where it is none.
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

// runID names the next run of a task.
func (l *loop) runID(t *task) string {
	way, namer := t.RunID, t.NameRun
	if way == SessionRunID && namer == nil {
		way, namer = l.s.config.RunID, l.s.config.NameRun
	}
	if namer != nil {
		if id := l.named(t, namer); id != "" {
			return id
		}
	}
	if way == Increment {
		return strconv.Itoa(t.history.Total(Started) + 1)
	}
	return newRunID(l.now)
}

// named asks a namer; that it panics is logged.
func (l *loop) named(t *task, namer RunNamer) (id string) {
	defer func() {
		if p := recover(); p != nil {
			l.s.logger.Error("naming a run failed", "task", t.Name, "error", p)
			id = ""
		}
	}()
	return namer.NameRun(&t.handle)
}

// newRunID returns a UUIDv7 of that instant.
func newRunID(at time.Time) string {
	var b [16]byte
	if _, err := rand.Read(b[:]); err != nil {
		panic(err) // crypto/rand never fails
	}
	var ms [8]byte
	binary.BigEndian.PutUint64(ms[:], uint64(at.UnixMilli()))
	copy(b[:6], ms[2:])
	b[6] = b[6]&0x0f | 0x70
	b[8] = b[8]&0x3f | 0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}

// unique reports whether an id is one that newRunID makes, and so no other
// program has.
func unique(id string) bool { return len(id) == 36 && id[14] == '7' }
