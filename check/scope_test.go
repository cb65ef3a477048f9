package check_test

import (
	"os"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rocketc/rocketc/check"
	"github.com/rocketc/rocketc/grammar"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/stdconds"
)

// TestScope follows each word of a condition to what it means where it is written.
func TestScope(t *testing.T) {
	src, err := os.ReadFile("testdata/scope.rkt")
	if err != nil {
		t.Fatal(err)
	}
	p, list := parse("testdata/scope.rkt", src, check.Options{Dir: "testdata"})
	if len(list) > 0 {
		t.Fatal(list)
	}
	got := map[string][]string{}
	for _, task := range p.Schedule.Tasks {
		got[task.Name] = leaves(task.When)
	}
	want := map[string][]string{
		"a": {"daily", `args.HoldsFor(region, 3)`, "has failed today >= 3",
			`args.HoldsFor(region, 1)`},
		"b": {"daily", `param "n" is "x"`, `args.HoldsAny(["x"])`, `args.HoldsAny(words)`},
		"c": {"daily", `param "n" is "x"`, `args.HoldsFor("x" >> env "REGION", 2)`,
			`args.HoldsFor(env "X", 3)`, `args.HoldsFor(region, 3)`, `args.HoldsFor(n, 3)`},
	}
	sorted := cmp.Transformer("sorted",
		func(list []string) []string { return slices.Sorted(slices.Values(list)) })
	if diff := cmp.Diff(want, got, sorted); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

// leaves returns the parts of a condition that have no parts themselves, as text.
func leaves(cond rocket.Condition) (texts []string) {
	if composite, ok := cond.(rocket.Composite); ok {
		for _, part := range composite.Parts() {
			texts = append(texts, leaves(part)...)
		}
		return texts
	}
	return []string{cond.(interface{ String() string }).String()}
}

// TestCondParam hands a session parameter of which only the name is known to a
// condition that calls a Go function.
func TestCondParam(t *testing.T) {
	tree, list := grammar.ParseCond("file_exists(p)")
	if list.HasErrors() {
		t.Fatal(list)
	}
	cond, list := check.Cond(tree, nil, []string{"p"}, check.Options{})
	if len(list) > 0 {
		t.Fatal(list)
	}
	if ask := cond.(stdconds.Named).Of.(stdconds.Ask); ask.Text != "files.FileExists(p)" {
		t.Errorf("got %s", ask.Text)
	}
}
