package grammar_test

import (
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rocketc/rocketc/grammar"
)

func typeName(n grammar.Node) string { return reflect.TypeOf(n).Elem().Name() }

func TestWalk(t *testing.T) {
	f := parse(t, "x.rkt",
		[]byte("task a when daily & ~after b { priority 3; command 'x'; timeout 3 s }"))
	var all, some []string
	grammar.Walk(f, func(n grammar.Node) bool {
		all = append(all, typeName(n))
		return true
	})
	want := "File Task Label And Periodic Name Not After TaskRef Path " +
		"Setting Name Number Command Text Setting Name Duration"
	if d := cmp.Diff(strings.Fields(want), all); d != "" {
		t.Error(d)
	}
	grammar.Walk(f, func(n grammar.Node) bool {
		some = append(some, typeName(n))
		_, isTask := n.(*grammar.Task)
		return !isTask
	})
	if d := cmp.Diff([]string{"File", "Task"}, some); d != "" {
		t.Error(d)
	}
	grammar.Walk((*grammar.Task)(nil), func(grammar.Node) bool {
		t.Error("a nil node is visited")
		return true
	})
	grammar.Walk(nil, func(grammar.Node) bool {
		t.Error("a nil node is visited")
		return true
	})
}

// TestReservedWords: no word with which a condition begins can be declared.
func TestReservedWords(t *testing.T) {
	for _, word := range grammar.ConditionWords() {
		_, found := grammar.Parse("x.rkt", []byte("cond "+word+" = daily"))
		if len(found) != 1 || found[0].Code != "RKT030" {
			t.Errorf("cond %s: %v", word, found)
		}
		const uses = "task W { command 'x' }\nparam W = 3\ncond x = after 'W'"
		src := strings.ReplaceAll(uses, "W", word)
		_, found = grammar.Parse("x.rkt", []byte(src))
		if len(found) > 0 {
			t.Errorf("a task and a param may be called %s: %v", word, found)
		}
	}
}
