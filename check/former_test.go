package check_test

import (
	"slices"
	"testing"

	"github.com/rocketc/rocketc/check"
	"github.com/rocketc/rocketc/diag"
)

// TestFormerly: a task has the former names that are written at it, which are whole, and
// those that follow from the former names of its groups.
func TestFormerly(t *testing.T) {
	p, list := parse("a.rkt", []byte(`
task a when daily { command "ls"; formerly "b" }
task c when daily { command "ls"; formerly ["d", "e.f"] }
group g {
    formerly "old"
    task x when daily { command "ls" }
    group h {
        formerly "g.i"
        task y when daily { command "ls"; formerly "y" }
    }
}
group {
    formerly "gone"
    task z when daily { do shutdown }
}
`), check.Options{})
	if list.HasErrors() {
		t.Fatal(list)
	}
	want := map[string][]string{"a": {"b"}, "c": {"d", "e.f"}, "g.x": {"old.x"},
		"g.h.y": {"y", "g.i.y", "old.h.y"}, "z": {"gone.z"}}
	for _, spec := range p.Schedule.Tasks {
		if !slices.Equal(spec.Formerly, want[spec.Name]) {
			t.Errorf("task %s was formerly %q, want %q", spec.Name, spec.Formerly,
				want[spec.Name])
		}
	}
}

// TestFormerReference: a reference by a former name is told the name of now.
func TestFormerReference(t *testing.T) {
	const tasks = `config { log file "runs.jsonl" }
task backup when hourly { command "ls"; formerly ["dump", "my dump"] }
group g {
    formerly "old"
    task x when hourly { command "ls"; formerly "g.w" }
    task y when after w { command "ls" }
}
`
	for ref, now := range map[string]string{
		"dump": "backup (formerly dump)", `"my dump"`: `backup (formerly "my dump")`,
		"old.x": "g.x (formerly old.x)", "g.w": "g.x (formerly g.w)",
	} {
		src := tasks + "task z when after " + ref + " { command \"ls\" }\n"
		_, list := parse("a.rkt", []byte(src), check.Options{})
		list = slices.DeleteFunc(list, func(d diag.Diagnostic) bool {
			return d.Code != diag.UnknownTask
		})
		if len(list) != 2 || list[0].Help != "it is now called g.x (formerly w)" ||
			list[1].Help != "it is now called "+now || list[1].Suggestion == "" {
			t.Errorf("%s: got %v", ref, list)
		}
	}
}
