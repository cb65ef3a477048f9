package rocket

import (
	"fmt"
	"log/slog"
	"strings"

	"github.com/rocketc/rocketc/spelling"
)

// The sources of arguments whose type is known when the schedule is compiled.
// (docs/spec.md § Arguments)

// Call is what a Go function returns, of type T. The function is called each
// time that the value is wanted; an error is that of the argument.
type Call[T any] struct {
	// Name is how the schedule names the function: prices.Today.
	Name string
	Func func() (T, error)
}

func (c Call[T]) resolve(scope) (any, bool, error) {
	v, err := c.Func()
	if err != nil {
		return nil, false, fmt.Errorf("%s: %w", c, err)
	}
	return v, true, nil
}

// String returns the source as the language writes it.
func (c Call[T]) String() string { return "func " + c.Name + "()" }

// Converted is what From gives, a T, as a U: another type that Go takes a T
// for, or the text or number that a T is made of.
type Converted[T, U any] struct {
	From Argument
	As   func(T) U
}

func (c Converted[T, U]) resolve(s scope) (any, bool, error) {
	raw, ok, err := c.From.resolve(s)
	if err != nil || !ok {
		return nil, false, err
	}
	v, err := convert[T](raw)
	if err != nil {
		return nil, false, err
	}
	return c.As(v), true, nil
}

// String returns the source as the language writes it.
func (c Converted[T, U]) String() string { return c.From.String() }

// Sources returns From.
func (c Converted[T, U]) Sources() []Argument { return []Argument{c.From} }

// ListOf is a list with elements of type T, each with its own source.
type ListOf[T any] []Argument

func (l ListOf[T]) resolve(s scope) (any, bool, error) {
	list := make([]T, len(l))
	for i, a := range l {
		v, err := element[T](s, a)
		if err != nil {
			return nil, false, fmt.Errorf("[%d]: %w", i, err)
		}
		list[i] = v
	}
	return list, true, nil
}

// String returns the source as the language writes it.
func (l ListOf[T]) String() string { return List(l).String() }

// Sources returns the elements.
func (l ListOf[T]) Sources() []Argument { return l }

// MapOf is a map of texts to values of type T, each with its own source.
type MapOf[T any] []Var

func (m MapOf[T]) resolve(s scope) (any, bool, error) {
	entries := make(map[string]T, len(m))
	for _, e := range m {
		v, err := element[T](s, e.Value)
		if err != nil {
			return nil, false, fmt.Errorf("%s: %w", e.Name, err)
		}
		entries[e.Name] = v
	}
	return entries, true, nil
}

// String returns the source as the language writes it.
func (m MapOf[T]) String() string {
	texts := make([]string, len(m))
	for i, e := range m {
		texts[i] = spelling.Key(e.Name) + ": " + e.Value.String()
	}
	return "{ " + strings.Join(texts, ", ") + " }"
}

// Sources returns the values.
func (m MapOf[T]) Sources() []Argument {
	sources := make([]Argument, len(m))
	for i, e := range m {
		sources[i] = e.Value
	}
	return sources
}

// element returns the value of a source that is part of another one.
func element[T any](s scope, a Argument) (v T, err error) {
	raw, err := value(s, a)
	if err != nil {
		return v, err
	}
	return convert[T](raw)
}

// SessionArg is the session itself.
type SessionArg struct{}

func (SessionArg) resolve(s scope) (any, bool, error) { return s.session, s.session != nil, nil }

// String returns the source as the language writes it.
func (SessionArg) String() string { return "session" }

// TaskArg is the task of that name; the empty name stands for the task that the
// argument is for.
type TaskArg string

func (t TaskArg) resolve(s scope) (any, bool, error) {
	if t == "" {
		return s.task, s.task != nil, nil
	}
	if s.session == nil {
		return nil, false, nil
	}
	task := s.lookup(string(t))
	if task == nil {
		return nil, false, fmt.Errorf("%w: %s", ErrNoTask, string(t))
	}
	return task, true, nil
}

// String returns the source as the language writes it.
func (t TaskArg) String() string {
	if t == "" {
		return "task"
	}
	return "task " + spelling.Name(string(t))
}

// lookup returns the session's task of that name, or nil.
func (s scope) lookup(name string) *Task {
	return s.session.Task(name)
}

// LoggerArg is the session's logger.
type LoggerArg struct{}

func (LoggerArg) resolve(s scope) (any, bool, error) {
	if s.session == nil {
		return slog.Default(), true, nil
	}
	return s.session.logger, true, nil
}

// String returns the source as the language writes it.
func (LoggerArg) String() string { return "logger" }

// ConfigArg is the [Config] of the session, with its defaults filled in.
type ConfigArg struct{}

func (ConfigArg) resolve(s scope) (any, bool, error) {
	if s.session == nil {
		return Config{}, false, nil
	}
	return s.session.config, true, nil
}

// String returns the source as the language writes it.
func (ConfigArg) String() string { return "config" }
