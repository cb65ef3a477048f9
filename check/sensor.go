package check

import (
	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/grammar"
	"github.com/rocketc/rocketc/sensor"
)

// isSensor reports whether a named condition is declared in the prelude.
func (d *namedCond) isSensor() bool { return d.decl.Span().File == preludeName }

// sensorArgs reports a condition of the prelude that can only fail with its arguments.
func (c *checker) sensorArgs(
	in *scope, d *namedCond, args *grammar.Args, values map[string]any,
) bool {
	if !d.isSensor() || in.sample {
		return true
	}
	c.sensorPaths(d.decl, args)
	name := d.decl.Name.Text
	if err := sensor.CheckArgs(name, values); err != nil {
		c.diags.Errorf(diag.BadValue, args.Span(), "%s: %v", name, err)
		return false
	}
	return true
}

// sensorPaths judges the paths among the arguments of a sensor.
func (c *checker) sensorPaths(d *grammar.CondDecl, args *grammar.Args) {
	for i, item := range args.Items {
		name := ""
		if item.Name != nil {
			name = item.Name.Text
		} else if i < len(d.Params) {
			name = d.Params[i].Name.Text
		}
		if name == "path" {
			c.osTexts(item.Value, insteadOfPath)
		}
	}
}

// noteFallible notes a condition that may fail, if it is the first in its file.
func (c *checker) noteFallible(at diag.Span, text string) {
	first := c.fallible
	if first == nil || first.at.File == at.File && at.Start.Offset < first.at.Start.Offset {
		c.fallible = &fallible{at, text}
	}
}

// A fallible condition may fail, and then perhaps stops the scheduler.
type fallible struct {
	at   diag.Span
	text string
}
