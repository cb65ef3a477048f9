package check_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/rocketc/rocketc/check"
	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/grammar"
	"github.com/rocketc/rocketc/internal/diagtest"
	"github.com/rocketc/rocketc/notify"
	"github.com/rocketc/rocketc/plan"
	"github.com/rocketc/rocketc/web"
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
	_, list := parse(file, src, check.Options{Dir: "testdata", Notify: notify.New,
		Console: web.New})
	return list
}

func TestErrors(t *testing.T) { diagtest.Files(t, "testdata/*.rkt", diagnose) }

func TestExamples(t *testing.T) { diagtest.Examples(t, "RKT100", "RKT289", diagnose) }

// TestLargeCondition takes a condition that doubles without end in no time.
func TestLargeCondition(t *testing.T) {
	for _, form := range []string{"cond a%d = a%d & a%[2]d\n",
		"cond a%d(d duration) = a%d(d) | a%[2]d(d)\n"} {
		var b strings.Builder
		b.WriteString("cond a0(d duration) = every d\ntask t when a60(1 h) { command \"ls\" }\n")
		if !strings.Contains(form, "duration") {
			b.Reset()
			b.WriteString("cond a0 = daily\ntask t when a60 { command \"ls\" }\n")
		}
		for i := range 60 {
			fmt.Fprintf(&b, form, i+1, i)
		}
		_, list := parse("large.rkt", []byte(b.String()), check.Options{})
		if len(list) == 0 {
			t.Error("no findings")
		}
		for _, d := range list {
			if d.Code != diag.LargeCond {
				t.Error(d)
			}
		}
	}
}

// TestTwoSchedules: a directory with two schedules is told what to do.
func TestTwoSchedules(t *testing.T) {
	var files []*grammar.File
	for _, name := range []string{"a.rkt", "b.rkt"} {
		tree, _ := grammar.Parse(name, []byte("config { log memory }\n"))
		files = append(files, tree)
	}
	_, list := check.Check(files, check.Options{})
	if len(list) != 1 || list[0].Code != diag.DoubledConfig ||
		!strings.Contains(list[0].Help, "name one file") {
		t.Errorf("found %+v", list)
	}
}
