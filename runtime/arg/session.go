package arg

import (
	"fmt"
	"os"

	"github.com/rocketc/rocketc/spelling"
)

// A Param is the session parameter of that name.
type Param string

// Resolve returns the value of the parameter, if there is one.
func (p Param) Resolve(in Scope) (any, bool, error) { return in.Param(string(p)) }

// String returns the name, as the language writes it.
func (p Param) String() string { return string(p) }

// An Env is the environment variable of that name. One that is not set has no value; one
// that is set to nothing has the empty string.
type Env string

// Resolve returns the text of the variable, if it is set.
func (e Env) Resolve(Scope) (any, bool, error) {
	v, ok := os.LookupEnv(string(e))
	return v, ok, nil
}

// String returns the source as the language writes it: env "REGION".
func (e Env) String() string { return fmt.Sprintf("env %q", string(e)) }

// A Flag is the value of a flag on the command line of the program, by its name with the
// dashes, such as --region.
type Flag string

// Resolve returns the text of the flag, if it is given.
func (f Flag) Resolve(in Scope) (any, bool, error) {
	v, ok := in.Flag(string(f))
	return v, ok, nil
}

// String returns the source as the language writes it: cli "--region".
func (f Flag) String() string { return fmt.Sprintf("cli %q", string(f)) }

// A ReturnOf is what the latest successful run of the task of that name returned. It has no
// value before the first.
type ReturnOf string

// Resolve returns what the task returned, if it has.
func (r ReturnOf) Resolve(in Scope) (any, bool, error) {
	v, ok := in.Return(string(r))
	return v, ok, nil
}

// String returns the source as the language writes it: return of fetch.
func (r ReturnOf) String() string { return "return of " + spelling.Name(string(r)) }

// Session is the *rocket.Session itself.
type Session struct{}

// Resolve returns the session. There is none if a condition is tried without one.
func (Session) Resolve(in Scope) (any, bool, error) {
	v, ok := in.Session()
	return v, ok, nil
}

// String returns the word of the language: session.
func (Session) String() string { return "session" }

// A Task is the *rocket.Task of that name. The empty name stands for the task that the
// argument is for.
type Task string

// Resolve returns the task. That the session has no task of that name is an error.
func (t Task) Resolve(in Scope) (any, bool, error) { return in.Task(string(t)) }

// String returns the source as the language writes it: task fetch.
func (t Task) String() string {
	if t == "" {
		return "task"
	}
	return "task " + spelling.Name(string(t))
}

// Logger is the *slog.Logger of the session, or the default one if there is no session.
type Logger struct{}

// Resolve returns the logger.
func (Logger) Resolve(in Scope) (any, bool, error) { return in.Logger(), true, nil }

// String returns the word of the language: logger.
func (Logger) String() string { return "logger" }

// Causes are the []rocket.Record because of which a run has started; see rocket.Run. Outside of
// a run there are none.
type Causes struct{}

// Resolve returns the causes, which may be none.
func (Causes) Resolve(in Scope) (any, bool, error) {
	v, ok := in.Causes()
	return v, ok, nil
}

// String returns the word of the language: causes.
func (Causes) String() string { return "causes" }

// Scheduled is the time.Time for which a run was scheduled; see rocket.Run. Outside of a run it
// has no value.
type Scheduled struct{}

// Resolve returns the instant, if there is one.
func (Scheduled) Resolve(in Scope) (any, bool, error) {
	v, ok := in.Scheduled()
	return v, ok, nil
}

// String returns the word of the language: scheduled.
func (Scheduled) String() string { return "scheduled" }

// Config is the rocket.Config of the session, with its defaults filled in.
type Config struct{}

// Resolve returns the configuration, unless there is no session.
func (Config) Resolve(in Scope) (any, bool, error) {
	v, ok := in.Config()
	return v, ok, nil
}

// String returns the word of the language: config.
func (Config) String() string { return "config" }
