package files

import (
	"os"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"
)

// TestChanges: whatever happens to a file is noticed, and nothing that happens beside it.
func TestChanges(t *testing.T) {
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	if !isLocal(dir) {
		t.Skip("the directory for temporary files is not on a local file system")
	}
	file, other := filepath.Join(dir, "file"), filepath.Join(dir, "other")
	for _, step := range []struct {
		what string
		do   func() error
		tell bool
	}{
		{"made", func() error { return os.WriteFile(file, nil, 0o600) }, true},
		{"other made", func() error { return os.WriteFile(other, nil, 0o600) }, false},
		{"written", func() error { return os.WriteFile(file, []byte("x"), 0o600) }, true},
		{"touched", func() error { return os.Chtimes(file, time.Now(), time.Unix(1, 0)) }, true},
		{"moved away", func() error { return os.Rename(file, file+"2") }, true},
		{"moved here", func() error { return os.Rename(other, file) }, true},
		{"removed", func() error { return os.Remove(file) }, true},
		{"a directory", func() error { return os.Mkdir(file, 0o700) }, true},
		{"directory away", func() error { return os.Rename(dir, dir+"2") }, true},
	} {
		changes := changesOf(file)
		if changes == nil {
			t.Fatalf("%s: no changes are noticed", step.what)
		}
		if err := step.do(); err != nil {
			t.Fatal(err)
		}
		wait := time.Minute
		if !step.tell {
			wait = 50 * time.Millisecond
		}
		told := false
		select {
		case <-changes:
			told = true
		case <-time.After(wait):
		}
		if told != step.tell {
			t.Errorf("%s: told %v", step.what, told)
		}
	}
}

// TestUnnoticedChanges: paths over symbolic links and in directories that are not there are
// asked again, and so is everything on a simulated clock.
func TestUnnoticedChanges(t *testing.T) {
	dir := t.TempDir()
	link := filepath.Join(dir, "link")
	if err := os.Symlink(dir, link); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{link, filepath.Join(link, "file"), "", "/", "/proc/stat",
		filepath.Join(dir, "none", "file")} {
		if changesOf(path) != nil {
			t.Errorf("changes of %q are noticed", path)
		}
	}
	synctest.Test(t, func(t *testing.T) {
		if changesOf(filepath.Join(dir, "file")) != nil {
			t.Error("changes are noticed on a simulated clock")
		}
	})
}
