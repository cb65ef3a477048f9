package rocket

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"

	"github.com/rocketc/rocketc/runtime/arg"
	"github.com/rocketc/rocketc/runtime/process"
)

// ServeChild does the run of a task with execution process that this program was
// started for, and reports how it ended to the session that has started the program. It
// reports false, and does nothing, if the program was started for no run. A main package
// with a session of its own calls ServeChild before anything else that must not happen in
// the process of a run, and returns if it is true:
//
//	if rocket.ServeChild(ctx, session) {
//		return
//	}
//
// A program of package console does that by itself. Signals that ask the program to end
// end the run.
func ServeChild(ctx context.Context, s *Session) bool {
	if _, called := process.Called(); !called {
		return false
	}
	s.child = true
	s.mail.refuse(ErrInProcess)
	if err := process.Serve(ctx, s.childReply); err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
	return true
}

// mayRun returns why this program must not run a session: it was started for one run.
func (s *Session) mayRun() error {
	if s.child {
		return ErrInProcess
	}
	if task, called := process.Called(); called {
		return fmt.Errorf("this program was started for a run of the task %q, with execution "+
			"process: it has to call rocket.ServeChild before Session.Run", task)
	}
	return nil
}

// childReply does the run that the parent orders, and returns the report.
func (s *Session) childReply(ctx context.Context, task string, order []byte,
	tell process.Tell) []byte {
	text, err := json.Marshal(s.childReport(ctx, task, order, tell))
	if err != nil {
		panic(err) // a report holds text and JSON only
	}
	return text
}

func (s *Session) childReport(ctx context.Context, task string, text []byte,
	tell process.Tell) childReport {
	t := s.find(task)
	if t == nil {
		return childReport{Error: fmt.Sprintf("this program has no task %q", task)}
	}
	var order childOrder
	if err := json.Unmarshal(text, &order); err != nil {
		return childReport{Error: "reading the arguments of the run: " + err.Error()}
	}
	s.takeParams(order.Params)
	return s.carryOut(ctx, t, order, tell)
}

func (s *Session) carryOut(ctx context.Context, t *task, order childOrder,
	tell process.Tell) childReport {
	r := s.orderedRun(ctx, t, order)
	r.told = func() { tell(r.progressMessage) }
	return r.finish()
}

// orderedRun returns the run that an order is for.
func (s *Session) orderedRun(ctx context.Context, t *task, order childOrder) *Run {
	r := &Run{
		ID: order.Run, Start: order.Start, Scheduled: order.Scheduled, Attempt: order.Attempt,
		Cause: order.Cause, Causes: order.Causes,
		task: t, spec: t.TaskSpec, session: s, executor: executions[Thread].executor,
		values: anyValues(order.Values), materialized: anyValues(order.Materialized),
		returns: order.Returns,
	}
	r.ctx = inside(ctx, &call{session: s, run: r})
	if r.returns == nil {
		r.returns = map[string]json.RawMessage{} // it knows no others
	}
	return r
}

// finish does the action of a run in this goroutine's stead, and says how it has ended.
func (r *Run) finish() childReport {
	done := make(chan struct{})
	go func() { // the action may end its goroutine
		defer close(done)
		r.perform()
	}()
	<-done
	return report(r.outcome)
}

// exitOf returns how a command has exited that has failed, nil if the error is of another kind.
func exitOf(err error) *exitReport {
	exit := (*ExitError)(nil)
	if !errors.As(err, &exit) {
		return nil
	}
	return &exitReport{exit.Code, exit.Stderr, exit.Unwrap().Error()}
}

// takeParams sets the parameters that were set where the run was started.
func (s *Session) takeParams(set map[string]json.RawMessage) {
	table := *s.params.Load()
	for name, raw := range set {
		p := table.all[name]
		p.Name, p.Value = name, arg.Literal{Value: raw}
		table.all[name] = p
	}
}

func anyValues(raw map[string]json.RawMessage) map[string]any {
	if raw == nil {
		return nil
	}
	values := make(map[string]any, len(raw))
	for name, v := range raw {
		values[name] = v
	}
	return values
}

// report says to the parent how a run has ended.
func report(e ending) childReport {
	switch {
	case e.event == Inacted:
		return childReport{Inaction: true}
	case e.event == Failed:
		return childReport{Error: e.text, Prerun: e.prerun, Output: e.output, Exit: exitOf(e.err)}
	case e.value == nil:
		return childReport{}
	}
	value, err := json.Marshal(e.value)
	if err != nil {
		return childReport{Error: "the return value does not become JSON: " + err.Error()}
	}
	return childReport{Value: value}
}
