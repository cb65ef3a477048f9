package rocketc_test

import (
	"go/types"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/packages"

	"github.com/rocketc/rocketc/internal/diagtest"
	"github.com/rocketc/rocketc/internal/module"
)

// promised lists the packages whose API docs/stability.md promises to keep.
var promised = []string{
	"condition", "notify", "period", "rockettest", "runlog", "runlog/postgres", "runlog/runlogtest",
	"runlog/sqlite", "runtime", "runtime/arg", "runtime/step", "stdconds", "stdconds/files",
	"stdconds/network", "stdconds/system", "stdconds/web",
}

// isPromised reports whether the API of a package is promised.
func isPromised(name string) bool { return slices.Contains(promised, name) }

// TestAPI compares the API of the promised packages with what is on file in testdata/api. A
// line that is gone, or that reads otherwise, breaks the promise of docs/stability.md.
func TestAPI(t *testing.T) {
	paths := make([]string, len(promised))
	for i, name := range promised {
		paths[i] = path.Join(module.Path, name)
	}
	loaded, err := packages.Load(&packages.Config{Mode: packages.NeedName | packages.NeedTypes},
		paths...)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range loaded {
		name := inModule(p.PkgPath)
		t.Run(name, func(t *testing.T) {
			if len(p.Types.Scope().Names()) == 0 {
				t.Fatal("there is no such package")
			}
			file := path.Join("testdata/api", strings.ReplaceAll(name, "/", "_")+".txt")
			diagtest.Golden(t, file, []byte(strings.Join(apiOf(p.Types), "\n")+"\n"), *update)
		})
	}
}

// TestStability: docs/stability.md says of every package whether its API is promised.
func TestStability(t *testing.T) {
	kept, free, _ := strings.Cut(readText(t, "docs/stability.md"), "## What is not")
	for name := range importTable {
		text := free
		if isPromised(name) {
			text = kept
		}
		if name != "." && name != "examples" && !strings.Contains(text, "`"+name+"`") {
			t.Errorf("docs/stability.md does not say, in the place for it, whether %s is promised",
				name)
		}
	}
}

// TestPackageExamples: each promised package, the console and the simulation have Example
// functions, which are their manual.
func TestPackageExamples(t *testing.T) {
	example := regexp.MustCompile(`(?m)^func Example\w*\(\) \{`)
	for _, name := range append([]string{"console", "simulate"}, promised...) {
		files, err := filepath.Glob(name + "/*_test.go")
		if err != nil {
			t.Fatal(err)
		}
		if !slices.ContainsFunc(files, func(file string) bool {
			return example.MatchString(readText(t, file))
		}) {
			t.Errorf("package %s has no example", name)
		}
	}
}

// apiOf returns the exported names of a package with their types, a line each, sorted.
func apiOf(p *types.Package) (lines []string) {
	unqualified := types.RelativeTo(p)
	for _, name := range p.Scope().Names() {
		object := p.Scope().Lookup(name)
		if !object.Exported() {
			continue
		}
		if declared, ok := object.(*types.TypeName); ok {
			lines = append(lines, apiOfType(declared, unqualified)...)
			continue
		}
		line := types.ObjectString(object, unqualified)
		if constant, ok := object.(*types.Const); ok {
			line += " = " + constant.Val().ExactString()
		}
		lines = append(lines, line)
	}
	slices.Sort(lines)
	return lines
}

// apiOfType returns a line for a type, and one for each of its exported fields and methods.
func apiOfType(declared *types.TypeName, q types.Qualifier) (lines []string) {
	name := types.ObjectString(declared, q)
	if named, ok := declared.Type().(*types.Named); ok {
		for method := range named.Methods() {
			lines = append(lines, apiOfMember(declared, method, q)...)
		}
	}
	if fields, ok := declared.Type().Underlying().(*types.Struct); ok {
		for field := range fields.Fields() {
			lines = append(lines, apiOfMember(declared, field, q)...)
		}
		name, _, _ = strings.Cut(name, "struct{")
		name += "struct"
	}
	return append(lines, name)
}

// apiOfMember returns a line for a field or a method of a type, or none if it is not exported.
func apiOfMember(of *types.TypeName, member types.Object, q types.Qualifier) []string {
	if !member.Exported() {
		return nil
	}
	text := types.ObjectString(member, q)
	if method, ok := strings.CutPrefix(text, "func "); ok {
		return []string{"method " + method}
	}
	return []string{"field " + of.Name() + "." + strings.TrimPrefix(text, "field ")}
}
