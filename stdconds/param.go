package stdconds

import (
	"fmt"
	"time"

	"github.com/rocketc/rocketc/period"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/runtime/arg"
)

// Param holds if a session parameter exists (Is is nil) or has the value Is:
// `param 'x' exists`, `param 'x' is 'y'`, `env 'prod'` (the parameter env).
type Param struct {
	Name string
	Is   any
}

// Observe never expires: it only reads a parameter.
func (c Param) Observe(o *rocket.Observation) (rocket.State, error) {
	v, ok := o.Param(c.Name)
	return rocket.State{Holds: ok && (c.Is == nil || fmt.Sprint(v) == fmt.Sprint(c.Is))}, nil
}

// String returns the condition as the language writes it.
func (c Param) String() string {
	switch is := c.Is.(type) {
	case nil:
		return fmt.Sprintf("param %q exists", c.Name)
	case time.Duration:
		return fmt.Sprintf("param %q is %s", c.Name, period.FormatDuration(is))
	}
	return fmt.Sprintf("param %q is %v", c.Name, arg.Literal{Value: c.Is})
}

// Why gives the value.
func (c Param) Why(o *rocket.Observation) string {
	v, ok := o.Param(c.Name)
	if !ok {
		return "there is no such parameter"
	}
	return fmt.Sprintf("it is %q", fmt.Sprint(v))
}

// Stays is true: the condition looks at the session alone.
func (c Param) Stays(bool) bool { return true }

// MayHold is true.
func (c Param) MayHold(func(string) bool) bool { return true }
