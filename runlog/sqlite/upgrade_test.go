package sqlite

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/rocketc/rocketc/runlog/internal/harm"
)

// TestFormer: a database of version 1, of which the file testdata/version1.sql is a dump, goes on.
func TestFormer(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("testdata", "version1.sql"))
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "runs.db")
	spoil(t, path, string(text))
	harm.Former(t, &Log{Path: path})
}
