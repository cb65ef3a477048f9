package check

import (
	"go/types"
	"maps"
	"slices"

	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/golang"
	"github.com/rocketc/rocketc/grammar"
	"github.com/rocketc/rocketc/plan"
	"github.com/rocketc/rocketc/sensor"
)

// A fileImport is an import of one file. As in Go, it counts in its file only.
type fileImport struct {
	decl *grammar.Import
	used bool
	// pkg is the loaded package, or nil if none was loaded or found.
	pkg *golang.Package
	// program says that the package is a main package. pkg is an empty one then.
	program bool
}

// fileImports are the imports of one file, in their order.
type fileImports struct{ list []*fileImport }

func (c *checker) importsOf(file string) *fileImports {
	imports, ok := c.imports[file]
	if !ok {
		imports = &fileImports{}
		c.imports[file] = imports
	}
	return imports
}

func (c *checker) declareImport(d *grammar.Import) {
	imports := c.importsOf(d.Span().File)
	if !golang.IsImportPath(d.Path.Value()) {
		e := c.diags.Errorf(diag.BadImport, d.Path.Span(), "%q is not an import path",
			d.Path.Value())
		e.Help = `for example "example.com/desk/prices", ` +
			`or "./prices" for a directory of the schedule`
		return
	}
	imports.list = append(imports.list, &fileImport{decl: d, pkg: sensor.Package(d.Path.Value())})
}

// name returns what the file calls the package: the alias, or else the package's own name.
// If that is not known, it is the name that the path suggests.
func (i *fileImport) name() string {
	switch {
	case i.decl.Alias != nil:
		return i.decl.Alias.Text
	case i.pkg != nil && i.pkg.Name != "":
		return i.pkg.Name
	}
	return golang.ExpectedName(i.decl.Path.Value())
}

// plan returns the import as the plan has it.
func (i *fileImport) plan() plan.Import {
	imported := plan.Import{Path: i.decl.Path.Value(),
		Name: golang.ExpectedName(i.decl.Path.Value())}
	if i.pkg != nil && i.pkg.Name != "" {
		imported.Path, imported.Name = i.pkg.Path, i.pkg.Name
	}
	if i.decl.Alias != nil {
		imported.Alias = i.decl.Alias.Text
	}
	return imported
}

// lookup returns the import that the file calls by that name, or nil.
func (f *fileImports) lookup(name string) *fileImport {
	for _, i := range f.list {
		if i.name() == name {
			return i
		}
	}
	return nil
}

// checkImports reports imports of one file that have the same name. The names of the
// packages have to be known by then.
func (c *checker) checkImports() {
	for _, file := range slices.Sorted(maps.Keys(c.imports)) {
		first := map[string]*fileImport{}
		for _, i := range c.imports[file].list {
			other, doubled := first[i.name()]
			if !doubled {
				first[i.name()] = i
				continue
			}
			i.used = true // one finding is enough
			d := c.doubled(diag.DoubledImport, "import "+quote(i.name()), i.decl, other.decl)
			d.Help = "give one of them another name: import NAME " + quote(i.decl.Path.Value())
		}
	}
}

// importNamed returns the package that a file calls by that name, and marks the import as
// used.
func (c *checker) importNamed(file, name string) (plan.Import, bool) {
	i := c.importsOf(file).lookup(name)
	if i == nil {
		return plan.Import{}, false
	}
	i.used = true
	return i.plan(), true
}

// addImport enters a package in the plan, once.
func (c *checker) addImport(i plan.Import) {
	if i.Path != "" && !slices.Contains(c.plan.Imports, i) {
		c.plan.Imports = append(c.plan.Imports, i)
	}
}

// addTypes enters the packages of the declared types that a type is written with.
func (c *checker) addTypes(t types.Type) {
	golang.EachNamed(t, func(name *types.TypeName) {
		if pkg := name.Pkg(); pkg != nil && pkg.Path() != c.plan.Own {
			c.addImport(plan.Import{Path: pkg.Path(), Name: pkg.Name()})
		}
	})
}
