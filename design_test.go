package rocketc_test

import (
	"go/ast"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// The names in docs/design.md: of files, of what a file declares, and of tests.
var (
	namedFile = regexp.MustCompile("`([A-Za-z_./]+\\.(?:go|rkt|md))`")
	namedIn   = regexp.MustCompile("`([A-Za-z.]+)` in `([a-z_/]+\\.go)`")
	namedTest = regexp.MustCompile("`((?:Test|Fuzz)[A-Za-z]+)`")
)

// TestDesignNames: every file that docs/design.md names exists, every `name` that the document
// says is in a `file.go` is declared there, and every test is a test.
func TestDesignNames(t *testing.T) {
	design := strings.Join(strings.Fields(readText(t, "docs/design.md")), " ")
	declared := map[string][]string{} // by file
	var tests []string
	for _, file := range writtenGo(t) {
		names := declaredIn(file.syntax)
		declared[file.name] = names
		if strings.HasSuffix(file.name, "_test.go") {
			tests = append(tests, names...)
		}
	}
	for _, file := range namedFile.FindAllStringSubmatch(design, -1) {
		if _, err := os.Stat(file[1]); err != nil {
			t.Errorf("docs/design.md names a file: %v", err)
		}
	}
	for _, found := range namedIn.FindAllStringSubmatch(design, -1) {
		if name, file := found[1], found[2]; !slices.Contains(declared[file], name) {
			t.Errorf("docs/design.md names %s in %s, which does not declare it", name, file)
		}
	}
	for _, name := range namedTest.FindAllStringSubmatch(design, -1) {
		if !slices.Contains(tests, name[1]) {
			t.Errorf("docs/design.md names the test %s, which does not exist", name[1])
		}
	}
}

// declaredIn returns the names that a file declares: types, functions, methods by their names
// alone and after the name of their type, constants and variables.
func declaredIn(file *ast.File) (names []string) {
	for _, declared := range file.Decls {
		switch d := declared.(type) {
		case *ast.FuncDecl:
			names = append(names, d.Name.Name)
			if d.Recv != nil {
				names = append(names, receiverName(d.Recv.List[0].Type)+"."+d.Name.Name)
			}
		case *ast.GenDecl:
			for _, spec := range d.Specs {
				switch s := spec.(type) {
				case *ast.TypeSpec:
					names = append(names, s.Name.Name)
				case *ast.ValueSpec:
					for _, name := range s.Names {
						names = append(names, name.Name)
					}
				}
			}
		}
	}
	return names
}
