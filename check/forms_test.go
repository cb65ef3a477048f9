package check

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/rocketc/rocketc/golang"
	"github.com/rocketc/rocketc/grammar"
	"github.com/rocketc/rocketc/plan"
)

// TestForms hands every form of condition, argument and action to whatever tells forms
// apart. What has no case for one is named, and so is a form of which there is no
// example in the schedules that the tests of the grammar have.
func TestForms(t *testing.T) {
	file, examples := exampleForms(t)
	any := slot{formal: formal{owner: "F", name: "v", typ: golang.Any, fill: plan.FillArg}}
	for method, lowerings := range map[string]map[string]func(*checker, grammar.Node){
		"cond": {
			"condition": func(c *checker, n grammar.Node) { c.wholeCondition(n.(grammar.Cond)) },
		},
		"arg": {
			"argument":  func(c *checker, n grammar.Node) { c.argument(nil, n.(grammar.Arg)) },
			"literal":   func(c *checker, n grammar.Node) { c.literal(nil, n.(grammar.Arg)) },
			"condValue": func(c *checker, n grammar.Node) { c.condValue(nil, n.(grammar.Arg)) },
			"isLiteral": func(_ *checker, n grammar.Node) { isLiteral(n.(grammar.Arg)) },
			"infer":     func(c *checker, n grammar.Node) { c.infer(n.(grammar.Arg), nil) },
			"fit":       func(c *checker, n grammar.Node) { c.fit(nil, n.(grammar.Arg), any) },
			"isWhole": func(c *checker, n grammar.Node) {
				if _, isList := n.(*grammar.List); !isList { // of a slice only
					c.isWhole(nil, n.(grammar.Arg), any)
				}
			},
		},
		"action": {
			"lowerAction": func(c *checker, n grammar.Node) {
				c.lowerTask(&task{name: "x", decl: &grammar.Task{Action: n.(grammar.Action)}})
			},
			"actionWord": func(_ *checker, n grammar.Node) { actionWord(n.(grammar.Action)) },
		},
		"describe": {
			"declare": func(c *checker, n grammar.Node) {
				c.declare(&grammar.File{Decls: []grammar.Decl{n.(grammar.Decl)}})
			},
		},
	} {
		for _, form := range formsWith(t, method) {
			n, ok := examples[form]
			if !ok {
				t.Errorf("no example of *grammar.%s", form)
				continue
			}
			for name, lower := range lowerings {
				if msg := unforeseenIn(file, n, lower); msg != "" {
					t.Errorf("%s: %s", name, msg)
				}
			}
		}
	}
}

// unforeseenIn returns what lowering a node panics with, or "".
func unforeseenIn(file *grammar.File, n grammar.Node,
	lower func(*checker, grammar.Node)) (msg string) {
	c := newChecker(Options{})
	c.declare(file)
	c.load()
	c.nameTasks()
	defer func() {
		if r := recover(); r != nil {
			msg = fmt.Sprint(r)
		}
	}()
	lower(c, n)
	return ""
}

// exampleForms returns a node of each type in the examples of the grammar, and a file
// that declares what they name.
func exampleForms(t *testing.T) (file *grammar.File, examples map[string]grammar.Node) {
	t.Helper()
	examples = map[string]grammar.Node{"BadCond": &grammar.BadCond{}}
	text, err := os.ReadFile("../grammar/testdata/every_form.rkt")
	if err != nil {
		t.Fatal(err)
	}
	file, list := grammar.Parse("every_form.rkt", text)
	if list.HasErrors() {
		t.Fatal(list)
	}
	grammar.Walk(file, func(n grammar.Node) bool {
		examples[reflect.TypeOf(n).Elem().Name()] = n
		return true
	})
	return file, examples
}

// formsWith returns the types of nodes in the grammar that a method without a body marks;
// the method describe is that of types that embed a Doc.
func formsWith(t *testing.T, method string) (types []string) {
	t.Helper()
	names, err := filepath.Glob("../grammar/*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.FuncDecl:
				if n.Recv != nil && n.Name.Name == method && len(n.Body.List) == 0 {
					if star, ok := n.Recv.List[0].Type.(*ast.StarExpr); ok {
						types = append(types, star.X.(*ast.Ident).Name)
					}
				}
			case *ast.TypeSpec:
				if method == "describe" && embeds(n, "Doc") {
					types = append(types, n.Name.Name)
				}
			}
			return true
		})
	}
	types = slices.DeleteFunc(types, func(name string) bool { return name == "Doc" })
	if len(types) < 3 {
		t.Fatalf("found only %v with the method %s", types, method)
	}
	return types
}

// embeds reports whether a struct embeds a type.
func embeds(n *ast.TypeSpec, name string) bool {
	s, ok := n.Type.(*ast.StructType)
	return ok && slices.ContainsFunc(s.Fields.List, func(f *ast.Field) bool {
		id, ok := f.Type.(*ast.Ident)
		return ok && len(f.Names) == 0 && id.Name == name
	})
}
