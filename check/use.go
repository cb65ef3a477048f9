package check

import (
	"maps"
	"slices"

	"github.com/rocketc/rocketc/diag"
)

// judgeUse warns of everything that is declared and never used.
func (c *checker) judgeUse() {
	c.judgeNothing()
	for _, name := range slices.Sorted(maps.Keys(c.params)) {
		if p := c.params[name]; !p.used && !c.options.Package {
			c.diags.Warnf(diag.UnusedParam, p.decl.Name.Span(), "param %q is never used", name)
		}
	}
	for _, x := range c.calendars {
		if !x.used {
			c.diags.Warnf(diag.UnusedCalendar, x.decl.Name.Span(), "calendar %q is never used",
				x.Name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(c.pools)) {
		if p := c.pools[name]; !p.used && !c.options.Package { // Go may create tasks
			c.diags.Warnf(diag.UnusedPool, p.decl.Name.Span(), "pool %s is never used", quote(name))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(c.conds)) {
		if d := c.conds[name]; !d.used {
			c.diags.Warnf(diag.UnusedCond, condNameNode(d.decl).Span(), "cond %q is never used",
				condName(d.decl))
		}
	}
	for _, file := range slices.Sorted(maps.Keys(c.imports)) {
		for _, i := range c.imports[file].list {
			if !i.used {
				c.diags.Warnf(diag.UnusedImport, i.decl.Span(), "import %q is never used",
					i.decl.Path.Value())
			}
		}
	}
}

// judgeNothing reports a schedule that declares nothing at all.
func (c *checker) judgeNothing() {
	for _, f := range c.files {
		if len(f.Decls) > 0 {
			return
		}
	}
	if len(c.files) > 0 {
		d := c.diags.Warnf(diag.Nothing, c.files[0].Span(), "the schedule declares nothing")
		d.Help = "a task is declared like this: " +
			`task hello when every 1 hour { command "echo hello" }`
	}
}
