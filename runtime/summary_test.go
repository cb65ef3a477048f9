package rocket_test

import (
	"context"
	"encoding/json"
	"iter"
	"testing"
	"time"

	rocket "github.com/rocketc/rocketc/runtime"
)

// A shortLog resumes with a summary of all that it has, as it was read from a file.
type shortLog struct{ rocket.MemoryLog }

func (l *shortLog) Resume(ctx context.Context, _ time.Time) (sum rocket.Summary,
	rest iter.Seq2[rocket.Record, error]) {
	var all rocket.Summary
	for r := range l.Read(ctx, rocket.Query{}) {
		all.Add(r)
	}
	text, err := json.Marshal(all)
	if err == nil {
		err = json.Unmarshal(text, &sum)
	}
	return sum, func(yield func(rocket.Record, error) bool) {
		if err != nil {
			yield(rocket.Record{}, err)
		}
	}
}

// TestResumed: a session that has only a summary of its records knows what the latest runs
// returned, and how they ended.
func TestResumed(t *testing.T) {
	log := new(shortLog)
	at := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	for i, r := range []rocket.Record{
		{Task: "a", RunID: "1", Event: rocket.Started},
		{Task: "a", RunID: "1", Event: rocket.Succeeded, Return: json.RawMessage("7")},
		{Task: "b", RunID: "2", Event: rocket.Started},
		{Task: "b", RunID: "2", Event: rocket.Failed},
	} {
		r.Seq, r.Created = uint64(i+1), at.Add(time.Duration(i)*time.Second)
		if err := log.Append(t.Context(), []rocket.Record{r}); err != nil {
			t.Fatal(err)
		}
	}
	outcomes := map[string]rocket.Event{}
	look := observer(func(o *rocket.Observation) {
		outcomes["a"] = o.History("a").LastOutcome()
		outcomes["b"] = o.History("b").LastOutcome()
	})
	var a rocket.TaskState
	_, err := play(t, rocket.Schedule{RunLog: log, Tasks: []*rocket.TaskSpec{
		{Name: "a", Action: rocket.Func(nothing)},
		{Name: "d", Action: rocket.Func(nothing), When: look},
		{Name: "c", OnShutdown: true, Action: rocket.Func(
			func(_ context.Context, r *rocket.Run) (any, error) {
				a = stateOf(r.Session().Task("a"))
				return nil, nil
			})},
	}}, time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	if outcomes["a"] != rocket.Succeeded || outcomes["b"] != rocket.Failed {
		t.Errorf("the latest outcomes are %v", outcomes)
	}
	if text, _ := a.Return.(json.RawMessage); !a.Returned || string(text) != "7" {
		t.Errorf("a has returned %v %v", a.Returned, a.Return)
	}
}
