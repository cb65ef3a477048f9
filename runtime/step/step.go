// Package step has what metatasks do: the steps that steer the scheduler.
//
// A metatask is a task whose action is a list of steps, rocket.Do. They are plain data,
// which generated code writes as a static literal:
//
//	rocket.Do{step.Run{Task: "fetch"}, step.Disable{Task: "fetch"}}
//
// The steps are taken in order, each to its end, until one fails: then the run of the
// metatask fails. A step calls one method of a [Scheduler], which is all that it knows of
// the session.
package step

import (
	"strings"

	"github.com/rocketc/rocketc/runtime/arg"
	"github.com/rocketc/rocketc/spelling"
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
	// Args are arguments of the run, which come before all others.
	Args []arg.Var
}

// Take starts the run.
func (r Run) Take(on Scheduler) error { return on.Run(r.Task, r.Args) }

// String returns the step as the language writes it: run fetch(region: "eu").
func (r Run) String() string {
	text := "run " + spelling.Name(r.Task)
	if len(r.Args) == 0 {
		return text
	}
	args := make([]string, len(r.Args))
	for i, a := range r.Args {
		args[i] = a.Name + ": " + a.Value.String()
	}
	return text + "(" + strings.Join(args, ", ") + ")"
}

// Terminate terminates the live runs of a task.
type Terminate struct{ Task string }

// Take terminates the runs.
func (t Terminate) Take(on Scheduler) error { return on.Terminate(t.Task) }

// String returns the step as the language writes it.
func (t Terminate) String() string { return "terminate " + spelling.Name(t.Task) }

// Disable keeps a task from starting.
type Disable struct{ Task string }

// Take disables the task.
func (d Disable) Take(on Scheduler) error { return on.Disable(d.Task) }

// String returns the step as the language writes it.
func (d Disable) String() string { return "disable " + spelling.Name(d.Task) }

// Enable lets a disabled task start again.
type Enable struct{ Task string }

// Take enables the task.
func (e Enable) Take(on Scheduler) error { return on.Enable(e.Task) }

// String returns the step as the language writes it.
func (e Enable) String() string { return "enable " + spelling.Name(e.Task) }

// Remove takes a task out of the session.
type Remove struct{ Task string }

// Take removes the task.
func (r Remove) Take(on Scheduler) error { return on.Remove(r.Task) }

// String returns the step as the language writes it.
func (r Remove) String() string { return "remove " + spelling.Name(r.Task) }

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
