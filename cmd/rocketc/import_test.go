package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/rocketc/rocketc/foreign"
	"github.com/rocketc/rocketc/foreign/crontab"
)

// TestImportWithoutReason: if a schedule starts otherwise than its source, and no reason is
// known, the exit status is 1, and the schedule and the proof are written all the same.
func TestImportWithoutReason(t *testing.T) {
	lying := &importKind{name: "lying", read: func(files []foreign.File,
		o foreign.Options) *foreign.Import {
		m := crontab.Read(files, o)
		m.Jobs[0].When = "daily at 05:01"
		return m
	}}
	before := importKinds
	importKinds = append(slices.Clone(before), lying)
	defer func() { importKinds = before }()
	file := filepath.Join(t.TempDir(), "jobs")
	if err := os.WriteFile(file, []byte("0 5 * * * /opt/report\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	for kind, want := range map[string]int{"lying": 1, "crontab": 0} {
		var stdout, stderr bytes.Buffer
		status := run(t.Context(), strings.NewReader(""), &stdout, &stderr,
			[]string{"import", kind, file, "--tz", "UTC", "--from", "2026-01-01"})
		if status != want || !strings.Contains(stdout.String(), "task report when daily at 05:0") {
			t.Errorf("%s: the status is %d, and it writes\n%s%s", kind, status, &stdout, &stderr)
		}
		unknown := strings.Contains(stderr.String(), "for no known reason")
		if unknown != (want == 1) {
			t.Errorf("%s says\n%s", kind, &stderr)
		}
		stdout.Reset()
		run(t.Context(), strings.NewReader(""), &stdout, &stderr,
			[]string{"import", kind, file, "--tz", "UTC", "--from", "2026-01-01", "--json"})
		var made struct {
			Proof struct {
				Unexplained int
				Zones       []string
			}
		}
		if err := json.Unmarshal(stdout.Bytes(), &made); err != nil ||
			(made.Proof.Unexplained > 0) != (want == 1) ||
			!slices.Equal(made.Proof.Zones, []string{"UTC"}) {
			t.Errorf("%s: %v in\n%s", kind, err, &stdout)
		}
	}
}
