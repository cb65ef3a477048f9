package check_test

import (
	"testing"

	"github.com/rocketc/rocketc/check"
	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/grammar"
	"github.com/rocketc/rocketc/internal/diagtest"
	"github.com/rocketc/rocketc/plan"
)

// parse parses and checks one file.
func parse(file string, src []byte, o check.Options) (*plan.Plan, diag.List) {
	tree, list := grammar.Parse(file, src)
	o.Broken = list.HasErrors()
	p, found := check.Check([]*grammar.File{tree}, o)
	list.Add(found...)
	list.Sort()
	return p, list
}

// diagnose checks one file with the Go packages in testdata.
func diagnose(file string, src []byte) diag.List {
	_, list := parse(file, src, check.Options{Dir: "testdata"})
	return list
}

func TestErrors(t *testing.T) { diagtest.Files(t, "testdata/*.rkt", diagnose) }

func TestExamples(t *testing.T) { diagtest.Examples(t, "RKT100", "RKT299", diagnose) }
