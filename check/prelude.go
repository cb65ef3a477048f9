package check

import (
	_ "embed"
	"errors"
	"sync"
	"time"

	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/grammar"
	"github.com/rocketc/rocketc/stdconds/system"
)

// preludeText declares what every schedule has.
//
//go:embed prelude.rkt
var preludeText []byte

// preludeName is how places in the prelude name their file. No file of a
// schedule is called so.
const preludeName = "<prelude>"

// preludeFile is what the prelude declares.
type preludeFile struct {
	conds   map[string]*grammar.CondDecl
	imports []*grammar.Import
}

// prelude reads the prelude when it is first needed: where a condition is named
// that the schedule does not declare. What it returns is never changed.
var prelude = sync.OnceValue(func() preludeFile {
	file, list := grammar.Parse(preludeName, preludeText)
	if err := list.Err(); err != nil {
		panic(err) // a mistake in the prelude, found by any test
	}
	p := preludeFile{conds: map[string]*grammar.CondDecl{}}
	for _, d := range file.Decls {
		switch d := d.(type) {
		case *grammar.CondDecl:
			p.conds[d.Name.Text] = d
		case *grammar.Import:
			p.imports = append(p.imports, d)
		}
	}
	return p
})

// fromPrelude declares the condition of that name as the prelude does, or
// returns nil where that has none.
func (c *checker) fromPrelude(name string) *cond {
	decl, ok := prelude().conds[name]
	if !ok {
		return nil
	}
	if c.imports[preludeName] == nil {
		imports := c.importsOf(preludeName)
		for _, i := range prelude().imports {
			imports.list = append(imports.list, &fileImport{decl: i, used: true, pkg: sensorPackage(i.Path.Value())})
		}
	}
	d := &cond{decl: decl, used: true}
	c.conds[name] = d
	return d
}

// sensorArgs finds arguments of the prelude's conditions with which these could
// only fail, and reports them.
func (c *checker) sensorArgs(in *scope, d *grammar.CondDecl, at grammar.Node, values map[string]any) bool {
	if d.Span().File != preludeName || in.sample {
		return true
	}
	var err error
	if least, known := values["least"].(string); known && d.Name.Text == "disk_free" {
		_, err = system.ParseSpace(least)
	}
	if within, known := values["within"].(time.Duration); known && d.Name.Text == "file_changed" && within == 0 {
		err = errors.New("the time in which the file was changed is zero")
	}
	if err != nil {
		c.diags.Errorf(diag.BadValue, at.Span(), "%s: %v", d.Name.Text, err)
	}
	return err == nil
}
