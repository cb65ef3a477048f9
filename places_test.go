package rocketc_test

import (
	"cmp"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	rocket "github.com/rocketc/rocketc/runtime"
)

// TestPlaces takes sets of the language from the sources, and looks for each of their members
// in the other places that have to know it, as docs/design.md § To add X, touch Y says. The
// tests of check do so for the forms of the grammar and for its keys.
func TestPlaces(t *testing.T) {
	check := parseDir(t, "check")
	compiler := slices.Concat(check.uses("arg"), parseDir(t, "plan").uses("arg"),
		parseDir(t, "codegen").uses("arg"))
	stdconds := parseDir(t, "stdconds")
	conditions := stdconds.receivers("Observe")
	holds(t, "condition of stdconds", conditions, "package check", check.uses("stdconds"))
	for _, method := range []string{"String", "Stays", "MayHold"} {
		holds(t, "condition of stdconds", conditions, "method "+method, stdconds.receivers(method))
	}
	holds(t, "step of a metatask", parseDir(t, "runtime/step").receivers("Take"), "package check",
		check.uses("step"))
	holds(t, "source of an argument", parseDir(t, "runtime/arg").receivers("Resolve"),
		"package of the compiler", compiler)
	spec := regexp.MustCompile("`[a-z]+`").FindAllString(readText(t, "docs/spec.md"), -1)
	holds(t, "execution", executionWords(), "docs/spec.md", spec)
	commands := regexp.MustCompile("`rocketc [a-z]+").FindAllString(
		readText(t, "docs/commands.md"), -1)
	holds(t, "command", parseDir(t, "cmd/rocketc").commands(), "docs/commands.md", commands)
}

// holds reports the members of a set that a place does not know.
func holds(t *testing.T, what string, members []string, where string, known []string) {
	t.Helper()
	if len(members) < 4 {
		t.Errorf("found only %d of the kind %q: the test looks in the wrong place", len(members),
			what)
	}
	for _, member := range members {
		if !slices.Contains(known, member) {
			t.Errorf("%s is a %s, but no %s has it", member, what, where)
		}
	}
}

// executionWords returns the words of the executions, as the specification writes them.
func executionWords() (words []string) {
	for _, e := range rocket.Executions() {
		words = append(words, "`"+e.String()+"`")
	}
	return words
}

// sources are the files of a package, without tests.
type sources struct {
	dir   string
	files []*ast.File
}

func parseDir(t *testing.T, dir string) sources {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	p := sources{dir: dir}
	for _, entry := range entries {
		name := filepath.Join(dir, entry.Name())
		if filepath.Ext(name) != ".go" || strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		p.files = append(p.files, file)
	}
	return p
}

// nodes calls visit for every node of the files.
func (p sources) nodes(visit func(ast.Node)) {
	for _, file := range p.files {
		ast.Inspect(file, func(n ast.Node) bool {
			visit(n)
			return true
		})
	}
}

// receivers returns the exported types that have a method.
func (p sources) receivers(method string) []string {
	found := map[string]bool{}
	p.nodes(func(n ast.Node) {
		f, ok := n.(*ast.FuncDecl)
		if !ok || f.Recv == nil || f.Name.Name != method {
			return
		}
		if name := receiverName(f.Recv.List[0].Type); ast.IsExported(name) {
			found[name] = true
		}
	})
	return slices.Sorted(maps.Keys(found))
}

// receiverName returns the name of the type in a receiver.
func receiverName(receiver ast.Expr) string {
	switch r := receiver.(type) {
	case *ast.StarExpr:
		return receiverName(r.X)
	case *ast.IndexExpr:
		return receiverName(r.X)
	case *ast.IndexListExpr:
		return receiverName(r.X)
	case *ast.Ident:
		return r.Name
	}
	return ""
}

// uses returns the names that the files use of an imported package, and the texts of strings:
// generated code is written from strings.
func (p sources) uses(imported string) (names []string) {
	p.nodes(func(n ast.Node) {
		switch n := n.(type) {
		case *ast.SelectorExpr:
			if x, ok := n.X.(*ast.Ident); ok && x.Name == imported {
				names = append(names, n.Sel.Name)
			}
		case *ast.BasicLit:
			names = append(names, strings.Trim(n.Value, `"`))
		}
	})
	return names
}

// commands returns the commands of rocketc, as docs/commands.md writes them: the fields with a
// tag cmd, each with its tag name or its own name.
func (p sources) commands() (commands []string) {
	p.nodes(func(n ast.Node) {
		field, ok := n.(*ast.Field)
		if !ok || field.Tag == nil {
			return
		}
		tag := reflect.StructTag(strings.Trim(field.Tag.Value, "`"))
		if _, ok := tag.Lookup("cmd"); ok {
			name := cmp.Or(tag.Get("name"), strings.ToLower(field.Names[0].Name))
			commands = append(commands, "`rocketc "+name)
		}
	})
	return commands
}
