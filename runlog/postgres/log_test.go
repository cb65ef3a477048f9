//go:build linux

package postgres

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/rocketc/rocketc/runlog"
	rocket "github.com/rocketc/rocketc/runtime"
)

var start = time.Date(2026, 3, 2, 7, 0, 0, 123456789, time.UTC)

func open(t *testing.T, log *Log) {
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

// numbers returns the numbers of all records.
func numbers(t *testing.T, log *Log) string {
	t.Helper()
	var found []string
	for r, err := range log.Read(t.Context(), everything) {
		if err != nil {
			t.Fatal(err)
		}
		found = append(found, fmt.Sprint(r.Seq))
	}
	return strings.Join(found, " ")
}

// execute executes statements in a database.
func execute(t *testing.T, address string, statements ...string) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.Background())
	for _, s := range statements {
		if _, err := conn.Exec(t.Context(), s); err != nil {
			t.Fatalf("%s: %v", s, err)
		}
	}
}

// runs returns the records of n runs from a Seq on, a start and a success each.
func runs(seq, n int) (records []rocket.Record) {
	for i := range n {
		at := start.Add(time.Duration(seq+2*i) * time.Minute)
		r := rocket.Record{Seq: uint64(seq + 2*i), Created: at, Start: at, Task: "a",
			RunID: fmt.Sprint(seq + i), Event: rocket.Started}
		records = append(records, r)
		r.Seq, r.Event, r.End = r.Seq+1, rocket.Succeeded, at
		records = append(records, r)
	}
	return records
}

// TestKeep: what need not be kept is removed, and summed up.
func TestKeep(t *testing.T) {
	const all = 160
	address := newAddress(t)
	for name, keep := range map[string]runlog.Keep{
		"runs":  {Runs: 40},
		"bytes": {Bytes: 80 * 150},
		"age":   {Age: time.Hour},
		"all":   {},
	} {
		t.Run(name, func(t *testing.T) {
			log := newLog(address, name)
			log.Keep, log.long = keep, 2000
			open(t, log)
			var sum rocket.Summary
			for i := range all {
				batch := runs(1+2*i, 1)
				for _, r := range batch {
					sum.Add(r)
				}
				if err := log.Append(t.Context(), batch); err != nil {
					t.Fatal(err)
				}
			}
			before, rest := log.Resume(t.Context(), start)
			n := 0
			for r, err := range rest {
				if err != nil {
					t.Fatal(err)
				}
				n++
				before.Add(r)
			}
			if got, want := asJSON(t, before), asJSON(t, sum); got != want {
				t.Errorf("it is summed up as\n%s, want\n%s", got, want)
			}
			switch {
			case name == "all" && n != 2*all:
				t.Errorf("%d of %d records are kept", n, 2*all)
			case name == "age" && n > 100: // all are older than an hour
				t.Errorf("%d records are kept", n)
			case keep.Runs > 0 && (n < 80 || n > 120), keep.Bytes > 0 && (n < 60 || n > 160):
				t.Errorf("%d records are kept", n)
			}
		})
	}
}

func asJSON(t *testing.T, v any) string {
	t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestSchedules: several schedules share a database, which they make at the same time.
func TestSchedules(t *testing.T) {
	address := newAddress(t)
	var all sync.WaitGroup
	logs := make([]*Log, 6)
	for i := range logs {
		logs[i] = newLog(address, fmt.Sprint("schedule ", i))
		all.Go(func() {
			open(t, logs[i])
			if err := logs[i].Append(t.Context(), runs(1+i, 1)); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	for i, log := range logs {
		if got, want := numbers(t, log), fmt.Sprint(1+i, " ", 2+i); got != want {
			t.Errorf("schedule %d has the records %s, want %s", i, got, want)
		}
	}
}

// TestOlderTables: a log whose tables an older rocketc has made goes on.
func TestOlderTables(t *testing.T) {
	address := newAddress(t)
	log := newLog(address, "a")
	for i := range 2 {
		open(t, log)
		r := rocket.Record{Seq: uint64(i) + 1, Task: "a", RunID: "1", Event: rocket.Started,
			Created: start}
		if err := log.Append(t.Context(), []rocket.Record{r}); err != nil {
			t.Fatal(err)
		}
		if err := log.Close(); err != nil {
			t.Fatal(err)
		}
		execute(t, address, "DROP FUNCTION rkt_append; UPDATE rkt_meta SET version = 1")
	}
	n := 0
	for _, err := range log.Read(t.Context(), rocket.Query{}) {
		if n++; err != nil {
			t.Fatal(err)
		}
	}
	if n != 2 {
		t.Errorf("%d records, want 2", n)
	}
}

// TestNewerVersion: a record that only a newer rocketc knows, and tables that it has made, are
// neither written nor read.
func TestNewerVersion(t *testing.T) {
	address := newAddress(t)
	log := newLog(address, "a")
	open(t, log)
	if err := errors.Join(log.Append(t.Context(), runs(1, 2)), log.Close()); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ change, want string }{
		{`UPDATE rkt_record SET record = replace(record::text, '"run"', '"paused"')::json`,
			`unknown action "paused"`},
		{"UPDATE rkt_meta SET version = 99", "newer rocketc: they have version 99"},
	} {
		execute(t, address, c.change)
		_, err := log.Open(t.Context())
		_, resumed := log.Resume(t.Context(), start)
		var errRead, errResume error
		for _, errRead = range log.Read(t.Context(), rocket.Query{}) {
		}
		for _, errResume = range resumed {
		}
		for _, err := range []error{err, errRead, errResume} {
			if err == nil || !strings.Contains(err.Error(), c.want) ||
				!strings.Contains(err.Error(), "newer rocketc") {
				t.Errorf("error %v, want %s", err, c.want)
			}
		}
	}
}

// TestUnsafe: the program is told if commits are not durable.
func TestUnsafe(t *testing.T) {
	address := newAddress(t)
	name := address[strings.LastIndex(address, "=")+1:]
	execute(t, address, "ALTER DATABASE "+name+" SET synchronous_commit = off")
	log := newLog(address, "a")
	notes, err := log.Open(t.Context())
	if err != nil || len(notes) != 1 || !strings.Contains(notes[0], "synchronous_commit") {
		t.Errorf("notes %q, error %v", notes, err)
	}
	if err := log.Close(); err != nil {
		t.Error(err)
	}
}

// TestRestored: a database that was set back to an older state, and a record that does not
// follow, are errors.
func TestRestored(t *testing.T) {
	address := newAddress(t)
	log := newLog(address, "a")
	open(t, log)
	if err := log.Append(t.Context(), runs(1, 3)); err != nil {
		t.Fatal(err)
	}
	if err := log.Append(t.Context(), runs(6, 1)); err == nil {
		t.Error("a record is appended whose number is there")
	}
	execute(t, address, "DELETE FROM rkt_record WHERE seq > 4", "UPDATE rkt_lease SET seq = 4")
	err := log.Append(t.Context(), runs(7, 1))
	if err == nil || !strings.Contains(err.Error(), "has the database been restored?") {
		t.Errorf("error %v", err)
	}
}

// TestRemoved: if the newest records were removed by another program, the next one says so and goes
// on behind those that are left; so it does if the row was removed that says who writes the log.
func TestRemoved(t *testing.T) {
	address := newAddress(t)
	fill := newLog(address, "a")
	open(t, fill)
	if err := errors.Join(fill.Append(t.Context(), runs(1, 3)), fill.Close()); err != nil {
		t.Fatal(err)
	}
	for i, c := range []struct{ statement, note string }{
		{"DELETE FROM rkt_record WHERE seq > 4",
			"the newest record of the run log has number 4, not 6: another program has removed"},
		{"DELETE FROM rkt_lease", ""},
		{"DELETE FROM rkt_record", "the newest record of the run log has number 0, not 8"},
	} {
		execute(t, address, c.statement)
		log := newLog(address, "a")
		notes, err := log.Open(t.Context())
		if text := strings.Join(notes, "\n"); err != nil || !strings.HasPrefix(text, c.note) ||
			(text == "") != (c.note == "") {
			t.Fatalf("%s: notes %q, error %v", c.statement, notes, err)
		}
		next := []int{5, 7, 1}[i]
		if err := log.Append(t.Context(), runs(next, 1)); err != nil {
			t.Errorf("%s: %v", c.statement, err)
		}
		if got, want := numbers(t, log), []string{"1 2 3 4 5 6", "1 2 3 4 5 6 7 8",
			"1 2"}[i]; got != want {
			t.Errorf("%s: the log has %s, want %s", c.statement, got, want)
		}
		if err := log.Close(); err != nil {
			t.Error(err)
		}
	}
}

// TestRowRemoved: a program whose row in rkt_lease was removed stops.
func TestRowRemoved(t *testing.T) {
	address := newAddress(t)
	log := newLog(address, "a")
	open(t, log)
	execute(t, address, "DELETE FROM rkt_lease")
	err := log.Append(t.Context(), runs(1, 1))
	if !errors.Is(err, rocket.ErrLogTaken) || !strings.Contains(err.Error(), "start the program "+
		"anew") {
		t.Errorf("error %v", err)
	}
}

// TestSecondWriter: a second program does not open the log of a schedule that is open.
func TestSecondWriter(t *testing.T) {
	address := newAddress(t)
	log, second := newLog(address, "a"), newLog(address, "a")
	open(t, log)
	_, err := second.Open(t.Context())
	locked, ok := errors.AsType[*LockedError](err)
	if !ok || locked.PID != int64(os.Getpid()) || !strings.Contains(err.Error(), `schedule "a"`) {
		t.Errorf("error %v, want that of process %d", err, os.Getpid())
	}
	if err := log.Close(); err != nil {
		t.Error(err)
	}
	open(t, second)
}

// TestTakenOver: a program of another machine takes over a lease that has expired, or whose
// process is dead. The former writer is told, and appends nothing.
func TestTakenOver(t *testing.T) {
	usual := alone
	t.Cleanup(func() { alone = usual })
	alone.renewal = time.Hour // a busy machine may take longer than until the former renews it
	for name, c := range map[string]string{
		"expired": "process = 'on another machine', expires_at = clock_timestamp()",
		"expires": "process = 'on another machine', " +
			"expires_at = clock_timestamp() + interval '1 second'",
		"dead": "process = '" + machine() + " 1073741824 1'",
	} {
		t.Run(name, func(t *testing.T) {
			address := newAddress(t)
			former, log := newLog(address, "a"), newLog(address, "a")
			open(t, former)
			execute(t, address, "UPDATE rkt_lease SET "+c)
			open(t, log)
			if err := log.Append(t.Context(), runs(1, 1)); err != nil {
				t.Fatal(err)
			}
			err := former.Append(t.Context(), runs(1, 2))
			if !errors.Is(err, rocket.ErrLogTaken) || !strings.Contains(err.Error(),
				fmt.Sprint("process ", os.Getpid())) {
				t.Errorf("error %v", err)
			}
			if got := numbers(t, log); got != "1 2" {
				t.Errorf("the log has the records %s", got)
			}
		})
	}
}

// TestRenewed: a lease of another machine that is renewed is not taken.
func TestRenewed(t *testing.T) {
	address := newAddress(t)
	former, log := newLog(address, "a"), newLog(address, "a")
	open(t, former)
	execute(t, address, "UPDATE rkt_lease SET process = 'on another machine', host = 'tower'")
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() {
		_, err := log.Open(t.Context())
		cancel()
		ended <- err
	}()
	for ctx.Err() == nil {
		if err := former.w.renew(t.Context(), former.w.lease.epoch, alone.lease); err != nil {
			t.Error(err)
			break
		}
	}
	if _, ok := errors.AsType[*LockedError](await(t, ended, "the end of Open")); !ok {
		t.Error("the lease is taken")
	}
}
