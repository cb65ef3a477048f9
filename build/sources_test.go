package build

import (
	"go/format"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/rocketc/rocketc/golang"
	"github.com/rocketc/rocketc/internal/module"
)

func TestSources(t *testing.T) {
	got, err := sources(fstest.MapFS{
		"a/a.go": {Data: []byte("package a\n")}, "a/a_test.go": {}, "a/testdata/x.txt": {},
		"b/c/c.go": {}, "b/c/static/style.css": {}, "go.mod": {},
	})
	if err != nil {
		t.Fatal(err)
	}
	if names := slices.Sorted(maps.Keys(got)); !slices.Equal(names,
		[]string{"a/a.go", "b/c/c.go", "b/c/static/style.css"}) {
		t.Errorf("files %q", names)
	}
}

func TestMoveImports(t *testing.T) {
	const text = `// Package x is about "github.com/rocketc/rocketc/runtime".
package x

import "github.com/rocketc/rocketc/period"
import (
	"fmt"
	r "github.com/rocketc/rocketc/runtime"; _ ` + "`github.com/rocketc/rocketc/stdconds`" + `
	"github.com/rocketc/rocketcx"
	"github.com/rocketc/rocketc"
)

var _ = "github.com/rocketc/rocketc/runtime"
`
	const want = `// Package x is about "github.com/rocketc/rocketc/runtime".
package x

import "m/i/period"
import (
	"fmt"
	r "m/i/runtime"; _ "m/i/stdconds"
	"github.com/rocketc/rocketcx"
	"github.com/rocketc/rocketc"
)

var _ = "github.com/rocketc/rocketc/runtime"
`
	got, err := moveImports([]byte(text), module.Path, "m/i")
	if err != nil || string(got) != want {
		t.Errorf("got %v\n%s", err, got)
	}
	if _, err := moveImports([]byte("no package"), module.Path, "m"); err == nil {
		t.Error("no error for what is not Go")
	}
}

func TestRequireGo(t *testing.T) {
	tests := []struct{ text, want string }{
		{"package x\n", "//go:build go1.24\n\npackage x\n"},
		{"//go:build unix && !linux\n\npackage x\n",
			"//go:build (unix && !linux) && go1.24\n\npackage x\n"},
		{"// A.\n\n//go:build a || b\n\n// B.\npackage x\n",
			"// A.\n\n//go:build (a || b) && go1.24\n\n// B.\npackage x\n"},
		{"package x\n\nconst a = `\n//go:build no\n`\n",
			"//go:build go1.24\n\npackage x\n\nconst a = `\n//go:build no\n`\n"},
		{"// not a //go:build line\npackage x\n",
			"//go:build go1.24\n\n// not a //go:build line\npackage x\n"},
	}
	for _, test := range tests {
		got := requireGo([]byte(test.text), "go1.24")
		if string(got) != test.want {
			t.Errorf("got %q, want %q", got, test.want)
		}
		if _, err := format.Source(got); err != nil {
			t.Error(err)
		}
	}
}

// The runtime uses nothing that is newer than the oldest Go it is said to
// compile with: neither of the language nor of the standard library.
func TestMinGo(t *testing.T) {
	offline(t)
	files, err := sources(programSources(t))
	if err != nil {
		t.Fatal(err)
	}
	l := layout{work: t.TempDir(), files: files}
	files["go.mod"] = []byte("module " + module.Path + "\n\ngo " + strings.TrimPrefix(minGo, "go") +
		"\n")
	if err := l.write(); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("go", "vet", "-stdversion", "./...")
	cmd.Dir = l.work
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

func TestDeepest(t *testing.T) {
	m := userModule{root: filepath.FromSlash("/m"), path: "example.com/m"}
	tests := []struct{ dir, parent, path string }{
		{"/m", "/m", "example.com/m"},
		{"/m/a/b-c.d", "/m/a/b-c.d", "example.com/m/a/b-c.d"},
		{"/m/a/b c/d", "/m/a", "example.com/m/a"},
		{"/m/ä", "/m", "example.com/m"},
		{"/m/a./b", "/m", "example.com/m"},
		{"/m/.git/b", "/m", "example.com/m"},
	}
	for _, test := range tests {
		parent, path := m.deepest(filepath.FromSlash(test.dir))
		if filepath.ToSlash(parent) != test.parent || path != test.path {
			t.Errorf("%s: %s, %s, want %s, %s", test.dir, parent, path, test.parent, test.path)
		}
	}
}

func TestFlags(t *testing.T) {
	for given, want := range map[string]string{
		"": "", "-mod=mod": "", "-race --mod=mod -tags=a": "-race -tags=a",
		"-mod=vendor": "-mod=vendor",
	} {
		if got := (&toolchain{vars: map[string]string{"GOFLAGS": given}}).flags(); got != want {
			t.Errorf("flags of %q are %q, want %q", given, got, want)
		}
	}
}

func FuzzFailure(f *testing.F) {
	for _, seed := range []string{
		"", "# m\n", "\tx\n", "prices.rkt:12: undefined: x\n\thint\n", "/w/main.go:1:2: x",
		"a.go:99999999999999999999: x", "::: x", "m.rkt:1:1: \x00",
	} {
		f.Add(seed)
	}
	lines := golang.LineMap{{Span: span("prices.rkt", 12, 3), Text: "//line prices.rkt:12:1\nx"}}
	l := &layout{dir: "/m/s", work: "/w", over: "/m/s/" + mainDir, lines: lines}
	f.Fuzz(func(t *testing.T, out string) {
		failure, ok := l.failure([]byte(out), os.ErrInvalid).(*Failure)
		if !ok || len(failure.Findings) == 0 || failure.Error() == "" &&
			strings.TrimSpace(out) == "" {
			t.Errorf("nothing is left of %q", out)
		}
	})
}
