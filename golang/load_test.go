package golang_test

import (
	"errors"
	"maps"
	"os/exec"
	"path/filepath"
	"testing"

	"golang.org/x/tools/go/packages"

	"github.com/rocketc/rocketc/golang"
	"github.com/rocketc/rocketc/internal/diagtest"
)

// TestLoad loads the package in a directory, whatever stands in its generated
// file, and packages beside it.
func TestLoad(t *testing.T) {
	const main = "package desk\n\nvar _, _ = NewSession()\nvar _ = Tasks\nvar _ FetchArgs\n\n" +
		"func Fetch() {}\n"
	dir := diagtest.WriteTree(t, map[string]string{
		"go.mod":              "module example.com/desk\n\ngo 1.25\n",
		"main.go":             main,
		golang.GeneratedFile:  "pack age desk\n\nfunc {",
		"night.go":            "//go:build night\n\npackage desk\n\nfunc Night() {}\n",
		"go-prices/prices.go": "package prices\n\nvar Last int = gone\n",
	})
	const prices = "./go-prices"
	loaded, err := golang.Load(golang.Options{Dir: dir, Name: "desk"},
		[]string{golang.Own, prices, "example.com/none"})
	if err != nil {
		t.Fatal(err)
	}
	own := loaded[golang.Own]
	if own.Path != "example.com/desk" || own.Name != "desk" || own.Problem != "" {
		t.Errorf("own package: %+v", own)
	}
	fetch := own.Types.Scope().Lookup("Fetch")
	if at := own.Position(fetch); filepath.Base(at.Filename) != "main.go" ||
		at.Line != 7 || at.Column != 6 {
		t.Errorf("Fetch is declared at %v", at)
	}
	if own.Types.Scope().Lookup("Night") != nil {
		t.Error("a file is loaded without its tag")
	}
	if p := loaded[prices]; p.Path != "example.com/desk/go-prices" || p.Name != "prices" ||
		p.Problem != "undefined: gone" {
		t.Errorf("package with a mistake: %+v", p)
	}
	if p := loaded["example.com/none"]; p.Name != "" || p.Problem == "" {
		t.Errorf("no package: %+v", p)
	}
	tags := []string{"day", "night"}
	loaded, err = golang.Load(golang.Options{Dir: dir, Name: "desk", Tags: tags},
		[]string{golang.Own})
	if err != nil || loaded[golang.Own].Types.Scope().Lookup("Night") == nil {
		t.Errorf("with tags: error %v", err)
	}
}

func TestLoadErrors(t *testing.T) {
	for name, test := range map[string]struct{ err, want error }{
		"no go command":          {exec.ErrNotFound, golang.ErrNoGo},
		"no go command, as text": {errors.New("go command required, not found: x"), golang.ErrNoGo},
		"other":                  {errors.New("no luck\nat all"), errors.New("no luck")},
	} {
		load := func(*packages.Config, ...string) ([]*packages.Package, error) {
			return nil, test.err
		}
		_, err := golang.Load(golang.Options{Dir: ".", Load: load}, nil)
		if err == nil || err.Error() != test.want.Error() {
			t.Errorf("%s: got %v, want %v", name, err, test.want)
		}
	}
}

// TestLoadCgo: what the C compiler has said comes before that the package C is missing.
func TestLoadCgo(t *testing.T) {
	unimported := packages.Error{Pos: "/x/prices/p.go:3:8", Kind: packages.TypeError,
		Msg: "could not import C (no metadata for C)"}
	for name, test := range map[string]struct {
		said        string
		place, want string
	}{
		"error": {"# example.com/x/prices\nprices/p.go: In function 'f':\n" +
			"prices/p.go:2:24: error: 'y' undeclared\nprices/p.go:2:24: note: each once",
			"/x/prices/p.go:2:24", "'y' undeclared"},
		"fatal error": {"# example.com/x/prices\n" +
			"prices/p.go:2:10: fatal error: nope.h: No such file",
			"/x/prices/p.go:2:10", "nope.h: No such file"},
		"name": {"# example.com/x/prices\n" +
			"/x/prices/p.go:4:20: could not determine what C.g refers to",
			"/x/prices/p.go:4:20", "could not determine what C.g refers to"},
		"no place": {"# runtime/cgo\ncgo: C compiler \"nocc\" not found", "-",
			`cgo: C compiler "nocc" not found`},
		"nothing": {"", "/x/prices/p.go:3:8",
			"could not import C: cgo finds no C compiler that works"},
	} {
		load := func(*packages.Config, ...string) ([]*packages.Package, error) {
			p := &packages.Package{PkgPath: "prices", Name: "prices"}
			if test.said != "" {
				p.Errors = []packages.Error{{Msg: test.said, Kind: packages.ListError}}
			}
			p.Errors = append(p.Errors, unimported)
			return []*packages.Package{p}, nil
		}
		loaded, err := golang.Load(golang.Options{Dir: "/x", Load: load}, []string{"prices"})
		if p := loaded["prices"]; err != nil || p.Problem != test.want ||
			p.Place.String() != test.place {
			t.Errorf("%s: got %v: %s, error %v", name, p.Place, p.Problem, err)
		}
	}
}

// TestLoadNothing: a pattern for which nothing was loaded has a package, too.
func TestLoadNothing(t *testing.T) {
	load := func(*packages.Config, ...string) ([]*packages.Package, error) { return nil, nil }
	loaded, err := golang.Load(golang.Options{Dir: ".", Load: load}, []string{"./prices"})
	p := loaded["./prices"]
	if err != nil || p == nil || p.Problem != "there is no such package" || p.Types != nil {
		t.Errorf("got %+v, error %v", p, err)
	}
}

func TestDirectory(t *testing.T) {
	for dir, want := range map[string]string{
		"prices": "./prices", "./prices": "./prices", "../prices": "../prices", ".": ".",
		"..": "..", "/prices": "/prices", ".hidden": "./.hidden",
	} {
		if got := golang.Directory(dir); got != want {
			t.Errorf("%s: got %s, want %s", dir, got, want)
		}
	}
}

// TestReadDir reads a directory without the go command.
func TestReadDir(t *testing.T) {
	dir := diagtest.WriteTree(t, map[string]string{
		"a.go": "package desk\n\ntype T struct{}\n\nfunc (T) Method() {}\n\n" +
			"func init() {}\n\nfunc Fetch() {}\n",
		"b.go": "package desk\n\nconst (\n\tone = 1\n\ttwo = 2\n)\n\nvar x, y int\n\n" +
			"func broken( {",
		"c_test.go":          "package desk\n\nfunc helper() {}\n",
		golang.GeneratedFile: "package desk\n\nfunc NewSession() {}\n",
	})
	want := map[string]string{
		"T": "a.go:3:6", "Fetch": "a.go:9:6", "one": "b.go:4:2", "two": "b.go:5:2",
		"x": "b.go:8:5", "y": "b.go:8:8",
	}
	read := golang.ReadDir(dir)
	got := read.Declared
	delete(got, "broken") // the parser may have read it
	if !maps.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if read.Name != "desk" {
		t.Errorf("the package is called %s", read.Name)
	}
	if name := golang.ReadDir(t.TempDir()).Name; name != "main" {
		t.Errorf("the package of an empty directory is called %s", name)
	}
}
