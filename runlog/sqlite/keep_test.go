package sqlite

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/rocketc/rocketc/runlog"
	rocket "github.com/rocketc/rocketc/runtime"
)

// run returns the records of run i of a task, an hour after those of the run before.
func run(i int, from time.Time) []rocket.Record {
	at := from.Add(time.Duration(i) * time.Hour)
	r := rocket.Record{Seq: uint64(2*i + 1), Created: at, Task: "fetch", RunID: fmt.Sprint(i),
		Event: rocket.Started, Start: at}
	end := r
	end.Seq, end.Event, end.Created = r.Seq+1, rocket.Succeeded, at.Add(time.Second)
	end.End, end.Return = end.Created, json.RawMessage(fmt.Sprint(i))
	return []rocket.Record{r, end}
}

// TestKeep: of what is to be kept at most a fourth more is there, and what is removed is still
// summed up.
func TestKeep(t *testing.T) {
	const runs = 200
	recent := time.Now().UTC().Add(-runs * time.Hour)
	for name, c := range map[string]struct {
		keep        runlog.Keep
		least, most int // how many records are left
	}{
		"all":   {runlog.Keep{}, 2 * runs, 2 * runs},
		"runs":  {runlog.Keep{Runs: 40}, 80, 104},
		"bytes": {runlog.Keep{Bytes: 20_000}, 150, 260},
		"age":   {runlog.Keep{Age: 100 * time.Hour}, 198, 260},
		"two":   {runlog.Keep{Runs: 40, Age: 100 * time.Hour}, 80, 104},
	} {
		t.Run(name, func(t *testing.T) {
			log := &Log{Path: filepath.Join(t.TempDir(), "runs.db"), Keep: c.keep, long: 10_000}
			open(t, log)
			var all rocket.Summary
			for i := range runs {
				records := run(i, recent)
				if err := log.Append(t.Context(), records); err != nil {
					t.Fatal(err)
				}
				for _, r := range records {
					all.Add(r)
				}
			}
			if n := len(read(t, log)); n < c.least || n > c.most {
				t.Errorf("%d records are left, want %d to %d", n, c.least, c.most)
			}
			for range 2 { // as it is, and opened anew
				holdSummary(t, log, time.Now().Add(time.Hour), all)
				holdSummary(t, log, recent, all)
				if err := log.Close(); err != nil {
					t.Fatal(err)
				}
				open(t, log)
			}
		})
	}
}

// holdSummary checks that what a log resumes adds up to a summary.
func holdSummary(t *testing.T, log *Log, from time.Time, want rocket.Summary) {
	t.Helper()
	sum, rest := log.Resume(t.Context(), from)
	for r, err := range rest {
		if err != nil {
			t.Fatal(err)
		}
		sum.Add(r)
	}
	a, _ := want.MarshalJSON()
	if b, _ := sum.MarshalJSON(); string(a) != string(b) {
		t.Errorf("resumed from %v:\n got %s\nwant %s", from, b, a)
	}
}

func open(t *testing.T, log *Log) {
	t.Helper()
	if _, err := log.Open(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = log.Close() })
}

// read returns the ids of the runs of all records.
func read(t *testing.T, log *Log) (ids []string) {
	t.Helper()
	for r, err := range log.Read(t.Context(), rocket.Query{}) {
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, r.RunID)
	}
	return ids
}

var at = time.Date(2026, 3, 2, 7, 0, 0, 0, time.UTC)

// appendRuns appends runs, a batch each.
func appendRuns(t *testing.T, log *Log, from, to int) {
	t.Helper()
	for i := from; i < to; i++ {
		if err := log.Append(t.Context(), run(i, at)); err != nil {
			t.Fatal(err)
		}
	}
}

func writeFile(t *testing.T, path string, text []byte) {
	t.Helper()
	if err := os.WriteFile(path, text, 0o666); err != nil {
		t.Fatal(err)
	}
}
