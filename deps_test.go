package rocketc_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/rocketc/rocketc"

// allowed says for each package what it may import beside the standard library:
// packages of ours by their path in the module, others by their module.
var allowed = map[string]string{
	"diag":              "",
	"period":            "",
	"grammar":           "diag period github.com/alecthomas/participle/v2",
	"plan":              "runtime stdconds period diag",
	"check":             "grammar plan diag runtime stdconds period stdconds/calendar stdconds/files stdconds/network stdconds/system stdconds/web golang.org/x/tools",
	"codegen":           "plan runtime stdconds period github.com/dave/jennifer",
	"":                  "diag grammar check plan codegen",
	"eval":              "check grammar diag runtime stdconds",
	"build":             ". diag",
	"cmd/rocketc":       ". build check codegen console eval diag grammar plan runtime period stdconds github.com/alecthomas/kong golang.org/x/term",
	"internal/diagtest": "diag",
	"runtime":           "",
	"stdconds":          "runtime period",
	"console":           "runtime",
	"stdconds/calendar": "runtime",
	"stdconds/files":    "",
	"stdconds/network":  "",
	"stdconds/system":   "",
	"stdconds/web":      "",
}

// linked are the packages that link into a compiled schedule: their tests, too,
// import the standard library only.
var linked = []string{
	"runtime", "stdconds", "period", "console",
	"stdconds/calendar", "stdconds/files", "stdconds/network", "stdconds/system", "stdconds/web",
}

type listed struct {
	ImportPath                         string
	Imports, TestImports, XTestImports []string
}

func listPackages(t *testing.T) (packages []listed) {
	t.Helper()
	out, err := exec.Command("go", "list", "-json=ImportPath,Imports,TestImports,XTestImports", "./...").Output()
	if err != nil {
		t.Fatal(err)
	}
	for dec := json.NewDecoder(bytes.NewReader(out)); ; {
		var p listed
		err := dec.Decode(&p)
		if errors.Is(err, io.EOF) {
			return packages
		}
		if err != nil {
			t.Fatal(err)
		}
		packages = append(packages, p)
	}
}

// TestImports: arrows between packages point one way only, as docs/design.md
// says.
func TestImports(t *testing.T) {
	seen := map[string]bool{}
	for _, p := range listPackages(t) {
		name := ours(p.ImportPath)
		if strings.HasPrefix(name, "examples") || strings.HasPrefix(name, "bench") {
			continue
		}
		may, known := allowed[name]
		if !known {
			t.Errorf("package %s is not in the table of imports", name)
			continue
		}
		seen[name] = true
		for _, path := range p.Imports {
			if !permitted(path, strings.Fields(may)) {
				t.Errorf("%s imports %s, which the table does not allow", name, path)
			}
		}
		if slices.Contains(linked, name) {
			for _, path := range append(p.TestImports, p.XTestImports...) {
				if !standard(path) && !strings.HasPrefix(path, module) {
					t.Errorf("a test of %s imports %s: users' go.sum would have to list it", name, path)
				}
			}
		}
	}
	for name := range allowed {
		if !seen[name] {
			t.Errorf("the table of imports has %q, which does not exist", name)
		}
	}
}

func ours(path string) string { return strings.TrimPrefix(strings.TrimPrefix(path, module), "/") }

func standard(path string) bool {
	first, _, _ := strings.Cut(path, "/")
	return !strings.Contains(first, ".")
}

func permitted(path string, may []string) bool {
	if standard(path) {
		return true
	}
	if path == module || strings.HasPrefix(path, module+"/") {
		name := ours(path)
		return slices.Contains(may, name) || name == "" && slices.Contains(may, ".")
	}
	return slices.ContainsFunc(may, func(m string) bool { return path == m || strings.HasPrefix(path, m+"/") })
}
