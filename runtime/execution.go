package rocket

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"
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
	e := cmp.Or(t.Execution, s.config.TaskExecution)
	if _, steers := t.Action.(Do); steers && t.Execution == SessionExecution {
		e = Main
	}
	if int(e) < len(executions) {
		return executions[e].executor
	}
	return executor{do: func(context.Context, *Run) (any, error) {
		return nil, fmt.Errorf("there is no execution %v", e)
	}}
}

// inThread does the action of a run in this process.
func inThread(ctx context.Context, r *Run) (any, error) { return r.spec.Action.Act(ctx, r) }

// execute begins a registered run.
func (l *loop) execute(r *Run) {
	l.setContext(r)
	l.watchUntil(r.task)
	done := make(chan struct{})
	go l.s.perform(r, func(res result) {
		// A session that has ended has recorded the end of the run already.
		_ = l.s.mail.post(func(l *loop) { l.end(r, res) })
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

// stand waits for the end of a run: the loop takes messages, but starts nothing. A run
// that does not end is left behind if the shutdown is forced.
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
			return // the run is left behind
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

// do does the action of a run; a panic is a failure.
func (r *Run) do() (res result) {
	defer failOnPanic(&res.err)
	if r.spec.Action == nil {
		return result{err: errors.New("the task has no action")}
	}
	res.value, res.err = r.executor.do(r.ctx, r)
	return res
}
