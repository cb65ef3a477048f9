package check

import (
	"errors"
	"fmt"
	"go/ast"
	"go/build"
	"go/parser"
	"go/token"
	"go/types"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/tools/go/packages"

	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/grammar"
	"github.com/rocketc/rocketc/plan"
)

// A goPackage is a package of the user's, loaded.
type goPackage struct {
	path, name string
	types      *types.Package
	fset       *token.FileSet
	problem    string // the first thing that is wrong with it; empty: none
}

// golang is what is known of Go: the packages by the pattern that asks for them.
type golang struct {
	packages map[string]*goPackage
	failed   bool // nothing could be loaded, which is reported
}

// own is the pattern of the package that `gen` writes into.
const own = "."

// load loads the packages of all imports, and the schedule's own where it is
// needed, where a Go function is named. Code alone needs no more than the names
// of packages.
func (c *checker) load() {
	defer c.checkImports()
	patterns := map[string]bool{}
	var first *grammar.Func
	for _, f := range c.funcs() {
		pattern := ownPattern(f)
		if pattern != "" {
			patterns[pattern] = true
		} else if c.isSensor(f) {
			continue
		}
		if first == nil {
			first = f
		}
	}
	if first != nil || c.codeNeedsNames() {
		for _, imports := range c.imports {
			for _, i := range imports.list {
				if i.pkg == nil {
					patterns[i.decl.Path.Value()] = true
				}
			}
		}
		if len(patterns) > 0 {
			c.loadPackages(keys(patterns), first)
		}
	}
	c.callFuncs()
}

// funcs returns the Go functions that the schedule names, in the order of the
// files.
func (c *checker) funcs() (list []*grammar.Func) {
	for _, f := range c.files {
		grammar.Walk(f, func(n grammar.Node) bool {
			if f, ok := n.(*grammar.Func); ok {
				list = append(list, f)
			}
			return true
		})
	}
	return list
}

// isSensor reports whether a function is one of the sensors, which are known
// without being loaded.
func (c *checker) isSensor(f *grammar.Func) bool {
	i := c.importsOf(f.Span().File).lookup(f.Name.Parts[0])
	return i != nil && sensorPackage(i.decl.Path.Value()) != nil
}

// ownPattern returns the pattern of a function's package where no import names
// it: the directory in the schedule, or the schedule's own package.
func ownPattern(f *grammar.Func) string {
	switch {
	case f.In != nil:
		return directory(f.In.Value())
	case len(f.Name.Parts) == 1:
		return own
	}
	return ""
}

// directory returns a directory as a pattern of packages.
func directory(dir string) string {
	if filepath.IsAbs(dir) || dir == "." || dir == ".." || strings.HasPrefix(dir, "./") || strings.HasPrefix(dir, "../") {
		return dir
	}
	return "./" + dir
}

// codeNeedsNames reports whether code may use an import whose package's name is
// not plain from its path.
func (c *checker) codeNeedsNames() bool {
	if c.options.Dir == "" || !slices.ContainsFunc(c.tasks, func(t *task) bool { return actionWord(t.decl.Action) == "code" }) {
		return false
	}
	for _, imports := range c.imports {
		for _, i := range imports.list {
			if path, known := standardPackage(i.name()); i.decl.Alias == nil && (!known || path != i.decl.Path.Value()) {
				return true
			}
		}
	}
	return false
}

// loadPackages loads packages; first is a function that needs them, or nil.
func (c *checker) loadPackages(patterns []string, first *grammar.Func) {
	if c.options.Dir == "" {
		c.loadFailed(first, "there is no directory to look for it in", "")
		return
	}
	dir, err := filepath.Abs(c.options.Dir)
	if err != nil {
		c.loadFailed(first, err.Error(), "")
		return
	}
	config := &packages.Config{
		Mode:    packages.NeedName | packages.NeedImports | packages.NeedTypes | packages.NeedSyntax | packages.NeedTypesInfo | packages.NeedFiles,
		Dir:     dir,
		Overlay: c.stub(dir, patterns),
	}
	if len(c.options.Tags) > 0 {
		config.BuildFlags = []string{"-tags=" + strings.Join(c.options.Tags, ",")}
	}
	loaded, err := c.options.Load(config, patterns...)
	switch {
	case errors.Is(err, exec.ErrNotFound) || err != nil && strings.Contains(err.Error(), "go command required"):
		c.loadFailed(first, "the go command is not installed", "install Go from https://go.dev, or use commands only")
		return
	case err != nil:
		c.loadFailed(first, firstLine(err.Error()), "")
		return
	}
	for _, pattern := range patterns {
		c.golang.packages[pattern] = found(dir, pattern, loaded)
	}
	if pkg := c.golang.packages[own]; pkg != nil && pkg.name != "" {
		c.plan.Own = pkg.path
	}
	for _, imports := range c.imports {
		for _, i := range imports.list {
			if i.pkg == nil {
				i.pkg = c.golang.packages[i.decl.Path.Value()]
			}
		}
	}
}

func firstLine(text string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(text), "\n")
	return line
}

// loadFailed reports that no Go package can be had.
func (c *checker) loadFailed(first *grammar.Func, why, help string) {
	c.golang.failed = true
	if first != nil {
		d := c.diags.Errorf(diag.NoGo, first.Span(), "the Go function %s cannot be found: %s", first.Name, why)
		d.Help = help
	}
}

// found returns the package that a pattern has found, which is never nil.
func found(dir, pattern string, loaded []*packages.Package) *goPackage {
	for _, p := range loaded {
		if p.PkgPath != pattern && p.ID != pattern && !isIn(dir, pattern, p) {
			continue
		}
		pkg := &goPackage{path: p.PkgPath, name: p.Name, types: p.Types, fset: p.Fset}
		for _, e := range p.Errors {
			if !strings.HasPrefix(e.Msg, "# ") && !lacksGenerated(e.Msg) {
				pkg.problem = firstLine(e.Msg)
				break
			}
		}
		return pkg
	}
	return &goPackage{path: pattern, problem: "there is no such package"}
}

// lacksGenerated reports whether an error is about a name that the generated file
// declares.
func lacksGenerated(msg string) bool {
	name, ok := strings.CutPrefix(msg, "undefined: ")
	return ok && (name == "NewSession" || name == "Tasks" || strings.HasSuffix(name, "Args"))
}

// isIn reports whether a package stands in the directory that a relative pattern
// names.
func isIn(dir, pattern string, p *packages.Package) bool {
	if !build.IsLocalImport(pattern) || p.Dir == "" {
		return false
	}
	want, err := filepath.EvalSymlinks(filepath.Join(dir, pattern))
	if err != nil {
		want = filepath.Join(dir, pattern)
	}
	have, err := filepath.EvalSymlinks(p.Dir)
	if err != nil {
		have = p.Dir
	}
	return have == want
}

// stub lays an empty file over the one that is generated into the schedule's own
// package: what stands there is older than the schedule, or not there yet.
func (c *checker) stub(dir string, patterns []string) map[string][]byte {
	if !slices.Contains(patterns, own) {
		return nil
	}
	name := c.plan.Package
	if name == "" {
		name = PackageIn(dir)
	}
	return map[string][]byte{filepath.Join(dir, plan.GoFile): []byte("package " + name + "\n")}
}

// PackageIn returns the name of the package in a directory, main where there is
// none.
func PackageIn(dir string) string {
	for _, file := range goFiles(dir, token.NewFileSet(), parser.PackageClauseOnly) {
		if file.Name.Name != "_" {
			return file.Name.Name
		}
	}
	return "main"
}

// DeclaredIn returns the names that the package in a directory declares, and
// where each is: file:line:column. What the generated file declares does not
// count.
func DeclaredIn(dir string) map[string]string {
	fset, names := token.NewFileSet(), map[string]string{}
	enter := func(id *ast.Ident) {
		at := fset.Position(id.Pos())
		names[id.Name] = fmt.Sprintf("%s:%d:%d", filepath.Base(at.Filename), at.Line, at.Column)
	}
	for _, file := range goFiles(dir, fset, parser.SkipObjectResolution) {
		for _, d := range file.Decls {
			switch d := d.(type) {
			case *ast.FuncDecl:
				if d.Recv == nil && d.Name.Name != "init" {
					enter(d.Name)
				}
			case *ast.GenDecl:
				eachDeclared(d, enter)
			}
		}
	}
	return names
}

// eachDeclared visits the names that a declaration of types, variables or
// constants declares.
func eachDeclared(d *ast.GenDecl, visit func(*ast.Ident)) {
	for _, spec := range d.Specs {
		switch spec := spec.(type) {
		case *ast.TypeSpec:
			visit(spec.Name)
		case *ast.ValueSpec:
			for _, name := range spec.Names {
				visit(name)
			}
		}
	}
}

// goFiles parses the Go files of a directory, tests and the generated one aside,
// in the order of their names. Of one with mistakes it is what could be read.
func goFiles(dir string, fset *token.FileSet, mode parser.Mode) (files []*ast.File) {
	names, _ := filepath.Glob(filepath.Join(dir, "*.go"))
	for _, name := range names {
		if filepath.Base(name) == plan.GoFile || strings.HasSuffix(name, "_test.go") {
			continue
		}
		if file, _ := parser.ParseFile(fset, name, nil, mode); file != nil && file.Name != nil {
			files = append(files, file)
		}
	}
	return files
}
