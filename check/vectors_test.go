package check_test

import (
	"bufio"
	"encoding/json"
	"os"
	"testing"
	"time"

	"github.com/rocketc/rocketc/check"
	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/grammar"
	rocket "github.com/rocketc/rocketc/runtime"
)

// readVectors decodes a file of one JSON object a line.
func readVectors[T any](t *testing.T, name string) (vectors []T) {
	t.Helper()
	f, err := os.Open("../testdata/vectors/" + name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var v T
		if err := json.Unmarshal(lines.Bytes(), &v); err != nil {
			t.Fatal(err)
		}
		vectors = append(vectors, v)
	}
	if err := lines.Err(); err != nil || len(vectors) == 0 {
		t.Fatalf("%s: %d vectors, %v", name, len(vectors), err)
	}
	return vectors
}

// compile parses and lowers one condition.
func compile(text string, tasks []string) (rocket.Condition, diag.List) {
	tree, list := grammar.ParseCond(text)
	if list.HasErrors() {
		return nil, list
	}
	return check.Cond(tree, tasks, nil, check.Options{})
}

// TestGrammarVectors takes what is a condition, and refuses what is none.
func TestGrammarVectors(t *testing.T) {
	for _, v := range readVectors[struct {
		ID, Cond string
		OK       bool
	}](t, "grammar.jsonl") {
		_, list := compile(v.Cond, nil)
		if list.HasErrors() == v.OK {
			t.Errorf("%s: %q: ok is %v, got %v", v.ID, v.Cond, v.OK, list.Err())
		}
	}
}

// local is a time without a zone, in UTC.
type local struct{ time.Time }

func (l *local) UnmarshalJSON(text []byte) (err error) {
	l.Time, err = time.Parse(`"2006-01-02T15:04:05"`, string(text))
	return err
}

type conditionVector struct {
	ID, Cond, Task string
	Tasks          []string
	Now            local
	History        []struct {
		Task   string
		Action rocket.Event
		At     local
		Run    string
	}
	Scheduler struct {
		Started local
		Cycles  int
	}
	Expect bool
}

func (v *conditionVector) facts() *rocket.Facts {
	facts := rocket.NewFacts()
	for _, h := range v.History {
		facts.Add(h.Task, h.Action, h.At.Time, h.Run)
	}
	facts.Started, facts.Cycles = v.Scheduler.Started.Time, v.Scheduler.Cycles
	return facts
}

// TestConditionVectors observes each condition in its history.
func TestConditionVectors(t *testing.T) {
	for _, v := range readVectors[conditionVector](t, "conditions.jsonl") {
		cond, list := compile(v.Cond, v.Tasks)
		if list.HasErrors() {
			t.Errorf("%s: %s: %v", v.ID, v.Cond, list.Err())
			continue
		}
		state, err := v.facts().Observe(cond, v.Task, v.Now.Time)
		if err != nil || state.Holds != v.Expect {
			t.Errorf("%s: %s: got %v, want %v, error %v", v.ID, v.Cond, state.Holds, v.Expect, err)
		}
	}
}
