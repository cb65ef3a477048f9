package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/rocketc/rocketc/eval"
	"github.com/rocketc/rocketc/runlog"
	rocket "github.com/rocketc/rocketc/runtime"
)

// TestConvertPruned: a copy knows of removed records what the log knew, whatever its kind, and so
// does a condition that is tried with the log.
func TestConvertPruned(t *testing.T) {
	dir := t.TempDir()
	log := &runlog.File{Path: filepath.Join(dir, "0.jsonl"), Keep: runlog.Keep{Runs: 4}}
	if _, err := log.Open(t.Context()); err != nil {
		t.Fatal(err)
	}
	for i := range uint64(40) {
		at := time.Date(2026, 3, 2, 7, int(i), 0, 0, time.UTC)
		for j, event := range []rocket.Event{rocket.Started, rocket.Succeeded} {
			r := rocket.Record{Seq: 2*i + uint64(j) + 1, Task: "a", RunID: fmt.Sprint(i),
				Event: event, Created: at, Start: at, Duration: 1_234_567}
			if err := log.Append(t.Context(), []rocket.Record{r}); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := log.Close(); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	inv := &invocation{ctx: t.Context(), stdout: &out, stderr: &out}
	want := whole(t, inv, log.Path)
	if !bytes.Contains([]byte(want), []byte(`"runs":3`)) {
		t.Fatalf("nothing was removed: %s", want)
	}
	from := log.Path
	for i, extension := range []string{".csv", ".db", ".jsonl", ".sqlite", ".csv"} {
		to := filepath.Join(dir, fmt.Sprint(i+1)+extension)
		if err := inv.convert(from, to); err != nil {
			t.Fatal(err)
		}
		if got := whole(t, inv, to); got != want {
			t.Errorf("%s has\n%s, want\n%s", to, got, want)
		}
		from = to
	}
	older, events, err := eventsOf(t.Context(), &runlog.File{Path: log.Path})
	if err != nil {
		t.Fatal(err)
	}
	q := eval.Question{Cond: "task a has started = 40 & after a", Task: "x", Before: older,
		History: events}
	checkBefore(t, inv, log.Path, older)
	trial, err := q.Prepare(nil)
	if err != nil {
		t.Fatal(err)
	}
	if state, err := trial.Observe(); err != nil || !state.Holds {
		t.Errorf("of the runs of the log %s counts %+v, error %v", log.Path, state, err)
	}
}

// checkBefore checks what a simulation takes from a log whose older records are removed: what
// they have left, unless the simulation begins before one of them.
func checkBefore(t *testing.T, inv *invocation, name string, older rocket.Summary) {
	t.Helper()
	for at, want := range map[time.Time]uint64{
		time.Now():                         older.Seq,
		older.Latest.Truncate(time.Second): older.Seq,
		older.Latest.Add(-2 * time.Second): 0,
	} {
		got, records, err := recordsBefore(inv, name, at)
		if err != nil || got.Seq != want {
			t.Errorf("at %v: the records up to %d, %d others, error %v; want those up to %d", at,
				got.Seq, len(records), err, want)
		}
	}
}

// A onceLog is a log whose records can be read once a call of Resume.
type onceLog struct{ *runlog.File }

func (l onceLog) Resume(ctx context.Context, from time.Time) (rocket.Summary,
	iter.Seq2[rocket.Record, error]) {
	sum, records := l.File.Resume(ctx, from)
	read := false
	return sum, func(yield func(rocket.Record, error) bool) {
		if read {
			yield(rocket.Record{}, errors.New("the records have been read"))
			return
		}
		read = true
		records(yield)
	}
}

// TestConvertAddress copies from an address, whose password is not shown.
func TestConvertAddress(t *testing.T) {
	dir := t.TempDir()
	log := &runlog.File{Path: filepath.Join(dir, "0.jsonl")}
	r := rocket.Record{Seq: 1, Task: "a", RunID: "1", Event: rocket.Started}
	if _, err := log.Open(t.Context()); err != nil {
		t.Fatal(err)
	}
	err := log.Append(t.Context(), []rocket.Record{r})
	if err = errors.Join(err, log.Close()); err != nil {
		t.Fatal(err)
	}
	logKinds = append(logKinds, logKind{schemes: []string{"once"},
		log: func(string) rocket.RunLog { return onceLog{log} }})
	t.Cleanup(func() { logKinds = logKinds[:len(logKinds)-1] })
	var out bytes.Buffer
	inv := &invocation{ctx: t.Context(), stdout: &out, stderr: &out}
	const address = "once://u:hunter2@host/runs#backup"
	if err := inv.convert(address, filepath.Join(dir, "1.csv")); err != nil {
		t.Fatal(err)
	}
	err = inv.convert(address, address)
	text := fmt.Sprint(out.String(), err)
	if strings.Contains(text, "hunter2") || !strings.Contains(text, "1.csv has the 1 records") ||
		!strings.Contains(text, "there are records in it already") {
		t.Errorf("it says %s", text)
	}
}

// A plainLog is a log that sums up nothing.
type plainLog struct{ rocket.RunLog }

// TestConvertPlain: a copy of a log that sums up nothing has what is about no run, too.
func TestConvertPlain(t *testing.T) {
	dir := t.TempDir()
	memory := &rocket.MemoryLog{}
	records := []rocket.Record{{Seq: 1, Task: "a", Event: rocket.Known, When: "daily"},
		{Seq: 2, Task: "a", RunID: "1", Event: rocket.Started}, {Seq: 3, Event: rocket.Missed,
			Task: "a", Scheduled: time.Date(2026, 3, 2, 7, 0, 0, 0, time.UTC)},
		{Seq: 4, Event: rocket.TurnedOff}}
	if err := memory.Append(t.Context(), records); err != nil {
		t.Fatal(err)
	}
	logKinds = append(logKinds, logKind{schemes: []string{"plain"},
		log: func(string) rocket.RunLog { return plainLog{memory} }})
	t.Cleanup(func() { logKinds = logKinds[:len(logKinds)-1] })
	var out bytes.Buffer
	inv := &invocation{ctx: t.Context(), stdout: &out, stderr: &out}
	to := filepath.Join(dir, "1.csv")
	if err := inv.convert("plain://host/runs#backup", to); err != nil {
		t.Fatal(err)
	}
	if got := whole(t, inv, to); strings.Count(got, `"event"`) != 4 {
		t.Errorf("the copy has %s", got)
	}
}

// whole returns all that a log has.
func whole(t *testing.T, inv *invocation, path string) string {
	t.Helper()
	named, err := inv.openRunLog(path)
	if err != nil {
		t.Fatal(err)
	}
	older, records := everything(t.Context(), named.log)
	list := []any{older}
	for r, err := range records {
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, r)
	}
	text, err := json.Marshal(list)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
