package rocket_test

import (
	"context"
	"iter"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/runtime/step"

	"github.com/rocketc/rocketc/runtime/arg"
)

// A keepingLog keeps the very slices that it is given.
type keepingLog struct {
	mu      sync.Mutex
	batches [][]rocket.Record
}

func (l *keepingLog) Append(_ context.Context, records []rocket.Record) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.batches = append(l.batches, records)
	return nil
}

func (l *keepingLog) Read(_ context.Context, q rocket.Query) iter.Seq2[rocket.Record, error] {
	return func(yield func(rocket.Record, error) bool) {
		l.mu.Lock()
		defer l.mu.Unlock()
		for _, batch := range l.batches {
			for _, r := range batch {
				if q.Match(r) && !yield(r, nil) {
					return
				}
			}
		}
	}
}

// The records that a log is given are its own.
func TestLogThatKeepsItsRecords(t *testing.T) {
	var j journal
	log := &keepingLog{}
	schedule := rocket.Schedule{Tasks: []*rocket.TaskSpec{
		{Name: "a", When: every{time.Second}, Action: j.does(0)},
	}}
	live(t, schedule, func(*rocket.Session) {
		time.Sleep(25500 * time.Millisecond)
	}, rocket.WithRunLog(log))
	records := recordsOf(t, log)
	for i, r := range records {
		if r.Seq != uint64(i+2) { // the first is about no run
			t.Fatalf("record %d is %+v", i+1, r)
		}
	}
	if len(records) < 40 {
		t.Errorf("only %d records", len(records))
	}
}

func TestMemoryLog(t *testing.T) {
	log := &rocket.MemoryLog{Max: 10}
	for i := range 25 {
		r := rocket.Record{Seq: uint64(i + 1), Task: string(rune('a' + i%2)),
			Event: rocket.Started << (i % 3)}
		if err := log.Append(t.Context(), []rocket.Record{r}); err != nil {
			t.Fatal(err)
		}
	}
	for _, test := range []struct {
		query rocket.Query
		want  []uint64
	}{
		{rocket.Query{}, []uint64{16, 17, 18, 19, 20, 21, 22, 23, 24, 25}},
		{rocket.Query{Newest: true, Limit: 3}, []uint64{25, 24, 23}},
		{rocket.Query{After: 23}, []uint64{24, 25}},
		{rocket.Query{Tasks: []string{"b"}, Limit: 2}, []uint64{16, 18}},
		{rocket.Query{Events: rocket.Succeeded | rocket.Failed, After: 20}, []uint64{21, 23, 24}},
		{rocket.Query{RunID: "x"}, nil},
	} {
		var got []uint64
		for r, err := range log.Read(t.Context(), test.query) {
			if err != nil {
				t.Error(err)
			}
			got = append(got, r.Seq)
		}
		if !reflect.DeepEqual(got, test.want) {
			t.Errorf("%+v: got %v, want %v", test.query, got, test.want)
		}
	}
}

func TestQueryMatch(t *testing.T) {
	noon := time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)
	r := rocket.Record{Seq: 7, Created: noon, Task: "a", RunID: "1", Event: rocket.Failed}
	for _, test := range []struct {
		query rocket.Query
		want  bool
	}{
		{rocket.Query{}, true},
		{rocket.Query{Tasks: []string{"b", "a"}, RunID: "1", Events: rocket.Finished, From: noon,
			To: noon.Add(1), After: 6}, true},
		{rocket.Query{Tasks: []string{"b"}}, false},
		{rocket.Query{RunID: "2"}, false},
		{rocket.Query{Events: rocket.Started}, false},
		{rocket.Query{From: noon.Add(1)}, false},
		{rocket.Query{To: noon}, false},
		{rocket.Query{After: 7}, false},
	} {
		if got := test.query.Match(r); got != test.want {
			t.Errorf("%+v: got %v", test.query, got)
		}
	}
}

// A record tells why a run started, what it returned, and what has ended it.
func TestRecordsTell(t *testing.T) {
	var j journal
	does := func(value any, err error) rocket.Func {
		return func(context.Context, *rocket.Run) (any, error) { return value, err }
	}
	records := live(t, rocket.Schedule{Tasks: []*rocket.TaskSpec{
		{Name: "fetch", When: once{}, Action: does(map[string]int{"n": 1}, nil)},
		{Name: "report", When: after{"fetch"}, Action: does(strings.Repeat("x", 1<<20), nil)},
		{Name: "steer", When: after{"report"}, Action: rocket.Do{step.Run{Task: "slow"}}},
		{Name: "slow", Action: j.does(time.Hour), Timeout: time.Minute},
		{Name: "caller", When: after{"fetch"},
			Action: rocket.Func(func(ctx context.Context, r *rocket.Run) (any, error) {
				return r.Session().Task("called").Run(ctx, nil)
			})},
		{Name: "called", Action: does(func() {}, nil)},
	}}, func(s *rocket.Session) { time.Sleep(time.Hour) })
	got := map[string]rocket.Record{}
	for _, r := range records {
		if r.Event != rocket.Started {
			got[r.Task] = r
		}
	}
	for task, want := range map[string]rocket.Ref{
		"report": {Task: "fetch", Event: rocket.Succeeded},
		"steer":  {Task: "report", Event: rocket.Succeeded},
		"slow":   {Task: "steer", Event: rocket.Started},
		"called": {Task: "caller", Event: rocket.Started},
	} {
		if want.RunID = got[want.Task].RunID; got[task].Cause == nil || *got[task].Cause != want {
			t.Errorf("%s: got the cause %v, want %v", task, got[task].Cause, want)
		}
	}
	if r := got["fetch"]; string(r.Return) != `{"n":1}` || r.Cause != nil || r.Host == "" ||
		r.Reason != "" {
		t.Errorf("fetch: %+v", r)
	}
	if r := got["slow"]; r.Reason != "timeout" || r.Error != "timed out after 1m0s" {
		t.Errorf("slow: %+v", r)
	}
	for task, cut := range map[string]int{"report": 1<<20 + len(`""`), "called": 0} {
		if r := got[task]; r.Return != nil || r.ReturnCut != cut {
			t.Errorf("%s has returned %s, and %d bytes are cut, want %d", task, r.Return,
				r.ReturnCut, cut)
		}
	}
}

// What a task has returned last is in the run log, too.
func TestReturnsAreRecovered(t *testing.T) {
	var j journal
	log := &rocket.MemoryLog{}
	schedule := rocket.Schedule{Tasks: []*rocket.TaskSpec{
		{Name: "a", Action: rocket.Func(func(context.Context, *rocket.Run) (any, error) {
			return 5, nil
		})},
		{Name: "b", Action: j.says(arg.ReturnOf("a"))},
	}}
	live(t, schedule, func(s *rocket.Session) {
		s.Task("a").Run(context.Background(), nil)
	}, rocket.WithRunLog(log))
	live(t, schedule, func(s *rocket.Session) {
		s.Task("b").Run(context.Background(), nil)
	}, rocket.WithRunLog(log))
	expect(t, j.text(), "5")
}

// TestCauseBesideAStart: what has made a run start is the outcome of the other task, also
// if that task starts again before its outcome is looked at.
func TestCauseBesideAStart(t *testing.T) {
	var j journal
	records := live(t, rocket.Schedule{Tasks: []*rocket.TaskSpec{
		{Name: "second", When: after{"first"}, Action: j.does(0)},
		{Name: "first", When: every{time.Second}, Priority: 1, Action: j.does(time.Second)},
	}}, func(*rocket.Session) { time.Sleep(10 * time.Second) })
	runs := 0
	for _, r := range records {
		if r.Task != "second" || r.Event != rocket.Started {
			continue
		}
		if runs++; r.Cause == nil || r.Cause.Event != rocket.Succeeded {
			t.Errorf("run %d: the cause is %v", runs, r.Cause)
		}
	}
	if runs < 5 {
		t.Errorf("%d runs", runs)
	}
}
