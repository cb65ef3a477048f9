package rocketc_test

import (
	"bytes"
	"flag"
	"go/format"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"github.com/rocketc/rocketc"
	"github.com/rocketc/rocketc/check"
	"github.com/rocketc/rocketc/codegen"
	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/golang"
	"github.com/rocketc/rocketc/notify"
	"github.com/rocketc/rocketc/plan"
	"github.com/rocketc/rocketc/runlog/linked"
	"github.com/rocketc/rocketc/web"
)

var update = flag.Bool("update", false, "write the golden files")

// The results in a golden file: what the compiler says and, if there is a plan, the
// plan and its Go.
const (
	diagnosticsFile = "diagnostics"
	planFile        = "plan"
)

// A golden is one file of testdata/golden: sources and what the compiler makes of them.
// The comment of the archive says what it shows. Lines in the comment say how the
// sources are compiled: "mode: package" does what `rocketc gen` does, "input: crlf" and
// "input: bom" add line ends and a mark that an archive cannot hold.
type golden struct {
	name    string
	archive *txtar.Archive
}

func goldens(t *testing.T) (all []golden) {
	t.Helper()
	names, err := filepath.Glob("testdata/golden/*.txtar")
	if err != nil || len(names) < 20 {
		t.Fatalf("got %d golden files, error %v", len(names), err)
	}
	for _, name := range names {
		archive, err := txtar.ParseFile(name)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, golden{name, archive})
	}
	return all
}

// has reports whether the comment has a line.
func (g golden) has(line string) bool {
	return slices.Contains(strings.Split(string(g.archive.Comment), "\n"), line)
}

// isPackage reports whether the schedule becomes a part of a package.
func (g golden) isPackage() bool { return g.has("mode: package") }

// isResult reports whether a file of the archive is written by the test.
func isResult(name string) bool {
	return name == diagnosticsFile || name == planFile || name == golang.GeneratedFile ||
		name == runsFile
}

// sources returns the files of the schedule, and writes all others to dir.
func (g golden) sources(t *testing.T, dir string) (sources []rocketc.Source, hasGo bool) {
	t.Helper()
	for _, f := range g.archive.Files {
		switch {
		case isResult(f.Name):
		case filepath.Ext(f.Name) == ".rkt":
			sources = append(sources, rocketc.Source{Name: f.Name, Text: g.input(f.Data)})
		default:
			hasGo = true
			writeFile(t, filepath.Join(dir, f.Name), f.Data)
		}
	}
	return sources, hasGo
}

// input returns a source with the line ends and the mark that the comment asks for.
func (g golden) input(text []byte) []byte {
	if g.has("input: crlf") {
		text = bytes.ReplaceAll(text, []byte("\n"), []byte("\r\n"))
	}
	if g.has("input: bom") {
		text = append([]byte("\uFEFF"), text...)
	}
	return text
}

func writeFile(t *testing.T, name string, text []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, text, 0o666); err != nil {
		t.Fatal(err)
	}
}

// today is the day on which the sources of the archives are compiled.
var today = time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)

// check compiles the sources of an archive to a plan.
func (g golden) check(t *testing.T) (*plan.Plan, []rocketc.Source, diag.List) {
	t.Helper()
	dir := t.TempDir()
	sources, hasGo := g.sources(t, dir)
	options := check.Options{Package: g.isPackage(), RunLogs: linked.Kinds,
		Notify: notify.New, Console: web.New, Today: today}
	if hasGo {
		options.Dir = dir
	}
	p, list := rocketc.Check(sources, options)
	return p, sources, list
}

// compile returns the results for the sources of an archive.
func (g golden) compile(t *testing.T) (results []txtar.File) {
	t.Helper()
	p, sources, list := g.check(t)
	if len(list) > 0 {
		results = append(results, txtar.File{Name: diagnosticsFile, Data: render(t, sources, list)})
	}
	if p == nil {
		return results
	}
	file, err := codegen.Generate(p, "")
	if err != nil {
		t.Fatal(err)
	}
	again, err := codegen.Generate(p, "")
	if err != nil || !bytes.Equal(file.Text, again.Text) {
		t.Errorf("generated once\n%s\nthen, with error %v,\n%s", file.Text, err, again.Text)
	}
	return append(results, txtar.File{Name: planFile, Data: []byte(p.String())},
		txtar.File{Name: golang.GeneratedFile, Data: file.Text})
}

func render(t *testing.T, sources []rocketc.Source, list diag.List) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := diag.Render(&b, rocketc.Shown(sources), list, false); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestGolden compares all results of compiling a schedule with those on file. With
// -update it writes the files instead.
func TestGolden(t *testing.T) {
	for _, g := range goldens(t) {
		t.Run(strings.TrimSuffix(filepath.Base(g.name), ".txtar"), func(t *testing.T) {
			results := g.compile(t)
			for _, f := range results {
				if f.Name == golang.GeneratedFile {
					checkGo(t, f.Data)
				}
			}
			got := &txtar.Archive{Comment: g.archive.Comment}
			for _, f := range g.archive.Files {
				if !isResult(f.Name) {
					got.Files = append(got.Files, f)
				}
			}
			got.Files = append(got.Files, results...)
			if *update {
				writeFile(t, g.name, txtar.Format(got))
				return
			}
			compare(t, g.archive, got)
		})
	}
}

// compare reports the files in which two archives differ.
func compare(t *testing.T, want, got *txtar.Archive) {
	t.Helper()
	texts := func(a *txtar.Archive) map[string]string {
		all := map[string]string{}
		for _, f := range a.Files {
			all[f.Name] = string(f.Data)
		}
		return all
	}
	wants, gots := texts(want), texts(got)
	for name, text := range gots {
		// An archive ends each of its files with a line break.
		if wants[name] != text && wants[name] != text+"\n" {
			t.Errorf("%s: -want +got\n%s", name, cmp.Diff(wants[name], text))
		}
	}
	for name := range wants {
		if _, ok := gots[name]; !ok {
			t.Errorf("%s: got none, want\n%s", name, wants[name])
		}
	}
}

// checkGo checks that generated Go parses and that gofmt would not change it.
func checkGo(t *testing.T, text []byte) {
	t.Helper()
	if _, err := parser.ParseFile(token.NewFileSet(), golang.GeneratedFile, text,
		parser.SkipObjectResolution); err != nil {
		t.Errorf("%v in\n%s", err, text)
	}
	if formatted, err := format.Source(text); err != nil || !bytes.Equal(formatted, text) {
		t.Errorf("gofmt would change it (%v):\n%s", err, text)
	}
}

// hasOwnGo reports whether the archive has Go files of its own.
func (g golden) hasOwnGo() bool {
	return slices.ContainsFunc(g.archive.Files, func(f txtar.File) bool {
		return !isResult(f.Name) && filepath.Ext(f.Name) == ".go"
	})
}

// TestGoldenCompiles runs go vet on all programs on file at once, those of former releases,
// too, except those whose archives have Go files of their own.
func TestGoldenCompiles(t *testing.T) {
	if testing.Short() {
		t.Skip("runs the Go compiler")
	}
	dir := moduleDir(t)
	for _, g := range goldens(t) {
		program := filepath.Join(dir, strings.TrimSuffix(filepath.Base(g.name), ".txtar"))
		for _, f := range g.archive.Files {
			if f.Name == golang.GeneratedFile && !g.hasOwnGo() {
				writeFile(t, filepath.Join(program, f.Name), f.Data)
			}
		}
	}
	for name, text := range goOfReleases(t) {
		writeFile(t, filepath.Join(dir, name, golang.GeneratedFile), text)
	}
	goCommand(t, dir, "vet", "./...")
}
