package check_test

import (
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/tools/go/packages"

	"github.com/rocketc/rocketc/check"
	"github.com/rocketc/rocketc/diag"
)

// FuzzCheck checks whatever a file may hold: it neither panics nor hangs, places
// every finding in the file, and makes a plan that can be printed where there
// are no errors.
func FuzzCheck(f *testing.F) {
	for _, pattern := range []string{"testdata/*.rkt", "../examples/*/*.rkt"} {
		names, _ := filepath.Glob(pattern)
		for _, name := range names {
			src, err := os.ReadFile(name)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(string(src))
		}
	}
	for _, rule := range diag.Rules() {
		f.Add(rule.Example)
	}
	none := func(*packages.Config, ...string) ([]*packages.Package, error) { return nil, nil }
	f.Fuzz(func(t *testing.T, src string) {
		p, list := parse("a.rkt", []byte(src), check.Options{Dir: ".", Load: none})
		for _, d := range list {
			start, end := d.Span.Start.Offset, d.Span.End.Offset
			if d.Span.File != "a.rkt" || start < 0 || end < start || end > len(src) || d.Msg == "" || d.Code == "" {
				t.Errorf("%+v", d)
			}
		}
		if list.HasErrors() {
			return
		}
		names := map[string]bool{}
		for _, task := range p.Schedule.Tasks {
			if task.Name == "" || names[task.Name] || task.Action == nil || task.Pos == "" {
				t.Errorf("%+v", task)
			}
			names[task.Name] = true
		}
		again, _ := parse("a.rkt", []byte(src), check.Options{Dir: ".", Load: none})
		if p.String() != again.String() {
			t.Error("the same schedule has two plans")
		}
	})
}
