// Package step has what metatasks do: the steps that steer the scheduler.
//
// A metatask is a task whose action is a list of steps, rocket.Do. They are plain data,
// which generated code writes as a static literal:
//
//	rocket.Do{step.Run{Task: "fetch"}, step.Disable{Tasks: step.Group("nightly")}}
//
// The steps are taken in order, each to its end, until one fails: then the run of the
// metatask fails. A step calls one method of a [Scheduler], which is all that it knows of
// the session.
package step

import (
	"strings"

	"github.com/rocketc/rocketc/runtime/arg"
)

// A Step is one thing that a metatask does. The types of this package are steps; a program
// can have others.
type Step interface {
	// Take takes the step.
	Take(Scheduler) error
	// String returns the step as the language writes it.
	String() string
}

// A Scheduler is what steps act on: the session of a metatask, for its run. Package rocket
// has the only one that a program needs; its methods may become more. Those that name a
// task fail if the session has no such task.
type Scheduler interface {
	// Shutdown asks the session to end; with force, at once.
	Shutdown(force bool) error
	// Restart asks the session to start again after an orderly end.
	Restart() error
	// Run starts a run of a task with arguments that come before all others. They are
	// resolved at once. It does not wait for the run.
	Run(task string, args []arg.Var) error
	// Terminate ends the live runs of a task.
	Terminate(task string) error
	// Disable keeps a task from starting.
	Disable(task string) error
	// Enable lets a disabled task start again.
	Enable(task string) error
	// Remove takes a task out of the session.
	Remove(task string) error
	// Hold keeps all tasks from starting.
	Hold() error
	// Resume ends a hold.
	Resume() error
	// Set gives a session parameter a value, which is resolved at once.
	Set(param string, value arg.Source) error
	// Tasks returns the names of the tasks of the session that begin with a prefix, in the
	// order of their declaration; without the metatask itself, and without the checks of
	// conditions.
	Tasks(prefix string) []string
}

// Shutdown shuts the session down: on_shutdown tasks run, live runs end. With Force live
// runs are terminated, and on_shutdown tasks do not run.
type Shutdown struct{ Force bool }

// Take shuts down.
func (s Shutdown) Take(on Scheduler) error { return on.Shutdown(s.Force) }

// String returns the step as the language writes it: shutdown force.
func (s Shutdown) String() string {
	if s.Force {
		return "shutdown force"
	}
	return "shutdown"
}

// Restart restarts the session after an orderly shutdown.
type Restart struct{}

// Take restarts.
func (Restart) Take(on Scheduler) error { return on.Restart() }

// String returns the step as the language writes it.
func (Restart) String() string { return "restart" }

// Run starts a run of a task now, whatever its start condition says.
type Run struct {
	Task string
	// Tasks, if it is not nil, are the tasks instead.
	Tasks Tasks
	// Args are arguments of the run, which come before all others.
	Args []arg.Var
}

// Take starts the run.
func (r Run) Take(on Scheduler) error {
	return each(on, r.Task, r.Tasks, func(task string) error { return on.Run(task, r.Args) })
}

// String returns the step as the language writes it: run fetch(region: "eu").
func (r Run) String() string {
	words := "run " + text(r.Task, r.Tasks)
	if len(r.Args) == 0 {
		return words
	}
	args := make([]string, len(r.Args))
	for i, a := range r.Args {
		args[i] = a.Name + ": " + a.Value.String()
	}
	return words + "(" + strings.Join(args, ", ") + ")"
}

// Terminate terminates the live runs of a task.
type Terminate struct {
	Task string
	// Tasks, if it is not nil, are the tasks instead.
	Tasks Tasks
}

// Take terminates the runs.
func (t Terminate) Take(on Scheduler) error {
	return each(on, t.Task, t.Tasks, on.Terminate)
}

// String returns the step as the language writes it.
func (t Terminate) String() string { return "terminate " + text(t.Task, t.Tasks) }

// Disable keeps a task from starting.
type Disable struct {
	Task string
	// Tasks, if it is not nil, are the tasks instead.
	Tasks Tasks
}

// Take disables the task.
func (d Disable) Take(on Scheduler) error {
	return each(on, d.Task, d.Tasks, on.Disable)
}

// String returns the step as the language writes it.
func (d Disable) String() string { return "disable " + text(d.Task, d.Tasks) }

// Enable lets a disabled task start again.
type Enable struct {
	Task string
	// Tasks, if it is not nil, are the tasks instead.
	Tasks Tasks
}

// Take enables the task.
func (e Enable) Take(on Scheduler) error {
	return each(on, e.Task, e.Tasks, on.Enable)
}

// String returns the step as the language writes it.
func (e Enable) String() string { return "enable " + text(e.Task, e.Tasks) }

// Remove takes a task out of the session.
type Remove struct {
	Task string
	// Tasks, if it is not nil, are the tasks instead.
	Tasks Tasks
}

// Take removes the task.
func (r Remove) Take(on Scheduler) error {
	return each(on, r.Task, r.Tasks, on.Remove)
}

// String returns the step as the language writes it.
func (r Remove) String() string { return "remove " + text(r.Task, r.Tasks) }

// Hold keeps all tasks from starting until the session is resumed.
type Hold struct{}

// Take holds the session.
func (Hold) Take(on Scheduler) error { return on.Hold() }

// String returns the step as the language writes it.
func (Hold) String() string { return "hold" }

// Resume ends a hold.
type Resume struct{}

// Take resumes the session.
func (Resume) Take(on Scheduler) error { return on.Resume() }

// String returns the step as the language writes it.
func (Resume) String() string { return "resume" }

// Set gives a session parameter a value: for conditions at once, for runs that start from
// then on.
type Set struct {
	Param string
	Value arg.Source
	// Secret says that the parameter is a secret: String does not show the value.
	Secret bool
}

// Take sets the parameter.
func (s Set) Take(on Scheduler) error { return on.Set(s.Param, s.Value) }

// String returns the step as the language writes it: set region = "eu".
func (s Set) String() string {
	value := "?"
	switch {
	case s.Secret:
		value = "*****"
	case s.Value != nil:
		value = s.Value.String()
	}
	return "set " + s.Param + " = " + value
}
