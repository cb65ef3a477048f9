package rocket

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"sort"
	"strconv"
	"strings"
	"time"

	"github.com/rocketc/rocketc/spelling"
)

// An Argument is where a value comes from: a literal, a session parameter, the
// environment, the command line, what another task returned.
type Argument interface {
	// resolve returns the value; ok is false where the source has none.
	resolve(s scope) (value any, ok bool, err error)
	// String returns the source as the language writes it.
	String() string
}

// A scope is what arguments are resolved in.
type scope struct {
	session *Session
	task    *Task
	// values are those of the run itself, which come before all others.
	values map[string]any
	// materialized are the values of sources that were resolved when the run
	// started, by their texts.
	materialized map[string]any
	// returns are the return values that a process run was given.
	returns map[string]json.RawMessage
}

// Literal is a value written in the schedule.
type Literal struct{ Value any }

func (l Literal) resolve(scope) (any, bool, error) { return l.Value, true, nil }

// String returns the source as the language writes it.
func (l Literal) String() string {
	switch v := l.Value.(type) {
	case time.Duration:
		return v.String()
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case []any:
		list := make(List, len(v))
		for i, item := range v {
			list[i] = Literal{item}
		}
		return list.String()
	case map[string]any:
		entries := make(MapOf[any], 0, len(v))
		for name, item := range v {
			entries = append(entries, Var{name, Literal{item}})
		}
		sort.Slice(entries, func(i, j int) bool { return entries[i].Name < entries[j].Name })
		return entries.String()
	}
	return fmt.Sprintf("%#v", l.Value)
}

// ParamArg is the session parameter of that name.
type ParamArg string

func (p ParamArg) resolve(s scope) (any, bool, error) { return s.session.param(string(p)) }

// String returns the source as the language writes it.
func (p ParamArg) String() string { return string(p) }

// EnvArg is the environment variable of that name; one that is not set has no
// value, one that is set to nothing has the empty string.
type EnvArg string

func (e EnvArg) resolve(scope) (any, bool, error) {
	v, ok := os.LookupEnv(string(e))
	return v, ok, nil
}

// String returns the source as the language writes it.
func (e EnvArg) String() string { return fmt.Sprintf("env %q", string(e)) }

// CliArg is the value of a flag, such as --region, on the command line of the
// program.
type CliArg string

func (c CliArg) resolve(s scope) (any, bool, error) {
	v, ok := s.session.flags[string(c)]
	return v, ok, nil
}

// String returns the source as the language writes it.
func (c CliArg) String() string { return fmt.Sprintf("cli %q", string(c)) }

// ReturnOf is what the latest successful run of a task returned. It has no
// value before the first.
type ReturnOf string

func (t ReturnOf) resolve(s scope) (any, bool, error) {
	if s.returns != nil {
		v, ok := s.returns[string(t)]
		return v, ok, nil
	}
	v, ok := s.session.facts.returned(string(t))
	return v, ok, nil
}

// String returns the source as the language writes it.
func (t ReturnOf) String() string { return "return of " + spelling.Name(string(t)) }

// First is the first of its sources that has a value: `env "R" >> "eu"`.
type First []Argument

func (f First) resolve(s scope) (any, bool, error) {
	for _, a := range f {
		if v, ok, err := a.resolve(s); ok || err != nil {
			return v, ok, err
		}
	}
	return nil, false, nil
}

// String returns the source as the language writes it.
func (f First) String() string {
	texts := make([]string, len(f))
	for i, a := range f {
		texts[i] = a.String()
	}
	return strings.Join(texts, " >> ")
}

// List is a list of arguments, each with its own source.
type List []Argument

func (l List) resolve(s scope) (any, bool, error) {
	values := make([]any, len(l))
	for i, a := range l {
		v, err := value(s, a)
		if err != nil {
			return nil, false, err
		}
		values[i] = v
	}
	return values, true, nil
}

// String returns the source as the language writes it.
func (l List) String() string {
	texts := make([]string, len(l))
	for i, a := range l {
		texts[i] = a.String()
	}
	return "[" + strings.Join(texts, ", ") + "]"
}

// value resolves an argument that must have a value.
func value(s scope, a Argument) (any, error) {
	if s.materialized != nil {
		if v, ok := s.materialized[sourceKey(a)]; ok {
			return v, nil
		}
	}
	v, ok, err := a.resolve(s)
	if err == nil && !ok {
		err = fmt.Errorf("%s has no value", a)
	}
	return v, err
}

// sourced is an action that names the sources of its arguments, as those of
// generated code do.
type sourced interface{ Sources() []Argument }

// sources returns those of an action.
func sources(a Action) (from []Argument) {
	switch a := a.(type) {
	case sourced:
		return a.Sources()
	case Command:
		for _, v := range append(append([]Var(nil), a.Env...), a.Params...) {
			from = append(from, v.Value)
		}
	}
	return from
}

// eachReturn visits the tasks whose return values an argument may take.
func eachReturn(a Argument, visit func(task string)) {
	var from []Argument
	switch a := a.(type) {
	case ReturnOf:
		visit(string(a))
	case First:
		from = a
	case List:
		from = a
	case sourced:
		from = a.Sources()
	}
	for _, a := range from {
		eachReturn(a, visit)
	}
}

// sourceKey tells sources with different values apart: one text may be
// converted to several types.
func sourceKey(a Argument) string { return fmt.Sprintf("%T %s", a, a) }

// materialize resolves the sources of the run's action.
func (r *Run) materialize() error {
	values := map[string]any{}
	for _, a := range sources(r.spec.Action) {
		v, ok, err := a.resolve(r.scope())
		if err != nil {
			return err
		}
		if ok {
			values[sourceKey(a)] = v
		}
	}
	r.materialized = values
	return nil
}

// argumentText returns the value of an argument as a command takes it: lists
// and structures as JSON.
func argumentText(s scope, a Argument) (string, error) {
	v, err := value(s, a)
	if err != nil {
		return "", err
	}
	switch v := v.(type) {
	case string:
		return v, nil
	case fmt.Stringer:
		return v.String(), nil
	case bool, int, int64, float64:
		return fmt.Sprint(v), nil
	case json.RawMessage: // of a process
		if bytes.HasPrefix(v, []byte{'"'}) {
			return convert[string](v)
		}
		return string(v), nil
	}
	text, err := json.Marshal(v)
	return string(text), err
}

// A Param is a session parameter: a named value that tasks and conditions can
// use.
type Param struct {
	Name        string
	Description string
	Value       Argument
	// Secret values are shown as ***** everywhere but to tasks.
	Secret bool
}

// A Var is a named argument: an environment variable of a command, a parameter
// of a task.
type Var struct {
	Name  string
	Value Argument
}
