package main

import (
	"runtime/debug"
	"testing"
	"testing/fstest"

	"github.com/rocketc/rocketc"
	rocket "github.com/rocketc/rocketc/runtime"
)

func TestCommit(t *testing.T) {
	const id = "749e9b7c0d1e2f3a4b5c6d7e8f9a0b1c2d3e4f5a"
	for _, test := range []struct {
		version, revision, modified, want string
	}{
		{"v1.2.3", "", "", "unknown"},
		{"(devel)", id, "false", id},
		{"v0.0.0-20261126140315-749e9b7c0d1e+dirty", id, "true", id + ", modified"},
		{"v0.0.0-20261126140315-749e9b7c0d1e", "", "", "749e9b7c0d1e"},
		{"v1.2.4-0.20261126140315-749e9b7c0d1e", "", "", "749e9b7c0d1e"},
		{"v1.2.4-rc.1", "", "", "unknown"},
	} {
		info := &debug.BuildInfo{Main: debug.Module{Version: test.version}}
		if test.revision != "" {
			info.Settings = []debug.BuildSetting{{Key: "vcs.revision", Value: test.revision},
				{Key: "vcs.modified", Value: test.modified}}
		}
		if got := commit(info, true); got != test.want {
			t.Errorf("%s, %s: got %q, want %q", test.version, test.revision, got, test.want)
		}
	}
	if got := commit(nil, false); got != "unknown" {
		t.Errorf("of no program: got %q", got)
	}
}

func TestEmbeddedHash(t *testing.T) {
	hash := func(files fstest.MapFS) string {
		t.Helper()
		sum, err := embeddedHash(files)
		if err != nil || len(sum) != hashDigits {
			t.Fatalf("got %q, error %v", sum, err)
		}
		return sum
	}
	one := hash(fstest.MapFS{"a/x.go": {Data: []byte("12")}, "b.go": {Data: []byte("3")}})
	if one != hash(fstest.MapFS{"b.go": {Data: []byte("3")}, "a/x.go": {Data: []byte("12")}}) {
		t.Error("the same files have two hashes")
	}
	if one == hash(fstest.MapFS{"a/x.go": {Data: []byte("1")}, "b.go": {Data: []byte("23")}}) {
		t.Error("other files have the same hash")
	}
}

// TestMark: the hash of a schedule is that of its files, joined in the order of their names
// however they were named on the command line.
func TestMark(t *testing.T) {
	a := rocketc.Source{Name: "dir/a.rkt", Text: []byte("abc")}
	b := rocketc.Source{Name: "dir/b.rkt", Text: []byte("def\n")}
	const want = "ae0666f161fe" // echo abcdef | sha256sum
	for _, sources := range [][]rocketc.Source{{a, b}, {b, a}} {
		var got rocket.Schedule
		(&schedule{sources: sources}).mark(&got)
		if got.Sources != want || got.Compiler != version() {
			t.Errorf("got %s of %s, want %s", got.Sources, got.Compiler, want)
		}
	}
}
