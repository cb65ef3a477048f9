package rocket

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
)

// childRequested reports whether this program was started for one run.
func childRequested() bool { return os.Getenv(childTask) != "" }

// runChild does the one run that this program was started for, reports it and
// exits.
func (s *Session) runChild(ctx context.Context) {
	ctx, stop := signal.NotifyContext(ctx, endSignals...)
	defer stop()
	in, out, err := inherited()
	if err != nil {
		fmt.Fprintf(os.Stderr, "%s is set, but no scheduler is at the other end: %v\n", childTask, err)
		os.Exit(1)
	}
	text, err := json.Marshal(s.childReport(ctx, in))
	if err == nil {
		_, err = out.Write(text)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "reporting the end of the run:", err)
		os.Exit(1)
	}
	os.Exit(0)
}

// childReport does the run that the parent orders.
func (s *Session) childReport(ctx context.Context, in io.Reader) childReport {
	name := os.Getenv(childTask)
	os.Unsetenv(childTask) // what this process starts is something else
	t, ok := s.tasks[name]
	if !ok {
		return childReport{Error: fmt.Sprintf("this program has no task %q", name)}
	}
	var order childOrder
	if err := json.NewDecoder(in).Decode(&order); err != nil {
		return childReport{Error: "reading the arguments of the run: " + err.Error()}
	}
	s.child = true
	s.mail.refuse(ErrInProcess)
	return s.carryOut(ctx, t, order)
}

func (s *Session) carryOut(ctx context.Context, t *task, order childOrder) childReport {
	r := &Run{
		ID: order.Run, Start: order.Start, Scheduled: order.Scheduled, task: t, spec: t.TaskSpec, session: s, ctx: ctx,
		values: anyValues(order.Values), materialized: anyValues(order.Materialized), returns: order.Returns,
	}
	if r.returns == nil {
		r.returns = map[string]json.RawMessage{} // none but these
	}
	ended := make(chan result, 1)
	go s.perform(r, Thread, func(res result) { ended <- res })
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

// report makes of the end of a run what the parent is told.
func report(res result) childReport {
	if errors.Is(res.err, ErrInaction) {
		return childReport{Inaction: true}
	}
	if res.err != nil {
		prerun := new(prerunError)
		return childReport{Error: res.err.Error(), Prerun: errors.As(res.err, &prerun)}
	}
	if res.value == nil {
		return childReport{}
	}
	value, err := json.Marshal(res.value)
	if err != nil {
		return childReport{Error: "the return value does not become JSON: " + err.Error()}
	}
	return childReport{Value: value}
}
