package eval

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/rocketc/rocketc/internal/pgserver"
	"github.com/rocketc/rocketc/runlog"
	"github.com/rocketc/rocketc/runlog/postgres"
	"github.com/rocketc/rocketc/runlog/sqlite"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/runtime/arg"
)

// A logKind makes empty logs, each in a directory. Of the vectors one in every is asked of
// it: not all kinds are fast. If ROCKETC_TEST_VECTORS is set, all are asked of each, which takes
// some minutes.
type logKind struct {
	make  func(dir string) rocket.RunLog
	every int
}

var logs = map[string]logKind{
	"memory": {func(string) rocket.RunLog { return &rocket.MemoryLog{} }, 1},
	"file": {func(dir string) rocket.RunLog {
		return &runlog.File{Path: filepath.Join(dir, "runs.jsonl")}
	}, 5},
	"csv": {func(dir string) rocket.RunLog {
		return &runlog.File{Path: filepath.Join(dir, "runs.csv"), Format: runlog.CSV}
	}, 10},
	"sqlite": {func(dir string) rocket.RunLog {
		return &sqlite.Log{Path: filepath.Join(dir, "runs.db")}
	}, 25},
}

// TestVectorsInLogs: a condition that looks at a run log answers what it answers with the
// same history in memory, for each kind of log, whether it reads all records or has those
// summed up at which it does not look one by one.
func TestVectorsInLogs(t *testing.T) {
	text, err := os.ReadFile("../testdata/vectors/conditions.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	lines := bytes.Split(bytes.TrimSpace(text), []byte("\n"))
	all := maps.Clone(logs)
	if s, err := pgserver.New(); errors.Is(err, pgserver.ErrMissing) {
		t.Logf("not in log postgres: %v", err)
	} else {
		t.Cleanup(func() { _ = s.Remove() })
		if err != nil {
			t.Fatal(err)
		}
		address := arg.Literal{Value: s.Address("postgres")}
		all["postgres"] = logKind{func(dir string) rocket.RunLog {
			return &postgres.Log{Address: address, Schedule: filepath.Base(dir)}
		}, 50}
	}
	for kind, of := range all {
		t.Run(kind, func(t *testing.T) {
			dir := t.TempDir()
			if os.Getenv("ROCKETC_TEST_VECTORS") != "" {
				of.every = 1
			}
			for i := 0; i < len(lines); i += of.every {
				var q Question
				if err := json.Unmarshal(lines[i], &q); err != nil {
					t.Fatal(err)
				}
				own, err := os.MkdirTemp(dir, "")
				if err != nil {
					t.Fatal(err)
				}
				holdInLog(t, &q, of.make(own))
			}
		})
	}
}

// holdInLog compares the answers to a question with and without a log.
func holdInLog(t *testing.T, q *Question, log rocket.RunLog) {
	t.Helper()
	trial, err := q.Prepare(nil)
	if err != nil {
		t.Fatal(err)
	}
	want, err := trial.Observe()
	if err != nil {
		t.Fatal(err)
	}
	keep(t, log, q.records(t, trial.Now.Location()))
	back := lookBack(trial.Cond)
	for _, from := range []time.Time{{}, trial.Now.Add(-back)} {
		facts, err := rocket.FactsOf(t.Context(), log, from)
		if err != nil {
			t.Fatal(err)
		}
		facts.Started, facts.Cycles = trial.facts.Started, trial.facts.Cycles
		facts.CycleSleep = trial.facts.CycleSleep
		for name, v := range q.Params {
			facts.SetParam(name, v)
		}
		got, err := facts.Observe(trial.Cond, trial.task, trial.Now)
		if err != nil || got.Holds != want.Holds || got.Unknown != want.Unknown ||
			!got.Until.Equal(want.Until) {
			t.Errorf("%s: %s: %+v in the log from %v, error %v, want %+v", q.ID, q.Cond, got,
				from, err, want)
		}
	}
}

// records are the history of a question.
func (q *Question) records(t *testing.T, zone *time.Location) (records []rocket.Record) {
	t.Helper()
	for i, e := range q.History {
		r, err := e.Record(zone)
		if err != nil {
			t.Fatal(err)
		}
		r.Seq, r.Return = uint64(i+1), e.Return
		records = append(records, r)
	}
	return records
}

// keep appends records to a log.
func keep(t *testing.T, log rocket.RunLog, records []rocket.Record) {
	t.Helper()
	if opener, ok := log.(rocket.Opener); ok {
		if _, err := opener.Open(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if err := log.Append(t.Context(), records); err != nil {
		t.Fatal(err)
	}
	if closer, ok := log.(io.Closer); ok {
		if err := closer.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// lookBack returns how far back a condition looks at single events.
func lookBack(c rocket.Condition) (longest time.Duration) {
	if r, ok := c.(rocket.Retrospective); ok {
		r.LookBack(func(_ string, span time.Duration) { longest = max(longest, span) })
	}
	if whole, ok := c.(rocket.Composite); ok {
		for _, part := range whole.Parts() {
			longest = max(longest, lookBack(part))
		}
	}
	return longest
}
