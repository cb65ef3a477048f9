package runlog_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rocketc/rocketc/period"
	"github.com/rocketc/rocketc/rockettest"
	"github.com/rocketc/rocketc/runlog"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/stdconds"
)

func at(day, hour int) time.Time { return time.Date(2026, 3, day, hour, 0, 0, 0, time.UTC) }

// newSession returns a function that makes a session of a nightly task and one that
// follows it.
func newSession(log rocket.RunLog) func(...rocket.Option) (*rocket.Session, error) {
	daily := stdconds.Once{Period: period.OfDay{From: time.Hour, To: 24 * time.Hour}}
	backup := func(context.Context, *rocket.Run) (any, error) { return "dump", nil }
	send := func(context.Context, *rocket.Run) (any, error) { return nil, errors.New("offline") }
	return func(options ...rocket.Option) (*rocket.Session, error) {
		return rocket.New(&rocket.Schedule{Tasks: []*rocket.TaskSpec{
			{Name: "backup", When: daily, Action: rocket.Func(backup)},
			{Name: "send", Action: rocket.Func(send),
				When: stdconds.After{Tasks: []string{"backup"}, Did: rocket.Succeeded}},
		}}, append(options, rocket.WithRunLog(log))...)
	}
}

// TestRestart: what ran before a restart is known after it. A session that starts again in
// the same night runs nothing, and in the next night each task once.
func TestRestart(t *testing.T) {
	path := filepath.Join(t.TempDir(), "runs.jsonl")
	for i, stretch := range []struct {
		from, to time.Time
		runs     int // that were there, after it
	}{
		{at(2, 0), at(2, 2), 2},
		{at(2, 3), at(2, 20), 2},
		{at(2, 21), at(3, 2), 4},
		{at(4, 0), at(6, 2), 10},
	} {
		log := &runlog.File{Path: path}
		synctest.Test(t, func(t *testing.T) {
			rockettest.Start(t, newSession(log), rockettest.At(stretch.from))
			rockettest.RunUntil(t, stretch.to)
		})
		runs := 0
		for r, err := range log.Read(t.Context(), rocket.Query{Events: rocket.Started}) {
			if runs++; err != nil {
				t.Fatal(err)
			}
			_ = r
		}
		if runs != stretch.runs {
			t.Errorf("after stretch %d the log has %d runs, want %d", i, runs, stretch.runs)
		}
	}
}

// TestCrash: a run without an outcome has crashed, also one of a task that is no more, and
// is made up for.
func TestCrash(t *testing.T) {
	log := &runlog.File{Path: filepath.Join(t.TempDir(), "runs.jsonl")}
	open(t, log)
	for i, task := range []string{"backup", "gone"} {
		err := log.Append(t.Context(), []rocket.Record{{Seq: uint64(i + 1), Task: task,
			Created: at(2, 1), Start: at(2, 1), RunID: "1", Event: rocket.Started}})
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := log.Close(); err != nil {
		t.Fatal(err)
	}
	synctest.Test(t, func(t *testing.T) {
		rockettest.Start(t, newSession(log), rockettest.At(at(2, 2)))
		rockettest.RunUntil(t, at(2, 3))
	})
	if got, want := story(t, log), "backup run, gone run, backup crash, gone crash, backup run, "+
		"backup success, send run, send fail"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func open(t *testing.T, log *runlog.File) {
	t.Helper()
	if _, err := log.Open(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := log.Close(); err != nil {
			t.Error(err)
		}
	})
}

// story tells a log in words.
func story(t *testing.T, log rocket.RunLog) string {
	t.Helper()
	var words []string
	for r, err := range log.Read(t.Context(), rocket.Query{}) {
		if err != nil {
			t.Fatal(err)
		}
		words = append(words, r.Task+" "+r.Event.String())
	}
	return strings.Join(words, ", ")
}

// TestSecondProgram: a log is open in one program only, and the error names that.
func TestSecondProgram(t *testing.T) {
	path := filepath.Join(t.TempDir(), "runs.jsonl")
	open(t, &runlog.File{Path: path})
	_, err := (&runlog.File{Path: path}).Open(t.Context())
	locked, ok := errors.AsType[*runlog.LockedError](err)
	if !ok || locked.PID != os.Getpid() || !strings.Contains(err.Error(), path) {
		t.Errorf("error %v, want a LockedError of process %d", err, os.Getpid())
	}
}

// TestLockError: the error of a log that cannot be locked names the log.
func TestLockError(t *testing.T) {
	path := filepath.Join(t.TempDir(), "none", "runs.jsonl")
	_, err := (&runlog.File{Path: path}).Open(t.Context())
	if !errors.Is(err, os.ErrNotExist) || strings.Contains(err.Error(), ".lock") ||
		!strings.Contains(err.Error(), "the run log "+path+" cannot be locked") ||
		!strings.Contains(err.Error(), "; make the directory "+filepath.Dir(path)) {
		t.Errorf("error %v", err)
	}
}

// TestReadOnlyDirectory: so does that of a directory in which the user may not write.
func TestReadOnlyDirectory(t *testing.T) {
	if os.Geteuid() <= 0 {
		t.Skip("root, and a user of Windows, may write there")
	}
	dir := t.TempDir()
	if err := os.Chmod(dir, 0o555); err != nil {
		t.Fatal(err)
	}
	log := &runlog.File{Path: filepath.Join(dir, "runs.jsonl")}
	if _, err := log.Open(t.Context()); !errors.Is(err, os.ErrPermission) ||
		!strings.Contains(err.Error(), "the run log "+log.Path) {
		t.Errorf("error %v, want one of permissions", err)
	}
}

// TestLink: a log at a symbolic link is the file that the link leads to, which is made if it
// is not there. The link stays, and a program that names the file is locked out.
func TestLink(t *testing.T) {
	dir := t.TempDir()
	file, link := filepath.Join(dir, "runs.jsonl"), filepath.Join(t.TempDir(), "link.jsonl")
	if err := errors.Join(os.Symlink(file, link+"2"), os.Symlink("link.jsonl2", link)); err != nil {
		t.Skip(err)
	}
	open(t, &runlog.File{Path: link})
	if _, err := os.Stat(file); err != nil {
		t.Error(err)
	}
	if info, err := os.Lstat(link); err != nil || info.Mode().Type() != os.ModeSymlink {
		t.Errorf("the link is %v, error %v", info, err)
	}
	_, err := (&runlog.File{Path: file}).Open(t.Context())
	if _, locked := errors.AsType[*runlog.LockedError](err); !locked {
		t.Errorf("error %v, want a LockedError", err)
	}
}

// TestStateDirectory: a relative path is below the directory that systemd gives.
func TestStateDirectory(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("STATE_DIRECTORY", dir+":/elsewhere")
	open(t, &runlog.File{Path: "runs.jsonl"})
	if _, err := os.Stat(filepath.Join(dir, "runs.jsonl")); err != nil {
		t.Error(err)
	}
}

// TestTornAndDamaged: a torn end is cut off, kept and told; a damaged line before it, a line
// that is missing, a file that is no log and one of a newer version are errors that name the
// file, and the line.
func TestTornAndDamaged(t *testing.T) {
	for format, head := range map[runlog.Format]int{runlog.JSON: 1, runlog.CSV: 2} {
		t.Run(format.String(), func(t *testing.T) { tornAndDamaged(t, format, head) })
	}
}

// tornAndDamaged tests a format whose segments begin with so many lines that are no records.
func tornAndDamaged(t *testing.T, format runlog.Format, head int) {
	at := func(line int) string { return fmt.Sprintf("runs.x:%d: the run log is damaged: ", line) }
	for name, c := range map[string]struct {
		change     func(text string) string
		note, want string // what is told; the error
		runs       int    // that are left
	}{
		"a torn end": {func(s string) string { return s[:len(s)-30] },
			"was cut off", "", 2},
		"no end of the last line": {func(s string) string { return s[:len(s)-1] },
			"", "", 3},
		"zeros": {func(s string) string { return s + strings.Repeat("\x00", 900) },
			"was cut off", "", 3},
		"a damaged line": {func(s string) string { return strings.Replace(s, "r1", "r9", 1) }, "",
			at(head+1) + "the checksum", 0},
		"a missing line": {func(s string) string {
			lines := strings.SplitAfter(s, "\n")
			return strings.Join(slices.Delete(lines, head, head+1), "")
		}, "", at(head+1) + "batch 3 follows, where 2 should", 0},
		"a damaged head": {func(s string) string { return strings.Replace(s, "version", "v", 1) },
			"", "is not a run log (log " + format.String() + "), or its first line is damaged", 0},
		"another file": {func(string) string { return "{\"level\":\"INFO\"}\n" }, "",
			"is not a run log", 0},
		"nothing": {func(string) string { return "" },
			"was empty: it begins anew, and what ran before is not known", "", 0},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "runs.x")
			log := &runlog.File{Path: path, Format: format}
			open(t, log)
			for _, id := range []string{"r1", "r2", "r3"} {
				records := []rocket.Record{{Task: "a", RunID: id, Event: rocket.Started}}
				err := log.Append(t.Context(), records)
				if err != nil {
					t.Fatal(err)
				}
			}
			if err := log.Close(); err != nil {
				t.Fatal(err)
			}
			text, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, []byte(c.change(string(text))), 0o666); err != nil {
				t.Fatal(err)
			}
			notes, err := log.Open(t.Context())
			if c.want != "" {
				if err == nil || !strings.Contains(err.Error(), c.want) {
					t.Fatalf("error %v, want %s", err, c.want)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if told := strings.Join(notes, "\n"); !strings.Contains(told, c.note) || c.note == "" &&
				told != "" {
				t.Errorf("notes %q, want %q", told, c.note)
			}
			if aside, _ := filepath.Glob(path + ".torn-*"); len(aside) != len(notes) &&
				name != "nothing" {
				t.Errorf("kept aside: %q", aside)
			}
			more := []rocket.Record{{Task: "a", RunID: "r4", Event: rocket.Started}}
			if err := log.Append(t.Context(), more); err != nil {
				t.Fatal(err)
			}
			if runs := strings.Count(story(t, log), "run"); runs != c.runs+1 {
				t.Errorf("it has %d runs, want %d", runs, c.runs+1)
			}
		})
	}
}
