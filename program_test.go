package rocketc_test

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"github.com/rocketc/rocketc"
	"github.com/rocketc/rocketc/check"
	"github.com/rocketc/rocketc/codegen"
	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/golang"
	"github.com/rocketc/rocketc/internal/module"
	"github.com/rocketc/rocketc/notify"
	"github.com/rocketc/rocketc/runlog/linked"
	"github.com/rocketc/rocketc/web"
)

// TestPrograms compiles the archives in testdata/programs. Each holds a Go module with a
// schedule. The test runs the program and compares what it prints with the file stdout of
// the archive. If there is a file wrong instead, the compiler must report that text.
func TestPrograms(t *testing.T) {
	if testing.Short() {
		t.Skip("runs the Go compiler")
	}
	names, err := filepath.Glob("testdata/programs/*.txtar")
	if err != nil || len(names) == 0 {
		t.Fatalf("no programs: %v", err)
	}
	for _, name := range names {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			runProgram(t, golden{name, archive})
		})
	}
}

func runProgram(t *testing.T, g golden) {
	dir := moduleDir(t)
	sources, _ := g.sources(t, dir)
	options := check.Options{Dir: dir, Package: g.isPackage(), RunLogs: linked.Kinds,
		Notify: notify.New, Console: web.New}
	p, list := rocketc.Check(sources, options)
	file, err := &codegen.File{}, list.Err()
	if p != nil {
		file, err = codegen.Generate(p, "")
	}
	if wrong := g.file("wrong"); wrong != "" {
		if err == nil || strings.TrimSpace(err.Error()) != strings.TrimSpace(wrong) {
			t.Errorf("got %v, want %s", err, wrong)
		}
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	if shown := list; len(shown) > 0 && shown[0].Severity == diag.Error {
		t.Fatal(shown)
	}
	checkGo(t, file.Text)
	writeFile(t, filepath.Join(dir, golang.GeneratedFile), file.Text)
	goCommand(t, dir, "vet", "./...")
	out := goCommand(t, dir, "run", ".")
	if *update {
		for i, f := range g.archive.Files {
			if f.Name == "stdout" {
				g.archive.Files[i].Data = []byte(out)
			}
		}
		writeFile(t, g.name, txtar.Format(g.archive))
	}
	if out != g.file("stdout") {
		t.Errorf("-want +got\n%s", cmp.Diff(g.file("stdout"), out))
	}
}

// moduleDir makes a module that uses this one, and requires all that this one does: so the go
// command needs no other modules than it needs here.
func moduleDir(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	root, err := filepath.Abs(".")
	if err != nil {
		t.Fatal(err)
	}
	lists := regexp.MustCompile(`(?ms)^require \(.*?^\)\n`)
	required := lists.FindAllString(readText(t, "go.mod"), -1)
	text := fmt.Sprintf("module example.com/desk\n\ngo 1.26.0\n\n"+
		"require %s v0.0.0\n\nreplace %[1]s => %s\n\n%s",
		module.Path, root, strings.Join(required, "\n"))
	writeFile(t, filepath.Join(dir, "go.mod"), []byte(text))
	writeFile(t, filepath.Join(dir, "go.sum"), []byte(readText(t, "go.sum")))
	return dir
}

// file returns a file of the archive, or nothing.
func (g golden) file(name string) string {
	for _, f := range g.archive.Files {
		if f.Name == name {
			return string(f.Data)
		}
	}
	return ""
}

// goCommand runs the go command, offline, and returns what it prints to standard
// output.
func goCommand(t *testing.T, dir string, args ...string) string {
	t.Helper()
	cmd := exec.Command("go", args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOPROXY=off", "GOFLAGS=", "GOWORK=off",
		"DESK_DAY=2026-03-02T00:00:00Z", "DESK_LIMIT=12", "DESK_WAIT=90s", "DESK_BAD=x")
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Run(); err != nil {
		t.Fatalf("go %s: %v\n%s%s", strings.Join(args, " "), err, out.String(), errs.String())
	}
	return out.String()
}
