//go:build unix

package build

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

// TestScratch: what a dead build has left is removed by the next, and nothing else is.
func TestScratch(t *testing.T) {
	parent := t.TempDir()
	live, err := newScratch(parent, "p-")
	if err != nil {
		t.Fatal(err)
	}
	left := filepath.Join(parent, "p-1234")
	strange := filepath.Join(parent, "p-99")
	other, mine := filepath.Join(parent, "other"), filepath.Join(parent, "p-mine")
	keep := []string{live.dir, other, mine, strange}
	for _, dir := range append([]string{left}, keep[1:]...) {
		if err := os.MkdirAll(filepath.Join(dir, "x"), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Chmod(strange, 0o777); err != nil { // whoever has put it there
		t.Fatal(err)
	}
	link := filepath.Join(parent, "p-77")
	if err := os.Symlink(keep[1], link); err != nil {
		t.Fatal(err)
	}
	next, err := newScratch(parent, "p-")
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range append(keep, link, next.dir) {
		if _, err := os.Lstat(path); err != nil {
			t.Error(err)
		}
	}
	if _, err := os.Lstat(left); !os.IsNotExist(err) {
		t.Errorf("%s is still there, %v", left, err)
	}
	next.remove()
	live.remove()
	if _, err := os.Lstat(live.dir); !os.IsNotExist(err) {
		t.Errorf("%s is still there, %v", live.dir, err)
	}
}

// TestScratchAge: if a directory cannot be locked, its age tells whether a build lives.
func TestScratchAge(t *testing.T) {
	for age, dead := range map[time.Duration]bool{time.Hour: false, 2 * oldScratch: true} {
		if isDead(errNoLocks, age) != dead {
			t.Errorf("%v old: dead is %v", age, !dead)
		}
	}
	if isDead(errLocked, 2*oldScratch) {
		t.Error("a build that lives is dead")
	}
}
