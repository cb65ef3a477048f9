package check_test

import (
	"fmt"
	"testing"

	"github.com/rocketc/rocketc/check"
)

// TestSameStart: conditions with the same text mean what they mean where they stand.
func TestSameStart(t *testing.T) {
	p, list := parse("s.rkt", []byte(`
task a when daily { command "true" }
task b when daily { command "true"; timezone "Asia/Tokyo" }
task c when daily { command "true"; on_startup }
group g when after k.a {
	task a when daily { command "true"; timeout 1 hour }
	task d when after "a" { command "true" }
	task e { command "true" }
	task f { command "true"; on_startup }
	task h { command "true"; on_shutdown }
}
group k {
	timezone "Asia/Tokyo"
	task a when daily { command "true"; timeout 1 hour }
	task d when after a { command "true" }
}
`), check.Options{})
	want := map[string]string{
		"a": "daily", "b": "daily [Asia/Tokyo]", "c": "daily",
		"g.a": "after k.a & daily", "g.d": "after k.a & after a", "g.e": "after k.a",
		"g.f": "<nil>", "g.h": "<nil>",
		"k.a": "daily [Asia/Tokyo]", "k.d": "after k.a [Asia/Tokyo]",
	}
	for _, spec := range p.Schedule.Tasks {
		if got := fmt.Sprint(spec.When); got != want[spec.Name] {
			t.Errorf("task %s when %s, not %s", spec.Name, got, want[spec.Name])
		}
	}
	if len(p.Schedule.Tasks) != len(want) {
		t.Error(list)
	}
}
