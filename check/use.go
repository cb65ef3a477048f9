package check

import "github.com/rocketc/rocketc/diag"

// judgeUse warns of what is declared and never used.
func (c *checker) judgeUse() {
	for _, name := range keys(c.params) {
		if p := c.params[name]; !p.used {
			c.diags.Warnf(diag.UnusedParam, p.decl.Name.Span(), "param %q is never used", name)
		}
	}
	for _, name := range keys(c.conds) {
		if d := c.conds[name]; !d.used {
			c.diags.Warnf(diag.UnusedCond, condNameNode(d.decl).Span(), "cond %q is never used", condName(d.decl))
		}
	}
	for _, file := range keys(c.imports) {
		for _, i := range c.imports[file].list {
			if !i.used {
				c.diags.Warnf(diag.UnusedImport, i.decl.Span(), "import %q is never used", i.decl.Path.Value())
			}
		}
	}
}
