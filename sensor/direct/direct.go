// Package direct links the sensors and calls them without a compiled program: a
// condition that is only tried, or a schedule that runs without Go, asks the
// functions in this process. Whoever checks a schedule for that passes [Calls]
// in check.Options. (docs/spec.md § Sensors)
package direct

import (
	"github.com/rocketc/rocketc/plan"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/runtime/arg"
)

// arguments reads the arguments of one call. err is the first error.
type arguments struct {
	plan.Filling
	err error
}

// argument returns an argument as the type of its parameter, converted as a
// compiled program converts it.
func argument[T any](in *arguments, name string) (v T) {
	if in.err != nil {
		return v
	}
	var raw any
	if raw, in.err = in.Arg(name); in.err != nil {
		return v
	}
	if n, ok := raw.(plan.Number); ok {
		raw = string(n)
	}
	from := rocket.Arg[T]{Name: name, From: arg.Literal{Value: raw}}
	v, in.err = from.Observed(new(rocket.Observation))
	return v
}
