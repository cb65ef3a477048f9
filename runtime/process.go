package rocket

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/rocketc/rocketc/runtime/arg"
	"github.com/rocketc/rocketc/runtime/process"
)

// A childOrder is what the process of a run is told, or the worker, as JSON: the run, and the
// values that the arguments of the run may need and that only this process knows.
type childOrder struct {
	Run          string                     `json:"run"`
	Start        time.Time                  `json:"start"`
	Scheduled    time.Time                  `json:"scheduled"`
	Attempt      int                        `json:"attempt"`
	Cause        *Ref                       `json:"cause,omitempty"`
	Causes       []Record                   `json:"causes,omitempty"`
	Values       map[string]json.RawMessage `json:"values,omitempty"`
	Params       map[string]json.RawMessage `json:"params,omitempty"`
	Returns      map[string]json.RawMessage `json:"returns,omitempty"`
	Materialized map[string]json.RawMessage `json:"materialized,omitempty"`
}

// A childReport is what the process of a run replies, as JSON.
type childReport struct {
	Value    json.RawMessage `json:"value,omitempty"`
	Error    string          `json:"error,omitempty"`
	Inaction bool            `json:"inaction,omitempty"`
	Prerun   bool            `json:"prerun,omitempty"`
	// CutOff says that a worker has killed the run, because it was cut off from its engine.
	CutOff bool `json:"cut_off,omitempty"`
	// Secret says that Value has a secret of the worker, which the leader need not know.
	Secret bool `json:"secret,omitempty"`
	// Output and Exit are of a command that has failed.
	Output string      `json:"output,omitempty"`
	Exit   *exitReport `json:"exit,omitempty"`
}

// An exitReport is an [ExitError].
type exitReport struct {
	Code   int    `json:"code"`
	Stderr string `json:"stderr,omitempty"`
	Cause  string `json:"cause"`
}

// output returns what a run that has failed returns beside its error.
func (rep childReport) output() any {
	if rep.Output == "" {
		return nil
	}
	return rep.Output
}

// inProcess does the action of a run in this program, started again. A command is
// a process of its own already.
func inProcess(ctx context.Context, r *Run) (any, error) {
	if _, program := r.spec.Action.(Command); program {
		return inThread(ctx, r)
	}
	order, err := r.order()
	if err != nil {
		return nil, &prerunError{err}
	}
	reply, err := r.session.processes.Call(ctx, process.Call{
		Name: r.spec.Name, Args: order, ID: r.ID, Grace: r.grace(), Note: r.heedProgress,
	})
	if err != nil {
		return nil, err
	}
	return readReport(reply)
}

// lackedRoom reports whether the system had no room for the process of a run, all the
// time that the run had.
func lackedRoom(err error) bool {
	room := (*process.RoomError)(nil)
	return errors.As(err, &room)
}

// order returns what the process of the run is told.
func (r *Run) order() (text []byte, err error) {
	params, returns := map[string]any{}, map[string]any{}
	for from := range arg.All(r.sources()...) {
		switch from := from.(type) {
		case arg.Param:
			if v, ok := r.session.params.Load().set[string(from)]; ok {
				params[string(from)] = v
			}
		case arg.ReturnOf:
			if v, ok := r.session.facts.returned(string(from)); ok {
				returns[string(from)] = v
			}
		}
	}
	return r.orderWith(params, returns)
}

// orderWith is order with the values of session parameters, and what tasks have returned.
func (r *Run) orderWith(params, returns map[string]any) (text []byte, err error) {
	o := childOrder{Run: r.ID, Start: r.Start, Scheduled: r.Scheduled, Attempt: r.Attempt,
		Cause: r.Cause, Causes: r.Causes}
	if o.Values, err = rawValues(r.values, "argument %s"); err != nil {
		return nil, err
	}
	if o.Materialized, err = rawValues(r.materialized, "%s"); err != nil {
		return nil, err
	}
	if o.Params, err = rawValues(params, "param %s"); err != nil {
		return nil, err
	}
	if o.Returns, err = rawValues(returns, "return of %s"); err != nil {
		return nil, err
	}
	return marshal(o)
}

// rawValues makes JSON of values. An error names the value, by the format.
func rawValues(values map[string]any, format string) (map[string]json.RawMessage, error) {
	raw := make(map[string]json.RawMessage, len(values))
	for name, v := range values {
		text, err := json.Marshal(v)
		if err != nil {
			return nil, fmt.Errorf(format+" does not become JSON: %w", name, err)
		}
		raw[name] = text
	}
	return raw, nil
}

// readReport returns how the run has ended, as its process says.
func readReport(reply []byte) (any, error) {
	var rep childReport
	err := json.Unmarshal(reply, &rep)
	switch {
	case err != nil:
		return nil, fmt.Errorf("the report of the process: %w", err)
	case rep.Inaction:
		return nil, ErrInaction
	case rep.Prerun:
		return nil, &prerunError{errors.New(rep.Error)}
	case rep.Exit != nil:
		return rep.output(), process.ExitedElsewhere(rep.Exit.Code, rep.Exit.Stderr, rep.Exit.Cause)
	case rep.Error != "":
		return rep.output(), errors.New(rep.Error)
	case rep.Value == nil:
		return nil, nil
	}
	return rep.Value, nil
}
