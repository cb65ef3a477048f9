package rocket

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"time"

	"github.com/rocketc/rocketc/runtime/arg"
)

// A Param is a session parameter: a named value that tasks and conditions can
// use.
type Param struct {
	Name        string
	Description string
	Value       arg.Source
	// Secret values are shown as ***** everywhere but to tasks.
	Secret bool
}

// An Arg is an argument of a Go function, of type T. Generated code has one for
// each parameter that a schedule fills.
//
// The value is that of the run (see [Task.Run]) if it has one of that name, else
// that of From. [arg.As] makes it a T.
type Arg[T any] struct {
	// Name is that of the function's parameter.
	Name string
	// From is where the value comes from; nil: only the run can give it.
	From arg.Source
}

// Value returns the argument for a run. An error names the parameter, and is
// the run's failure.
func (a Arg[T]) Value(r *Run) (T, error) { return a.in(r.scope()) }

// Observed returns the argument for a condition.
func (a Arg[T]) Observed(o *Observation) (T, error) { return a.in(o.scope()) }

func (a Arg[T]) in(s scope) (v T, err error) {
	raw, ok := s.values[a.Name]
	if !ok && a.From == nil {
		return v, &prerunError{fmt.Errorf("parameter %q has no value", a.Name)}
	}
	if literal, is := a.From.(arg.Literal); is && !ok {
		raw = literal.Value // without a scope, which would go to the heap
	} else if !ok {
		raw, err = arg.Value(s, a.From)
	}
	if err == nil {
		v, err = arg.As[T](raw)
	}
	if err != nil {
		err = &prerunError{fmt.Errorf("parameter %q: %w", a.Name, err)}
	}
	return v, err
}

// sources returns the sources of the arguments of the run's action. Actions of generated
// code name theirs.
func (r *Run) sources() (from []arg.Source) {
	switch a := r.spec.Action.(type) {
	case arg.Composite:
		return a.Sources()
	case Command:
		a = a.withDefaults(r.Session().config())
		for _, vars := range [][]arg.Var{a.Env, a.Params} {
			for _, v := range vars {
				from = append(from, v.Value)
			}
		}
	}
	return from
}

// materialize resolves the sources of the run's action.
func (r *Run) materialize() error {
	values := map[string]any{}
	for _, from := range r.sources() {
		if from == nil {
			continue
		}
		v, ok, err := from.Resolve(r.scope())
		if err != nil {
			return err
		}
		if ok {
			values[sourceKey(from)] = v
		}
	}
	r.materialized = values
	return nil
}

// sourceKey tells sources with different values apart: one text may be
// converted to several types.
func sourceKey(from arg.Source) string { return fmt.Sprintf("%T %s", from, from) }

// argument returns the value of a source as a command takes it.
func (r *Run) argument(from arg.Source) (string, error) {
	v, err := arg.Value(r.scope(), from)
	if err != nil {
		return "", err
	}
	return arg.Text(v)
}

// A scope is an [arg.Scope]: what the arguments of a run or of a condition are resolved
// in. Without a session, only what needs none has a value.
type scope struct {
	session *Session
	task    *Task
	// values are those of the run itself, which come before all others.
	values map[string]any
	// materialized are the values of sources that were resolved when the run
	// started, by their keys.
	materialized map[string]any
	// causes and scheduled are those of a run.
	causes    []Record
	scheduled time.Time
	// returns are the return values that a process run was given.
	returns map[string]json.RawMessage
	// params are the session parameters that a run on a worker was given.
	params map[string]json.RawMessage
}

func (s scope) Param(name string) (any, bool, error) {
	if v, ok := s.params[name]; ok {
		return v, true, nil
	}
	if s.session == nil {
		return nil, false, nil
	}
	return s.session.param(name)
}

func (s scope) Flag(name string) (v string, ok bool) {
	if s.session != nil {
		v, ok = s.session.flags[name]
	}
	return v, ok
}

func (s scope) Return(task string) (any, bool) {
	switch {
	case s.returns != nil:
		v, ok := s.returns[task]
		return v, ok
	case s.session == nil:
		return nil, false
	}
	return s.session.facts.returned(task)
}

func (s scope) Session() (any, bool) { return s.session, s.session != nil }

func (s scope) Task(name string) (any, bool, error) {
	if name == "" {
		return s.task, s.task != nil, nil
	}
	if s.session == nil {
		return nil, false, nil
	}
	task := s.session.Task(name)
	if task == nil {
		return nil, false, fmt.Errorf("%w: %s", ErrNoTask, name)
	}
	return task, true, nil
}

func (s scope) Causes() (any, bool) { return s.causes, true }

func (s scope) Scheduled() (any, bool) { return s.scheduled, !s.scheduled.IsZero() }

func (s scope) Logger() any {
	if s.session == nil {
		return slog.Default()
	}
	return s.session.logger
}

func (s scope) Config() (any, bool) {
	if s.session == nil {
		return nil, false
	}
	return s.session.Config(), true
}

func (s scope) Materialized(from arg.Source) (any, bool) {
	if s.materialized == nil {
		return nil, false
	}
	v, ok := s.materialized[sourceKey(from)]
	return v, ok
}
