package plan

import (
	"context"
	"errors"
	"fmt"
	"go/types"

	"github.com/rocketc/rocketc/diag"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/runtime/arg"
)

// A GoFunc is a call of a Go function, as a task's action.
type GoFunc struct {
	Import Import
	Func   string
	Span   diag.Span
	// Params are its parameters, in order, and what they get.
	Params []GoParam
	// Variadic says that the last of them is variadic; it gets a slice.
	Variadic bool
	// Value and Error say which results it has: T, error, both or none.
	Value, Error bool
	// Result is the type of the value; nil if there is no value.
	Result types.Type
	// Direct calls the function in this process; nil if it has to be compiled.
	Direct Direct
}

// A GoParam is one parameter of a Go function and what fills it.
type GoParam struct {
	// Name is empty, or "_", if the parameter has no name.
	Name string
	Fill Fill
	// Type is the type of the parameter, and Plain the type of the values that fill it: the
	// same, or the basic type that a type such as `type Region string` is made of. Both are
	// nil unless Fill is FillArg.
	Type, Plain types.Type
	// From is the argument; nil unless Fill is FillArg.
	From arg.Source
}

// Fill is what fills a parameter of a Go function.
type Fill uint8

// The fills: by the type of the parameter, or from an argument.
const (
	FillContext Fill = iota // context.Context: done when the run is to end
	FillSession             // *rocket.Session
	FillTask                // *rocket.Task
	FillLogger              // *slog.Logger
	FillEvent               // rocket.HookEvent, of a hook
	FillArg                 // an argument
)

// errCompile is the error of a Go function that is not linked into this process.
var errCompile = errors.New("it has to be compiled to run")

// Act calls the function if it has a Direct. Any other runs only in a compiled
// program: Act then fails.
func (f *GoFunc) Act(ctx context.Context, r *rocket.Run) (any, error) {
	if f.Direct == nil {
		return nil, f.err()
	}
	return f.act(ctx, r)
}

func (f *GoFunc) err() error {
	return fmt.Errorf("%s: the Go function %s: %w", f.Span, f.Name(), errCompile)
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

// Args returns the parameters that get arguments.
func (f *GoFunc) Args() (args []GoParam) {
	for _, p := range f.Params {
		if p.Fill == FillArg {
			args = append(args, p)
		}
	}
	return args
}

// A GoCond is a Go function that answers a condition.
type GoCond struct{ Of *GoFunc }

// Ask calls the function if it has a Direct, and else fails as Act does.
func (c *GoCond) Ask(o *rocket.Observation) (bool, error) {
	if c.Of.Direct == nil {
		return false, c.Of.err()
	}
	return c.Of.ask(o)
}

// A GoNamer is a Go function that names runs: a func(*rocket.Task) string, or if Args is true
// a func(*rocket.Task, map[string]any) string.
type GoNamer struct {
	Of   *GoFunc
	Args bool
}

// NameRun gives no name: the function runs only in a compiled program.
func (n *GoNamer) NameRun(*rocket.Task) string { return "" }

// A GoHook is a Go function that is called around an event.
type GoHook struct{ Of *GoFunc }

// CallHook fails as Act does.
func (h *GoHook) CallHook(context.Context, rocket.HookEvent) error { return h.Of.err() }

// A GoValue is an argument whose value a Go function returns. In the plan it fails as Act
// does.
type GoValue struct {
	arg.Apply[any]
	Of *GoFunc
}

// NewGoValue returns the value of a function.
func NewGoValue(f *GoFunc) *GoValue {
	value := &GoValue{arg.Apply[any]{Name: f.Name(),
		Func: func([]any) (any, error) { return nil, f.err() }}, f}
	for _, p := range f.Args() {
		value.Args = append(value.Args, p.From)
	}
	return value
}

// A GoLiteral is a literal for a parameter of a Go function: a value of the Go
// type, which may be one of the user's own. Its parts are strings, bools,
// [Number], time.Duration, []any and map[string]any.
type GoLiteral struct {
	arg.Literal
	Type types.Type
}

// A Number is a number of a [GoLiteral] as it is written.
type Number string

// GoString returns the number.
func (n Number) GoString() string { return string(n) }

// A GoList is a list of arguments for a slice with elements of the type.
type GoList struct {
	arg.List
	Elem types.Type
}

// A GoMap is a map of arguments for a map of texts to values of the type.
type GoMap struct {
	arg.MapOf[any]
	Elem types.Type
}

// A Converted argument has one type and is converted to another.
type Converted struct {
	arg.Source
	From, To types.Type
}

// Sources returns the argument without its conversion.
func (c *Converted) Sources() []arg.Source { return []arg.Source{c.Source} }
