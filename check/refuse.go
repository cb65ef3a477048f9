package check

import "github.com/rocketc/rocketc/diag"

// A feature is something that the language has and this version does not build.
type feature uint8

const (
	hooks feature = iota
	tests
	funcConds
	funcArgs
	taskParams
	funcValues
	handles
	boundParams
	runArgs
	runLogs
)

// notBuilt says of each feature what it is, and what there is instead.
var notBuilt = [...]struct{ what, instead string }{
	hooks:       {"a hook", "a task with on_startup or on_shutdown runs at the start or at the end"},
	tests:       {"a test of the schedule", "`rocketc eval` evaluates single conditions at given times"},
	funcConds:   {"a Go function as a condition", "let a task find out, and wait for it: `after T`"},
	funcArgs:    {"an argument of a Go function", "context.Context, *runtime.Session, *runtime.Task and *slog.Logger are filled in by themselves"},
	taskParams:  {"params of a Go task", "params of a command are built: they become its flags"},
	funcValues:  {"a Go function as a value", "a value may be a literal, a parameter, env or cli"},
	handles:     {"session, task, config or logger as a value", "a value may be a literal, a parameter, env or cli"},
	boundParams: {"the comparison of a parameter with another one", "compare it with a value"},
	runArgs:     {"arguments of a run", "`run T` runs it without any"},
	runLogs:     {"a run log that outlives the program", "`log memory` is there"},
}

// refuse reports a feature that is not built.
func (c *checker) refuse(at diag.Span, f feature) {
	d := c.diags.Errorf(diag.NotBuilt, at, "%s is not built in this version", notBuilt[f].what)
	d.Label = "not built"
	d.Help = notBuilt[f].instead
}

// refuseKey reports an attribute, or a key of config, that is not built.
func (c *checker) refuseKey(at diag.Span, kind, key string) {
	d := c.diags.Errorf(diag.NotBuilt, at, "the %s %s is not built in this version", kind, key)
	d.Label = "not built"
}
