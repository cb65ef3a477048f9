package check

import (
	"testing"

	"github.com/rocketc/rocketc/sensor"
)

// Each import of the prelude is a package of sensors, and each condition has a
// name and a description.
func TestPrelude(t *testing.T) {
	p := prelude()
	if len(p.conds) < 7 {
		t.Errorf("%d conditions", len(p.conds))
	}
	for _, i := range p.imports {
		if sensor.Package(i.Path.Value()) == nil {
			t.Errorf("the prelude imports %s, which is not known", i.Path.Value())
		}
	}
	for name, d := range p.conds {
		if len(d.Description()) == 0 || d.Phrase != nil {
			t.Errorf("cond %s has no description, or no name", name)
		}
	}
}
