// Package sensor has what the compiler knows of the sensors without linking or
// loading them: the prelude, which declares them as conditions, and the
// declarations of the Go functions that the prelude calls. (docs/spec.md § Sensors)
//
// A sensor is a function of a package below stdconds that returns (bool, error).
// [Package] type-checks the declarations of such a package, so a schedule that
// uses sensors is checked without a go command and without a module. Package
// sensor/direct calls the functions themselves. Both are generated from the Go
// signatures: to add a sensor, write its function, run go generate ./sensor, and
// declare the condition in prelude.rkt.
package sensor

import (
	_ "embed"
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"sync"
	"time"

	"github.com/rocketc/rocketc/golang"
	"github.com/rocketc/rocketc/stdconds/system"
)

//go:generate go run ./generate

// Prelude is the text of prelude.rkt. It declares the conditions that every
// schedule has.
//
//go:embed prelude.rkt
var Prelude []byte

// Package returns the package of sensors at an import path, or nil if there is
// none. It declares the sensors and nothing else, without positions. The package
// must not be changed.
func Package(path string) *golang.Package { return packages()[path] }

// packages has the packages of sensors by their import paths.
var packages = sync.OnceValue(func() golang.Packages {
	known := stubs{}
	for path, text := range namedTypes {
		known[path] = known.check(path, text)
	}
	all := golang.Packages{}
	for path, text := range declarations {
		pkg := known.check(path, text)
		all[path] = &golang.Package{Path: path, Name: pkg.Name(), Types: pkg}
	}
	return all
})

// stubs are packages that have declarations only, by their import paths.
type stubs map[string]*types.Package

// Import returns a package that was checked before. It implements
// [types.Importer].
func (s stubs) Import(path string) (*types.Package, error) { return s[path], nil }

// check makes a package of declarations without function bodies.
func (s stubs) check(path, text string) *types.Package {
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "", text, parser.SkipObjectResolution)
	if err != nil {
		panic(err) // generated text always parses
	}
	config := types.Config{Importer: s, IgnoreFuncBodies: true}
	pkg, err := config.Check(path, fset, []*ast.File{file}, nil)
	if err != nil {
		panic(err) // generated text always type-checks
	}
	return pkg
}

// CheckArgs returns an error if a condition of the prelude can only fail with
// these arguments. It looks at literals; an argument with another source is not
// in args.
func CheckArgs(cond string, args map[string]any) error {
	if least, known := args["least"].(string); known && cond == "disk_free" {
		_, err := system.ParseSpace(least)
		return err
	}
	if within, known := args["within"].(time.Duration); known && cond == "file_changed" &&
		within == 0 {
		return errors.New("the time in which the file was changed is zero")
	}
	return nil
}
