package check_test

import (
	"fmt"
	"testing"

	"github.com/rocketc/rocketc/check"
	"github.com/rocketc/rocketc/diag"
)

// TestPoolsAddUp: what a task and the groups around it take of a pool adds up.
func TestPoolsAddUp(t *testing.T) {
	source := "config { log memory }\npool p 6\npool q 1\ngroup { pool p weight 2\n" +
		"group { pool p\npool q\ntask a { command \"ls\"; pool p weight 3 }\n" +
		"task b { command \"ls\" } } }"
	p, list := parse("a.rkt", []byte(source), check.Options{})
	if err := list.Err(); err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{"[p weight 6 q]", "[p weight 3 q]"} {
		if got := fmt.Sprint(p.Schedule.Tasks[i].Pools); got != want {
			t.Errorf("%s takes %s, want %s", p.Schedule.Tasks[i].Name, got, want)
		}
	}
}

// TestCrowdedPool: as many live runs as fit are no reason for a warning, one more is.
func TestCrowdedPool(t *testing.T) {
	for multilaunch, want := range map[string]bool{"2": false, "3": true, "1": false} {
		found := codesOf("config { log memory }\npool p 5\ntask a when after b {\n" +
			"command \"ls\"; pool p weight 2; multilaunch " + multilaunch + " }\n" +
			"task b when every 1 h { command \"ls\" }")
		if found[diag.CrowdedPool] != want {
			t.Errorf("multilaunch %s: %v", multilaunch, found)
		}
	}
}

// TestReplaceOfAnyNumber: runs of a task with any number of them replace none, which is an error
// wherever it is said.
func TestReplaceOfAnyNumber(t *testing.T) {
	for source, want := range map[string]bool{
		"config { overlap replace }\ntask a when hourly { command \"ls\"; multilaunch }":      true,
		"config { multilaunch true }\ntask a when hourly { command \"ls\"; overlap replace }": true,
		"config { multilaunch true; overlap replace }\ntask a when hourly {\n" +
			"command \"ls\"; multilaunch 2 }": false,
		"config { overlap replace }\ntask a when hourly {\ncommand \"ls\"; overlap wait\n" +
			"multilaunch }": false,
	} {
		if found := codesOf(source); found[diag.BadValue] != want {
			t.Errorf("%s\n%v", source, found)
		}
	}
}
