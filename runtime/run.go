package rocket

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// A Run is one execution of a task's action.
type Run struct {
	// ID tells the run from all others (a UUIDv7, so ids sort by time).
	ID string
	// Start is when it started.
	Start time.Time
	// Scheduled is the start of the newest window that the run serves. Without windows it is
	// the instant at which the start condition became true, or at which the run was asked for;
	// for a retry, that of the run which it repeats.
	Scheduled time.Time
	// Attempt is 1 for a first run, and one more for each retry.
	Attempt int
	// Cause is what has made the run start, if that was another run: one that its start
	// condition waited for, or one that has asked for it. It is nil otherwise.
	Cause *Ref
	// Causes are the events for which the start condition has waited (see [Follower]) since
	// the latest start, oldest first, at most the newest 100. A retry has those of the run
	// that it repeats before its own; a run that was asked for has none.
	Causes []Record

	task         *task
	spec         *TaskSpec // the declaration as it was when the run started
	session      *Session
	values       map[string]any             // the run's own arguments
	materialized map[string]any             // see scope
	returns      map[string]json.RawMessage // in a process run: those of other tasks
	ctx          context.Context
	life         runContext // the context, but in a process run
	cancelled    func()     // is called when the run was asked to end; nil: nobody waits for that
	executor     executor
	prerun       error        // why it cannot begin
	launch       *Launch      // nil: the start condition has started it
	limit        timeoutError // see timeouts
	timeout      int32        // the run's place in timeouts
	outcome      ending       // of the action
	number       int          // among the live runs
	causes       []*Record    // Causes, shared with other runs
	awaited      bool         // somebody may wait for its end
	progress     atomic.Pointer[Progress]
	remote       *remoteRun // of a run with execution remote that has begun
	claim        *claimed   // on a worker; else nil
	told         func()     // is called after each progress; nil: nothing is
}

// stands reports whether the loop stands still for the run.
func (r *Run) stands() bool { return r.executor.stands }

func (r *Run) place() *int32 { return &r.timeout }

// Task returns the task of the run.
func (r *Run) Task() *Task {
	if r.task == nil {
		return nil
	}
	return &r.task.handle
}

// Session returns the session of the run. A run that was not made by a session, for a
// test of an action, has one that is empty and has ended.
func (r *Run) Session() *Session {
	if r.session == nil {
		return nowhere()
	}
	return r.session
}

// nowhere returns a session in which nothing is.
var nowhere = sync.OnceValue(func() *Session {
	s, err := New(&Schedule{})
	if err != nil {
		panic(err) // an empty schedule has no mistakes
	}
	s.mail.close(nil)
	return s
})

func (r *Run) scope() scope {
	return scope{
		session: r.Session(), task: r.Task(), values: r.values,
		materialized: r.materialized, returns: r.returns, causes: r.Causes,
		scheduled: r.Scheduled, params: r.claim.paramsOf(),
	}
}

// grace returns how long a process of the run may take to end; zero is the default.
func (r *Run) grace() time.Duration {
	if r.spec == nil {
		return 0
	}
	return r.spec.Grace
}

// Logger returns the session's logger with the task and the run named.
func (r *Run) Logger() *slog.Logger {
	return r.Session().logger.With("task", r.Task().Name(), "run_id", r.ID)
}

// fills reports whether the run is one of a backfill.
func (r *Run) fills() bool { return r.launch != nil && r.launch.fill != nil }

// record returns what all records of the run have.
func (r *Run) record(event Event) Record {
	return Record{
		Task: r.spec.Name, RunID: r.ID, Event: event,
		Start: r.Start, Scheduled: r.Scheduled, Cause: r.Cause,
	}
}

// start registers a run of a task whose start condition holds, if the task may start
// one now.
func (l *loop) start(t *task) {
	if l.stopping || t.preparing > 0 {
		return
	}
	if why := l.obstacle(t); t.kept != nil || why != unhindered && why != slotless {
		l.leave(t.waiter)
		if !l.keepStart(t, why) {
			l.wait(t, why)
		}
		return
	}
	if l.tooSoon(t) {
		return
	}
	if w := l.lineUp(t, nil); w == nil {
		l.register(t, l.scheduled(t), nil)
	} else if !l.admit(w) {
		l.wait(t, slotless)
	}
}

// An obstacle is why a task cannot start a run.
type obstacle uint8

const (
	unhindered obstacle = iota
	heldBack
	disabled
	overlap
	slotless
)

// String returns the word of [Trace] for an obstacle.
func (o obstacle) String() string {
	return [...]string{"", "held", "disabled", "overlap", "slot"}[o]
}

// obstacle returns what keeps the task from starting a run now. It is slotless while its
// start waits for places, in a pool or of the process slots.
func (l *loop) obstacle(t *task) obstacle {
	switch {
	case t.hold() != nil:
		return heldBack
	case t.disabled:
		return disabled
	case l.full(t):
		return overlap
	case t.waiter != nil || t.kept != nil && t.kept.waiter != nil:
		return slotless
	}
	return unhindered
}

// wait has the task wait until it can start a run.
func (l *loop) wait(t *task, why obstacle) {
	if w := &t.start; w.obstacle == unhindered {
		w.obstacle = why
		l.trace(func(trace Trace) {
			if trace.Waiting != nil {
				trace.Waiting(t.Name, why.String())
			}
		})
	}
}

// miss puts down that the start condition of w, which held in vain, holds no longer. It has
// no windows.
func (l *loop) miss(w *watch) {
	if w.task.ledger != nil { // which says so
		w.obstacle = unhindered
		return
	}
	rec := Record{
		Created: l.now, Task: w.task.Name, Reason: w.obstacle.String(), Scheduled: w.became,
		Host: l.s.host, Cause: w.cause,
	}
	w.obstacle = unhindered
	l.leave(w.task.waiter)
	l.s.missed++
	l.trace(func(trace Trace) {
		if trace.Missed != nil {
			trace.Missed(l.ctx, rec)
		}
	})
}

// tooSoon reports whether the start condition has held without a break since
// the latest run started, less than a cycle_sleep ago. Then it is observed again
// when that is over: a condition that stays true starts a run once a cycle_sleep
// at most.
func (l *loop) tooSoon(t *task) bool {
	w := &t.start
	due := t.history.Last(Started).Add(l.s.config().CycleSleep)
	if !w.held || !due.After(l.now) || due.Sub(l.now) > l.s.config().CycleSleep {
		return false
	}
	w.state.Until = Earlier(w.state.Until, due)
	l.enqueue(w)
	return true
}

// full reports whether the task has all the live runs that it may have.
func (l *loop) full(t *task) bool {
	limit := l.s.liveLimit(t.TaskSpec)
	return limit > 0 && len(t.runs) >= limit
}

// liveLimit returns how many live runs a task may have; -1 is any number.
func (s *Session) liveLimit(spec *TaskSpec) int {
	limit := spec.Multilaunch
	if limit == 0 {
		limit = 1
		if s.config().Multilaunch {
			limit = -1
		}
	}
	return limit
}

// register makes a run of a task, which is live from now on. launch is nil if the
// start condition has started it. What only code of the program can say about a run
// is asked before the run starts, in a goroutine.
func (l *loop) register(t *task, scheduled time.Time, launch *Launch) {
	l.announce(t, l.now)
	if launch != nil && t.kept == launch {
		l.settle(t) // while it is known for which window the start is kept
		scheduled = launch.scheduled
	}
	r := &Run{
		Scheduled: scheduled, task: t, spec: t.TaskSpec, session: l.s,
		executor: l.s.executor(t.TaskSpec), launch: launch,
	}
	r.Attempt = 1 + t.history.Failures(scheduled)
	if launch != nil {
		launch.run, r.values, r.Cause = r, launch.values, launch.cause
		l.begun++
		if launch.fill != nil {
			r.Attempt = 1
		}
		if t.kept == launch {
			t.kept = nil
			r.causes = l.causesOf(t)
		}
	} else {
		r.Cause, t.start.obstacle = t.start.cause, unhindered
		l.announceDue(r)
		r.causes = l.causesOf(t)
		r.Cause = t.awaited(r.Cause, r.causes)
	}
	r.Causes = recordsOf(r.causes)
	l.enliven(r)
	p := preparation{run: r, namer: l.namer(t), early: l.s.config().ParamMaterialize == Pre}
	if p.namer == nil && !p.early {
		l.enter(r, "")
		return
	}
	t.preparing++
	l.unprepared = append(l.unprepared, p)
}

// enliven makes a run one of the live ones.
func (l *loop) enliven(r *Run) {
	r.setContext(l.ctx)
	r.task.runs = append(r.task.runs, r)
	l.keeper(r.task)
	r.number = len(l.live)
	l.live = append(l.live, r)
	if r.spec.Permanent {
		l.steady++
	}
	l.occupy(r)
}

// A preparation is what code of the program does for a run before it starts: it names
// the run, if namer is not nil, and gives its arguments their values, if they get them
// early.
type preparation struct {
	run   *Run
	namer RunNamer
	early bool
	id    string
}

// prepare has the runs of this round prepared beside the loop, one after the other, in
// the order in which they are to start.
func (l *loop) prepare() {
	if len(l.unprepared) == 0 {
		return
	}
	all := l.unprepared
	l.unprepared = nil
	l.s.aside(func() {
		for _, p := range all { // it may end its goroutine
			<-l.s.send("preparation of task "+p.run.spec.Name, p.do).done
			_ = l.s.mail.do(func(l *loop) {
				p.run.task.preparing--
				l.enter(p.run, p.id)
			})
		}
	})
}

func (p *preparation) do() error {
	if p.early {
		p.run.prerun = errGoexit
		p.run.prerun = guard(p.run.materialize)
	}
	if p.namer != nil {
		p.id = p.run.session.named(p.run.task, p.namer, p.run.values)
	}
	return nil
}

// enter starts a run: it enters the run into the history and the records. Its action
// begins when the records are in the log. An empty id is replaced.
func (l *loop) enter(r *Run, id string) {
	t := r.task
	if !l.isLive(r) || r.cause() != nil {
		l.end(r, ending{}) // it was ended before it started
		return
	}
	l.settle(t)
	l.starts++
	r.ID, r.Start = id, l.stamp()
	if id == "" || l.s.hide(id) != id { // a namer may know a secret
		r.ID = l.runID(t)
	}
	if r.launch != nil {
		r.launch.id.Store(&r.ID)
	}
	if !r.fills() {
		t.begin(r.causes)
	}
	l.record(t.history, r.record(Started), nil)
	l.logArguments(r)
	l.lookAgain(&t.start)
	if r.launch != nil {
		l.launched = append(l.launched, r)
	} else {
		l.started = append(l.started, r)
	}
}

// record puts down an event: in the history of its task, in the run log's part of this
// round, and in the log. err is nil, or why the run has ended.
func (l *loop) record(h *History, fresh Record, err error) {
	l.records = append(l.records, fresh)
	rec := &l.records[len(l.records)-1]
	if rec.Event != Started {
		rec.End = l.stamp()
		rec.Duration = rec.End.Sub(h.startOf(rec.RunID, rec.Start))
	}
	l.s.seq++
	rec.Seq, rec.Created, rec.Host = l.s.seq, rec.at(), cmp.Or(rec.Host, l.s.host)
	if len(l.s.hiddenTexts()) > 0 {
		rec.Error, rec.Output = l.s.hide(rec.Error), l.s.hide(rec.Output)
		if l.s.hide(string(rec.Return)) != string(rec.Return) {
			rec.Return = nil // it has a secret
		}
	}
	l.happen(h, rec)
	l.logRecord(rec.Event, err)
}

// happen enters an event into the history of its task and the groups that count it.
func (l *loop) happen(h *History, rec *Record) {
	h.add(rec)
	l.change(&h.source, rec)
	if rec.fills() {
		return
	}
	l.s.facts.tell(h, rec, func(g *Group) { l.change(&g.source, rec) })
	l.s.follow(h, rec)
}

// terminate asks the live runs of a task to end.
func (l *loop) terminate(t *task, cause error) {
	for _, r := range t.runs {
		l.cancel(r, cause)
	}
}

// cancel asks a run to end. If the loop stands still for the run, it does so only if
// the shutdown is forced.
func (l *loop) cancel(r *Run, cause error) {
	if l.forced || !r.executor.stands {
		r.cancel(cause)
	}
}

// An ending is how a run has ended.
type ending struct {
	event  Event
	value  any
	err    error
	text   string // of err
	reason string // see Record
	prerun bool   // the action has not begun
	waited bool   // for room for its process, to its end
	json   []byte // of the value
	cut    int    // the length of the value as JSON, if a record has no room for it
	output string // of a command that failed
	exited bool   // err is that of a command, which keeps what its task says
	left   bool   // it goes on without this session
}

// judge completes the outcome of an action that has returned. It asks the value and the
// error, which are code of the program, so it is not called on the loop.
func (r *Run) judge() {
	e := &r.outcome
	e.event = Succeeded
	switch {
	case e.err != nil:
		e.fail()
		e.err, e.text = r.session.hideError(e.err), r.session.hide(e.text)
		if !e.exited {
			e.text, e.output = shortText(e.text), shortText(r.session.hide(e.output))
		}
	case e.value != nil:
		_ = guard(func() error { e.json, e.cut = shortJSON(e.value); return nil })
		if r.remote != nil && r.remote.secret {
			e.json = nil // as in loop.record
		}
	}
}

// fail completes the ending of an action that has returned an error.
func (e *ending) fail() {
	e.output, _ = e.value.(string)
	e.event, e.text = Failed, "the error cannot be read"
	_ = guard(func() error {
		if errors.Is(e.err, ErrInaction) {
			e.event, e.text = Inacted, ""
			return nil
		}
		e.left = errors.Is(e.err, errLeft)
		if lost := (*lostError)(nil); errors.As(e.err, &lost) {
			e.event = Crashed
		}
		prerun, exit := new(prerunError), (*ExitError)(nil)
		e.exited = errors.As(e.err, &exit)
		e.text, e.prerun, e.waited = e.err.Error(), errors.As(e.err, &prerun), lackedRoom(e.err)
		return nil
	})
}

// maxReturn is the greatest length of a return value in a record, as JSON, and of an error.
const maxReturn = 64 << 10

// shortJSON returns a value as JSON, or the length of that if a record has no room for it.
func shortJSON(value any) (text []byte, cut int) {
	text, err := marshal(value)
	switch {
	case err != nil:
		return nil, 0
	case len(text) > maxReturn:
		return nil, len(text)
	}
	return text, 0
}

// marshal returns a value as JSON that databases take: what a value makes of itself may be no
// UTF-8, which they refuse.
func marshal(value any) ([]byte, error) {
	text, err := json.Marshal(value)
	return bytes.ToValidUTF8(text, []byte("\ufffd")), err
}

// end records how a run has ended and makes room for the next.
func (l *loop) end(r *Run, e ending) {
	cause := r.cause()
	if !l.drop(r) {
		return
	}
	if e.left {
		cause = nil
	}
	if e.prerun && l.s.config().StopOnPrerun {
		l.fail(fmt.Errorf("task %s: %w", r.spec.Name, e.err))
	}
	if cause != nil {
		if e.err == errOutlived || e.waited {
			cause = fmt.Errorf("%w: %s", cause, e.text)
		}
		e = ending{
			event: Terminated, err: cause, text: cause.Error(),
			reason: reasonOf(cause), output: e.output,
		}
	}
	if e.event == Succeeded && !r.fills() {
		l.s.facts.setReturn(r.task.history, e.value)
	}
	if r.ID != "" && !e.left { // else who leads next records the end
		rec := r.record(e.event)
		rec.Error, rec.Reason, rec.Output = e.text, e.reason, e.output
		rec.Return, rec.ReturnCut = e.json, e.cut
		rec.Progress, rec.Host = r.progressNow().String(), l.s.remotes.hostOf(r.remote)
		l.record(r.task.history, rec, e.err)
	}
	r.cancel(nil)
	if r.launch == nil {
		return
	}
	if e.err != nil {
		r.launch.err = &RunError{Task: r.spec.Name, RunID: r.ID, Event: e.event, Err: e.err}
	}
	r.launch.value = e.value
	l.filled(r.launch, r.ID != "")
	l.ended = append(l.ended, r.launch)
}

// drop takes a run out of the live ones, and reports whether it was one of them.
func (l *loop) drop(r *Run) bool {
	t := r.task
	if !l.isLive(r) {
		return false
	}
	l.freeing(t)
	i := slices.Index(t.runs, r)
	t.runs = slices.Delete(t.runs, i, i+1)
	last := len(l.live) - 1
	l.live[last].number = r.number
	l.live[r.number], l.live[last] = l.live[last], nil
	l.live = l.live[:last]
	l.s.timeouts.remove(r)
	if r.spec.Permanent {
		l.steady--
	}
	l.vacate(r)
	if t.kept != nil && t.kept.heir && l.mayStart(t.kept) {
		l.lineUp(t, t.kept) // before anybody else has the places
	}
	if len(t.runs) == 0 {
		l.unwatch(t.end)
	}
	if t.start.state.Holds { // it may have held in vain
		l.touch(&t.start)
	}
	return true
}

// isLive reports whether a run is one of the live ones.
func (l *loop) isLive(r *Run) bool { return r.number < len(l.live) && l.live[r.number] == r }
