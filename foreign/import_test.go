package foreign_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/rocketc/rocketc"
	"github.com/rocketc/rocketc/check"
	"github.com/rocketc/rocketc/foreign"
	"github.com/rocketc/rocketc/foreign/anacrontab"
	"github.com/rocketc/rocketc/foreign/crontab"
	"github.com/rocketc/rocketc/foreign/dagu"
	"github.com/rocketc/rocketc/foreign/github"
	"github.com/rocketc/rocketc/foreign/kubernetes"
	"github.com/rocketc/rocketc/foreign/ofelia"
	"github.com/rocketc/rocketc/foreign/proof"
	"github.com/rocketc/rocketc/foreign/rocketry"
	"github.com/rocketc/rocketc/foreign/systemd"
	"github.com/rocketc/rocketc/format"
	"github.com/rocketc/rocketc/notify"
	"github.com/rocketc/rocketc/plan"
	"github.com/rocketc/rocketc/runlog/linked"
)

var (
	update = flag.Bool("update", false, "write what is wanted of the fixtures")
	whole  = flag.Bool("whole", false, "prove the fixtures without samples")
)

// readers are the readers of the kinds, by the directories of their fixtures.
var readers = map[string]func([]foreign.File, foreign.Options) *foreign.Import{
	"anacrontab": anacrontab.Read,
	"crontab":    crontab.Read,
	"dagu":       dagu.Read,
	"github":     github.Read,
	"kubernetes": kubernetes.Read,
	"ofelia":     ofelia.Read,
	"rocketry":   rocketry.Read,
	"systemd":    systemd.Read,
}

// TestFixtures imports the files of each archive below testdata. The schedule is as want.rkt
// has it, and passes the checker; the notes, and what the proof of four years says, are as
// want.txt has them. No difference is without a reason. With -whole all is simulated, as by the
// command, and only the reasons are looked at.
func TestFixtures(t *testing.T) {
	found, err := filepath.Glob("testdata/*/*.txtar")
	if err != nil || len(found) == 0 {
		t.Fatal("no fixtures", err)
	}
	for _, path := range found {
		t.Run(strings.TrimSuffix(path[len("testdata/"):], ".txtar"), func(t *testing.T) {
			fixture(t, path)
		})
	}
}

var zoneOf = regexp.MustCompile(`tz: (\S+)`)

func fixture(t *testing.T, path string) {
	archive, err := txtar.ParseFile(path)
	if err != nil {
		t.Fatal(err)
	}
	sources := slices.DeleteFunc(slices.Clone(archive.Files), isWanted)
	var files []foreign.File
	for _, f := range sources {
		files = append(files, foreign.File{Name: f.Name, Text: f.Data})
	}
	zone, err := time.LoadLocation(zoneOf.FindStringSubmatch(string(archive.Comment))[1])
	if err != nil {
		t.Fatal(err)
	}
	m := readers[filepath.Base(filepath.Dir(path))](files, foreign.Options{Zone: zone})
	text := m.Write()
	if laid, err := format.Source("x.rkt", []byte(text)); err != nil || string(laid) != text {
		t.Errorf("the layout is not that of fmt: %v", err)
	}
	told := told(t, m, checked(t, text), zone)
	if *whole {
		return
	}
	want := []txtar.File{{Name: "want.rkt", Data: []byte(text)},
		{Name: "want.txt", Data: []byte(told)}}
	if *update {
		archive.Files = append(sources, want...)
		if err := os.WriteFile(path, txtar.Format(archive), 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	got := &txtar.Archive{Files: want}
	if diff := cmp.Diff(string(txtar.Format(&txtar.Archive{
		Files: slices.DeleteFunc(slices.Clone(archive.Files), isSource)})),
		string(txtar.Format(got))); diff != "" {
		t.Error(diff)
	}
}

func isWanted(f txtar.File) bool { return strings.HasPrefix(f.Name, "want.") }
func isSource(f txtar.File) bool { return !isWanted(f) }

// checked checks a schedule.
func checked(t *testing.T, text string) *plan.Plan {
	t.Helper()
	p, list := rocketc.Check([]rocketc.Source{{Name: "x.rkt", Text: []byte(text)}},
		check.Options{Name: "x", RunLogs: linked.Kinds, Notify: notify.New})
	if err := list.Err(); err != nil {
		t.Fatalf("%v in\n%s", err, text)
	}
	return p
}

// told returns the notes of an import, and what the proof says.
func told(t *testing.T, m *foreign.Import, p *plan.Plan, zone *time.Location) string {
	t.Helper()
	from := time.Date(2026, 1, 1, 0, 0, 0, 0, zone)
	report, err := proof.Of(m, &p.Schedule, proof.Options{From: from,
		To: from.AddDate(proof.Years, 0, 0), Sampled: !*whole, Context: t.Context()})
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, n := range m.AllNotes() {
		fmt.Fprintf(&b, "%s: note %d: %s\n", n.Place, n.Number, n.Text)
	}
	if err := report.WriteText(&b); err != nil {
		t.Fatal(err)
	}
	if report.Unexplained() > 0 {
		t.Errorf("%d differences have no reason:\n%s", report.Unexplained(), b.String())
	}
	return b.String()
}
