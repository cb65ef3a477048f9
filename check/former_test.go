package check_test

import (
	"slices"
	"testing"

	"github.com/rocketc/rocketc/check"
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
