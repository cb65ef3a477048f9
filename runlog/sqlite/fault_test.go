package sqlite

import (
	"bytes"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/rocketc/rocketc/runlog"
	rocket "github.com/rocketc/rocketc/runtime"
)

// TestFull: if there is no room, the batch is not in the log, and the error says so. When there
// is room again, the log goes on.
func TestFull(t *testing.T) {
	log := &Log{Path: filepath.Join(t.TempDir(), "runs.db")}
	open(t, log)
	appendRuns(t, log, 0, 3)
	if _, err := log.w.db.Exec("PRAGMA max_page_count=1"); err != nil { // it becomes the size
		t.Fatal(err)
	}
	long := run(3, at)
	long[1].Output = strings.Repeat("x", 1<<16)
	err := log.Append(t.Context(), long)
	if err == nil || !strings.Contains(err.Error(), "runs.db: the disk is full") {
		t.Fatalf("error %v, want one of a full disk", err)
	}
	want := []string{"0", "0", "1", "1", "2", "2"}
	if got := read(t, log); !slices.Equal(got, want) {
		t.Errorf("the log has the runs %v, want %v", got, want)
	}
	appendRuns(t, log, 4, 5)
	if got := read(t, log); !slices.Equal(got, append(want, "4", "4")) {
		t.Errorf("then the log has the runs %v", got)
	}
}

// TestTakenBack: what SQLite has written although it has failed is not in the log any more when
// the next batch is. A log that has lost records meanwhile takes no more.
func TestTakenBack(t *testing.T) {
	log := &Log{Path: filepath.Join(t.TempDir(), "runs.db")}
	open(t, log)
	appendRuns(t, log, 0, 2)
	if _, err := log.w.db.Exec(insert, values(9, run(4, at)[0])...); err != nil {
		t.Fatal(err)
	}
	if err := log.w.distrust(); err != nil {
		t.Fatal(err)
	}
	appendRuns(t, log, 2, 3)
	if got, want := read(t, log), []string{"0", "0", "1", "1", "2", "2"}; !slices.Equal(got, want) {
		t.Errorf("the log has the runs %v, want %v", got, want)
	}
	if _, err := log.w.db.Exec("DELETE FROM records WHERE id > 4"); err != nil {
		t.Fatal(err)
	}
	if err := log.w.distrust(); err != nil {
		t.Fatal(err)
	}
	err := log.Append(t.Context(), run(3, at))
	if err == nil || !strings.Contains(err.Error(), "it has lost its end") {
		t.Errorf("error %v, want one of a lost end", err)
	}
}

// TestRefused: a file that is no run log of this version is an error that says what it is. The
// file stays as it is.
func TestRefused(t *testing.T) {
	for name, c := range map[string]struct {
		spoil func(t *testing.T, path string)
		want  string
	}{
		"another database": {func(t *testing.T, path string) {
			spoil(t, path, "PRAGMA application_id=0")
		}, "the database is not a run log"},
		"newer": {func(t *testing.T, path string) { spoil(t, path, "PRAGMA user_version=3") },
			"a newer rocketc has written the run log: it has version 3, and this program knows 2"},
		"a newer record": {func(t *testing.T, path string) {
			spoil(t, path, "UPDATE records SET event = 'paused' WHERE id = 3")
		}, "a newer rocketc has written it: use that one"},
		"no database": {func(t *testing.T, path string) {
			writeFile(t, path, []byte(strings.Repeat("config {}\n", 1000)))
		}, "is damaged, or no database"},
		"zeros in it": {func(t *testing.T, path string) {
			text, err := os.ReadFile(path)
			if err != nil || len(text) < 1<<16 {
				t.Fatalf("%d bytes, error %v", len(text), err)
			}
			clear(text[1<<15:])
			writeFile(t, path, text)
		}, "is damaged, or no database"},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "runs.db")
			log := &Log{Path: path}
			open(t, log)
			appendRuns(t, log, 0, 500)
			if err := log.Close(); err != nil {
				t.Fatal(err)
			}
			c.spoil(t, path)
			before, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			_, err = log.Open(t.Context())
			if err == nil || !strings.Contains(err.Error(), c.want) ||
				!strings.Contains(err.Error(), path) {
				t.Errorf("Open: error %v, want %s", err, c.want)
			}
			for _, e := range log.Read(t.Context(), rocket.Query{Events: rocket.AnyEvent}) {
				err = e
			}
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("Read: error %v, want %s", err, c.want)
			}
			if after, err := os.ReadFile(path); err != nil || !bytes.Equal(before, after) {
				t.Errorf("the file has changed, error %v", err)
			}
		})
	}
}

// spoil changes a database.
func spoil(t *testing.T, path, statement string) {
	t.Helper()
	db, err := sql.Open("sqlite", dsn(path))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec(statement); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}

// TestSecondProgram: a log is open in one program only, and the error names that.
func TestSecondProgram(t *testing.T) {
	path := filepath.Join(t.TempDir(), "runs.db")
	open(t, &Log{Path: path})
	_, err := (&Log{Path: path}).Open(t.Context())
	locked, ok := errors.AsType[*runlog.LockedError](err)
	if !ok || locked.PID != os.Getpid() || !strings.Contains(err.Error(), path) {
		t.Errorf("error %v, want a LockedError of process %d", err, os.Getpid())
	}
}

// TestNoPlace: a directory that is not there, and a directory in the place of the database, are
// errors that name the path.
func TestNoPlace(t *testing.T) {
	dir := t.TempDir()
	for _, path := range []string{filepath.Join(dir, "none", "runs.db"), dir} {
		_, err := (&Log{Path: path}).Open(t.Context())
		if err == nil || !strings.Contains(err.Error(), path) {
			t.Errorf("error %v, want one that names %s", err, path)
		}
	}
}

// TestOldLibrary: a library of SQLite that can damage the log is not used.
func TestOldLibrary(t *testing.T) {
	for text, old := range map[string]bool{
		"3.51.2": true, "3.51.3": false, "3.51.10": false, "3.52.0": false, "3.9.9": true,
		"4.0.0": false, "2.99.99": true, "3.51": true, "3.52": false, "x": true,
	} {
		if isOld(text) != old {
			t.Errorf("isOld(%q) = %t", text, !old)
		}
	}
}
