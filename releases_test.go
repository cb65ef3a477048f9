package rocketc_test

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"github.com/rocketc/rocketc/codegen"
	"github.com/rocketc/rocketc/golang"
	"github.com/rocketc/rocketc/plan"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/simulate"
)

var freeze = flag.String("freeze", "", "keep today's golden schedules as those of this release")

// runsFile is the file of an archive that lists which runs a schedule starts.
const runsFile = "runs"

// TestReleases: the schedules of each former release mean what they did. The archives of
// testdata/releases hold them as they were then, with the Go that was generated for them, and
// the first of their runs. They are never renewed: a schedule without a mistake has none now,
// and starts the same runs. TestGoldenCompiles compiles the Go.
func TestReleases(t *testing.T) {
	if *freeze != "" {
		freezeRelease(t, *freeze)
		return
	}
	for _, g := range released(t) {
		name := filepath.Base(filepath.Dir(g.name)) + "/" + filepath.Base(g.name)
		t.Run(name, func(t *testing.T) {
			p, _, list := g.check(t)
			if p == nil {
				t.Fatalf("it is refused now: %v", list.Err())
			}
			if _, err := codegen.Generate(p, ""); err != nil {
				t.Fatal(err)
			}
			want := archived(g.archive, runsFile)
			if got := firstRuns(t, p); got != want {
				t.Errorf("the runs differ: -then +now\n%s", cmp.Diff(want, got))
			}
		})
	}
}

// released returns the archives of the former releases.
func released(t *testing.T) (all []golden) {
	t.Helper()
	names, err := filepath.Glob("testdata/releases/*/*.txtar")
	if err != nil || len(names) < 20 {
		t.Fatalf("got %d archives, error %v", len(names), err)
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

// archived returns the text of a file in an archive; empty if there is no such file.
func archived(a *txtar.Archive, name string) string {
	i := slices.IndexFunc(a.Files, func(f txtar.File) bool { return f.Name == name })
	if i < 0 {
		return ""
	}
	return string(a.Files[i].Data)
}

// firstRuns lists the first starts of a schedule within four weeks, a line each.
func firstRuns(t *testing.T, p *plan.Plan) string {
	t.Helper()
	const most = 60
	s := &simulate.Simulation{Schedule: new(p.Schedule), From: today, To: today.AddDate(0, 0, 28),
		Zone: "UTC", MaxRuns: 10 * most, Context: t.Context()}
	s.Schedule.Tasks = slices.DeleteFunc(slices.Clone(s.Schedule.Tasks),
		func(t *rocket.TaskSpec) bool { return t.Check })
	var b strings.Builder
	lines := 0
	for e, err := range s.Events() {
		if err != nil {
			fmt.Fprintf(&b, "%v\n", err)
		}
		if e.Event == rocket.Started && lines < most {
			lines++
			fmt.Fprintf(&b, "%s %s\n", e.Start.UTC().Format(time.RFC3339Nano), e.Task)
		}
		if lines == most {
			break
		}
	}
	return b.String()
}

// freezeRelease writes the archives of a release: the golden schedules without mistakes.
func freezeRelease(t *testing.T, name string) {
	t.Helper()
	dir := filepath.Join("testdata/releases", name)
	if _, err := os.Stat(dir); err == nil {
		t.Fatalf("%s is there: what a release has kept is not renewed", dir)
	}
	for _, g := range goldens(t) {
		p, _, _ := g.check(t)
		if p == nil {
			continue
		}
		kept := &txtar.Archive{Comment: g.archive.Comment}
		for _, f := range g.archive.Files {
			if !isResult(f.Name) || f.Name == golang.GeneratedFile {
				kept.Files = append(kept.Files, f)
			}
		}
		runs := txtar.File{Name: runsFile, Data: []byte(firstRuns(t, p))}
		kept.Files = append(kept.Files, runs)
		writeFile(t, filepath.Join(dir, filepath.Base(g.name)), txtar.Format(kept))
	}
}

// goOfReleases returns the generated Go of former releases that has no Go of its own beside
// it, by the names of directories. What is generated in the same way today is left out.
func goOfReleases(t *testing.T) map[string][]byte {
	t.Helper()
	found := map[string][]byte{}
	for _, g := range released(t) {
		text := []byte(archived(g.archive, golang.GeneratedFile))
		now, err := txtar.ParseFile(filepath.Join("testdata/golden", filepath.Base(g.name)))
		same := err == nil && bytes.Equal(text, []byte(archived(now, golang.GeneratedFile)))
		if !same && !g.hasOwnGo() {
			release := filepath.Base(filepath.Dir(g.name))
			found[release+"_"+strings.TrimSuffix(filepath.Base(g.name), ".txtar")] = text
		}
	}
	return found
}
