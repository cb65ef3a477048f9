package build

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/golang"
	"github.com/rocketc/rocketc/internal/diagtest"
	"github.com/rocketc/rocketc/internal/module"
)

// programSources are the packages that a program links.
func programSources(t *testing.T) fs.FS {
	t.Helper()
	packages := fstest.MapFS{}
	for _, dir := range []string{
		"runtime", "stdconds", "period", "spelling", "console", "control", "notify",
	} {
		err := fs.WalkDir(os.DirFS(".."), dir,
			func(name string, entry fs.DirEntry, err error) error {
				if err != nil || entry.IsDir() {
					return err
				}
				text, err := os.ReadFile(filepath.Join("..", name))
				packages[name] = &fstest.MapFile{Data: text}
				return err
			})
		if err != nil {
			t.Fatal(err)
		}
	}
	return packages
}

// paths returns all that is below a directory.
func paths(t *testing.T, root string) (all []string) {
	t.Helper()
	err := filepath.WalkDir(root, func(path string, _ fs.DirEntry, err error) error {
		all = append(all, path)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// offline keeps the go command from the network and from the user's settings.
func offline(t *testing.T) {
	for name, value := range map[string]string{
		"GOPROXY": "off", "GOFLAGS": "", "GOWORK": "", "GOTOOLCHAIN": "local", "GOENV": "off",
		"GOSUMDB": "off",
	} {
		t.Setenv(name, value)
	}
}

// mainFile is a generated file that prints what the expression yields, then
// runs an empty schedule's command line.
func mainFile(imports, expression string) []byte {
	return []byte("package main\n\nimport (\n\t\"fmt\"\n\t\"os\"\n\n" + imports +
		"\t\"github.com/rocketc/rocketc/console\"\n" +
		"\trocket \"github.com/rocketc/rocketc/runtime\"\n" +
		"\t_ \"github.com/rocketc/rocketc/stdconds\"\n)\n\n" +
		"var schedule = rocket.Schedule{}\n\nfunc main() {\n\tfmt.Println(" + expression +
		")\n\tos.Exit(console.Main(&schedule))\n}\n")
}

// output runs a binary and returns what it prints before its help.
func output(t *testing.T, binary string) string {
	t.Helper()
	out, err := exec.Command(binary, "--help").CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	first, _, _ := strings.Cut(string(out), "\n")
	return first
}

func TestBuildAlone(t *testing.T) {
	offline(t)
	t.Setenv("GOFLAGS", "-mod=vendor") // of no meaning to a program that is alone
	var binaries [2][]byte
	for i := range binaries {
		dir := diagtest.WriteTree(t, map[string]string{"a b/prices.rkt": ""})
		p := Program{
			Main: mainFile("", `"alone"`), Runtime: programSources(t),
			Dir:     filepath.Join(dir, "a b"),
			Imports: []string{"net/url", "C", module.Path + "/runtime"},
		}
		before, binary := paths(t, dir), filepath.Join(t.TempDir(), "prices")
		if err := p.Build(t.Context(), binary); err != nil {
			t.Fatal(err)
		}
		if got := output(t, binary); got != "alone" {
			t.Errorf("the program prints %q", got)
		}
		if after := paths(t, dir); len(after) != len(before) {
			t.Errorf("left in the schedule's directory: %q", after)
		}
		if left := paths(t, filepath.Dir(binary)); len(left) != 2 {
			t.Errorf("left beside the binary: %q", left)
		}
		text, err := os.ReadFile(binary)
		if err != nil {
			t.Fatal(err)
		}
		binaries[i] = text
	}
	if !bytes.Equal(binaries[0], binaries[1]) {
		t.Error("two builds of one schedule, in two directories, differ")
	}
	if bytes.Contains(binaries[0], []byte(filepath.Join(os.TempDir(), "rocketc"))) {
		t.Error("the binary holds the path of a temporary directory")
	}
}

const lib = "package lib\n\nfunc Name() string { return \"lib\" }\n"

// TestBuildInside has the ways in which a schedule stands in a Go module.
func TestBuildInside(t *testing.T) {
	repo, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name, dir, path string
		files           map[string]string
	}{
		{"plain", ".", "example.com/m/lib", map[string]string{
			"go.mod": "module example.com/m\n\ngo 1.26\n", "lib/lib.go": lib}},
		{"old language", "schedules", "example.com/m/lib", map[string]string{
			"go.mod": "module example.com/m\n\ngo 1.17\n", "lib/lib.go": lib,
			"schedules/x.rkt": ""}},
		{"no go directive", ".", "example.com/m/lib", map[string]string{
			"go.mod": "module example.com/m\n", "lib/lib.go": lib}},
		{"internal", "sub/schedules", "example.com/m/sub/internal/lib", map[string]string{
			"go.mod": "module example.com/m\n\ngo 1.26\n", "sub/internal/lib/lib.go": lib,
			"sub/schedules/x.rkt": ""}},
		{"directory without import path", "sub/my schedules/ä", "example.com/m/sub/internal/lib",
			map[string]string{
				"go.mod": "module example.com/m\n\ngo 1.26\n", "sub/internal/lib/lib.go": lib,
				"sub/my schedules/ä/x.rkt": ""}},
		{"vendor", ".", "example.com/dep/lib", map[string]string{
			"go.mod": "module example.com/m\n\ngo 1.26\n\n" +
				"require example.com/dep v1.0.0\n",
			"m.go": "package m\n\nimport _ \"example.com/dep/lib\"\n",
			"vendor/modules.txt": "# example.com/dep v1.0.0\n## explicit; go 1.26\n" +
				"example.com/dep/lib\n",
			"vendor/example.com/dep/lib/x.go": lib}},
		{"replace", "m", "example.com/dep/lib", map[string]string{
			"m/go.mod": "module example.com/m\n\ngo 1.26\n\nrequire example.com/dep v1.0.0\n\n" +
				"replace example.com/dep => ../dep\n",
			"dep/go.mod": "module example.com/dep\n\ngo 1.26\n", "dep/lib/lib.go": lib}},
		{"workspace", "m", "example.com/dep/lib", map[string]string{
			"go.work":    "go 1.26\n\nuse ./m\nuse ./dep\n",
			"m/go.mod":   "module example.com/m\n\ngo 1.26\n",
			"dep/go.mod": "module example.com/dep\n\ngo 1.26\n", "dep/lib/lib.go": lib}},
		{"the module has the runtime", ".", "example.com/m/lib", map[string]string{
			"go.mod": "module example.com/m\n\ngo 1.26.8\n\n" +
				"require github.com/rocketc/rocketc v0.0.0\n\n" +
				"replace github.com/rocketc/rocketc => " + repo + "\n",
			"lib/lib.go": "package lib\n\nimport \"github.com/rocketc/rocketc/runtime/arg\"\n\n" +
				"func Name() string { return arg.Literal{Value: \"lib\"}.Value.(string) }\n"}},
	}
	sources := programSources(t)
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			offline(t)
			root := diagtest.WriteTree(t, test.files)
			before := paths(t, root)
			p := Program{
				Main: mainFile("\t\""+test.path+"\"\n", "lib.Name(), one"),
				Tasks: [][]byte{[]byte("package main\n\n" +
					"import \"github.com/rocketc/rocketc/period\"\n\n" +
					"var _ period.Period\n\nvar one = min(1, 2)\n")},
				Runtime: sources, Dir: filepath.Join(root, test.dir),
				Imports: []string{"fmt", test.path},
			}
			binary := filepath.Join(t.TempDir(), "prices")
			if err := p.Build(t.Context(), binary); err != nil {
				t.Fatal(err)
			}
			if got := output(t, binary); got != "lib 1" {
				t.Errorf("the program prints %q", got)
			}
			if after := paths(t, root); len(after) != len(before) {
				t.Errorf("written to the module: %q", after)
			}
		})
	}
}

// A vendored runtime without its console cannot be linked, and a second runtime
// would have types of its own.
func TestBuildHalfARuntime(t *testing.T) {
	offline(t)
	root := diagtest.WriteTree(t, map[string]string{
		"go.mod": "module example.com/m\n\ngo 1.26\n\n" +
			"require github.com/rocketc/rocketc v0.1.0\n",
		"lib/lib.go": "package lib\n\nimport _ \"github.com/rocketc/rocketc/runtime\"\n\n" +
			"func Name() string { return \"\" }\n",
		"vendor/modules.txt": "# github.com/rocketc/rocketc v0.1.0\n## explicit; go 1.26\n" +
			"github.com/rocketc/rocketc/runtime\n",
		"vendor/github.com/rocketc/rocketc/runtime/x.go": "package runtime\n",
	})
	p := Program{Main: mainFile("\t\"example.com/m/lib\"\n", "lib.Name()"),
		Runtime: programSources(t), Dir: root, Imports: []string{"example.com/m/lib"}}
	err := p.Build(t.Context(), filepath.Join(t.TempDir(), "x"))
	if err == nil || !strings.Contains(err.Error(),
		"but not its package github.com/rocketc/rocketc/console") {
		t.Errorf("error %v", err)
	}
}

func TestBuildErrors(t *testing.T) {
	module := diagtest.WriteTree(t, map[string]string{"go.mod": "module example.com/m\n\ngo 1.26\n",
		"dir/x": "", "go/main.go": "package main\n"})
	bare := diagtest.WriteTree(t, map[string]string{"x.rkt": ""})
	done, cancel := context.WithCancel(t.Context())
	cancel()
	tests := []struct {
		name   string
		ctx    context.Context
		p      Program
		output string
		want   string
	}{
		{"no directory", t.Context(), Program{Dir: filepath.Join(module, "none")}, "x",
			"no such file"},
		{"no module", t.Context(), Program{Dir: bare, Imports: []string{"fmt", "example.com/m"}},
			"x",
			"uses the Go package example.com/m, but there is no go.mod in " + bare},
		{"not Go", t.Context(), Program{Dir: module, Imports: []string{"example.com/m"},
			Main: []byte("func")}, "x", "not Go"},
		{"output in no directory", t.Context(), Program{Dir: bare}, "none/x", "no such file"},
		{"output is a directory", t.Context(), Program{Dir: bare}, ".", "is a directory"},
		{"cancelled", done, Program{Dir: bare}, "x", "context canceled"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			offline(t)
			if test.p.Main == nil {
				test.p.Main = mainFile("", "1")
			}
			test.p.Runtime = programSources(t)
			out := t.TempDir()
			err := test.p.Build(test.ctx, filepath.Join(out, test.output))
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error %v, want %q", err, test.want)
			}
			if left := paths(t, out); len(left) != 1 {
				t.Errorf("left behind: %q", left)
			}
		})
	}
}

func TestBuildNoGo(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	p := Program{Main: mainFile("", "1"), Dir: t.TempDir()}
	if err := p.Build(t.Context(), "x"); !errors.Is(err, ErrNoGo) {
		t.Errorf("error %v, want ErrNoGo", err)
	}
	if _, err := p.Cached(t.Context(), "x"); !errors.Is(err, ErrNoGo) {
		t.Errorf("error %v, want ErrNoGo", err)
	}
}

// What goes wrong in Go is told apart by whose it is.
func TestFailure(t *testing.T) {
	const inline = "\nfunc task() {\n//line prices.rkt:12:1\n\tundefined1()\n}\n"
	tests := []struct {
		name, imports, rest, lib string
		want                     []Finding
	}{
		{name: "inline", rest: inline, lib: lib, want: []Finding{
			{Inline, span("prices.rkt", 12, 12), "undefined: undefined1"}}},
		{name: "own", rest: "\nfunc wrong() int { return undefined2 }\n", lib: lib, want: []Finding{
			{Own, span("main.go", 20, 27), "undefined: undefined2"}}},
		{name: "user", lib: lib + "var X int = Y\n", want: []Finding{
			{User, span("lib/lib.go", 4, 13), "undefined: Y"}}},
		{name: "missing package", imports: "\t_ \"example.com/m/none\"\n", lib: lib,
			want: []Finding{
				{Msg: "no required module provides package example.com/m/none"}}},
		{name: "missing module", imports: "\t_ \"example.com/other\"\n", lib: lib, want: []Finding{
			{Msg: "no required module provides package example.com/other"}}},
		{name: "missing in the user's package",
			lib: "package lib\n\nimport _ \"example.com/none\"\n\nfunc Name() int { return 1 }\n",
			want: []Finding{
				{User, span("lib/lib.go", 3, 8),
					"no required module provides package example.com/none"}}},
		{name: "syntax", lib: "package lib\nfunc", want: []Finding{
			{User, span("lib/lib.go", 2, 5), "syntax error: unexpected"}}},
		{name: "several lines", imports: "\t\"unsafe\"\n",
			rest: "\nvar _ fmt.Stringer = 1\nvar _ unsafe.Pointer\n", lib: lib, want: []Finding{
				{Own, span("main.go", 21, 22),
					"cannot use 1 (constant of type int) as fmt.Stringer value in variable " +
						"declaration: int does not implement fmt.Stringer"}}},
	}
	sources := programSources(t)
	body, err := golang.ParseBody(" undefined1( ) ")
	if err != nil {
		t.Fatal(err)
	}
	place := span("prices.rkt", 12, 11)
	lines := golang.LineMap{{Snippet: body, Span: place, Text: inline, After: 1}}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			offline(t)
			root := diagtest.WriteTree(t, map[string]string{
				"go.mod":     "module example.com/m\n\ngo 1.26\n",
				"lib/lib.go": test.lib, "s/prices.rkt": "",
			})
			p := Program{
				Main: append(mainFile("\t\"example.com/m/lib\"\n"+test.imports, "lib.Name()"),
					test.rest...),
				Runtime: sources, Dir: filepath.Join(root, "s"),
				Imports: []string{"example.com/m/lib"}, Lines: lines,
			}
			binary := filepath.Join(t.TempDir(), "prices")
			if err := os.WriteFile(binary, []byte("old"), 0o755); err != nil {
				t.Fatal(err)
			}
			var failure *Failure
			if err := p.Build(t.Context(), binary); !errors.As(err, &failure) {
				t.Fatalf("error %v, want a Failure", err)
			}
			compareFindings(t, root, failure.Findings, test.want)
			if old, _ := os.ReadFile(binary); string(old) != "old" {
				t.Error("the binary of before is gone")
			}
		})
	}
}

func compareFindings(t *testing.T, root string, got, want []Finding) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("findings %q, want %q", got, want)
	}
	for i, w := range want {
		g := got[i]
		if w.Origin == User {
			w.Span.File = filepath.Join(root, w.Span.File)
		}
		if g.Origin != w.Origin || filepath.ToSlash(g.Span.String()) != w.Span.String() ||
			!strings.Contains(g.Msg, w.Msg) {
			t.Errorf("finding %+v, want %+v", g, w)
		}
	}
}

// span is a place in a file.
func span(file string, line, col int) diag.Span {
	return diag.Span{File: file, Start: diag.Pos{Line: line, Col: col}}
}

// TestPlace reads the places with which the Go tools begin a line.
func TestPlace(t *testing.T) {
	for line, want := range map[string]string{
		"a.go:3:4: undefined: x":         "a.go 3 4 undefined: x",
		"../b c/a.go:3: x":               "../b c/a.go 3 0 x",
		`C:\a.go:3:4: x: y`:              `C:\a.go 3 4 x: y`,
		"go.mod:3:4: ":                   "go.mod 3 4 ",
		"go: module x: not found":        "",
		"pattern ./...: no such file":    "",
		"a.go:3:4":                       "a.go 3 4 ",
		"":                               "",
		"link: a.go:3:4: duplicate name": "",
	} {
		got := ""
		if file, at, msg, ok := place(line); ok {
			got = fmt.Sprintf("%s %d %d %s", file, at.Line, at.Col, msg)
		}
		if got != want {
			t.Errorf("%q: got %q, want %q", line, got, want)
		}
	}
}

// The null device takes a binary, and stays what it is.
func TestBuildNull(t *testing.T) {
	offline(t)
	p := Program{Main: mainFile("", "1"), Runtime: programSources(t), Dir: t.TempDir()}
	if err := p.Build(t.Context(), os.DevNull); err != nil {
		t.Error(err)
	}
	if info, err := os.Stat(os.DevNull); err != nil || info.Mode().IsRegular() {
		t.Errorf("%s is %v, %v", os.DevNull, info, err)
	}
}
