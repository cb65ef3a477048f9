package build

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rocketc/rocketc/internal/diagtest"
)

func TestCacheDir(t *testing.T) {
	tests := []struct{ rocketc, xdg, home, want string }{
		{"/r", "/x", "/h", "/r"},
		{"", "/x", "/h", "/x/rocketc"},
		{"", "", "", "ROCKETC_CACHE can name one"},
	}
	for _, test := range tests {
		t.Setenv("ROCKETC_CACHE", test.rocketc)
		t.Setenv("XDG_CACHE_HOME", test.xdg)
		t.Setenv("HOME", test.home)
		got, err := cacheDir()
		if !strings.HasSuffix(got+fmt.Sprint(err), test.want) && got != test.want {
			t.Errorf("%+v: %q, %v", test, got, err)
		}
	}
}

func TestCachedAlone(t *testing.T) {
	offline(t)
	cache := filepath.Join(t.TempDir(), "cache")
	t.Setenv("ROCKETC_CACHE", cache)
	p := Program{Main: mainFile("", "1"), Runtime: programSources(t), Dir: t.TempDir()}
	var files [3]string
	var group sync.WaitGroup
	for i := range files {
		group.Go(func() {
			file, err := p.Cached(t.Context(), "prices")
			if err != nil {
				t.Error(err)
			}
			files[i] = file
		})
	}
	group.Wait()
	if files[0] != files[1] || files[0] != files[2] || filepath.Base(files[0]) != "prices" {
		t.Fatalf("three builds at once made %q", files)
	}
	if got := output(t, files[0]); got != "1" {
		t.Errorf("the program prints %q", got)
	}
	mark(t, files[0])
	if again, err := p.Cached(t.Context(), "prices"); err != nil || again != files[0] ||
		!marked(t, again) {
		t.Errorf("unchanged, but built again as %s (%v)", again, err)
	}
	if other, err := p.Cached(t.Context(), "other"); err != nil ||
		filepath.Base(other) != "other" || marked(t, other) {
		t.Errorf("under another name: %s, %v", other, err)
	}
	p.Main = mainFile("", "2")
	changed, err := p.Cached(t.Context(), "prices")
	if err != nil {
		t.Fatal(err)
	}
	if got := output(t, changed); got != "2" || changed == files[0] || !marked(t, files[0]) {
		t.Errorf("changed, %s prints %q", changed, got)
	}
	p.Main = mainFile("", "more")
	p.Tasks = [][]byte{[]byte("package main\n\nvar more = `3`\n")}
	if more, err := p.Cached(t.Context(), "prices"); err != nil || output(t, more) != "3" {
		t.Errorf("a file of tasks: %s, %v", more, err)
	}
	p.Tasks[0] = []byte("package main\n\nvar more = `4`\n")
	if more, err := p.Cached(t.Context(), "prices"); err != nil || output(t, more) != "4" {
		t.Errorf("another file of tasks: %s, %v", more, err)
	}
	expectShelf(t, cache, 4)
}

// The user's Go is always asked, and a running program keeps its binary.
func TestCachedInside(t *testing.T) {
	offline(t)
	cache := filepath.Join(t.TempDir(), "cache")
	t.Setenv("ROCKETC_CACHE", cache)
	root := diagtest.WriteTree(t, map[string]string{"go.mod": "module example.com/m\n\ngo 1.26\n",
		"lib/lib.go": lib})
	p := Program{
		Main: mainFile("\t\"example.com/m/lib\"\n", "lib.Name()"), Runtime: programSources(t),
		Dir: root, Imports: []string{"example.com/m/lib"},
	}
	var files [3]string
	for i, text := range []string{lib, lib, strings.Replace(lib, `"lib"`, `"changed"`, 1)} {
		if err := os.WriteFile(filepath.Join(root, "lib", "lib.go"), []byte(text),
			0o644); err != nil {
			t.Fatal(err)
		}
		file, err := p.Cached(t.Context(), "prices")
		if err != nil {
			t.Fatal(err)
		}
		files[i] = file
	}
	if files[0] != files[1] || files[1] == files[2] {
		t.Errorf("files %q", files)
	}
	if first, last := output(t, files[0]), output(t, files[2]); first != "lib" ||
		last != "changed" {
		t.Errorf("the programs print %q and %q", first, last)
	}
	expectShelf(t, cache, 2)
}

func TestCachedFailure(t *testing.T) {
	offline(t)
	cache := filepath.Join(t.TempDir(), "cache")
	t.Setenv("ROCKETC_CACHE", cache)
	p := Program{Main: mainFile("", "undefined"), Runtime: programSources(t), Dir: t.TempDir()}
	var failure *Failure
	if _, err := p.Cached(t.Context(), "x"); !errors.As(err, &failure) {
		t.Errorf("error %v, want a Failure", err)
	}
	expectShelf(t, cache, 0)
	file := filepath.Join(cache, "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("ROCKETC_CACHE", file)
	if _, err := p.Cached(t.Context(), "x"); err == nil ||
		!strings.Contains(err.Error(), "ROCKETC_CACHE can name another") {
		t.Errorf("error %v for a cache that is a file", err)
	}
}

// mark makes a binary tellable from one built again.
func mark(t *testing.T, file string) {
	t.Helper()
	if err := os.Chmod(file, 0o750); err != nil {
		t.Fatal(err)
	}
}

func marked(t *testing.T, file string) bool {
	t.Helper()
	info, err := os.Stat(file)
	if err != nil {
		t.Fatal(err)
	}
	return info.Mode().Perm() == 0o750
}

func expectShelf(t *testing.T, cache string, want int) {
	t.Helper()
	entries, err := os.ReadDir(filepath.Join(cache, "run"))
	if err != nil || len(entries) != want {
		t.Errorf("the shelf has %v (%v), want %d entries", entries, err, want)
	}
}

func TestTidy(t *testing.T) {
	shelf := t.TempDir()
	put := func(name string, age time.Duration) {
		at := time.Now().Add(-age)
		dir := filepath.Join(shelf, name)
		if err := errors.Join(os.Mkdir(dir, 0o700), os.Chtimes(dir, at, at)); err != nil {
			t.Fatal(err)
		}
	}
	for i := range keepEntries - 1 {
		put(fmt.Sprint("a", i), time.Hour)
	}
	put("old, but among the newest", 2*keepFor)
	tidy(shelf)
	put("older", 3*keepFor)
	put("one more", 10*time.Hour)
	put(newPrefix+"live", 2*keepFor)
	tidy(shelf)
	entries, err := os.ReadDir(shelf)
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]bool{}
	for _, e := range entries {
		names[e.Name()] = true
	}
	if names["older"] || !names["one more"] ||
		!names[newPrefix+"live"] || len(names) != keepEntries+1 {
		t.Errorf("left %d entries: %v", len(names), names)
	}
}
