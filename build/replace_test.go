//go:build unix

package build

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"testing/iotest"
)

func TestReplace(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "program")
	for _, text := range []string{"first", "second"} {
		if err := Replace(name, 0o700, strings.NewReader(text)); err != nil {
			t.Fatal(err)
		}
		if got, err := os.ReadFile(name); string(got) != text || err != nil {
			t.Errorf("got %q, %v", got, err)
		}
	}
	if info, err := os.Stat(name); err != nil || info.Mode() != 0o700 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	old, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer old.Close()
	err = Replace(name, 0o700, iotest.ErrReader(&fs.PathError{Path: "x", Err: syscall.ENOSPC}))
	if err == nil || err.Error() != "writing "+name+": the disk is full: "+syscall.ENOSPC.Error() {
		t.Errorf("error %v", err)
	}
	if got, err := os.ReadFile(name); string(got) != "second" || err != nil {
		t.Errorf("a failed replacement left %q, %v", got, err)
	}
	if left := paths(t, dir); len(left) != 2 {
		t.Errorf("left in the directory: %q", left)
	}
}

// TestReplaceOthers: what is no regular file stays as it is.
func TestReplaceOthers(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "file")
	if err := os.WriteFile(file, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, make := range map[string]func(string) error{
		"a directory":     func(path string) error { return os.Mkdir(path, 0o700) },
		"a symbolic link": func(path string) error { return os.Symlink(file, path) },
		"a named pipe":    func(path string) error { return syscall.Mkfifo(path, 0o600) },
		"a device":        func(path string) error { return os.Symlink(os.DevNull, path) },
	} {
		path := filepath.Join(dir, name)
		if err := make(path); err != nil {
			t.Fatal(err)
		}
		want := name
		if name == "a device" {
			want = "a symbolic link" // a device itself needs root
		}
		before, err := os.Lstat(path)
		if err != nil {
			t.Fatal(err)
		}
		err = Replace(path, 0o600, strings.NewReader("new"))
		if err == nil || !strings.Contains(err.Error(), " is "+want+";") {
			t.Errorf("%s: error %v", name, err)
		}
		if after, err := os.Lstat(path); err != nil || after.Mode() != before.Mode() {
			t.Errorf("%s was replaced", name)
		}
	}
	if text, err := os.ReadFile(file); string(text) != "mine" || err != nil {
		t.Errorf("the file that a link leads to is %q, %v", text, err)
	}
	if got := kindOf(fs.ModeDevice | fs.ModeCharDevice | 0o666); got != "a device" {
		t.Errorf("a device is %s", got)
	}
	for mode, want := range map[fs.FileMode]string{
		fs.ModeSocket: "a socket", fs.ModeIrregular: "no regular file",
	} {
		if got := kindOf(mode); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}
