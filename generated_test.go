package rocketc_test

import (
	"bytes"
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
	"github.com/rocketc/rocketc/notify"
	"github.com/rocketc/rocketc/runlog/linked"
	"github.com/rocketc/rocketc/web"
)

// FuzzGenerated type-checks the Go that is generated for a schedule: if rocketc accepts
// the schedule, the Go compiler accepts the file. The schedules call functions of the
// packages in check/testdata. Schedules with Go written in place are skipped, because
// rocketc does not check what that Go means.
func FuzzGenerated(f *testing.F) {
	seeds(f)
	dir := "check/testdata"
	loaded, known := loadAll(f, dir)
	options := check.Options{Dir: dir, RunLogs: linked.Kinds, Notify: notify.New, Console: web.New,
		Load: func(*packages.Config, ...string) ([]*packages.Package, error) {
			return loaded, nil
		}}
	hasCode := regexp.MustCompile(`\bcode\b`)
	f.Fuzz(func(t *testing.T, src string) {
		if hasCode.MatchString(src) {
			return
		}
		p, _ := rocketc.Check([]rocketc.Source{{Name: "a.rkt",
			Text: []byte("import \"./args\"\n" + src)}}, options)
		if p == nil {
			return
		}
		for _, name := range []string{"", "main"} {
			p.Package = name
			file, err := codegen.Generate(p, "")
			if err != nil {
				t.Fatalf("%s\n%v", src, err)
			}
			checkGo(t, file.Text)
			if err := typeCheck(known, file.Text); err != nil {
				t.Fatalf("%s\n%v\n%s", src, err, file.Text)
			}
		}
		p.Package = ""
		apart, err := codegen.Program(p, "", 1)
		if err != nil {
			t.Fatalf("%s\n%v", src, err)
		}
		texts := append(apart.Tasks, apart.Text)
		if err := typeCheck(known, texts...); err != nil {
			t.Fatalf("%s\n%v\n%s", src, err, bytes.Join(texts, nil))
		}
	})
}

// seeds adds a schedule for each declaration in check/testdata/args.rkt.
func seeds(f *testing.F) {
	text, err := os.ReadFile("check/testdata/args.rkt")
	if err != nil {
		f.Fatal(err)
	}
	const params = "param region = env \"REGION\" >> \"eu\"\nparam count = 300\n" +
		"param pair = [1, 2]\nparam wait = 5 minutes\nparam name = func args.MakeRegion\n" +
		"task r31 when daily { func args.MakePrices }\n" +
		"task r30 when daily { func args.MakeRegion }\n"
	f.Add(params + "task a when daily { do set region = env \"R\" >> \"us\", set pair = [3, 4],\n" +
		"set name = func args.MakeRegion, run [r31, r30], terminate g.*, disable all,\n" +
		"run [b, c](n: region) }\ngroup g { task d when daily { command \"x\" } }\n" +
		"task b when daily { command \"b\"; params { n: count } }\n" +
		"task c when daily { command \"c\"; params { n: wait } }")
	f.Add(params + "task a when after r31 failed { notify region >> \"ntfy://ntfy.sh/a\"\n" +
		"title name; message [count, wait] }")
	for _, line := range regexp.MustCompile(`(?m)^(task|hook|cond).*$`).FindAllString(string(text),
		-1) {
		f.Add(params + line)
	}
}

// loadAll loads the packages that schedules name, and those that generated code may
// import. It returns the former, and all packages by their paths.
func loadAll(f *testing.F, dir string) (named []*packages.Package, known imported) {
	config := &packages.Config{Dir: dir, Mode: packages.NeedName | packages.NeedImports |
		packages.NeedDeps | packages.NeedTypes | packages.NeedSyntax | packages.NeedTypesInfo |
		packages.NeedFiles}
	loaded, err := packages.Load(config, "./args", "context", "os", "time", "log/slog",
		"github.com/rocketc/rocketc/console", "github.com/rocketc/rocketc/notify",
		"github.com/rocketc/rocketc/period",
		"github.com/rocketc/rocketc/stdconds", "github.com/rocketc/rocketc/stdconds/...")
	if err != nil {
		f.Fatal(err)
	}
	known = imported{}
	packages.Visit(loaded, nil, func(p *packages.Package) { known[p.PkgPath] = p.Types })
	return loaded, known
}

// imported holds packages by their paths. It is the importer of typeCheck.
type imported map[string]*types.Package

// Import returns the package of a path.
func (i imported) Import(path string) (*types.Package, error) {
	if path == "unsafe" {
		return types.Unsafe, nil
	}
	if p := i[path]; p != nil {
		return p, nil
	}
	return nil, fmt.Errorf("package %q is not loaded", path)
}

// typeCheck checks the types of a Go package, given the texts of its files.
func typeCheck(known imported, texts ...[]byte) error {
	fset := token.NewFileSet()
	var files []*ast.File
	for _, text := range texts {
		file, err := parser.ParseFile(fset, golang.GeneratedFile, text, 0)
		if err != nil {
			return err
		}
		files = append(files, file)
	}
	config := types.Config{Importer: known}
	_, err := config.Check("main", fset, files, nil)
	return err
}
