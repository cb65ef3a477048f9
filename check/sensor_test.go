package check

import (
	"go/types"
	"os"
	"path/filepath"
	goruntime "runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/tools/go/packages"

	"github.com/rocketc/rocketc/grammar"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/stdconds"
)

// TestSensorDecls compares the functions of the sensors with their packages: each
// that answers yes or no is known, and is what is known of it.
func TestSensorDecls(t *testing.T) {
	config := &packages.Config{Mode: packages.NeedName | packages.NeedTypes | packages.NeedImports}
	loaded, err := packages.Load(config, sensorRoot+"...")
	if err != nil {
		t.Fatal(err)
	}
	for _, real := range loaded {
		if real.PkgPath+"/" == sensorRoot {
			continue
		}
		if len(real.Errors) > 0 {
			t.Fatal(real.Errors)
		}
		known := sensorPackage(real.PkgPath)
		if known == nil || known.Name != real.Name {
			t.Errorf("package %s is not known", real.PkgPath)
			continue
		}
		for _, name := range real.Types.Scope().Names() {
			fn, ok := real.Types.Scope().Lookup(name).(*types.Func)
			if !ok || !fn.Exported() || !answers(fn) {
				continue
			}
			if got := signature(known.Types.Scope().Lookup(name)); got != signature(fn) {
				t.Errorf("%s is %s, and known as %s", fn.FullName(), signature(fn), got)
			}
		}
		for _, name := range known.Types.Scope().Names() {
			if real.Types.Scope().Lookup(name) == nil {
				t.Errorf("%s has no function %s", real.PkgPath, name)
			}
		}
	}
	if len(loaded) != len(sensorDecls)+1 {
		t.Errorf("%d packages, and %d are known", len(loaded), len(sensorDecls))
	}
}

// answers reports whether a function returns (bool, error).
func answers(fn *types.Func) bool {
	results := fn.Signature().Results()
	return results.Len() == 2 && results.At(0).Type() == types.Typ[types.Bool]
}

// signature writes the parameters, with their names, and the results.
func signature(o types.Object) string {
	if o == nil {
		return "nothing"
	}
	return types.TypeString(o.Type(), nil)
}

// Paths that are no package of sensors are left to Go.
func TestSensorPackage(t *testing.T) {
	for _, path := range []string{"", "files", sensorRoot, sensorRoot + "none", sensorRoot + "files/x", "example.com/stdconds/files"} {
		if pkg := sensorPackage(path); pkg != nil {
			t.Errorf("%q is taken for %s", path, pkg.Path)
		}
	}
}

// Every import and condition of the prelude is one of sensors.
func TestPreludeImports(t *testing.T) {
	p := prelude()
	if len(p.conds) < 7 || len(p.imports) != len(sensorDecls) {
		t.Errorf("%d conditions and %d imports", len(p.conds), len(p.imports))
	}
	for _, i := range p.imports {
		if sensorPackage(i.Path.Value()) == nil {
			t.Errorf("the prelude imports %s, which is not known", i.Path.Value())
		}
	}
	for name, d := range p.conds {
		if len(d.Description()) == 0 || d.Phrase != nil {
			t.Errorf("cond %s has no description, or no name", name)
		}
	}
}

// The compiler has each sensor itself, by the names that its parameters have.
func TestDirect(t *testing.T) {
	file := filepath.Join(t.TempDir(), "holidays.ics")
	text := "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20260501\nEND:VEVENT\nEND:VCALENDAR\n"
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	quoted := strconv.Quote(file)
	asked := map[string]bool{}
	for _, test := range []struct {
		call string
		want bool
	}{
		{"files.FileExists(" + quoted + ")", true},
		{"files.FileChanged(" + quoted + ", 1 hour)", true},
		{"files.FileChanged(" + quoted + `, env "ROCKETC_TEST_WITHIN")`, false},
		{"calendar.Holiday(" + quoted + ")", true},
		{"calendar.On(" + quoted + `, env "ROCKETC_TEST_AT")`, false},
		{"system.DiskFree(" + quoted + `, "0%")`, true},
		{"system.LoadBelow(1000000)", true},
		{"system.LoadBelow(limit: -1.5)", false},
		{`network.PortOpen("127.0.0.1:1")`, false},
		{`web.HTTPOK("http://127.0.0.1:1/")`, false},
	} {
		t.Setenv("ROCKETC_TEST_WITHIN", "1ns")
		t.Setenv("ROCKETC_TEST_AT", "2026-05-02T00:00:00Z")
		cond := condOf(t, "func "+test.call)
		got, err := rocket.NewFacts().Observe(cond, "", time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC))
		unknown := err != nil && goruntime.GOOS != "linux" && strings.HasPrefix(test.call, "system.")
		if !unknown && (err != nil || got.Holds != test.want) {
			t.Errorf("%s: %v, %v, want %v", test.call, got.Holds, err, test.want)
		}
		name, _, _ := strings.Cut(test.call, "(")
		asked[name] = true
	}
	for name, decls := range sensorDecls {
		if n := strings.Count(decls, "func "); n != len(slices.DeleteFunc(keys(direct), func(key string) bool { return !strings.HasPrefix(key, name+".") })) {
			t.Errorf("of the %d functions of %s not all are at hand", n, name)
		}
	}
	if len(asked) != len(direct) {
		t.Errorf("%d sensors were asked, of %d", len(asked), len(direct))
	}
}

// What only a session knows is missing where there is none.
func TestDirectAlone(t *testing.T) {
	for _, arg := range []string{`cli "--file"`, "return of a", `env "ROCKETC_TEST_NONE" >> cli "--file"`, `env "ROCKETC_TEST_NONE"`} {
		cond := condOf(t, "func files.FileExists("+arg+")")
		got, err := rocket.NewFacts().Observe(cond, "", time.Now())
		if got.Holds || err == nil || !strings.Contains(err.Error(), `parameter "path"`) {
			t.Errorf("%s: %v, %v", arg, got.Holds, err)
		}
	}
}

// condOf returns the start condition of a task in a schedule that imports all
// sensors, which needs no compiler.
func condOf(t *testing.T, text string) rocket.Condition {
	t.Helper()
	src := "task a when daily & " + text + " { command \"true\" }\n"
	for name := range sensorDecls {
		src += "import " + strconv.Quote(sensorRoot+name) + "\n"
	}
	file, list := grammar.Parse("a.rkt", []byte(src))
	p, more := Check([]*grammar.File{file}, Options{})
	list.Add(more...)
	if list.HasErrors() {
		t.Fatal(list.Err())
	}
	if p.NeedsGo {
		t.Errorf("%s has to be compiled", text)
	}
	return p.Schedule.Tasks[0].When.(stdconds.All)[1]
}
