// Package plan is the checked schedule.
//
// A [Plan] is made of the values that a program runs: a [rocket.Schedule] of tasks whose
// conditions are stdconds and period structs. There is no second vocabulary. Package
// check makes these values, codegen prints them as Go literals, and eval uses them as
// they are.
//
// Only what lives in Go source has types of the plan's own, in the place of an action, a
// condition or an argument: [GoFunc], [GoCond], [GoHook], [GoNamer] and [GoValue] are
// functions of the user's, [Code] is Go written in the schedule, and [GoLiteral],
// [GoList], [GoMap] and [Converted] are arguments of types that a program has to name.
package plan

import (
	"context"
	"fmt"
	"go/types"
	"slices"

	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/golang"
	"github.com/rocketc/rocketc/period"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/simulate"
)

// A Plan is a schedule without mistakes.
type Plan struct {
	// Package is the name of the Go package that the schedule becomes a part of, as
	// `gen` has it; empty for a program.
	Package string
	// Files are the names of the sources, sorted.
	Files []string
	// Schedule has the tasks in the order of their declaration. Their actions
	// are rocket.Command, rocket.Do, *GoFunc or *Code.
	Schedule rocket.Schedule
	// Groups are the groups that have names, in the order of their declaration.
	Groups []Group
	// Tests are the tests of the schedule, in the order of their declaration. They are no part
	// of the program.
	Tests []*simulate.Test
	// HolidayNames has what files call the holidays of the schedule's calendars, by the names
	// of the calendars.
	HolidayNames map[string]map[period.Date]string
	// Imports are the Go packages that the plan's functions and code use, each
	// once, sorted by path.
	Imports []Import
	// Own is the import path of the package that the schedule becomes a part of, if it was
	// loaded; else empty.
	Own string
	// Declared has the names that Package declares, and the place of each; nil for a
	// program.
	Declared map[string]string
	// NeedsGo says that the schedule calls Go that is not linked into this process, so that
	// it has to be compiled to run.
	NeedsGo bool
}

// IsProgram reports whether the schedule becomes a program of its own, not a part of a
// package.
func (p *Plan) IsProgram() bool { return p.Package == "" }

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

// Code is Go source written in the schedule, as a task's action.
type Code struct {
	// Type is the type of the return value; nil is any.
	Type *golang.Snippet
	// Body has the statements.
	Body *golang.Snippet
	// Span is the place of Body in the schedule.
	Span diag.Span
	// Imports are the packages that Type and Body use.
	Imports []Import
	// Params are the variables that Body has of the task's params, in order.
	Params []GoParam
	// Result is the Go type of Type; nil if it is not known, or Type is nil.
	Result types.Type
}

// The variables that every Code has: the context and the run.
const (
	ContextVariable = "ctx"
	RunVariable     = "r"
)

// HasVariable reports whether Body has a variable of that name without declaring
// it.
func (c *Code) HasVariable(name string) bool {
	return name == ContextVariable || name == RunVariable ||
		slices.ContainsFunc(c.Params, func(p GoParam) bool { return p.Name == name })
}

// Act fails: a plan's Go code runs only in a compiled program.
func (c *Code) Act(context.Context, *rocket.Run) (any, error) {
	return nil, fmt.Errorf("%s: Go code has to be compiled to run", c.Span)
}
