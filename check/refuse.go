package check

import (
	"github.com/rocketc/rocketc/diag"
)

// A feature is a part of the language that this version does not build.
type feature uint8

const (
	runLogs feature = iota
)

// notBuilt has for each feature its name, and what can be used instead.
var notBuilt = [...]struct{ what, instead string }{
	runLogs: {"a run log of this kind", "`log file`, `log csv` and `log memory` are there"},
}

// refuse reports a feature that is not built.
func (c *checker) refuse(at diag.Span, f feature) {
	d := c.diags.Errorf(diag.NotBuilt, at, "%s is not built in this version", notBuilt[f].what)
	d.Label = "not built"
	d.Help = notBuilt[f].instead
}
