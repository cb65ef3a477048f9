package files

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestFileExists(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(filepath.Join(dir, "none"), filepath.Join(dir, "astray")); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		path string
		want bool
	}{
		{file, true},
		{dir, true},
		{filepath.Join(dir, "none"), false},
		{filepath.Join(dir, "none", "none"), false},
		{filepath.Join(file, "below"), false},
		{filepath.Join(dir, "astray"), false},
	} {
		if got, err := FileExists(t.Context(), test.path); got != test.want || err != nil {
			t.Errorf("FileExists(%q) = %v, %v, want %v", test.path, got, err, test.want)
		}
	}
}

// A file that cannot be looked at is neither there nor missing.
func TestFileExistsError(t *testing.T) {
	circle := filepath.Join(t.TempDir(), "circle")
	if err := os.Symlink(circle, circle); err != nil {
		t.Fatal(err)
	}
	long := filepath.Join(t.TempDir(), strings.Repeat("x", 5000))
	for _, path := range []string{"", "a\x00b", circle, long, locked(t)} {
		if got, err := FileExists(t.Context(), path); got || err == nil {
			t.Errorf("FileExists(%.40q) = %v, %v, want an error", path, got, err)
		}
		if got, err := FileChanged(t.Context(), path, time.Hour); got || err == nil {
			t.Errorf("FileChanged(%.40q) = %v, %v, want an error", path, got, err)
		}
	}
}

// locked returns the path of a file in a directory without permission. For root,
// who has all permissions, it returns another wrong path.
func locked(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "locked")
	if err := os.Mkdir(dir, 0); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.Chmod(dir, 0o700) })
	if os.Geteuid() == 0 {
		return ""
	}
	return filepath.Join(dir, "file")
}

func TestFileChanged(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	written := time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)
	if err := os.Chtimes(file, written, written); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		since time.Duration
		want  bool
	}{
		{0, true},
		{time.Minute - time.Nanosecond, true},
		{time.Minute, false},
		{time.Hour, false},
		{-time.Hour, true},
	} {
		if got, _, err := changed(file, time.Minute, written.Add(test.since)); got != test.want ||
			err != nil {
			t.Errorf("changed %s ago: %v, %v, want %v", test.since, got, err, test.want)
		}
	}
	if got, err := FileChanged(t.Context(), file+"x", time.Minute); got || err != nil {
		t.Errorf("a missing file: %v, %v", got, err)
	}
	if got, err := FileChanged(t.Context(), file, 0); got || err == nil {
		t.Errorf("within no time: %v, %v, want an error", got, err)
	}
}
