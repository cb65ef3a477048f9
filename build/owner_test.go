//go:build unix

package build

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// nobody is another user than that of the test.
const nobody = 65534

// expectUntrusted checks that something is refused after it was spoilt, and mends it.
func expectUntrusted(t *testing.T, what, path string, spoil, mend, check func() error) {
	t.Helper()
	if err := check(); err != nil {
		t.Fatalf("before %s: %v", what, err)
	}
	if err := spoil(); err != nil {
		t.Fatal(err)
	}
	err := check()
	if err == nil || !strings.Contains(err.Error(), path) ||
		!strings.Contains(err.Error(), "ROCKETC_CACHE can name another directory") {
		t.Errorf("%s: error %v", what, err)
	}
	if err := mend(); err != nil {
		t.Fatal(err)
	}
}

// TestCacheOfOthers: nothing in the cache is used that somebody else could have put there.
func TestCacheOfOthers(t *testing.T) {
	cache := filepath.Join(t.TempDir(), "cache")
	t.Setenv("ROCKETC_CACHE", cache)
	shelf, err := openShelf()
	if err != nil {
		t.Fatal(err)
	}
	place := filepath.Join(shelf, "key")
	program := filepath.Join(place, "program")
	if err := os.Mkdir(place, 0o700); err != nil {
		t.Fatal(err)
	}
	if found, err := use(program); found || err != nil {
		t.Errorf("a program that is not there: %v, %v", found, err)
	}
	if err := os.WriteFile(program, nil, 0o700); err != nil {
		t.Fatal(err)
	}
	check := func() error {
		if _, err := openShelf(); err != nil {
			return err
		}
		_, err := use(program)
		return err
	}
	for _, path := range []string{cache, shelf, place, program} {
		for _, mode := range []os.FileMode{0o720, 0o702, 0o777} {
			expectUntrusted(t, mode.String()+" of "+path, path,
				func() error { return os.Chmod(path, mode) },
				func() error { return os.Chmod(path, 0o700) }, check)
		}
		if os.Geteuid() == 0 {
			expectUntrusted(t, "another owner of "+path, path,
				func() error { return os.Chown(path, nobody, -1) },
				func() error { return os.Chown(path, 0, -1) }, check)
		}
		if path == cache {
			continue
		}
		aside := filepath.Join(t.TempDir(), "aside")
		expectUntrusted(t, "a link at "+path, path,
			func() error {
				if err := os.Rename(path, aside); err != nil {
					return err
				}
				return os.Symlink(aside, path)
			},
			func() error { return errors.Join(os.Remove(path), os.Rename(aside, path)) },
			check)
	}
}

// TestCacheLink: the cache may be a link of the user's own.
func TestCacheLink(t *testing.T) {
	link := filepath.Join(t.TempDir(), "link")
	cache := t.TempDir()
	if err := os.Symlink(cache, link); err != nil {
		t.Fatal(err)
	}
	t.Setenv("ROCKETC_CACHE", link)
	if shelf, err := openShelf(); shelf != filepath.Join(link, "run") || err != nil {
		t.Errorf("the shelf is %s, %v", shelf, err)
	}
	if os.Geteuid() != 0 {
		return
	}
	if err := os.Lchown(link, nobody, -1); err != nil {
		t.Fatal(err)
	}
	if _, err := openShelf(); err == nil || !strings.Contains(err.Error(), link) {
		t.Errorf("a link of somebody else: error %v", err)
	}
}

func TestSafeTemp(t *testing.T) {
	dir := t.TempDir()
	for mode, safe := range map[os.FileMode]bool{
		0o700: true, 0o755: true, 0o777: false, 0o775: false, 0o777 | os.ModeSticky: true,
	} {
		if err := os.Chmod(dir, mode); err != nil {
			t.Fatal(err)
		}
		err := safeTemp(dir)
		if safe && err != nil || !safe && (err == nil || !strings.Contains(err.Error(), dir)) {
			t.Errorf("%v: error %v", mode, err)
		}
		p := Program{Dir: dir, Main: []byte("package main"), Runtime: os.DirFS(dir)}
		t.Setenv("TMPDIR", dir)
		err = p.build(t.Context(), &toolchain{}, filepath.Join(dir, "x"))
		refused := err != nil && strings.Contains(err.Error(), "TMPDIR can name another")
		if refused == safe {
			t.Errorf("a build with %v: error %v", mode, err)
		}
	}
	if os.Geteuid() == 0 {
		if err := os.Chown(dir, nobody, -1); err != nil {
			t.Fatal(err)
		}
		if err := safeTemp(dir); err == nil {
			t.Error("the directory of somebody else is safe")
		}
	}
	if err := safeTemp(filepath.Join(dir, "none")); err != nil {
		t.Error(err)
	}
}
