package rocketc_test

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/rocketc/rocketc"
	"github.com/rocketc/rocketc/check"
	"github.com/rocketc/rocketc/codegen"
	"github.com/rocketc/rocketc/golang"
	"github.com/rocketc/rocketc/internal/module"
	"github.com/rocketc/rocketc/notify"
	"github.com/rocketc/rocketc/runlog/linked"
	"github.com/rocketc/rocketc/web"
)

// unlinked lists what no compiled schedule links, unless one of its sensors needs it:
// packages of the standard library, each with all below it.
var unlinked = []string{
	"crypto/tls", "database", "flag", "go", "html", "net", "os/user", "plugin", "regexp",
	"testing", "text/template", "modernc.org", "github.com/jackc",
	"github.com/riverqueue",
}

// keepsMethods is in the name of symbols that make the linker keep every exported method of
// every type. The templates of a page do.
const keepsMethods = "reflect.Value.MethodByName"

// TestLink looks into programs made of small schedules: into the packages that they link,
// and into their symbols.
func TestLink(t *testing.T) {
	if testing.Short() {
		t.Skip("runs the Go compiler")
	}
	const inEvery = "console control period runtime runtime/alarm runtime/arg runtime/process " +
		"runtime/step spelling stdconds"
	const inHTTP = "crypto/tls html net text/template"
	for _, test := range []struct {
		name, schedule string
		ours           string // the packages of this module
		needs          string // what of unlinked the sensors need
	}{
		{"commands", `task a when daily { command "true" }`, inEvery, ""},
		{"sensor", `task a when file_exists("/tmp/a") { command "true" }`,
			inEvery + " stdconds/files", ""},
		{"console", `config { console "127.0.0.1:8080" }
task a when minutely { command "true" }`, inEvery + " web", inHTTP + " regexp"},
		{"web", `task a when http_ok("http://localhost") { command "true" }`,
			inEvery + " stdconds/web", inHTTP},
		{"notify", `task a when daily { notify "ntfy://ntfy.sh/a" }`, inEvery + " notify", inHTTP},
		{"file", `config { log file "a.jsonl" }
task a when daily { command "true" }`, inEvery + " runlog", ""},
		{"sqlite", `config { log sqlite "a.db" }
task a when daily { command "true" }`, inEvery + " runlog runlog/sqlite",
			"database modernc.org net os/user regexp"},
		{"postgres", `config { log postgres env "DATABASE_URL" }
task a when daily { command "true" }`, inEvery + " runlog runlog/postgres",
			"crypto/tls database github.com/jackc net os/user regexp"},
		{"remote", `config { log postgres env "DATABASE_URL" }
task a when daily { command "true"; execution remote }`,
			inEvery + " remote/river runlog runlog/postgres",
			"crypto/tls database github.com/jackc github.com/riverqueue net os/user regexp"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			dir := linkProgram(t, test.schedule)
			var ours []string
			for _, path := range strings.Fields(goCommand(t, dir, "list", "-deps", ".")) {
				if strings.HasPrefix(path, module.Path+"/") {
					ours = append(ours, inModule(path))
				} else if has(unlinked, path) && !has(strings.Fields(test.needs), path) {
					t.Errorf("links %s", path)
				}
			}
			slices.Sort(ours)
			if got := strings.Join(ours, " "); got != sortedRow(test.ours) {
				t.Errorf("links the packages %s of this module, want %s", got, test.ours)
			}
			for symbol := range strings.Lines(goCommand(t, dir, "tool", "nm", "program")) {
				if strings.Contains(symbol, keepsMethods) && test.name != "console" {
					t.Errorf("has the symbol %s", symbol)
				}
			}
		})
	}
}

// has reports whether a path, or one above it, is in the list.
func has(list []string, path string) bool {
	return slices.ContainsFunc(list, func(p string) bool {
		return path == p || strings.HasPrefix(path, p+"/")
	})
}

// linkProgram builds the program of a schedule, with its symbols, and returns the directory
// of its sources and of the binary, called program.
func linkProgram(t *testing.T, schedule string) string {
	t.Helper()
	dir := moduleDir(t)
	sources := []rocketc.Source{{Name: "a.rkt", Text: []byte(schedule)}}
	p, list := rocketc.Check(sources, check.Options{RunLogs: linked.Kinds,
		Notify: notify.New, Console: web.New})
	if p == nil {
		t.Fatal(list.Err())
	}
	file, err := codegen.Generate(p, "")
	if err != nil {
		t.Fatal(err)
	}
	writeFile(t, filepath.Join(dir, golang.GeneratedFile), file.Text)
	goCommand(t, dir, "build", "-o", "program", ".")
	return dir
}
