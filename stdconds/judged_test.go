package stdconds_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/stdconds"
)

// forms has the conditions of the package with what is judged of each.
var forms = []struct {
	cond rocket.Condition
	// on and off say whether it stays true, and whether it stays false, and may
	// whether it may hold if of all tasks only x can start.
	on, off, may bool
}{
	{stdconds.Const(true), true, false, true},
	{stdconds.Const(false), false, true, false},
	{stdconds.TimeOf{}, true, true, true},
	{stdconds.Once{}, false, false, true},
	{stdconds.Every{}, false, false, true},
	{stdconds.After{Tasks: []string{"x"}}, false, false, true},
	{stdconds.After{Tasks: []string{"x", "y"}}, false, false, false},
	{stdconds.After{Tasks: []string{"x", "y"}, Any: true}, false, false, true},
	{stdconds.AfterGroup{Prefix: "y."}, false, false, true},
	{stdconds.Has{}, false, false, true},
	{stdconds.Has{Task: "y"}, true, true, true},
	{stdconds.Last{}, true, true, true},
	{stdconds.Last{Task: "y"}, true, true, true},
	{stdconds.Running{}, false, true, true},
	{stdconds.Running{Task: "y"}, true, true, true},
	{stdconds.Retry{}, false, false, true},
	{stdconds.SchedulerAge{}, true, true, true},
	{stdconds.Cycles{}, true, true, true},
	{stdconds.Param{}, true, true, true},
	{stdconds.Ask{}, false, false, true},
	{stdconds.Checked{}, true, true, true},
	{stdconds.Not{Of: stdconds.Const(false)}, true, false, true},
	{stdconds.Not{Of: stdconds.Running{}}, true, false, true},
	{stdconds.InZone{Of: stdconds.Running{}}, false, true, true},
	{stdconds.FromParams{Of: stdconds.Every{}}, false, false, true},
	{stdconds.Named{Of: stdconds.Const(false)}, false, true, false},
	{stdconds.All{}, true, false, true},
	{stdconds.All{stdconds.Param{}, stdconds.Cycles{}}, true, true, true},
	{stdconds.All{stdconds.Param{}, stdconds.Once{}}, false, true, true},
	{stdconds.All{stdconds.Param{}, stdconds.Const(false)}, false, true, false},
	{stdconds.Any{}, false, true, false},
	{stdconds.Any{stdconds.Once{}, stdconds.Cycles{}}, true, false, true},
	{stdconds.Any{stdconds.Const(false), stdconds.After{Tasks: []string{"y"}}}, false, false,
		false},
}

// TestJudged judges each form. A type of the package with a method Observe that has
// no place in forms is named.
func TestJudged(t *testing.T) {
	tested := map[string]bool{}
	for _, form := range forms {
		name := reflect.TypeOf(form.cond).Name()
		tested[name] = true
		cond, ok := form.cond.(stdconds.Judged)
		if !ok {
			t.Errorf("%s is not judged: write its methods Stays and MayHold", name)
			continue
		}
		if _, ok := form.cond.(fmt.Stringer); !ok {
			t.Errorf("%s has no text: write its method String", name)
		}
		_, isWhole := form.cond.(rocket.Composite)
		_, explains := form.cond.(rocket.Explainer)
		if !isWhole && !explains && name != "Const" && name != "Ask" {
			t.Errorf("%s does not say why: write its method Why", name)
		}
		on, off := cond.Stays(true), cond.Stays(false)
		may := cond.MayHold(func(task string) bool { return task == "x" })
		if on != form.on || off != form.off || may != form.may {
			t.Errorf("%#v: stays true %v, stays false %v, may hold %v", cond, on, off, may)
		}
	}
	for _, name := range observed(t) {
		if !tested[name] {
			t.Errorf("%s is a condition that the table forms does not have", name)
		}
	}
}

// observed returns the types of the package that have a method Observe.
func observed(t *testing.T) (types []string) {
	t.Helper()
	names, err := filepath.Glob("*.go")
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
		for _, d := range file.Decls {
			method, ok := d.(*ast.FuncDecl)
			if ok && method.Recv != nil && method.Name.Name == "Observe" {
				types = append(types, method.Recv.List[0].Type.(*ast.Ident).Name)
			}
		}
	}
	if len(types) < 10 {
		t.Fatalf("found only %d conditions", len(types))
	}
	slices.Sort(types)
	return types
}
