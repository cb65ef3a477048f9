package check

import (
	"maps"
	"slices"
	"sync"

	"github.com/rocketc/rocketc/grammar"
	"github.com/rocketc/rocketc/sensor"
)

// preludeName is the name of the prelude's file in spans. No file of a schedule
// has this name.
const preludeName = "<prelude>"

// preludeFile is what the prelude declares.
type preludeFile struct {
	conds   map[string]*grammar.CondDecl
	imports []*grammar.Import
}

// prelude parses the prelude when a condition is first named that the schedule
// does not declare. The result must not be changed.
var prelude = sync.OnceValue(func() preludeFile {
	file, list := grammar.Parse(preludeName, sensor.Prelude)
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

// fromPrelude declares the prelude's condition of that name. It returns nil if
// the prelude has none.
func (c *checker) fromPrelude(name string) *namedCond {
	decl, ok := prelude().conds[name]
	if !ok {
		return nil
	}
	if c.imports[preludeName] == nil {
		imports := c.importsOf(preludeName)
		for _, i := range prelude().imports {
			imports.list = append(imports.list,
				&fileImport{decl: i, used: true, pkg: sensor.Package(i.Path.Value())})
		}
	}
	d := &namedCond{decl: decl, used: true}
	c.conds[name] = d
	return d
}

// Sensors returns the conditions that every schedule has without declaring them, by name.
func Sensors() (list []*grammar.CondDecl) {
	for _, name := range slices.Sorted(maps.Keys(prelude().conds)) {
		list = append(list, prelude().conds[name])
	}
	return list
}
