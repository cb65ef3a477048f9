package rocketc_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"regexp"
	"testing"

	"golang.org/x/tools/go/packages"

	"github.com/rocketc/rocketc"
	"github.com/rocketc/rocketc/check"
	"github.com/rocketc/rocketc/codegen"
	"github.com/rocketc/rocketc/golang"
)

// FuzzGenerated type-checks the Go of whatever schedule is accepted: what the
// compiler does not refuse, the Go compiler does not either. The schedules call
// functions of the packages that the tests of check have; Go that is written in
// them is left out, as its meaning is the Go compiler's business.
func FuzzGenerated(f *testing.F) {
	seeds(f)
	dir := "check/testdata"
	loaded, known := loadAll(f, dir)
	options := check.Options{Dir: dir, Load: func(*packages.Config, ...string) ([]*packages.Package, error) { return loaded, nil }}
	hasCode := regexp.MustCompile(`\bcode\b`)
	f.Fuzz(func(t *testing.T, src string) {
		if hasCode.MatchString(src) {
			return
		}
		p, _ := rocketc.Check([]rocketc.Source{{Name: "a.rkt", Text: []byte("import \"./args\"\n" + src)}}, options)
		if p == nil {
			return
		}
		for _, mode := range []codegen.Mode{codegen.Program, codegen.Package} {
			text, err := codegen.Generate(p, mode, "")
			if err != nil {
				t.Fatalf("%s\n%v", src, err)
			}
			checkGo(t, text)
			if err := typeCheck(text, known); err != nil {
				t.Fatalf("%s\n%v\n%s", src, err, text)
			}
		}
	})
}

// seeds adds the schedules in the tests of check, whole and line by line.
func seeds(f *testing.F) {
	text, err := os.ReadFile("check/testdata/args.rkt")
	if err != nil {
		f.Fatal(err)
	}
	const params = "param region = env \"REGION\" >> \"eu\"\nparam count = 300\nparam pair = [1, 2]\nparam wait = 5 minutes\nparam name = func args.MakeRegion\n" +
		"task r31 when daily { func args.MakePrices }\ntask r30 when daily { func args.MakeRegion }\n"
	for _, line := range regexp.MustCompile(`(?m)^(task|hook|cond).*$`).FindAllString(string(text), -1) {
		f.Add(params + line)
	}
}

// loadAll loads the packages that schedules name, and returns all that generated
// code may import by their paths.
func loadAll(f *testing.F, dir string) (named []*packages.Package, known imported) {
	config := &packages.Config{Dir: dir, Mode: packages.NeedName | packages.NeedImports | packages.NeedDeps | packages.NeedTypes | packages.NeedSyntax | packages.NeedTypesInfo | packages.NeedFiles}
	loaded, err := packages.Load(config, "./args", "context", "os", "time", "log/slog",
		"github.com/rocketc/rocketc/console", "github.com/rocketc/rocketc/period", "github.com/rocketc/rocketc/stdconds", "github.com/rocketc/rocketc/stdconds/...")
	if err != nil {
		f.Fatal(err)
	}
	known = imported{}
	packages.Visit(loaded, nil, func(p *packages.Package) { known[p.PkgPath] = p.Types })
	return loaded, known
}

// imported has packages by their paths.
type imported map[string]*types.Package

// Import returns one of them.
func (i imported) Import(path string) (*types.Package, error) {
	if path == "unsafe" {
		return types.Unsafe, nil
	}
	if p := i[path]; p != nil {
		return p, nil
	}
	return nil, fmt.Errorf("package %q is not loaded", path)
}

// typeCheck checks a file of Go.
func typeCheck(text []byte, known imported) error {
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, golang.GeneratedFile, text, 0)
	if err != nil {
		return err
	}
	config := types.Config{Importer: known}
	_, err = config.Check("main", fset, []*ast.File{file}, nil)
	return err
}
