package golang

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strings"
)

// GeneratedFile is the name of the file that is generated from a schedule.
const GeneratedFile = "schedule_rkt.go"

// PackageIn returns the name of the package in a directory: main if the directory
// has no Go files.
func PackageIn(dir string) string {
	for _, file := range goFiles(dir, token.NewFileSet(), parser.PackageClauseOnly) {
		if file.Name.Name != "_" {
			return file.Name.Name
		}
	}
	return "main"
}

// DeclaredIn returns the names that the package in a directory declares, and
// where each stands: file:line:column. Test files and [GeneratedFile] are not
// read.
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
func goFiles(dir string, fset *token.FileSet, mode parser.Mode) (files []*ast.File) {
	names, _ := filepath.Glob(filepath.Join(dir, "*.go"))
	for _, name := range names {
		if filepath.Base(name) == GeneratedFile || strings.HasSuffix(name, "_test.go") {
			continue
		}
		if file, _ := parser.ParseFile(fset, name, nil, mode); file != nil && file.Name != nil {
			files = append(files, file)
		}
	}
	return files
}
