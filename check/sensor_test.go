package check

import (
	"go/types"
	"testing"

	"golang.org/x/tools/go/packages"
)

// TestSensorDecls compares the functions of the sensors with their packages: each
// that answers yes or no is known, and is what is known of it.
func TestSensorDecls(t *testing.T) {
	config := &packages.Config{Mode: packages.NeedName | packages.NeedTypes | packages.NeedImports}
	loaded, err := packages.Load(config, sensorRoot+"...")
	if err != nil {
		t.Fatal(err)
	}
	for _, real := range loaded {
		if real.PkgPath+"/" == sensorRoot {
			continue
		}
		if len(real.Errors) > 0 {
			t.Fatal(real.Errors)
		}
		known := sensorPackage(real.PkgPath)
		if known == nil || known.name != real.Name {
			t.Errorf("package %s is not known", real.PkgPath)
			continue
		}
		for _, name := range real.Types.Scope().Names() {
			fn, ok := real.Types.Scope().Lookup(name).(*types.Func)
			if !ok || !fn.Exported() || !answers(fn) {
				continue
			}
			if got := signature(known.types.Scope().Lookup(name)); got != signature(fn) {
				t.Errorf("%s is %s, and known as %s", fn.FullName(), signature(fn), got)
			}
		}
		for _, name := range known.types.Scope().Names() {
			if real.Types.Scope().Lookup(name) == nil {
				t.Errorf("%s has no function %s", real.PkgPath, name)
			}
		}
	}
	if len(loaded) != len(sensorDecls)+1 {
		t.Errorf("%d packages, and %d are known", len(loaded), len(sensorDecls))
	}
}

// answers reports whether a function returns (bool, error).
func answers(fn *types.Func) bool {
	results := fn.Signature().Results()
	return results.Len() == 2 && results.At(0).Type() == types.Typ[types.Bool]
}

// signature writes the parameters, with their names, and the results.
func signature(o types.Object) string {
	if o == nil {
		return "nothing"
	}
	return types.TypeString(o.Type(), nil)
}

// Paths that are no package of sensors are left to Go.
func TestSensorPackage(t *testing.T) {
	for _, path := range []string{"", "files", sensorRoot, sensorRoot + "none", sensorRoot + "files/x", "example.com/stdconds/files"} {
		if pkg := sensorPackage(path); pkg != nil {
			t.Errorf("%q is taken for %s", path, pkg.path)
		}
	}
}

// Every import and condition of the prelude is one of sensors.
func TestPreludeImports(t *testing.T) {
	p := prelude()
	if len(p.conds) < 7 || len(p.imports) != len(sensorDecls) {
		t.Errorf("%d conditions and %d imports", len(p.conds), len(p.imports))
	}
	for _, i := range p.imports {
		if sensorPackage(i.Path.Value()) == nil {
			t.Errorf("the prelude imports %s, which is not known", i.Path.Value())
		}
	}
	for name, d := range p.conds {
		if len(d.Description()) == 0 || d.Phrase != nil {
			t.Errorf("cond %s has no description, or no name", name)
		}
	}
}
