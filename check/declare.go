package check

import (
	"strings"

	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/grammar"
)

// declare enters what a file declares.
func (c *checker) declare(f *grammar.File) {
	for _, d := range f.Decls {
		switch d := d.(type) {
		case *grammar.Package:
			c.declarePackage(d)
		case *grammar.Import:
			c.declareImport(d)
		case *grammar.Config:
			c.declareConfig(d)
		case *grammar.Param:
			c.declareParam(d)
		case *grammar.Calendar:
			c.declareCalendar(d)
		case *grammar.Pool:
			c.declarePool(d)
		case *grammar.CondDecl:
			c.declareCond(d)
		case *grammar.Hook:
			c.hooks = append(c.hooks, d)
		case *grammar.Group:
			c.declareGroup(f, d, nil)
		case *grammar.Test:
			c.declareTest(d)
		case *grammar.Task:
			c.tasks = append(c.tasks, &task{decl: d, file: f})
		default:
			panic(unforeseen("declaration", d))
		}
	}
}

// doubled reports a second declaration of something that can be declared once.
func (c *checker) doubled(code diag.Code, what string,
	second, first grammar.Node) *diag.Diagnostic {
	d := c.diags.Errorf(code, second.Span(), "%s is already declared", what)
	d.Related = []diag.Related{{Span: first.Span(), Msg: "declared here first"}}
	return d
}

// declarePackage enters a package clause. All files of a schedule have to name the same
// package.
func (c *checker) declarePackage(d *grammar.Package) {
	if c.pack == nil {
		c.pack = d
		return
	}
	if d.Name.Text != c.pack.Name.Text {
		e := c.diags.Errorf(diag.DoubledPackage, d.Name.Span(),
			"the package is %s here and %s elsewhere", d.Name.Text, c.pack.Name.Text)
		e.Related = []diag.Related{{Span: c.pack.Name.Span(),
			Msg: "it is " + c.pack.Name.Text + " here"}}
	}
}

func (c *checker) declareConfig(d *grammar.Config) {
	if c.config == nil {
		c.config = d
		return
	}
	e := c.doubled(diag.DoubledConfig, "config", d, c.config)
	if d.Span().File != c.config.Span().File {
		e.Help = "the .rkt files of a directory are one schedule; if these are two, name one file"
	}
}

// description returns the comment above a declaration as one text.
func description(d grammar.Decl) string { return strings.Join(d.Description(), "\n") }
