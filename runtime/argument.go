package runtime

import (
	"fmt"
	"os"
)

// An Argument is where a value comes from: a literal, a session parameter, the
// environment, the command line.
type Argument interface {
	// resolve returns the value; ok is false where the source has none.
	resolve(s *Session) (value any, ok bool, err error)
	// String returns the source as the language writes it.
	String() string
}

// Literal is a value written in the schedule.
type Literal struct{ Value any }

func (l Literal) resolve(*Session) (any, bool, error) { return l.Value, true, nil }

func (l Literal) String() string { return fmt.Sprintf("%#v", l.Value) }

// ParamArg is the session parameter of that name.
type ParamArg string

func (p ParamArg) resolve(s *Session) (any, bool, error) {
	v, ok := s.params[string(p)]
	if !ok {
		return nil, false, nil
	}
	return v.Value.resolve(s)
}

func (p ParamArg) String() string { return string(p) }

// EnvArg is the environment variable of that name; one that is not set has no
// value, one that is set to nothing has the empty string.
type EnvArg string

func (e EnvArg) resolve(*Session) (any, bool, error) {
	v, ok := os.LookupEnv(string(e))
	return v, ok, nil
}

func (e EnvArg) String() string { return fmt.Sprintf("env %q", string(e)) }

// CliArg is the value of a flag, such as --region, on the command line of the
// program.
type CliArg string

func (c CliArg) resolve(s *Session) (any, bool, error) {
	v, ok := s.flags[string(c)]
	return v, ok, nil
}

func (c CliArg) String() string { return fmt.Sprintf("cli %q", string(c)) }

// First is the first of its sources that has a value: `env "R" >> "eu"`.
type First []Argument

func (f First) resolve(s *Session) (any, bool, error) {
	for _, a := range f {
		if v, ok, err := a.resolve(s); ok || err != nil {
			return v, ok, err
		}
	}
	return nil, false, nil
}

func (f First) String() string {
	text := ""
	for i, a := range f {
		if i > 0 {
			text += " >> "
		}
		text += a.String()
	}
	return text
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

// A Var is an environment variable of a command.
type Var struct {
	Name  string
	Value Argument
}
