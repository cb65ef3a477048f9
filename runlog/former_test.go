package runlog

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rocketc/rocketc/runlog/internal/harm"
	rocket "github.com/rocketc/rocketc/runtime"
)

// TestFormer: a log that a former version has written goes on. The directory testdata/former has
// one of each format, as rocketc wrote them before records had a progress and a by: the oldest
// segments are removed.
func TestFormer(t *testing.T) {
	for name, format := range map[string]Format{"runs.jsonl": JSON, "runs.csv": CSV} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			if err := os.CopyFS(dir, os.DirFS(filepath.Join("testdata", "former"))); err != nil {
				t.Fatal(err)
			}
			harm.Former(t, &File{Path: filepath.Join(dir, name), Format: format})
			if text, err := os.ReadFile(filepath.Join(dir, name)); err != nil ||
				!strings.HasPrefix(string(text), format.header()) {
				t.Errorf("error %v; the log has\n%s", err, text)
			}
		})
	}
}

// TestRepairFormer: a damaged line of a former CSV log is moved away, and nothing else.
func TestRepairFormer(t *testing.T) {
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(filepath.Join("testdata", "former"))); err != nil {
		t.Fatal(err)
	}
	log := &File{Path: filepath.Join(dir, "runs.csv"), Format: CSV}
	text, err := os.ReadFile(log.Path)
	if err != nil {
		t.Fatal(err)
	}
	spoiled := strings.Replace(string(text), ",success,", ",succeSS,", 1)
	if spoiled == string(text) {
		t.Fatal("there is no line to spoil")
	}
	if err := os.WriteFile(log.Path, []byte(spoiled), 0o666); err != nil {
		t.Fatal(err)
	}
	notes, err := log.Repair(t.Context())
	if told := strings.Join(notes, "\n"); err != nil ||
		!strings.Contains(told, "1 line that was damaged or out of place is in ") {
		t.Errorf("error %v, notes %s", err, told)
	}
	for _, err := range log.Read(t.Context(), rocket.Query{}) {
		if err != nil {
			t.Fatal(err)
		}
	}
}
