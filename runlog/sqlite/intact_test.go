package sqlite

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// meddlings are what another program can do to the file of an open log, what is told then, and
// whether the log is mended.
var meddlings = map[string]struct {
	do     func(path string) error
	told   string
	mended bool
}{
	"removed": {os.Remove, "moved or removed it: it is written there again", true},
	"removed with all files": {func(path string) error {
		return errors.Join(os.Remove(path), os.Remove(path+"-wal"), os.Remove(path+"-shm"))
	}, "moved or removed it: it is written there again", true},
	"moved": {func(path string) error { return os.Rename(path, path+".1") },
		"moved or removed it: it is written there again", true},
	"its write-ahead log removed": {func(path string) error { return os.Remove(path + "-wal") },
		"moved or removed its write-ahead log: it is written there again", true},
	"its write-ahead log replaced": {func(path string) error {
		return errors.Join(os.Remove(path+"-wal"), os.WriteFile(path+"-wal", nil, 0o666))
	}, "moved or removed its write-ahead log: it is written there again", true},
	"replaced": {func(path string) error {
		return errors.Join(os.Rename(path, path+".1"), os.WriteFile(path, nil, 0o666))
	}, "another file has taken its place", false},
	"its directory removed": {func(path string) error { return os.RemoveAll(filepath.Dir(path)) },
		"its directory was removed; make it again", false},
	"emptied": {func(path string) error { return os.Truncate(path, 0) },
		"another program has cut it", false},
}

// TestMeddled: what another program does to the file of an open log is told by the next batch.
// The log goes on if it can be mended, and has all then that it has acknowledged.
func TestMeddled(t *testing.T) {
	for name, m := range meddlings {
		t.Run(name, func(t *testing.T) {
			log := meddled(t, m.do)
			isTold(t, log.Append(t.Context(), run(3, at)), m.told)
			if !m.mended {
				isTold(t, log.Append(t.Context(), run(3, at)), m.told)
				isTold(t, log.Close(), m.told)
				return
			}
			appendRuns(t, log, 3, 5)
			if err := log.Close(); err != nil {
				t.Error(err)
			}
			hasRuns(t, log, "0", "0", "1", "1", "2", "2", "3", "3", "4", "4")
		})
	}
}

// TestMeddledAtLast: it is told by Close if no batch follows.
func TestMeddledAtLast(t *testing.T) {
	for name, m := range meddlings {
		t.Run(name, func(t *testing.T) {
			log := meddled(t, m.do)
			isTold(t, log.Close(), m.told)
			if m.mended {
				hasRuns(t, log, "0", "0", "1", "1", "2", "2")
			}
		})
	}
}

// meddled returns an open log with three runs, to the file of which something was done.
func meddled(t *testing.T, do func(path string) error) *Log {
	t.Helper()
	log := &Log{Path: filepath.Join(t.TempDir(), "runs.db")}
	if _, err := log.Open(t.Context()); err != nil {
		t.Fatal(err)
	}
	appendRuns(t, log, 0, 3)
	if err := do(log.Path); err != nil {
		t.Fatal(err)
	}
	return log
}

// hasRuns opens a log that was closed, and checks what it has.
func hasRuns(t *testing.T, log *Log, want ...string) {
	t.Helper()
	open(t, log)
	if got := read(t, log); !slices.Equal(got, want) {
		t.Errorf("the log has the runs %v, want %v", got, want)
	}
}

func isTold(t *testing.T, err error, want string) {
	t.Helper()
	if err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("error %v, want one that says: %s", err, want)
	}
}

// TestNotThere: a database that somebody has compressed is an error, and one that was emptied is
// told.
func TestNotThere(t *testing.T) {
	log := meddled(t, func(string) error { return nil })
	packed := log.Path + ".gz"
	if err := errors.Join(log.Close(), os.Rename(log.Path, packed)); err != nil {
		t.Fatal(err)
	}
	_, err := log.Open(t.Context())
	isTold(t, err, packed+" is there: unpack it, or move it away")
	if err := errors.Join(os.Rename(packed, log.Path), os.Truncate(log.Path, 0)); err != nil {
		t.Fatal(err)
	}
	notes, err := log.Open(t.Context())
	if err != nil || len(notes) != 1 || !strings.Contains(notes[0], "was empty: it begins anew") {
		t.Errorf("notes %q, error %v", notes, err)
	}
	if err := log.Close(); err != nil {
		t.Error(err)
	}
}
