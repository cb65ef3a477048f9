// Package plan is the checked schedule.
//
// A [Plan] is made of the very values a program runs: a [runtime.Schedule] of
// tasks whose conditions are stdconds and period structs. There is no second
// vocabulary: check makes these values, codegen prints them as Go literals, and
// eval and simulations use them as they are. Only what lives in Go source is a
// type of the plan's own: [GoFunc], a function of the user's, and [Code], Go
// written in the schedule. They stand where a program has a rocket.Func.
package plan

import (
	"context"
	"fmt"
	"go/types"
	"slices"

	"github.com/rocketc/rocketc/diag"
	rocket "github.com/rocketc/rocketc/runtime"
)

// A Plan is a schedule without mistakes.
type Plan struct {
	// Package is the name of the Go package that `gen` writes into, from the
	// package declaration; empty where there is none.
	Package string
	// Files are the names of the sources, sorted.
	Files []string
	// Schedule has the tasks in the order of their declaration. Their actions
	// are rocket.Command, rocket.Do, *GoFunc or *Code.
	Schedule rocket.Schedule
	// Imports are the Go packages that the plan's functions and code use, each
	// once, sorted by path.
	Imports []Import
	// Own is the import path of the package that `gen` writes into, where it is
	// known.
	Own string
	// Hooks are the functions that are called around what the scheduler does.
	Hooks []Hook
}

// A Hook is a Go function that is called around something.
type Hook struct {
	Around rocket.HookPoint
	Call   *GoFunc
}

// NeedsGo reports whether the schedule has Go in it, so that it has to be
// compiled to run.
func (p *Plan) NeedsGo() bool {
	for _, t := range p.Schedule.Tasks {
		switch t.Action.(type) {
		case *GoFunc, *Code:
			return true
		}
	}
	return len(p.Imports) > 0 || len(p.Hooks) > 0
}

// An Import is a Go package.
type Import struct {
	// Path is the full import path; empty for the package that `gen` writes
	// into.
	Path string
	// Name is the name in the package's own package clause.
	Name string
	// Alias is the name that the schedule gives it; empty: its own.
	Alias string
}

// A GoFunc is a call of a Go function, as a task's action.
type GoFunc struct {
	Import Import
	Func   string
	Span   diag.Span
	// Params are its parameters, in order.
	Params []GoParam
	// Value and Error say which results it has: T, error, both or none.
	Value, Error bool
	// Type is the type of the value, as Go source with full import paths, for
	// messages; Result is the type itself, nil where there is none.
	Type   string
	Result types.Type
}

// A GoParam is one parameter of a Go function, or of Go code, and what fills it.
type GoParam struct {
	Name string
	Fill Fill
	// Type and From are those of an argument: From is where its value comes
	// from, nil where only a run's own arguments can give it.
	Type types.Type
	From rocket.Argument
}

// HasArguments reports whether anything but what is filled in by itself fills a
// parameter.
func (f *GoFunc) HasArguments() bool {
	return slices.ContainsFunc(f.Params, func(p GoParam) bool { return p.Fill == FillArgument })
}

// Fill is what fills a parameter of a Go function by itself.
type Fill uint8

// The fills, by the type of the parameter.
const (
	FillContext Fill = iota // context.Context: done when the run is to end
	FillSession             // *runtime.Session
	FillTask                // *runtime.Task
	FillLogger              // *slog.Logger
	FillArgument            // an argument
	FillEvent               // runtime.HookEvent, of a hook
)

// Act fails: a plan's Go functions run only in a compiled program.
func (f *GoFunc) Act(context.Context, *rocket.Run) (any, error) { return nil, f.notCompiled() }

// Ask fails, too: as a condition.
func (f *GoFunc) Ask(*rocket.Observation) (bool, error) { return false, f.notCompiled() }

// Find fails, too: as the source of an argument.
func (f *GoFunc) Find() (any, error) { return nil, f.notCompiled() }

func (f *GoFunc) notCompiled() error {
	return fmt.Errorf("%s: the Go function %s has to be compiled to run", f.Span, f.Name())
}

// Name returns the function as the schedule names it: prices.Fetch.
func (f *GoFunc) Name() string {
	switch {
	case f.Import.Path == "":
		return f.Func
	case f.Import.Alias != "":
		return f.Import.Alias + "." + f.Func
	}
	return f.Import.Name + "." + f.Func
}

// Code is Go source written in the schedule, as a task's action.
type Code struct {
	// Type is the type of the return value as written; empty: any.
	Type string
	// Body is the source between the braces, as written.
	Body string
	// Span is where Body stands.
	Span diag.Span
	// Params are variables of Body, all of them arguments.
	Params []GoParam
	// Imports are the packages that Body uses.
	Imports []Import
	// Terminates says that Body ends in a return, a panic or the like, so that
	// nothing needs to follow it.
	Terminates bool
}

// Act fails: a plan's Go code runs only in a compiled program.
func (c *Code) Act(context.Context, *rocket.Run) (any, error) {
	return nil, fmt.Errorf("%s: Go code has to be compiled to run", c.Span)
}
