package sqlite

import (
	"os"
	"path/filepath"
	"testing"

	driver "modernc.org/sqlite"
)

// TestGrown: the write-ahead log is as long from the start as it gets, also when a program opens it
// that another has left behind, and commits call fdatasync.
func TestGrown(t *testing.T) {
	path := filepath.Join(t.TempDir(), "runs.db")
	log := &Log{Path: path}
	open(t, log)
	for from := 0; from < 400; from += 200 {
		if info, err := os.Stat(path + "-wal"); err != nil || info.Size() != walBytes {
			t.Fatalf("after %d runs: error %v, the log is %+v, want %d bytes", from, err, info,
				walBytes)
		}
		appendRuns(t, log, from, from+200)
	}
	if !driver.FdatasyncEnabled() {
		t.Error("commits call fsync")
	}
	copied := filepath.Join(t.TempDir(), "runs.db") // as after a crash
	for _, end := range []string{"", "-wal"} {
		text, err := os.ReadFile(path + end)
		if err != nil {
			t.Fatal(err)
		}
		if end == "-wal" {
			text = text[:len(text)/2]
		}
		writeFile(t, copied+end, text)
	}
	again := &Log{Path: copied}
	open(t, again)
	if info, err := os.Stat(copied + "-wal"); err != nil || info.Size() != walBytes {
		t.Errorf("error %v, the log is %+v, want %d bytes", err, info, walBytes)
	}
	if n := len(read(t, again)); n < 400 {
		t.Errorf("%d records are left", n)
	}
}
