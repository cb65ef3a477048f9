package check_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/go/packages"

	"github.com/rocketc/rocketc/check"
	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/notify"
	"github.com/rocketc/rocketc/web"
)

// loadOnce loads the packages in testdata, and returns a way to load them that
// takes no time.
func loadOnce(f *testing.F, patterns ...string) func(*packages.Config,
	...string) ([]*packages.Package, error) {
	config := &packages.Config{Dir: "testdata",
		Mode: packages.NeedName | packages.NeedImports | packages.NeedTypes |
			packages.NeedSyntax | packages.NeedTypesInfo | packages.NeedFiles}
	loaded, err := packages.Load(config, patterns...)
	if err != nil {
		f.Fatal(err)
	}
	return func(*packages.Config, ...string) ([]*packages.Package, error) { return loaded, nil }
}

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
		if len(rule.Example) < 10_000 {
			f.Add(rule.Example)
		}
	}
	options := check.Options{Dir: "testdata", Notify: notify.New, Console: web.New,
		Load: loadOnce(f, "./args", "./prices", "./quotes")}
	f.Fuzz(func(t *testing.T, src string) {
		p, list := parse("a.rkt", []byte(src), options)
		for _, d := range list {
			start, end := d.Span.Start.Offset, d.Span.End.Offset
			if d.Span.File != "a.rkt" || start < 0 || end < start || end > len(src) ||
				d.Msg == "" || d.Code == "" {
				t.Errorf("%+v", d)
			}
		}
		if list.HasErrors() {
			return
		}
		names := map[string]bool{}
		for _, task := range p.Schedule.Tasks {
			if task.Name == "" || names[task.Name] || task.Action == nil || task.Pos.Line == 0 {
				t.Errorf("%+v", task)
			}
			names[task.Name] = true
		}
		again, _ := parse("a.rkt", []byte(src), options)
		if p.String() != again.String() {
			t.Error("the same schedule has two plans")
		}
	})
}

// FuzzCondText writes a condition as the language does, and reads it again: what a
// condition says of itself is what was understood.
func FuzzCondText(f *testing.F) {
	for _, name := range []string{"grammar.jsonl", "conditions.jsonl"} {
		text, err := os.ReadFile("../testdata/vectors/" + name)
		if err != nil {
			f.Fatal(err)
		}
		for line := range strings.Lines(string(text)) {
			var vector struct{ Cond string }
			if err := json.Unmarshal([]byte(line), &vector); err != nil {
				f.Fatal(err)
			}
			f.Add(vector.Cond)
		}
	}
	f.Fuzz(func(t *testing.T, text string) {
		cond, list := compile(text, nil)
		if list.HasErrors() {
			return
		}
		written := fmt.Sprint(cond)
		again, list := compile(written, nil)
		if list.HasErrors() || fmt.Sprint(again) != written {
			t.Errorf("%q is %s, which is %v %v", text, written, again, list.Err())
		}
	})
}
