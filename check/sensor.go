package check

import (
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"path"
	"sync"

	"github.com/rocketc/rocketc/golang"
	"github.com/rocketc/rocketc/internal/module"
)

// sensorRoot is the path below which the packages of sensors are.
const sensorRoot = module.Path + "/stdconds/"

// sensorDecls are the functions of the sensors' packages. They are known without
// loading the packages, so that a schedule that uses them needs neither Go nor a
// module to be checked. A test compares them with the packages.
var sensorDecls = map[string]string{
	"calendar": `func Holiday(s *rocket.Session, calendar string) (bool, error)
		func On(calendar string, at time.Time) (bool, error)`,
	"files": `func FileExists(path string) (bool, error)
		func FileChanged(path string, within time.Duration) (bool, error)`,
	"network": `func PortOpen(ctx context.Context, addr string) (bool, error)`,
	"system": `func DiskFree(path, least string) (bool, error)
		func LoadBelow(limit float64) (bool, error)`,
	"web": `func HTTPOK(ctx context.Context, address string) (bool, error)`,
}

// sensorTypes has the types that they name, and what packages these are in.
var sensorTypes = map[string]string{
	"context":   "package context; type Context interface{}",
	"time":      "package time; type Duration int64; type Time struct{}",
	runtimePath: "package rocket; type Session struct{}",
}

// sensorPackages has the packages of the sensors by their paths.
var sensorPackages = sync.OnceValue(func() map[string]*golang.Package {
	known := stubImporter{}
	for importPath, text := range sensorTypes {
		known[importPath] = known.check(importPath, text)
	}
	all := map[string]*golang.Package{}
	for name, decls := range sensorDecls {
		text := "package " + name + `; import ("context"; "time"; rocket "` + runtimePath + `");` + decls
		all[sensorRoot+name] = &golang.Package{Path: sensorRoot + name, Name: name, Types: known.check(sensorRoot+name, text)}
	}
	return all
})

// sensorPackage returns the package of sensors of that path, or nil where it is
// none.
func sensorPackage(importPath string) *golang.Package {
	if path.Dir(importPath)+"/" != sensorRoot {
		return nil
	}
	return sensorPackages()[importPath]
}

// A stubImporter has the packages that stubs may import.
type stubImporter map[string]*types.Package

// Import returns one of them.
func (s stubImporter) Import(importPath string) (*types.Package, error) { return s[importPath], nil }

// check makes a package of declarations without bodies. That not all imports are
// used does not matter.
func (s stubImporter) check(importPath, text string) *types.Package {
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "", text, parser.SkipObjectResolution)
	if err != nil {
		panic(err) // a mistake in the declarations, found by any test
	}
	config := types.Config{Importer: s, Error: func(error) {}, IgnoreFuncBodies: true}
	pkg, _ := config.Check(importPath, fset, []*ast.File{file}, nil)
	return pkg
}
