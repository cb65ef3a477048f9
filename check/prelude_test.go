package check

import (
	"os"
	"strings"
	"testing"

	"github.com/rocketc/rocketc/sensor"
)

// Each import of the prelude is a package of sensors. Each condition has a name, a
// description, and a row with its parameters in docs/spec.md.
func TestPrelude(t *testing.T) {
	spec, err := os.ReadFile("../docs/spec.md")
	if err != nil {
		t.Fatal(err)
	}
	p := prelude()
	if len(p.conds) < 6 {
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
		var params []string
		for _, param := range d.Params {
			params = append(params, param.Name.Text)
		}
		row := "| `" + name + "(" + strings.Join(params, ", ") + ")` |"
		if !strings.Contains(string(spec), row) {
			t.Errorf("docs/spec.md has no row %s", row)
		}
	}
}
