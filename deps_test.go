package rocketc_test

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/rocketc/rocketc/internal/module"
)

// importTable lists what each package imports, besides the standard library: packages of
// this module by their path in it, others by their whole path. The table is exact.
var importTable = map[string]string{
	".": "check diag grammar plan",
	"bench": "bench/internal/soak bench/internal/subject github.com/jackc/pgx/v5 " +
		"internal/fleet internal/module internal/pgserver remote/river runlog runlog/postgres " +
		"runlog/sqlite runtime runtime/arg",
	"bench/internal/soak":    "bench/internal/subject runtime",
	"bench/internal/subject": "",
	"build":                  "diag golang internal/module",
	"check": "console diag elsewhere golang grammar ical internal/module internal/pattern " +
		"period plan runlog runtime runtime/arg runtime/step sensor simulate spelling stdconds",
	"cmd/rocketc": ". build check codegen console control diag diff elsewhere eval foreign " +
		"foreign/anacrontab foreign/crontab foreign/dagu foreign/export foreign/github " +
		"foreign/kubernetes foreign/ofelia foreign/proof foreign/rocketry foreign/systemd " +
		"foreign/yaml format github.com/alecthomas/kong golang golang.org/x/term " +
		"ical internal/module lsp " +
		"notify period plan runlog runlog/linked runlog/postgres runlog/sqlite runtime " +
		"runtime/arg sensor/direct simulate spelling timeline web",
	"codegen": "diag github.com/dave/jennifer/jen golang internal/module period plan runtime " +
		"runtime/arg stdconds",
	"condition":          "check grammar period runtime spelling stdconds",
	"console":            "control period runtime runtime/arg runtime/process spelling",
	"control":            "period runtime spelling",
	"diag":               "",
	"diff":               "console runtime simulate stdconds",
	"eval":               "check diag elsewhere grammar period plan runtime stdconds",
	"elsewhere":          "spelling",
	"examples":           "",
	"foreign":            "format spelling",
	"foreign/anacrontab": "foreign",
	"foreign/cron":       "foreign",
	"foreign/crontab":    "foreign foreign/cron",
	"foreign/dagu":       "foreign foreign/cron foreign/yaml",
	"foreign/export": "foreign foreign/cron foreign/crontab foreign/systemd period " +
		"runtime runtime/arg stdconds",
	"foreign/github":     "foreign foreign/cron foreign/yaml",
	"foreign/kubernetes": "foreign foreign/cron foreign/yaml",
	"foreign/ofelia":     "foreign foreign/cron foreign/yaml gopkg.in/ini.v1",
	"foreign/proof":      "foreign period runtime simulate stdconds",
	"foreign/rocketry":   ". check diag elsewhere eval foreign foreign/cron spelling",
	"foreign/systemd":    "foreign foreign/cron",
	"foreign/yaml":       "foreign go.yaml.in/yaml/v4",
	"format":             "diag grammar",
	"golang":             "diag golang.org/x/tools/go/packages internal/pattern",
	"grammar": "diag elsewhere github.com/alecthomas/participle/v2 " +
		"github.com/alecthomas/participle/v2/lexer internal/pattern period spelling",
	"ical":                "period",
	"internal/diagtest":   "diag",
	"internal/fleet":      "",
	"internal/module":     "",
	"internal/pattern":    "",
	"internal/pgserver":   "",
	"internal/pooler":     "",
	"internal/pty":        "",
	"internal/transcript": "",
	"lsp": ". check control diag format go.lsp.dev/jsonrpc2 go.lsp.dev/protocol " +
		"go.lsp.dev/uri golang golang.org/x/tools/go/packages grammar period plan runtime " +
		"simulate spelling",
	"notify":            "runtime runtime/arg",
	"period":            "spelling",
	"plan":              "diag golang period runtime runtime/arg simulate stdconds",
	"remote":            "runtime",
	"remote/chaos":      "",
	"remote/remotetest": "runtime",
	"remote/river": "github.com/jackc/pgx/v5 github.com/jackc/pgx/v5/pgxpool " +
		"github.com/riverqueue/river github.com/riverqueue/river/riverdriver/riverpgxv5 " +
		"github.com/riverqueue/river/rivermigrate runlog/postgres runtime runtime/arg",
	"rockettest":           "runtime",
	"runlog":               "runtime",
	"runlog/internal/harm": "period runtime stdconds",
	"runlog/linked": "check remote/river runlog runlog/postgres runlog/sqlite runtime " +
		"runtime/arg",
	"runlog/postgres": "github.com/jackc/pgx/v5 github.com/jackc/pgx/v5/pgconn " +
		"github.com/jackc/pgx/v5/pgxpool runlog runtime runtime/arg",
	"runlog/runlogtest": "runtime",
	"runlog/sqlite":     "modernc.org/sqlite modernc.org/sqlite/lib runlog runtime",
	"runtime": "period runtime/alarm runtime/arg runtime/process runtime/step " +
		"spelling",
	"runtime/alarm":   "",
	"runtime/arg":     "spelling",
	"runtime/process": "",
	"runtime/step":    "runtime/arg spelling",
	"sensor":          "golang stdconds/system",
	"sensor/direct": "plan runtime runtime/arg stdconds/files " +
		"stdconds/network stdconds/system stdconds/web",
	"sensor/generate":  "golang.org/x/tools/go/packages internal/module",
	"simulate":         "diag period runtime runtime/arg runtime/step spelling stdconds",
	"spelling":         "",
	"timeline":         "console runtime simulate stdconds",
	"stdconds":         "period runtime runtime/arg spelling",
	"stdconds/files":   "runtime",
	"stdconds/network": "",
	"stdconds/system":  "",
	"stdconds/web":     "",
	"web":              "console control period runtime runtime/arg",
}

// linkTable lists the packages that link into compiled schedules, or into tests of them
// (rockettest), and what they import of the standard library, on any system. The table is
// exact. They and their tests import the standard library and each other only, but for those
// of thirdParty.
var linkTable = map[string]string{
	"console": "bytes cmp context crypto/rand encoding/binary encoding/json errors fmt io iter " +
		"log/slog maps math os os/signal path path/filepath reflect runtime slices strconv " +
		"strings sync sync/atomic syscall text/tabwriter time unicode unicode/utf8 unsafe",
	"control": "bufio bytes cmp context crypto/rand encoding/json errors fmt hash/fnv io " +
		"iter log/slog maps net os path/filepath slices strconv strings sync sync/atomic " +
		"syscall time",
	"internal/pgserver": "bufio errors fmt io os os/exec os/user path/filepath runtime " +
		"slices strconv strings sync/atomic syscall time",
	"internal/pooler": "bytes encoding/binary errors fmt io net path/filepath sync " +
		"sync/atomic testing",
	"internal/pty":        "fmt os syscall testing unsafe",
	"internal/transcript": "bytes sync",
	"notify": "bytes cmp context crypto/rand crypto/tls encoding/json errors fmt io maps mime " +
		"mime/quotedprintable net net/http net/mail net/smtp net/url slices strconv strings time " +
		"unicode",
	"period": "encoding/binary fmt math math/bits os slices strconv strings sync time " +
		"unicode unicode/utf8",
	"remote":            "context encoding/json errors fmt slices strings sync time",
	"remote/remotetest": "bytes context encoding/json errors fmt slices strings sync testing time",
	"remote/river": "cmp context crypto/rand crypto/sha256 encoding/hex encoding/json " +
		"errors fmt io log/slog maps net slices strconv strings sync sync/atomic time " +
		"unicode/utf8",
	"rockettest": "context fmt log/slog math/rand/v2 strings sync sync/atomic testing " +
		"testing/synctest time",
	"runlog": "bufio bytes cmp context encoding/csv encoding/json errors fmt hash/crc32 " +
		"io iter math os path/filepath slices strconv strings sync syscall time unicode",
	"runlog/internal/harm": "bufio context errors fmt io log/slog math/rand/v2 os os/exec " +
		"os/signal path/filepath slices strconv strings syscall testing testing/synctest " +
		"time",
	"runlog/postgres": "bytes cmp context encoding/json errors fmt iter math os " +
		"path/filepath regexp strings sync syscall time",
	"runlog/runlogtest": "context encoding/json errors fmt io iter math/rand/v2 slices " +
		"sync testing time",
	"runlog/sqlite": "cmp context database/sql encoding/json errors fmt io io/fs iter " +
		"math net/url os path/filepath strconv strings sync time",
	"runtime": "bytes cmp context crypto/rand encoding/binary encoding/hex encoding/json " +
		"errors fmt io iter log/slog maps math os reflect runtime runtime/debug slices " +
		"strconv strings sync sync/atomic syscall time time/tzdata " +
		"unicode/utf8",
	"runtime/alarm": "errors os syscall time unsafe",
	"runtime/arg":   "bytes encoding/json fmt iter maps os slices strconv strings time",
	"runtime/process": "bytes context crypto/rand encoding/binary errors fmt io os " +
		"os/exec os/signal path/filepath runtime runtime/debug slices strconv strings sync " +
		"sync/atomic syscall time unicode/utf8 unsafe",
	"runtime/step": "errors strings",
	"spelling":     "slices strconv strings unicode unicode/utf8",
	"stdconds":     "cmp encoding/json fmt math slices strconv strings sync time",
	"stdconds/files": "context encoding/binary errors fmt io/fs os path/filepath strings " +
		"sync syscall time",
	"stdconds/network": "context errors fmt net strconv syscall time",
	"stdconds/system":  "errors fmt math os runtime strconv strings syscall",
	"stdconds/web":     "context fmt net/http net/url time",
	"web": "bytes cmp context crypto/hmac crypto/sha256 crypto/subtle crypto/tls embed " +
		"encoding/base64 encoding/hex encoding/json errors fmt html/template io io/fs log " +
		"log/slog maps math net net/http net/netip net/url os slices strconv strings sync " +
		"sync/atomic time",
}

// thirdParty lists the packages that link into compiled schedules and may import packages of
// other modules: the run logs of package runlog/linked, and the engine of remote runs.
// importTable says which they import.
var thirdParty = []string{"remote/river", "runlog/postgres", "runlog/sqlite"}

// systems are the systems whose files of a package count, each for a family.
var systems = []string{"linux", "darwin", "windows", "freebsd", "plan9"}

// A listed is a package as go list describes it.
type listed struct {
	ImportPath                         string
	Imports, TestImports, XTestImports []string
}

// name returns the path of the package in this module.
func (p listed) name() string { return inModule(p.ImportPath) }

// inModule returns a package's path in this module, "." for the module's own. The path of
// another module's package stays as it is.
func inModule(path string) string {
	if path == module.Path {
		return "."
	}
	return strings.TrimPrefix(path, module.Path+"/")
}

// isStandard reports whether a path in a row of a table is one of the standard library.
func isStandard(path string) bool {
	first, _, _ := strings.Cut(path, "/")
	return !strings.HasPrefix(path, module.Path) && !strings.Contains(first, ".")
}

// row returns a row of a table: the paths that are of the standard library, or those that
// are not.
func row(paths []string, standard bool) string {
	var found []string
	for _, path := range paths {
		if isStandard(path) == standard {
			found = append(found, inModule(path))
		}
	}
	slices.Sort(found)
	return strings.Join(slices.Compact(found), " ")
}

// listPackages returns the packages of the module as they are on all systems.
func listPackages(t *testing.T) []listed {
	t.Helper()
	found := map[string]listed{}
	for _, system := range systems {
		for _, p := range listOn(t, system) {
			p.Imports = append(p.Imports, found[p.ImportPath].Imports...)
			found[p.ImportPath] = p
		}
	}
	byPath := func(a, b listed) int { return cmp.Compare(a.ImportPath, b.ImportPath) }
	return slices.SortedFunc(maps.Values(found), byPath)
}

// listOn returns the packages of the module as they are on one system.
func listOn(t *testing.T, system string) (packages []listed) {
	t.Helper()
	list := exec.Command("go", "list", "-e", "-json=ImportPath,Imports,TestImports,XTestImports",
		"./...")
	list.Env = append(os.Environ(), "GOOS="+system, "GOARCH=amd64", "CGO_ENABLED=0")
	out, err := list.Output()
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

// TestImports holds both tables against the real imports.
func TestImports(t *testing.T) {
	packages := listPackages(t)
	names := map[string]bool{}
	for _, p := range packages {
		names[p.name()] = true
		holdRow(t, "importTable", importTable, p.name(), row(p.Imports, false))
		if _, links := linkTable[p.name()]; links {
			holdRow(t, "linkTable", linkTable, p.name(), row(p.Imports, true))
			holdLinked(t, p)
		}
	}
	for _, table := range []map[string]string{importTable, linkTable} {
		for name := range table {
			if !names[name] {
				t.Errorf("deps_test.go has a row for %q, a package that does not exist: "+
					"delete the row", name)
			}
		}
	}
}

// holdRow compares the row of a package with what the package really imports.
func holdRow(t *testing.T, tableName string, table map[string]string, name, imports string) {
	t.Helper()
	listed, known := table[name]
	if known && sortedRow(listed) == imports {
		return
	}
	found := "has no row for " + name
	if known {
		found = fmt.Sprintf("says that %s imports %q", name, listed)
	}
	t.Errorf("%s in deps_test.go %s. If the change is meant, the row is\n%s",
		tableName, found, goRow(name, imports))
}

// goRow returns a row of a table as Go, in lines that are not too long.
func goRow(name, imports string) string {
	const width = 85 // bytes, with a byte for a tab
	row, line := "", fmt.Sprintf("\t%q: \"", name)
	for i, path := range strings.Fields(imports) {
		if len(line)+len(path) > width {
			row, line = row+line+" \" +\n", "\t\t\""
		} else if i > 0 {
			line += " "
		}
		line += path
	}
	return row + line + "\","
}

// sortedRow returns a row in the order of its words.
func sortedRow(row string) string {
	return strings.Join(slices.Sorted(slices.Values(strings.Fields(row))), " ")
}

// holdLinked reports imports that would have to be in the go.sum of users, or link the
// compiler.
func holdLinked(t *testing.T, p listed) {
	t.Helper()
	mayImport := strings.Fields(importTable[p.name()])
	for _, path := range slices.Concat(p.Imports, p.TestImports, p.XTestImports) {
		if slices.Contains(thirdParty, p.name()) && slices.Contains(mayImport, path) {
			continue
		}
		if _, links := linkTable[inModule(path)]; !links && !isStandard(path) {
			t.Errorf("%s, or a test of it, imports %s, but links into programs: it can import the "+
				"standard library and the packages of linkTable only", p.name(), path)
		}
	}
}

// TestDesignPackages: docs/design.md says of every package what it is for.
func TestDesignPackages(t *testing.T) {
	design, err := os.ReadFile("docs/design.md")
	if err != nil {
		t.Fatal(err)
	}
	rows := map[string]bool{}
	for line := range strings.Lines(string(design)) {
		if cells := strings.Split(line, "|"); len(cells) > 2 {
			for i, name := range strings.Split(cells[1], "`") {
				rows[name] = rows[name] || i%2 == 1
			}
		}
	}
	for name := range importTable {
		if name != "." && name != "examples" && !rows[name] {
			t.Errorf("docs/design.md has no row that begins with `%s` in its table of packages",
				name)
		}
	}
}

// TestCheckLinksNoSensor: what checks a schedule links no HTTP client. It knows the sensors
// by their declarations; only the importers of sensor/direct link and call them.
func TestCheckLinksNoSensor(t *testing.T) {
	for _, name := range []string{"check", "eval", "."} {
		out, err := exec.Command("go", "list", "-deps", module.Path+"/"+name).Output()
		if err != nil {
			t.Fatal(err)
		}
		for path := range strings.FieldsSeq(string(out)) {
			if strings.HasPrefix(path, "net/http") {
				t.Errorf("package %s links %s", name, path)
			}
		}
	}
}
