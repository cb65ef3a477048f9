package rocket

import (
	"context"
	"encoding/json"
	"fmt"
	"os"

	"github.com/rocketc/rocketc/runtime/process"
)

// runChild does the one run that this program was started for, reports how it
// ended, and exits.
func (s *Session) runChild(ctx context.Context) {
	if err := process.Serve(ctx, s.childReply); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(0)
}

// childReply does the run that the parent orders, and returns the report.
func (s *Session) childReply(ctx context.Context, task string, order []byte) []byte {
	text, err := json.Marshal(s.childReport(ctx, task, order))
	if err != nil {
		panic(err) // a report holds text and JSON only
	}
	return text
}

func (s *Session) childReport(ctx context.Context, task string, text []byte) childReport {
	t, ok := s.tasks[task]
	if !ok {
		return childReport{Error: fmt.Sprintf("this program has no task %q", task)}
	}
	var order childOrder
	if err := json.Unmarshal(text, &order); err != nil {
		return childReport{Error: "reading the arguments of the run: " + err.Error()}
	}
	s.child = true
	s.mail.refuse(ErrInProcess)
	return s.carryOut(ctx, t, order)
}

func (s *Session) carryOut(ctx context.Context, t *task, order childOrder) childReport {
	r := &Run{
		ID: order.Run, Start: order.Start, Scheduled: order.Scheduled, Cause: order.Cause,
		task: t, spec: t.TaskSpec, session: s, ctx: ctx, executor: executions[Thread].executor,
		values: anyValues(order.Values), materialized: anyValues(order.Materialized),
		returns: order.Returns,
	}
	if r.returns == nil {
		r.returns = map[string]json.RawMessage{} // it knows no others
	}
	ended := make(chan ending, 1)
	go r.perform(func(e ending) { ended <- e })
	return report(<-ended)
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
		return childReport{Error: e.text, Prerun: e.prerun}
	case e.value == nil:
		return childReport{}
	}
	value, err := json.Marshal(e.value)
	if err != nil {
		return childReport{Error: "the return value does not become JSON: " + err.Error()}
	}
	return childReport{Value: value}
}
