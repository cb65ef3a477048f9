package golang

import (
	"errors"
	"go/build"
	"go/token"
	"go/types"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/tools/go/packages"
)

// Own is the pattern of the package that `rocketc gen` writes into.
const Own = "."

// ErrNoGo says that there is no go command.
var ErrNoGo = errors.New("the go command is not installed")

// A LoadFunc loads packages as [packages.Load] does.
type LoadFunc func(*packages.Config, ...string) ([]*packages.Package, error)

// Options say which packages are loaded.
type Options struct {
	// Dir is the directory from which patterns lead. It must not be empty.
	Dir string
	// Name is the name of the package in Dir, if [Own] is loaded.
	Name string
	// Tags are build tags.
	Tags []string
	// Load loads the packages; nil is [packages.Load].
	Load LoadFunc
}

// Packages are the packages that were loaded, by the patterns that asked for them.
type Packages map[string]*Package

// A Package is a package of the user's.
type Package struct {
	// Path is the import path, and Name the name in the package clause. Name is
	// empty if the package was not found.
	Path, Name string
	// Types has what the package declares; nil if it could not be loaded.
	Types *types.Package
	// Problem is the first mistake in the package, on one line; empty if there is
	// no mistake. Place is where that is; not valid if it is not known.
	Problem string
	Place   token.Position

	fset *token.FileSet
}

// Position returns where an object of the package is declared; the position is
// not valid if that is not known.
func (p *Package) Position(o types.Object) token.Position {
	if p.fset == nil || !o.Pos().IsValid() {
		return token.Position{}
	}
	return p.fset.Position(o.Pos())
}

// Load loads the packages of the patterns: import paths, [Own], and directories as
// [Directory] returns them. The result has a package for each pattern. The error
// is [ErrNoGo], or a [*LoadError] if the go command failed.
func Load(o Options, patterns []string) (Packages, error) {
	dir, err := filepath.Abs(o.Dir)
	if err != nil {
		return nil, err
	}
	var overlay map[string][]byte
	if slices.Contains(patterns, Own) {
		overlay = stub(dir, o.Name)
	}
	loaded, err := o.load(dir, overlay, patterns)
	if err != nil {
		return nil, err
	}
	all := Packages{}
	for _, pattern := range patterns {
		all[pattern] = found(dir, pattern, loaded)
	}
	return all, nil
}

// load loads packages, with files that stand in the place of those on the disk.
func (o Options) load(dir string, overlay map[string][]byte, patterns []string,
) ([]*packages.Package, error) {
	if o.Load == nil {
		o.Load = packages.Load
	}
	config := &packages.Config{
		Mode: packages.NeedName | packages.NeedImports | packages.NeedTypes | packages.NeedSyntax |
			packages.NeedTypesInfo | packages.NeedFiles,
		Dir: dir, Overlay: overlay,
	}
	if len(o.Tags) > 0 {
		config.BuildFlags = []string{"-tags=" + strings.Join(o.Tags, ",")}
	}
	loaded, err := o.Load(config, patterns...)
	switch {
	case err == nil:
	case errors.Is(err, exec.ErrNotFound), strings.Contains(err.Error(), "go command required"):
		return nil, ErrNoGo
	default:
		return nil, loadError(dir, err.Error())
	}
	return loaded, nil
}

// Directory returns the pattern of the package in a directory.
func Directory(dir string) string {
	if filepath.IsAbs(dir) || build.IsLocalImport(dir) {
		return dir
	}
	return "./" + dir
}

// stub is an empty file in place of the generated one.
func stub(dir, name string) map[string][]byte {
	return map[string][]byte{filepath.Join(dir, GeneratedFile): []byte("package " + name + "\n")}
}

// found returns the package that a pattern asked for. It is never nil.
func found(dir, pattern string, loaded []*packages.Package) *Package {
	for _, p := range loaded {
		if p.PkgPath != pattern && p.ID != pattern && !isIn(dir, pattern, p) {
			continue
		}
		why, at := problem(dir, p)
		return &Package{p.PkgPath, p.Name, p.Types, why, at, p.Fset}
	}
	why := "there is no such package"
	if build.IsLocalImport(pattern) && !InModule(dir) {
		why = "neither its directory nor one above it has a go.mod"
	}
	return &Package{Path: pattern, Problem: why}
}

// isIn reports whether a package stands in the directory that a relative pattern
// names.
func isIn(dir, pattern string, p *packages.Package) bool {
	if !build.IsLocalImport(pattern) || p.Dir == "" {
		return false
	}
	return realPath(filepath.Join(dir, pattern)) == realPath(p.Dir)
}

// realPath returns a path without symbolic links, or as it is if it does not
// exist.
func realPath(path string) string {
	if real, err := filepath.EvalSymlinks(path); err == nil {
		return real
	}
	return path
}
