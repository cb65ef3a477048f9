//go:build unix

package runlog

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	rocket "github.com/rocketc/rocketc/runtime"
)

// TestSpecial has a named pipe, a directory, and a link to either in the place of a log: it
// stays as it is, and nothing waits.
func TestSpecial(t *testing.T) { eachFormat(t, specialFormat) }

func specialFormat(t *testing.T, format Format) {
	dir := t.TempDir()
	if err := syscall.Mkfifo(filepath.Join(dir, "pipe"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(dir, "dir"), 0o700); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"pipe", "dir"} {
		if err := os.Symlink(name, filepath.Join(dir, "link-"+name)); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"pipe", "dir", "link-pipe", "link-dir"} {
		path := filepath.Join(dir, name)
		before, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		log := &File{Path: path, Format: format}
		_, opened := log.Open(t.Context())
		_, repaired := log.Repair(t.Context())
		var read error
		for _, err := range log.Read(t.Context(), rocket.Query{}) {
			read = err
		}
		for _, err := range []error{opened, repaired, read} {
			if err == nil || !strings.Contains(err.Error(), "is not a regular file") {
				t.Errorf("%s: error %v, want one that it is not a regular file", name, err)
			}
		}
		if after, err := os.Stat(path); err != nil || !os.SameFile(before, after) {
			t.Errorf("%s was replaced", name)
		}
	}
	if names, err := (osDisk{}).list(dir); err != nil || len(names) != 4 {
		t.Errorf("the directory has %q, %v, want what it had", names, err)
	}
}
