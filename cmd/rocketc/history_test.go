package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rocketc/rocketc/console"
	rocket "github.com/rocketc/rocketc/runtime"
)

// TestFollow: a table that is followed has the runs that are live at first, then each run
// that starts, and ends, as it comes; as JSON, each record.
func TestFollow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		log := &rocket.MemoryLog{}
		start := time.Date(2026, 3, 2, 7, 0, 0, 0, time.UTC)
		seq := uint64(0)
		happens := func(task string, event rocket.Event) {
			seq++
			r := rocket.Record{Seq: seq, Task: task, RunID: "1", Event: event, Start: start}
			if event != rocket.Started {
				r.Duration, r.Error = time.Minute, "line 1\nline 2"
			}
			if err := log.Append(ctx, []rocket.Record{r}); err != nil {
				t.Fatal(err)
			}
			time.Sleep(followEvery)
			synctest.Wait()
		}
		happens("old", rocket.Started)
		var table, lines bytes.Buffer
		for _, out := range []recordSink{console.NewRunTable(&table, time.UTC, "UTC", true),
			recordWriter{&lines}} {
			h := &history{log: log, out: out}
			if err := h.show(ctx); err != nil {
				t.Fatal(err)
			}
			go func() {
				if err := h.follow(ctx); err != nil {
					t.Error(err)
				}
			}()
		}
		happens("new", rocket.Started)
		happens("old", rocket.Failed)
		const want = "START (UTC)          DURATION  OUTCOME  TASK  ERROR\n" +
			"2026-03-02 07:00:00            running  old\n" +
			"2026-03-02 07:00:00            running  new\n" +
			"2026-03-02 07:00:00  1 min     fail     old   line 1 …\n"
		if table.String() != want {
			t.Errorf("got\n%s, want\n%s", table.String(), want)
		}
		if n := strings.Count(lines.String(), "\n"); n != 3 {
			t.Errorf("got %d records, want 3:\n%s", n, lines.String())
		}
		cancel()
		synctest.Wait()
	})
}

// TestWentWrong: what went wrong are failures, crashes, timeouts and missed windows.
func TestWentWrong(t *testing.T) {
	log := &rocket.MemoryLog{}
	for i, r := range []rocket.Record{
		{Task: "a", RunID: "1", Event: rocket.Started},
		{Task: "a", RunID: "1", Event: rocket.Failed, Error: "exit status 1",
			Duration: time.Minute},
		{Task: "b", Event: rocket.Missed, Reason: "off"},
		{Task: "c", RunID: "2", Event: rocket.Succeeded},
		{Task: "d", RunID: "3", Event: rocket.Terminated, Reason: "request"},
	} {
		r.Seq, r.Start = uint64(i+1), time.Date(2026, 3, 2, 7, 0, 0, 0, time.UTC)
		if r.Event == rocket.Missed {
			r.Scheduled = r.Start
		}
		if err := log.Append(t.Context(), []rocket.Record{r}); err != nil {
			t.Fatal(err)
		}
	}
	var table bytes.Buffer
	h := &history{log: log, failed: true,
		query: rocket.Query{Events: rocket.Started | rocket.Outcome | rocket.Missed},
		out:   console.NewRunTable(&table, time.UTC, "UTC", false)}
	if err := h.show(t.Context()); err != nil {
		t.Fatal(err)
	}
	const want = "START (UTC)          DURATION  OUTCOME  TASK  ERROR\n" +
		"2026-03-02 07:00:00  1 min     fail     a     exit status 1\n" +
		"2026-03-02 07:00:00            missed   b     off\n"
	if table.String() != want {
		t.Errorf("got\n%s, want\n%s", table.String(), want)
	}
}

// TestLongName: a long name makes its own line longer, and no other.
func TestLongName(t *testing.T) {
	var text bytes.Buffer
	table := console.NewRunTable(&text, time.UTC, "UTC", false)
	for _, task := range []string{"a", "warehouse.nightly.reconcile ledgers"} {
		r := rocket.Record{Task: task, RunID: task, Event: rocket.Failed, Error: "exit status 1",
			Start: time.Date(2026, 3, 2, 7, 0, 0, 0, time.UTC), Duration: time.Minute}
		if err := table.Show(r); err != nil {
			t.Fatal(err)
		}
	}
	if err := table.Flush(); err != nil {
		t.Fatal(err)
	}
	const want = `
START (UTC)          DURATION  OUTCOME  TASK                      ERROR
2026-03-02 07:00:00  1 min     fail     a                         exit status 1
2026-03-02 07:00:00  1 min     fail     warehouse.nightly.reconcile ledgers  exit status 1
`
	if got := "\n" + text.String(); got != want {
		t.Errorf("got%s\nwant%s", got, want)
	}
}

// A sharedMemory has the logs of two schedules, of which none has runs.
type sharedMemory struct{ rocket.MemoryLog }

func (*sharedMemory) Schedules(context.Context) ([]string, error) {
	return []string{"backup", "nightly"}, nil
}

// TestUnknownSchedule: the error of an address with a schedule that has no records names those
// that have some.
func TestUnknownSchedule(t *testing.T) {
	for schedule, want := range map[string]string{
		"nosuch": `has no records of a schedule "nosuch"; it has those of backup, nightly`,
		"backpu": `it has those of backup, nightly, did you mean "backup"?`,
		"backup": "",
	} {
		var said bytes.Buffer
		h := &history{log: &sharedMemory{}}
		err := h.missing(t.Context(), &said, "postgres://host/runs#"+schedule)
		if want == "" && (err != nil || said.String() != "no runs\n") ||
			want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("%s: it says %q, error %v", schedule, said.String(), err)
		}
	}
}

// TestLongTable: a table of more rows than are looked at for the widths of its columns has
// all of them; what would drive a terminal does not.
func TestLongTable(t *testing.T) {
	const rows = 1000
	var text bytes.Buffer
	table := console.NewRunTable(&text, time.UTC, "UTC", false)
	for i := range 2*rows + 10 {
		r := rocket.Record{Task: "a", RunID: fmt.Sprint(i), Event: rocket.Failed, Error: "\x1b[31m"}
		if err := table.Show(r); err != nil {
			t.Fatal(err)
		}
	}
	if err := table.Flush(); err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(text.String(), "\n"); n != 2*rows+11 ||
		strings.Contains(text.String(), "\x1b") {
		t.Errorf("%d lines, want %d, without escapes", n, 2*rows+11)
	}
}

// TestLongRemark: of an error that is one long line, a line of the table has the begin.
func TestLongRemark(t *testing.T) {
	var text bytes.Buffer
	table := console.NewRunTable(&text, time.UTC, "UTC", false)
	r := rocket.Record{Task: "a", RunID: "1", Event: rocket.Failed,
		Error: "begin " + strings.Repeat("é", 20_000)}
	if err := errors.Join(table.Show(r), table.Flush()); err != nil {
		t.Fatal(err)
	}
	if n := text.Len(); n > 1200 || !strings.HasSuffix(text.String(), "é …\n") ||
		!strings.Contains(text.String(), "begin é") {
		t.Errorf("%d bytes: %.100s", n, text.String())
	}
}

// TestPackedLog: a log that was compressed is told as what it is.
func TestPackedLog(t *testing.T) {
	path := filepath.Join(t.TempDir(), "runs.jsonl")
	if err := os.WriteFile(path+".gz", []byte("\x1f\x8b\x08\x00and more"), 0o666); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		path:         path + " is not there; " + path + ".gz is: unpack it",
		path + ".gz": path + ".gz: it is compressed; unpack it",
	} {
		if _, err := kindOfFile(name); err == nil || err.Error() != want {
			t.Errorf("error %v, want %s", err, want)
		}
	}
}
