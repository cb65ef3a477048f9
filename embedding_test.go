package rocketc_test

import (
	"fmt"
	"go/format"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/rocketc/rocketc/internal/module"
)

// importsOf lists by their names the packages that the Go of docs/embedding.md uses.
var importsOf = map[string]string{
	"arg": module.Path + "/runtime/arg", "notify": module.Path + "/notify",
	"context": "context", "errors": "errors", "expvar": "expvar", "fmt": "fmt",
	"http": "net/http", "io": "io",
	"json": "encoding/json", "log": "log", "net": "net", "os": "os", "signal": "os/signal",
	"slog": "log/slog", "synctest": "testing/synctest", "syscall": "syscall",
	"testing": "testing", "time": "time", "rocket": module.Path + "/runtime",
	"rockettest": module.Path + "/rockettest", "stdconds": module.Path + "/stdconds",
}

// TestEmbedding makes a module of the blocks of docs/embedding.md, in the way that the page
// says, and runs its tests, together with testdata/embedding_test.txt. A block names its
// file; each line of a block `sh` is a command.
func TestEmbedding(t *testing.T) {
	if testing.Short() {
		t.Skip("builds rocketc")
	}
	dir := t.TempDir()
	page := readText(t, "docs/embedding.md")
	fence := regexp.MustCompile("(?ms)^```(\\w+) ?(\\S*)\n(.*?)^```$")
	var commands []string
	for _, block := range fence.FindAllStringSubmatch(page, -1) {
		kind, name, text := block[1], block[2], block[3]
		switch {
		case kind == "sh" && name == "":
			commands = append(commands, strings.Split(strings.TrimSpace(text), "\n")...)
		case kind == "go" && name != "":
			writeFile(t, filepath.Join(dir, name), embeddedGo(t, name, text))
		case kind == "rkt" && name != "":
			writeFile(t, filepath.Join(dir, name), []byte(text))
		default:
			t.Errorf("a block %s does not name its file:\n%s", kind, text)
		}
	}
	text := embeddedGo(t, "embedding_test.go", readText(t, "testdata/embedding_test.txt"))
	writeFile(t, filepath.Join(dir, "embedding_test.go"), text)
	writeFile(t, filepath.Join(dir, "go.mod"), []byte("module example.com/prices\n\ngo 1.26.0\n"))
	replaceModule(t, dir, "go.mod")
	for _, command := range commands {
		embeddedCommand(t, dir, strings.Fields(command)...)
		if strings.HasPrefix(command, "go mod init -modfile=rocketc.mod ") {
			replaceModule(t, dir, "rocketc.mod")
		}
	}
	holdRequirements(t, dir)
	embeddedCommand(t, dir, "go", "vet", ".")
	embeddedCommand(t, dir, "go", "test", ".")
}

// embeddedGo returns a block of the page as a Go file. The block must be formatted.
func embeddedGo(t *testing.T, name, text string) []byte {
	t.Helper()
	if formatted, err := format.Source([]byte(text)); err != nil || string(formatted) != text {
		t.Errorf("%s is not formatted, error %v", name, err)
	}
	var b strings.Builder
	b.WriteString("package main\n\nimport (\n")
	for name, path := range importsOf {
		if regexp.MustCompile(`\b` + name + `\.[A-Z]`).MatchString(text) {
			fmt.Fprintf(&b, "\t%s %q\n", name, path)
		}
	}
	b.WriteString(")\n\n" + text)
	return []byte(b.String())
}

// replaceModule has a module file of a directory take this module from its sources.
func replaceModule(t *testing.T, dir, modFile string) {
	t.Helper()
	root, err := filepath.Abs(".")
	if err != nil {
		t.Fatal(err)
	}
	embeddedCommand(t, dir, "go", "mod", "edit", "-replace="+module.Path+"="+root, modFile)
}

// embeddedCommand runs a command in a directory, offline.
func embeddedCommand(t *testing.T, dir string, words ...string) {
	t.Helper()
	cmd := exec.Command(words[0], words[1:]...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOPROXY=off", "GOSUMDB=off", "GOFLAGS=", "GOWORK=off")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%s", strings.Join(words, " "), err, out)
	}
}

// holdRequirements: the module of the service requires this module, and no other.
func holdRequirements(t *testing.T, dir string) {
	t.Helper()
	var required []string
	for line := range strings.Lines(readText(t, filepath.Join(dir, "go.mod"))) {
		if after, ok := strings.CutPrefix(line, "require "); ok {
			required = append(required, strings.Fields(after)[0])
		}
	}
	if !slices.Equal(required, []string{module.Path}) {
		t.Errorf("the module requires %q", required)
	}
	if _, err := os.Stat(filepath.Join(dir, "go.sum")); err == nil {
		t.Errorf("go.sum has lines:\n%s", readText(t, filepath.Join(dir, "go.sum")))
	}
}
