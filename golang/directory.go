package golang

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/rocketc/rocketc/internal/pattern"
)

// GeneratedFile is the name of the file that is generated from a schedule.
const GeneratedFile = "schedule_rkt.go"

// A Dir is what can be known of the Go package in a directory without the go
// command.
type Dir struct {
	// Name is the name of the package: main if there are no Go files.
	Name string
	// Declared has the names that the package declares, and where each stands:
	// file:line:column.
	Declared map[string]string
	// Uses has the names after a dot in the package's Go, such as WithRunLog.
	Uses map[string]bool
}

// ReadDir parses the Go files of a directory except tests and [GeneratedFile].
func ReadDir(dir string) *Dir {
	fset, read := token.NewFileSet(), &Dir{"main", map[string]string{}, map[string]bool{}}
	enter := func(id *ast.Ident) {
		at := fset.Position(id.Pos())
		read.Declared[id.Name] = fmt.Sprintf("%s:%d:%d",
			filepath.Base(at.Filename), at.Line, at.Column)
	}
	files := goFiles(dir, fset)
	for _, file := range slices.Backward(files) { // the first file names the package
		if file.Name.Name != "_" {
			read.Name = file.Name.Name
		}
	}
	for _, file := range files {
		ast.Inspect(file, func(n ast.Node) bool {
			if selector, ok := n.(*ast.SelectorExpr); ok {
				read.Uses[selector.Sel.Name] = true
			}
			return true
		})
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
	return read
}

// eachDeclared visits the names in a declaration of types, variables or constants.
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

// goFiles parses the Go files of a directory except tests and the generated one,
// in the order of their names. Of a file with mistakes it returns what was read.
func goFiles(dir string, fset *token.FileSet) (files []*ast.File) {
	entries, _ := os.ReadDir(dir)
	for _, entry := range entries {
		name := entry.Name()
		if filepath.Ext(name) != ".go" || name == GeneratedFile ||
			strings.HasSuffix(name, "_test.go") {
			continue
		}
		path := filepath.Join(dir, name)
		if info, err := os.Stat(path); err != nil || !info.Mode().IsRegular() {
			continue // reading a pipe would wait
		}
		file, _ := parser.ParseFile(fset, path, nil, parser.SkipObjectResolution)
		if file != nil && file.Name != nil {
			files = append(files, file)
		}
	}
	return files
}

// InModule reports whether a directory belongs to a Go module: whether it, or one above it,
// has a go.mod.
func InModule(dir string) bool { return moduleFile(dir) != "" }

var moduleLine = pattern.Lazy(`(?m)^\s*module\s+"?([^\s"]+)`)

// Module returns the import path of the module that a directory belongs to, and the
// module's directory. Both are empty if there is no module.
func Module(dir string) (path, root string) {
	file := moduleFile(dir)
	text, err := os.ReadFile(file)
	m := moduleLine().FindSubmatch(text)
	if err != nil || m == nil {
		return "", ""
	}
	return string(m[1]), filepath.Dir(file)
}

// moduleFile returns the go.mod of a directory or of the nearest one above it, or "".
func moduleFile(dir string) string {
	dir, err := filepath.Abs(dir)
	for last := ""; err == nil && dir != last; last, dir = dir, filepath.Dir(dir) {
		file := filepath.Join(dir, "go.mod")
		if _, err := os.Stat(file); err == nil {
			return file
		}
	}
	return ""
}
