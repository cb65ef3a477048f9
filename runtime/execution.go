package rocket

import (
	"cmp"
	"context"
	"errors"
	"fmt"
)

// Execution is where the runs of a task take place.
type Execution uint8

// The executions.
const (
	// SessionExecution is the session's task_execution.
	SessionExecution Execution = iota
	// Process starts the program again for this one run.
	Process
	// Thread runs the action in a goroutine.
	Thread
	// Main runs the action on the scheduler loop: nothing else starts
	// meanwhile, and it cannot be terminated.
	Main
	// Async is another name for Thread.
	Async
	// Remote runs the action on a worker, see [Engine].
	Remote
)

// executions has for each execution its name in Go, its word in the language, and
// its executor.
var executions = [...]struct {
	name, word string
	executor
}{
	SessionExecution: {name: "SessionExecution"},
	Process:          {"Process", "process", executor{do: inProcess, slot: true}},
	Thread:           {"Thread", "thread", executor{do: inThread}},
	Main:             {"Main", "main", executor{do: inThread, stands: true}},
	Async:            {"Async", "async", executor{do: inThread}},
	Remote:           {"Remote", "remote", executor{do: inRemote, remote: true}},
}

// An executor says how runs take place.
type executor struct {
	// do does the action of a run and returns when it has ended. It is called in
	// a goroutine of the run's own, and asked to end by the run's context.
	do func(ctx context.Context, r *Run) (any, error)
	// stands says that the loop stands still until the run has ended. Such a run
	// is not cancelled, unless the session is forced to end.
	stands bool
	// slot says that a run takes one of the max_process_count slots.
	slot bool
	// remote says that a run takes place on a worker. It takes a slot only if max_process_count
	// was set: its default is for this machine.
	remote bool
}

// String returns the word the language has for e.
func (e Execution) String() string {
	if int(e) < len(executions) {
		return executions[e].word
	}
	return fmt.Sprintf("Execution(%d)", uint8(e))
}

// GoString returns the Go expression for e.
func (e Execution) GoString() string {
	if int(e) < len(executions) {
		return "rocket." + executions[e].name
	}
	return fmt.Sprintf("rocket.Execution(%d)", uint8(e))
}

// Executions returns the executions that a schedule can name.
func Executions() (list []Execution) {
	for e := range executions {
		if executions[e].word != "" {
			list = append(list, Execution(e))
		}
	}
	return list
}

// executor returns the executor of the runs of a task. Metatasks run on the loop.
func (s *Session) executor(t *TaskSpec) executor {
	e := cmp.Or(t.Execution, s.config().TaskExecution)
	if _, steers := t.Action.(Do); steers && t.Execution == SessionExecution {
		e = Main
	}
	if int(e) < len(executions) {
		x := executions[e].executor
		x.slot = x.slot || x.remote && s.config().countsRemote()
		return x
	}
	return executor{do: func(context.Context, *Run) (any, error) {
		return nil, fmt.Errorf("there is no execution %v", e)
	}}
}

// inThread does the action of a run in this process.
func inThread(ctx context.Context, r *Run) (any, error) { return r.spec.Action.Act(ctx, r) }

// execute begins the action of a run.
func (l *loop) execute(r *Run) {
	l.limit(r)
	l.watchUntil(r.task)
	r.awaited = r.launch != nil || r.executor.slot || len(r.task.history.readers) > 1
	if r.executor.stands {
		l.standStill(func() { l.perform(r) })
	} else {
		l.perform(r)
	}
}

// perform does the action of a run, or begins it.
func (l *loop) perform(r *Run) {
	switch {
	case l.s.simulated():
		l.play(r)
	case r.executor.stands:
		perform := func() error { r.carryOut(); return nil }
		_ = l.beside("task "+r.spec.Name, perform, l.take, never)
	default:
		go r.carryOut()
	}
}

// carryOut does the action of a run, and tells the loop how it has ended. The frames from
// here to the action are kept small: a goroutine begins with 2 KiB, and the first that needs
// more has its stack copied.
func (r *Run) carryOut() {
	defer r.report()
	r.perform()
}

// report tells the loop that the run has ended. A session that has ended has recorded the end
// of the run already.
func (r *Run) report() {
	r.session.remotes.pass(r.remote)
	if r.awaited {
		_ = r.session.mail.post(r)
	} else {
		r.session.mail.leave(r)
	}
}

// deliver has the end of the run recorded: the run is its own message.
func (r *Run) deliver(l *loop) { l.end(r, r.outcome) }

// watchUntil has the end condition of a task observed.
func (l *loop) watchUntil(t *task) {
	if t.end == nil {
		if t.until == nil {
			return
		}
		t.end = &watch{task: t, role: untilRole}
	}
	t.end.examined = t.until
	l.watch(t.end)
}

// limit has the run ended when it takes longer than its task may, or by default the
// tasks of the session. A run for which the loop stands still has no timeout.
func (l *loop) limit(r *Run) {
	if limit := r.timeLimit(); !r.executor.stands && limit.after >= 0 {
		l.s.timeouts.add(r, limit)
	}
}

// timeLimit returns the end of a run that takes longer than it may. It is negative if the run may
// take any time.
func (r *Run) timeLimit() timeoutError {
	limit := timeoutError{
		after:   cmp.Or(r.spec.Timeout, r.session.config().Timeout),
		session: r.spec.Timeout == 0,
	}
	if r.remote != nil && r.remote.adopted {
		limit.spent = max(r.session.wall().Sub(r.Start), 0)
	}
	return limit
}

// perform does the action of a run, with the hooks around it, and sets its outcome. A
// panic or a Goexit is a failure.
func (r *Run) perform() {
	r.outcome.err = errGoexit
	defer r.judge()
	ctx, refused := r.before()
	if refused != nil {
		r.outcome.err = &prerunError{refused}
		return
	}
	r.act(ctx)
	r.after(ctx)
}

// act does the action of a run.
func (r *Run) act(ctx context.Context) {
	defer failOnPanic(&r.outcome.err)
	r.outcome.value, r.outcome.err = r.do(ctx)
}

// before does what comes before the action. Hooks may change the context.
func (r *Run) before() (context.Context, error) {
	if r.prerun != nil || !r.session.hasHooks(AroundTask) {
		return r.ctx, r.prerun
	}
	ctx := r.ctx
	err := r.session.hooks(ctx, HookEvent{Around: AroundTask, Run: r, context: &ctx})
	return ctx, err
}

// after calls the hooks after the action.
func (r *Run) after(ctx context.Context) {
	if r.session.hasHooks(AroundTask) {
		_ = r.session.hooks(ctx, HookEvent{
			Around: AroundTask, After: true, Run: r, Err: r.session.hideError(r.outcome.err),
		})
	}
}

// do does the action of a run.
func (r *Run) do(ctx context.Context) (any, error) {
	if r.spec.Action == nil {
		return nil, errors.New("the task has no action")
	}
	return r.session.wrap(r.executor.do)(ctx, r)
}
