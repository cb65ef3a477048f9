package grammar_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"testing"

	"github.com/rocketc/rocketc/grammar"
)

// valueErrors are the vectors that are no conditions because of a value, not of
// their form: the values are judged by package check, through package period.
var valueErrors = map[string]string{
	"hourly after 60:00":       "an hour has 60 minutes",
	"minutely starting 45:00":  "a minute has no minutes",
	"minutely before 75":       "a minute has 60 seconds",
	"secondly after 1001":      "a second has 1000 milliseconds",
	"monthly on 32nd":          "a month has 31 days",
	"monthly on last":          "last of what",
	"every 0 s":                "a duration is not zero",
	"scheduler has run over x": "x is no parameter",
	"cron 61 * * * *":          "an hour has 60 minutes",
	"cron 5":                   "cron has five fields or six",
}

type vector struct {
	ID   string
	Cond string
	OK   *bool // nil: yes
}

func readVectors(t *testing.T, path string) (all []vector) {
	t.Helper()
	lines := bufio.NewScanner(bytes.NewReader(readFile(t, path)))
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var v vector
		if err := json.Unmarshal(lines.Bytes(), &v); err != nil {
			t.Fatal(err)
		}
		all = append(all, v)
	}
	return all
}

func TestVectors(t *testing.T) {
	unused := map[string]bool{}
	for cond := range valueErrors {
		unused[cond] = true
	}
	for _, file := range []string{"grammar", "conditions"} {
		for _, v := range readVectors(t, "../testdata/vectors/"+file+".jsonl") {
			_, found := grammar.ParseCond(v.Cond)
			_, byValue := valueErrors[v.Cond]
			delete(unused, v.Cond)
			if want := v.OK == nil || *v.OK || byValue; want != (len(found) == 0) {
				t.Errorf("%s: %q: got %v", v.ID, v.Cond, found)
			}
			if len(found) > 1 {
				t.Errorf("%s: %q: more than one error: %v", v.ID, v.Cond, found)
			}
			if byValue && (v.OK == nil || *v.OK) {
				t.Errorf("%s: %q is a condition", v.ID, v.Cond)
			}
		}
	}
	for cond := range unused {
		t.Errorf("%q is in no vector", cond)
	}
}

// TestVectorsInFile: what is a condition alone is one on the line of a task.
func TestVectorsInFile(t *testing.T) {
	for _, v := range readVectors(t, "../testdata/vectors/grammar.jsonl") {
		if v.Cond == "daily # comment" {
			continue // the comment would take the brace
		}
		_, alone := grammar.ParseCond(v.Cond)
		_, inTask := grammar.Parse("x.rkt", []byte("task t when "+v.Cond+" { command 'x' }\n"))
		if (len(alone) == 0) != (len(inTask) == 0) {
			t.Errorf("%s: %q: alone %v, in a task %v", v.ID, v.Cond, alone, inTask)
		}
	}
}

// TestDurations: a duration of the vectors is one token stretch after every.
func TestDurations(t *testing.T) {
	lines := bufio.NewScanner(bytes.NewReader(readFile(t, "../testdata/vectors/durations.jsonl")))
	for lines.Scan() {
		var v struct{ Input string }
		if err := json.Unmarshal(lines.Bytes(), &v); err != nil {
			t.Fatal(err)
		}
		cond, found := grammar.ParseCond("every " + v.Input + " based on run")
		every, ok := cond.(*grammar.Every)
		if !ok || len(found) > 0 {
			t.Errorf("every %s: %v", v.Input, found)
			continue
		}
		if got, want := len(every.Duration.Text), len(v.Input); got > want || every.Based == nil {
			t.Errorf("every %s: got the duration %q", v.Input, every.Duration.Text)
		}
	}
}
