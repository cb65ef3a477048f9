// Package runlogtest tests run logs: that records come back as they were appended, in the
// order in which they were, whatever a query asks for. A log that passes can be the run log
// of a session. docs/spec.md § Run logs says what is expected.
package runlogtest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"time"

	rocket "github.com/rocketc/rocketc/runtime"
)

// Test tests a kind of run logs. newLog returns an empty log, one that is not open yet if
// it is a [rocket.Opener]. Such a log must have its records still when it was closed and
// opened again. A log that is a [rocket.Resumer] must sum up what it leaves out.
func Test(t *testing.T, newLog func(t *testing.T) rocket.RunLog) {
	for name, test := range map[string]func(*testing.T, rocket.RunLog){
		"empty": testEmpty, "fields": testFields, "queries": testQueries, "stopped": testStopped,
		"canceled": testCanceled, "at once": testAtOnce, "reopened": testReopened,
		"resumed": testResumed,
	} {
		t.Run(name, func(t *testing.T) {
			log := newLog(t)
			openLog(t, log)
			t.Cleanup(func() { closeLog(t, log) })
			test(t, log)
		})
	}
}

func openLog(t *testing.T, log rocket.RunLog) {
	t.Helper()
	if opener, ok := log.(rocket.Opener); ok {
		if notes, err := opener.Open(t.Context()); err != nil || len(notes) > 0 {
			t.Fatalf("Open: notes %q, error %v", notes, err)
		}
	}
}

func closeLog(t *testing.T, log rocket.RunLog) {
	t.Helper()
	if closer, ok := log.(io.Closer); ok {
		if err := closer.Close(); err != nil {
			t.Errorf("Close: %v", err)
		}
	}
}

var start = time.Date(2026, 3, 2, 7, 0, 0, 123456789, time.UTC)

// records returns n records of three tasks, in the order of their Seq and instants, by
// chance. Some are about a task, or about no task, and not about a run.
func records(n int) []rocket.Record {
	chance := rand.New(rand.NewPCG(1, 1))
	list := make([]rocket.Record, n)
	for i := range list {
		at := start.Add(time.Duration(i) * time.Minute)
		r := rocket.Record{
			Seq: uint64(3*i + 1), Created: at, Event: rocket.Event(1 << chance.IntN(15)),
			Task: []string{"fetch", "report", `a "quoted" päivä`}[chance.IntN(3)],
		}
		switch r.Event {
		case rocket.Known:
			r.When = fmt.Sprint("daily after 0", chance.IntN(3))
		case rocket.TurnedOn:
			r.Task = ""
		case rocket.TurnedOff:
			r.Task, r.End = "", at.Add(-time.Second)
		case rocket.Kept:
			r.Scheduled = at.Add(-time.Hour)
		case rocket.Held, rocket.Resumed:
			r.By, r.Reason = "me", "maintenance"
		case rocket.BackfillOrdered, rocket.BackfillEnded:
			r.RunID, r.By, r.Start, r.End = fmt.Sprint("fill-", chance.IntN(3)), "me",
				at.Add(-time.Hour), at
		default:
			r.Start, r.RunID = at, fmt.Sprint("run-", chance.IntN(n/2+1))
		}
		if r.Event&rocket.Outcome != 0 {
			r.End = at
		}
		list[i] = r
	}
	return list
}

// full is a record with everything.
var full = rocket.Record{
	Seq: 7, Created: start.Add(time.Second), Task: "fetch", RunID: "1", Event: rocket.Failed,
	Start: start, End: start.Add(time.Second), Scheduled: start.Add(-time.Minute),
	Duration: 1_234_567 * time.Nanosecond, Error: "line 1\nline \"2\"\r\n\tä \x00 end",
	Reason: "timeout", Host: "host", Return: json.RawMessage(`{"a":[1,"<&>",null]}`),
	ReturnCut: 70_000, Output: "out\nput",
	Cause:    &rocket.Ref{Task: "dump", RunID: "9", Event: rocket.Succeeded},
	Progress: "40/100 rows, \"ä\"",
}

func testEmpty(t *testing.T, log rocket.RunLog) {
	for range 2 {
		hold(t, log, rocket.Query{}, nil)
		hold(t, log, rocket.Query{Newest: true, Limit: 3}, nil)
		appendTo(t, log, nil)
	}
}

func testFields(t *testing.T, log rocket.RunLog) {
	bare := rocket.Record{Seq: 8, Created: start.Add(time.Minute), Event: rocket.Crashed, Task: "x"}
	note := rocket.Record{Seq: 9, Created: start.Add(time.Hour), Event: rocket.Known, Task: "x",
		When: `after "päivä"` + "\n", Formerly: "nightly.y", Host: "host"}
	order := rocket.Record{Seq: 10, Created: start.Add(2 * time.Hour), Event: rocket.Held,
		Task: "x", End: start.Add(3 * time.Hour), Reason: "maintenance,\nof \"x\"", By: "me"}
	appendTo(t, log, []rocket.Record{full, bare, note, order})
	hold(t, log, rocket.Query{}, []rocket.Record{full, bare})
	hold(t, log, everything, []rocket.Record{full, bare, note, order})
	hold(t, log, rocket.Query{Events: rocket.Known, Tasks: []string{"x"}}, []rocket.Record{note})
}

// everything is a query for all records, also those that are about no run.
var everything = rocket.Query{Events: rocket.AnyEvent}

// testQueries asks for many things, between batches of many sizes.
func testQueries(t *testing.T, log rocket.RunLog) {
	all, chance := records(400), rand.New(rand.NewPCG(2, 2))
	for from := 0; from < len(all); {
		to := min(from+1+chance.IntN(40), len(all))
		appendTo(t, log, all[from:to])
		for range 10 {
			q := query(chance, all)
			hold(t, log, q, matching(all[:to], q))
		}
		from = to
	}
	hold(t, log, everything, all)
}

// query makes a query by chance.
func query(chance *rand.Rand, all []rocket.Record) (q rocket.Query) {
	some := func() rocket.Record { return all[chance.IntN(len(all))] }
	maybe := func() bool { return chance.IntN(3) == 0 }
	if maybe() {
		q.Tasks = []string{some().Task, "nobody"}
	}
	if maybe() {
		q.RunID = some().RunID
	}
	if maybe() {
		first, second := some(), some()
		q.Events = first.Event | second.Event
	}
	if maybe() {
		q.From = some().Created
	}
	if maybe() {
		q.To = some().Created.Add(time.Duration(chance.IntN(2)))
	}
	if maybe() {
		q.After = some().Seq + uint64(chance.IntN(2))
	}
	if q.Newest = maybe(); maybe() {
		q.Limit = 1 + chance.IntN(9)
	}
	return q
}

// matching returns what a query should find.
func matching(all []rocket.Record, q rocket.Query) (found []rocket.Record) {
	for _, r := range all {
		if q.Match(r) {
			found = append(found, r)
		}
	}
	if q.Newest {
		slices.Reverse(found)
	}
	if q.Limit > 0 && len(found) > q.Limit {
		found = found[:q.Limit]
	}
	return found
}

// testStopped stops reading early, and reads again meanwhile.
func testStopped(t *testing.T, log rocket.RunLog) {
	all := records(20)
	appendTo(t, log, all)
	newest := everything
	newest.Newest, newest.Limit = true, 1
	for r := range log.Read(t.Context(), everything) {
		hold(t, log, newest, all[19:])
		if r.Seq == all[4].Seq {
			break
		}
	}
	hold(t, log, everything, all)
}

// testCanceled reads with a context that is done: all, or an error at the end.
func testCanceled(t *testing.T, log rocket.RunLog) {
	all := records(20)
	appendTo(t, log, all)
	ctx, cancel := context.WithCancelCause(t.Context())
	why := errors.New("enough")
	cancel(why)
	found, err := collect(log.Read(ctx, everything))
	if len(found) != len(all) && !errors.Is(err, why) && !errors.Is(err, context.Canceled) {
		t.Errorf("%d of %d records, and the error %v", len(found), len(all), err)
	}
}

// testAtOnce appends and reads in several goroutines: each sees whole batches, in order.
func testAtOnce(t *testing.T, log rocket.RunLog) {
	all := records(120)
	var readers sync.WaitGroup
	done := make(chan struct{})
	for range 2 {
		readers.Go(func() {
			for open := true; open; {
				select {
				case <-done:
					open = false
				default:
				}
				found, err := collect(log.Read(t.Context(), everything))
				if err != nil || differ(found, all[:min(len(found), len(all))]) != "" {
					t.Errorf("while it is appended to: %d records, error %v", len(found), err)
					return
				}
			}
		})
	}
	for i := 0; i < len(all); i += 3 {
		appendTo(t, log, all[i:i+3])
	}
	close(done)
	readers.Wait()
	hold(t, log, everything, all)
}

// testReopened closes and opens the log between batches.
func testReopened(t *testing.T, log rocket.RunLog) {
	if _, ok := log.(rocket.Opener); !ok {
		t.Skip("the log is not opened")
	}
	all := records(60)
	for i := 0; i < len(all); i += 20 {
		appendTo(t, log, all[i:i+20])
		closeLog(t, log)
		hold(t, log, everything, all[:i+20])
		openLog(t, log)
	}
	hold(t, log, everything, all)
}

// testResumed compares the sum of what is resumed with that of all records.
func testResumed(t *testing.T, log rocket.RunLog) {
	resumer, ok := log.(rocket.Resumer)
	if !ok {
		t.Skip("the log does not resume")
	}
	all := records(300)
	var sum rocket.Summary
	for i, r := range all {
		if sum.Add(r); i%50 != 0 {
			continue
		}
		appendTo(t, log, all[max(0, i-49):i+1])
		resume(t, resumer, all[i/2].Created, all[:i+1], i-i/2+1, sum)
		resume(t, resumer, time.Time{}, all[:i+1], i+1, sum)
	}
}

// resume resumes a log that has all records from an instant on, and checks that so many records at
// least are among the rest, and what all come to.
func resume(t *testing.T, log rocket.Resumer, from time.Time, all []rocket.Record, least int,
	sum rocket.Summary) {
	t.Helper()
	resumed, rest := log.Resume(t.Context(), from)
	found, err := collect(rest)
	if err != nil {
		t.Fatal(err)
	}
	if n := len(found); n < least || differ(found, all[len(all)-n:]) != "" {
		t.Errorf("resumed from %v: the rest has %d of %d records, want %d", from, n, len(all),
			least)
	}
	for _, r := range found {
		resumed.Add(r)
	}
	if got, want := asJSON(t, resumed), asJSON(t, sum); got != want {
		t.Errorf("resumed from %v:\n got %s\nwant %s", from, got, want)
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

func appendTo(t *testing.T, log rocket.RunLog, records []rocket.Record) {
	t.Helper()
	if err := log.Append(t.Context(), slices.Clone(records)); err != nil {
		t.Fatalf("Append: %v", err)
	}
}

// hold fails if a query does not find what it should.
func hold(t *testing.T, log rocket.RunLog, q rocket.Query, want []rocket.Record) {
	t.Helper()
	got, err := collect(log.Read(t.Context(), q))
	if err != nil {
		t.Fatalf("Read(%+v): %v", q, err)
	}
	if difference := differ(got, want); difference != "" {
		t.Fatalf("Read(%+v): %s", q, difference)
	}
}

// collect returns the records of a read, and the error it ends with. An error that does
// not come last, or with a record, is another one.
func collect(read iter.Seq2[rocket.Record, error]) (found []rocket.Record, err error) {
	for r, e := range read {
		switch {
		case err != nil:
			return found, fmt.Errorf("after the error %w something follows", err)
		case e != nil && asText(r) != asText(rocket.Record{}):
			return found, fmt.Errorf("with the error %w comes a record", e)
		case e != nil:
			err = e
		default:
			found = append(found, r)
		}
	}
	return found, err
}

// differ says how records differ; empty if they do not.
func differ(got, want []rocket.Record) string {
	for i := range min(len(got), len(want)) {
		if g, w := asText(got[i]), asText(want[i]); g != w {
			return fmt.Sprintf("record %d is\n%s, want\n%s", i, g, w)
		}
	}
	if len(got) != len(want) {
		return fmt.Sprintf("%d records, want %d", len(got), len(want))
	}
	return ""
}

// asText returns a record as text, with instants in UTC.
func asText(r rocket.Record) string {
	cause := "none"
	if r.Cause != nil {
		cause = fmt.Sprintf("%+v", *r.Cause)
	}
	r.Cause = nil
	for _, t := range []*time.Time{&r.Created, &r.Start, &r.End, &r.Scheduled} {
		*t = t.UTC()
	}
	return fmt.Sprintf("%+v return %s cause %s", r, r.Return, cause)
}
