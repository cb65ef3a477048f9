package rocketc_test

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// A deadPackage is a package as the command deadcode describes it.
type deadPackage struct {
	Path  string
	Funcs []struct {
		Name     string
		Position struct {
			File string
			Line int
		}
	}
}

// TestDeadCode: the command rocketc or the program of examples/desk reaches every function,
// except the API of the promised packages and those that testdata/deadcode.txt lists.
func TestDeadCode(t *testing.T) {
	if testing.Short() {
		t.Skip("analyses the whole program")
	}
	excepted := reasonsIn(t, "testdata/deadcode.txt")
	for _, p := range deadPackages(t) {
		for _, f := range p.Funcs {
			name := inModule(p.Path) + "." + f.Name
			if isPromised(inModule(p.Path)) && isExportedFunc(f.Name) {
				continue
			}
			if _, ok := excepted[name]; !ok {
				t.Errorf("%s:%d: no program reaches %s: delete the function, or say in "+
					"testdata/deadcode.txt why it stays", f.Position.File, f.Position.Line, name)
			}
			delete(excepted, name)
		}
	}
	for name := range excepted {
		t.Errorf("testdata/deadcode.txt lists %s, which is not dead: delete the line", name)
	}
}

// reasonsIn reads a file of exceptions: a name in each line, with the reason for it.
func reasonsIn(t *testing.T, file string) map[string]string {
	t.Helper()
	reasons := map[string]string{}
	for line := range strings.Lines(readText(t, file)) {
		name, reason, found := strings.Cut(strings.TrimSpace(line), ": ")
		if strings.HasPrefix(line, "#") || name == "" {
			continue
		}
		if !found {
			t.Errorf("%s: %s has no reason", file, name)
		}
		reasons[name] = reason
	}
	return reasons
}

// isExportedFunc reports whether a function, or a method such as Any.Next, is exported.
func isExportedFunc(name string) bool {
	return !slices.ContainsFunc(strings.Split(name, "."), func(part string) bool {
		return part[0] < 'A' || part[0] > 'Z'
	})
}

// deadPackages returns the functions of the module that neither program reaches.
func deadPackages(t *testing.T) (packages []deadPackage) {
	t.Helper()
	root, err := filepath.Abs(".")
	if err != nil {
		t.Fatal(err)
	}
	work := filepath.Join(t.TempDir(), "go.work")
	text := fmt.Sprintf("go 1.26.0\n\nuse %q\nuse %q\n", root, filepath.Join(root, "examples/desk"))
	writeFile(t, work, []byte(text))
	deadcode := exec.Command("go", "tool", "deadcode", "-json", "-filter", "rocketc/rocketc",
		"./cmd/rocketc", "./examples/desk")
	deadcode.Env = append(os.Environ(), "GOWORK="+work, "GOOS=linux", "GOARCH=amd64")
	deadcode.Stderr = os.Stderr
	out, err := deadcode.Output()
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(out, &packages); err != nil {
		t.Fatal(err)
	}
	return packages
}
