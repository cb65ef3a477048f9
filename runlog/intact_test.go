package runlog_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rocketc/rocketc/rockettest"
	"github.com/rocketc/rocketc/runlog"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/stdconds"
)

// meddling is what another program does to the file of a log that is open, what the next
// batch says, and how many of the two batches before are still there one by one.
var meddling = map[string]struct {
	do   func(t *testing.T, path string)
	want string
	kept int
}{
	"removed": {func(t *testing.T, path string) { do(t, os.Remove(path)) },
		"was moved or removed by another program: it is written there again", 2},
	"moved": {func(t *testing.T, path string) { do(t, os.Rename(path, path+".1")) },
		"was moved or removed by another program: it is written there again", 2},
	"moved, and made anew": {func(t *testing.T, path string) {
		do(t, os.Rename(path, path+".1"), os.WriteFile(path, nil, 0o666))
	}, "was moved or removed by another program: it is written there again", 2},
	"emptied": {func(t *testing.T, path string) { do(t, os.Truncate(path, 0)) },
		"was emptied by another program: single records are lost", 0},
	"emptied, and written behind its end": {func(t *testing.T, path string) {
		size := sizeOf(t, path)
		do(t, os.Truncate(path, 0), os.Truncate(path, size))
	}, "was emptied by another program", 0},
	"cut": {func(t *testing.T, path string) { do(t, os.Truncate(path, sizeOf(t, path)-1)) },
		"was cut from", 0},
	"written": {func(t *testing.T, path string) { appendText(t, path, "hello\n") },
		"was written by another program: these 6 bytes are in", 2},
	"written, no line": {func(t *testing.T, path string) { appendText(t, path, "\n") },
		"was written by another program: these 1 bytes are in", 2},
}

func do(t *testing.T, errs ...error) {
	t.Helper()
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
}

func sizeOf(t *testing.T, path string) int64 {
	info, err := os.Stat(path)
	do(t, err)
	return info.Size()
}

func appendText(t *testing.T, path, text string) {
	f, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
	do(t, err)
	_, err = f.WriteString(text)
	do(t, err, f.Close())
}

// begun is the n-th record of a log, which is alone in its batch.
func begun(n int) []rocket.Record {
	return []rocket.Record{{Seq: uint64(n), Created: at(2, n), Start: at(2, n), Task: "t",
		RunID: strconv.Itoa(n), Event: rocket.Started}}
}

// TestMeddled: what another program does to the file of an open log is told by the next
// batch. Then the log goes on, and what it has acknowledged is there, or was told to be lost
// and counts.
func TestMeddled(t *testing.T) {
	for name, test := range meddling {
		for _, format := range []runlog.Format{runlog.JSON, runlog.CSV} {
			t.Run(name+" "+format.String(), func(t *testing.T) {
				log := &runlog.File{Path: filepath.Join(t.TempDir(), "runs.log"), Format: format}
				_, err := log.Open(t.Context())
				do(t, err, log.Append(t.Context(), begun(1)), log.Append(t.Context(), begun(2)))
				test.do(t, log.Path)
				err = log.Append(t.Context(), begun(3))
				if err == nil || !strings.Contains(err.Error(), test.want) {
					t.Errorf("error %v, want one that says: %s", err, test.want)
				}
				do(t, log.Append(t.Context(), begun(3)), log.Append(t.Context(), begun(4)))
				isWhole(t, log, test.kept+2)
				do(t, log.Close())
				notes, err := log.Open(t.Context())
				if do(t, err); len(notes) > 0 {
					t.Errorf("the next program is told %q", notes)
				}
				isWhole(t, log, test.kept+2)
				do(t, log.Close())
			})
		}
	}
}

// isWhole checks that a log has so many records one by one, and knows of four runs.
func isWhole(t *testing.T, log *runlog.File, kept int) {
	t.Helper()
	n := 0
	for r, err := range log.Read(t.Context(), rocket.Query{}) {
		if n++; err != nil || r.Seq != uint64(4-kept+n) {
			t.Errorf("record %d is %+v, error %v", n, r, err)
		}
	}
	facts, err := rocket.FactsOf(t.Context(), log, time.Time{})
	do(t, err)
	if total := facts.History("t").Total(rocket.Started); n != kept || total != 4 {
		t.Errorf("%d records are there, want %d; %d runs are known, want 4", n, kept, total)
	}
}

// TestEdited: an editor that has put a byte order mark before a log, or changed how its lines end,
// has done no damage.
func TestEdited(t *testing.T) {
	t.Run("byte order mark", func(t *testing.T) {
		isEdited(t, func(text []byte) []byte { return append([]byte("\ufeff"), text...) })
	})
	t.Run("line ends", func(t *testing.T) {
		isEdited(t, func(text []byte) []byte {
			if bytes.Contains(text, []byte("\r")) {
				return bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n"))
			}
			return bytes.ReplaceAll(text, []byte("\n"), []byte("\r\n"))
		})
	})
}

func isEdited(t *testing.T, edit func(text []byte) []byte) {
	for _, format := range []runlog.Format{runlog.JSON, runlog.CSV} {
		log := &runlog.File{Path: filepath.Join(t.TempDir(), "runs.log"), Format: format}
		for i := range 4 {
			_, err := log.Open(t.Context())
			do(t, err, log.Append(t.Context(), begun(i+1)), log.Close())
			text, err := os.ReadFile(log.Path)
			do(t, err)
			if i == 1 {
				do(t, os.WriteFile(log.Path, edit(text), 0o666))
			}
		}
		notes, err := log.Repair(t.Context())
		if do(t, err); len(notes) > 0 {
			t.Errorf("it was repaired: %q", notes)
		}
		isWhole(t, log, 4)
		for r, err := range log.Read(t.Context(), rocket.Query{Newest: true, Limit: 1}) {
			if err != nil || r.Seq != 4 {
				t.Errorf("the newest is %+v, error %v", r, err)
			}
		}
	}
}

// TestReplaced: a file that took the place of an open log is left alone. When it is moved away,
// the log is there again.
func TestReplaced(t *testing.T) {
	log := &runlog.File{Path: filepath.Join(t.TempDir(), "runs.jsonl")}
	open(t, log)
	do(t, log.Append(t.Context(), begun(1)), log.Append(t.Context(), begun(2)))
	do(t, os.Rename(log.Path, log.Path+".1"), os.WriteFile(log.Path, []byte("mine"), 0o666))
	for range 2 {
		err := log.Append(t.Context(), begun(3))
		if err == nil || !strings.Contains(err.Error(), "another file has taken the place") {
			t.Errorf("error %v", err)
		}
	}
	if text, err := os.ReadFile(log.Path); err != nil || string(text) != "mine" {
		t.Errorf("the other file has %q, error %v", text, err)
	}
	do(t, os.Remove(log.Path))
	if err := log.Append(t.Context(), begun(3)); err == nil {
		t.Error("nothing is told")
	}
	do(t, log.Append(t.Context(), begun(3)), log.Append(t.Context(), begun(4)))
	isWhole(t, log, 4)
}

// TestRemovedAtLast: a log whose file was removed is there again when it is closed.
func TestRemovedAtLast(t *testing.T) {
	log := &runlog.File{Path: filepath.Join(t.TempDir(), "runs.jsonl")}
	_, err := log.Open(t.Context())
	do(t, err)
	for i := range 4 {
		do(t, log.Append(t.Context(), begun(i+1)))
	}
	do(t, os.Remove(log.Path))
	if err := log.Close(); err == nil || !strings.Contains(err.Error(), "nothing is lost") {
		t.Errorf("Close: %v", err)
	}
	isWhole(t, log, 4)
}

// TestDirectoryRemoved: a log whose directory was removed says so until there is one again. Then it
// is written there again, and nothing is lost.
func TestDirectoryRemoved(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "state")
	do(t, os.Mkdir(dir, 0o777))
	log := &runlog.File{Path: filepath.Join(dir, "runs.jsonl")}
	open(t, log)
	do(t, log.Append(t.Context(), begun(1)), log.Append(t.Context(), begun(2)), os.RemoveAll(dir))
	for range 2 {
		err := log.Append(t.Context(), begun(3))
		if !errors.Is(err, os.ErrNotExist) ||
			!strings.Contains(err.Error(), "the directory of the run log was removed") {
			t.Errorf("error %v, want one that the directory was removed", err)
		}
	}
	do(t, os.Mkdir(dir, 0o777))
	err := log.Append(t.Context(), begun(3))
	if err == nil || !strings.Contains(err.Error(), "nothing is lost") {
		t.Errorf("error %v, want one that nothing is lost", err)
	}
	do(t, log.Append(t.Context(), begun(3)), log.Append(t.Context(), begun(4)))
	isWhole(t, log, 4)
}

// TestDirectoryRemovedSession: a session whose directory was removed goes on if there is one again
// before retry_log is over. Else silence_task_logging decides: it stops with an error that says
// what to do, or goes on.
func TestDirectoryRemovedSession(t *testing.T) {
	for name, c := range map[string]struct {
		silent, again bool
		stops         string
		kept          bool // whether the log has all runs
	}{
		"made again":           {again: true, kept: true},
		"not made again":       {stops: "the directory of the run log was removed; make it again"},
		"silence_task_logging": {silent: true},
	} {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "state")
			do(t, os.Mkdir(dir, 0o777))
			log, ran := &runlog.File{Path: filepath.Join(dir, "runs.jsonl")}, 0
			tick := &rocket.TaskSpec{Name: "tick", When: stdconds.Every{Interval: time.Second},
				Action: rocket.Func(func(context.Context, *rocket.Run) (any, error) {
					ran++
					return nil, nil
				})}
			synctest.Test(t, func(t *testing.T) {
				s, err := rocket.New(&rocket.Schedule{Tasks: []*rocket.TaskSpec{tick},
					Config: rocket.Config{RetryLog: 3 * time.Second, SilenceTaskLogging: c.silent}},
					rocket.WithRunLog(log), rocket.WithLogger(slog.New(slog.DiscardHandler)))
				do(t, err)
				ctx, end := context.WithTimeout(t.Context(), 12500*time.Millisecond)
				defer end()
				time.AfterFunc(2500*time.Millisecond, func() { do(t, os.RemoveAll(dir)) })
				if c.again {
					time.AfterFunc(4400*time.Millisecond, func() { do(t, os.Mkdir(dir, 0o777)) })
				}
				err = s.Run(ctx)
				if c.stops != "" && (err == nil || !strings.Contains(err.Error(), c.stops)) ||
					c.kept && err != nil {
					t.Errorf("error %v, want %q", err, c.stops)
				}
			})
			if c.stops != "" && ran != 3 || c.stops == "" && ran < 6 {
				t.Errorf("%d runs", ran)
			}
			if facts, err := rocket.FactsOf(t.Context(), log, time.Time{}); c.kept && (err != nil ||
				facts.History("tick").Total(rocket.Succeeded) != ran) {
				t.Errorf("the log has not all of %d runs, error %v", ran, err)
			}
		})
	}
}

// TestTwoWriters: if the lock was removed and another program writes the log, the first one
// stops for good, and cuts nothing off.
func TestTwoWriters(t *testing.T) {
	path := filepath.Join(t.TempDir(), "runs.jsonl")
	first, second := &runlog.File{Path: path}, &runlog.File{Path: path}
	_, err := first.Open(t.Context())
	do(t, err, first.Append(t.Context(), begun(1)), os.Remove(path+".lock"))
	open(t, second)
	for i := range 3 {
		do(t, second.Append(t.Context(), begun(i+2)))
		if err := first.Append(t.Context(), begun(9)); !errors.Is(err, rocket.ErrLogTaken) {
			t.Errorf("error %v, want one that the log was taken over", err)
		}
	}
	_ = first.Close()
	isWhole(t, second, 4)
}

// TestMeddledSession: a session whose log was removed or emptied says so, goes on, and runs
// each task once a night.
func TestMeddledSession(t *testing.T) {
	for _, name := range []string{"removed", "emptied"} {
		t.Run(name, func(t *testing.T) {
			log := &runlog.File{Path: filepath.Join(t.TempDir(), "runs.jsonl")}
			var said strings.Builder
			logger := rockettest.With(rocket.WithLogger(slog.New(slog.NewTextHandler(&said, nil))))
			synctest.Test(t, func(t *testing.T) {
				rockettest.Start(t, newSession(log), rockettest.At(at(2, 0)), logger)
				rockettest.RunUntil(t, at(2, 2))
				meddling[name].do(t, log.Path)
				rockettest.RunUntil(t, at(3, 2))
			})
			if !strings.Contains(said.String(), meddling[name].want) {
				t.Errorf("the session has said:\n%s", said.String())
			}
			synctest.Test(t, func(t *testing.T) {
				rockettest.Start(t, newSession(log), rockettest.At(at(3, 3)))
				rockettest.RunUntil(t, at(4, 2))
			})
			facts, err := rocket.FactsOf(t.Context(), log, time.Time{})
			do(t, err)
			if n := facts.History("backup").Total(rocket.Started); n != 3 {
				t.Errorf("%d runs are known, want 3", n)
			}
		})
	}
}
