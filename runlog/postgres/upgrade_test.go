//go:build linux

package postgres

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/rocketc/rocketc/runlog/internal/harm"
)

// TestFormer: a database that has had the first migration, of which the file testdata/version1.sql
// is a dump, goes on.
func TestFormer(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("testdata", "version1.sql"))
	if err != nil {
		t.Fatal(err)
	}
	address := newAddress(t)
	execute(t, address, string(text))
	harm.Former(t, newLog(address, "nightly"))
}
