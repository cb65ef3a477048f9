package eval_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rocketc/rocketc/eval"
	"github.com/rocketc/rocketc/period"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/sensor/direct"
)

// TestVectors answers every conformance vector in one batch.
func TestVectors(t *testing.T) {
	text, err := os.ReadFile("../testdata/vectors/conditions.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := eval.Batch(bytes.NewReader(text), &out, nil); err != nil {
		t.Fatal(err)
	}
	answers := bufio.NewScanner(&out)
	n := 0
	for _, line := range strings.Split(strings.TrimSpace(string(text)), "\n") {
		var want struct {
			ID, Cond string
			Expect   bool
		}
		var got struct {
			ID, Error string
			Holds     *bool
		}
		if !answers.Scan() {
			t.Fatalf("there are only %d answers", n)
		}
		n++
		if err := json.Unmarshal([]byte(line), &want); err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(answers.Bytes(), &got); err != nil {
			t.Fatal(err)
		}
		if got.ID != want.ID || got.Holds == nil || *got.Holds != want.Expect {
			t.Errorf("%s: %s: got %s", want.ID, want.Cond, answers.Text())
		}
	}
}

func TestBatch(t *testing.T) {
	for _, test := range []struct{ line, want string }{
		{`{"id":"a","cond":"true"}`, `{"id":"a","holds":true,"until":null}`},
		{`{"id":7,"cond":"daily after 07:00","task":"a","now":"2026-03-02T06:00:00"}`,
			`{"id":7,"holds":false,"until":"2026-03-02T07:00:00Z"}`},
		{`{"cond":"daily after 07:00","task":"a","now":"2026-03-02T06:00:00",` +
			`"timezone":"Europe/Helsinki"}`,
			`{"id":null,"holds":false,"until":"2026-03-02T07:00:00+02:00"}`},
		{`{"cond":"daily after 07:00","now":"2026-03-02T06:00:00Z","timezone":"Europe/Helsinki"}`,
			`{"id":null,"holds":true,"until":"2026-03-03T00:00:00+02:00"}`},
		{`{"id":1,"cond":"after b","tasks":["a"]}`,
			`{"id":1,"error":"column 7: task \"b\" is not declared`},
		{`{"id":1,"cond":"dayly"}`, `{"id":1,"error":"column 1: `},
		{`{"id":1,"cond":"true","timezone":"Mars/Olympus"}`,
			`{"id":1,"error":"unknown time zone Mars/Olympus"}`},
		{`{"id":1,"cond":"true","timezone":"Berlin"}`,
			`{"id":1,"error":"unknown time zone Berlin (did you mean Europe/Berlin?)"}`},
		{`{"id":1,"cond":"true","now":"noon"}`,
			`{"id":1,"error":"now: \"noon\" is not a time such as 2026-03-02T07:00:00"}`},
		{`{"id":1,"cond":"true","history":[{"task":"a","action":"jump"}]}`,
			`{"id":1,"error":"not a question: `},
		{`{"id":1,"cond":`, `{"id":null,"error":"not a question: unexpected end of JSON input"}`},
		{`[]`, `{"id":null,"error":"not a question: `},
		{"\xff\x00", `{"id":null,"error":"not a question: `},
		{`{"id":1,"cond":"param 'x' is 'y'","params":{"x":"y"}}`,
			`{"id":1,"holds":true,"until":null}`},
		{`{"id":1,"cond":"daily after 07:00","now":"2026-03-02T06:00:00\u002b02:00",` +
			`"timezone":"Europe/\u0048elsinki"}`,
			`{"id":1,"holds":false,"until":"2026-03-02T07:00:00+02:00"}`},
		{`{"id":1,"cond":"true","now":"2026\u002d03\u002d02 \u0030\u0036:00"}`,
			`{"id":1,"holds":true,"until":null}`},
		{`{"id":1,"cond":"true","now":""}`, `{"id":1,"holds":true,"until":null}`},
		{`{"id":1,"cond":"true","now":7}`, `{"id":1,"error":"not a question: 7 is not a time`},
		{`{"id":1,"cond":"after b","task":"a","now":"2026-03-02T06:00:00","history":[` +
			`{"task":"b","action":"run","created":"2026-03-02T05:00:00","run":"1"},` +
			`{"task":"b","action":"success","created":"2026-03-02T05:00:01","run":"1"}]}`,
			`{"id":1,"holds":true,"until":null}`},
		{`{"id":1,"cond":"daily","task":"a","now":"2026-03-02T06:00:00","history":[` +
			`{"task":"a","event":"success","start":"2026-03-01T23:00:00",` +
			`"end":"2026-03-02T00:10:00","run_id":"1"}]}`,
			`{"id":1,"holds":true,"until":"2026-03-03T00:00:00Z"}`},
		{`{"id":1,"cond":"daily at 02:00 | retry 1","task":"a","now":"2026-03-02T06:00:00",` +
			`"history":[{"task":"a","action":"run","at":"2026-03-02T02:00:00","run":"1"},{"task":` +
			`"a","action":"terminate","at":"2026-03-02T02:30:00","run":"1","reason":"timeout"}]}`,
			`{"id":1,"holds":true,"until":"2026-03-03T02:00:00Z"}`},
		{`{"id":1,"cond":"port_open('x:1')","task":"a","now":"2026-03-02T06:00:00","history":[` +
			`{"task":"check port_open(\"x:1\")","event":"success","time":"2026-03-02T05:59:30",` +
			`"run_id":"1","return":true}]}`,
			`{"id":1,"holds":true,"until":"2026-03-02T06:00:30Z"}`},
		{`{"id":1,"cond":"port_open('x:1')"}`, `{"id":1,"holds":null,"until":null}`},
		{`{"id":1,"cond":"~port_open('x:1') & daily","now":"2026-03-02T06:00:00"}`,
			`{"id":1,"holds":null,"until":"2026-03-03T00:00:00Z"}`},
		{`{"id":1,"cond":"port_open('x:1') & false"}`, `{"id":1,"holds":false,"until":null}`},
		{`{"id":1,"cond":"disk_free('','1 B')"}`,
			`{"id":1,"error":"the path of the file system is empty"}`},
		{`{"id":1,"cond":"disk_free('','1 B') | true"}`, `{"id":1,"holds":true,"until":null}`},
		{`{"id":1,"cond":"running","task":"a","now":"2026-03-02T06:00:00",` +
			`"history":[{"task":"a","action":"run","at":"2026-03-02T05:00:00","run":"1"}]}`,
			`{"id":1,"holds":true,"until":null}`},
		{`{"id":1,"cond":"scheduler started 20 minutes ago","now":"2026-03-02T06:00:00",` +
			`"scheduler":{"started":"2026-03-02T05:50:00"}}`,
			`{"id":1,"holds":true,"until":"2026-03-02T06:10:00Z"}`},
	} {
		var out bytes.Buffer
		if err := eval.Batch(strings.NewReader(test.line+"\n\n"), &out, direct.Calls); err != nil {
			t.Error(err)
		}
		if got := strings.TrimSuffix(out.String(), "\n"); !strings.HasPrefix(got, test.want) {
			t.Errorf("%s\ngot  %s\nwant %s", test.line, got, test.want)
		}
	}
}

func TestBatchGoesOnAfterALongLine(t *testing.T) {
	var out bytes.Buffer
	in := strings.NewReader(`{"cond":"` + strings.Repeat("x", 17<<20) + "\"}\n" +
		`{"id":2,"cond":"true"}`)
	if err := eval.Batch(in, &out, nil); err != nil {
		t.Fatal(err)
	}
	want := `{"id":null,"error":"the line is longer than 16 MB"}` + "\n" +
		`{"id":2,"holds":true,"until":null}` + "\n"
	if out.String() != want {
		t.Errorf("got %s", out.String())
	}
}

func trial(t *testing.T, cond, now string) *eval.Trial {
	t.Helper()
	at, err := period.ParseInstant(now, time.UTC)
	if err != nil {
		t.Fatal(err)
	}
	q := eval.Question{Cond: cond, Task: "a", Now: eval.At(at)}
	trial, err := q.Prepare(direct.Calls)
	if err != nil {
		t.Fatal(err)
	}
	return trial
}

func TestNext(t *testing.T) {
	for _, test := range []struct{ cond, want string }{
		{"daily after 07:00", "02 07:00:00 03 07:00:00 04 07:00:00"},
		{"every 20 minutes", "02 06:00:00 02 06:20:00 02 06:40:00"},
		{"time of day between 10:00 and 12:00", "02 10:00:00 03 10:00:00 04 10:00:00"},
		{"cron 30 6 * * *", "02 06:30:00 03 06:30:00 04 06:30:00"},
		{"daily & every 36 hours", "02 06:00:00 03 18:00:00 05 06:00:00"},
		{"true", "02 06:00:00"},
		{"never", ""},
		{"daily after 07:00 & file_exists('x')", `02 07:00:00 if file_exists("x")` +
			` 03 07:00:00 if file_exists("x") 04 07:00:00 if file_exists("x")`},
		{"daily & file_exists('/')", `02 06:00:00 03 00:00:00 if file_exists("/")` +
			` 04 00:00:00 if file_exists("/")`},
		{"~file_exists('/')", `02 06:00:00 if ~file_exists("/")`},
		{"daily after 07:00 & (running | ~file_exists('x') & load_below(1)) & ~(after b | never)",
			`02 07:00:00 if ~file_exists("x") & load_below(1)` +
				` 03 07:00:00 if ~file_exists("x") & load_below(1)` +
				` 04 07:00:00 if ~file_exists("x") & load_below(1)`},
		{"daily after 07:00 & (port_open('x:1') | false)", `02 07:00:00 if port_open("x:1")` +
			` 03 07:00:00 if port_open("x:1") 04 07:00:00 if port_open("x:1")`},
		{"daily after 07:00 | time of hour on 30 & file_exists('x')", `02 06:30:00 if` +
			` file_exists("x") 02 07:00:00 02 07:30:00 if file_exists("x")`},
		{"after b", ""},
	} {
		var got []string
		for _, m := range trial(t, test.cond, "2026-03-02 06:00").Next(3) {
			text := m.At.Format("02 15:04:05")
			if m.If != nil {
				text += fmt.Sprintf(" if %v", m.If)
			}
			got = append(got, text)
		}
		if strings.Join(got, " ") != test.want {
			t.Errorf("%s: got %v, want %s", test.cond, got, test.want)
		}
	}
}

// TestOver: what is over never becomes true again, whatever happens; what an event, or a
// time, can make true is not over.
func TestOver(t *testing.T) {
	ran := []eval.Event{
		{Task: "a", Event: rocket.Started, Time: eval.At(noon.Add(-time.Hour)), RunID: "1"},
		{Task: "a", Event: rocket.Succeeded, Time: eval.At(noon.Add(-time.Minute)), RunID: "1"},
	}
	crashed := slices.Clone(ran)
	crashed[1].Event = rocket.Crashed
	for _, test := range []struct {
		cond    string
		history []eval.Event
		want    bool
	}{
		{`time before "2020-01-01"`, nil, true},
		{`time between "2020-01-01" and "2020-02-01"`, nil, true},
		{`daily & time before "2020-01-01"`, nil, true},
		{`(daily | ~running) & time before "2020-01-01"`, nil, true},
		{`time before "2020-01-01" | never`, nil, true},
		{`never`, nil, true},
		{`once at "2020-01-01 10:00"`, ran, true},
		{`once at "2020-01-01 10:00" & daily`, ran, true},
		{`once at "2020-01-01 10:00"`, nil, false},
		{`once at "2020-01-01 10:00"`, ran[:1], false},
		{`once at "2020-01-01 10:00"`, crashed, false},
		{`once at "2050-01-01 10:00"`, ran, false},
		{`time before "2020-01-01" | running`, nil, false},
		{`~(time before "2020-01-01")`, nil, false},
		{`time after "2050-01-01"`, nil, false},
		{`daily`, ran, false},
		{`every 2 weeks from "2020-01-01"`, ran, false},
		{`after a failed`, ran, false},
		{`param 'x' is 'y'`, nil, false},
	} {
		q := &eval.Question{Cond: test.cond, Task: "a", Now: eval.At(noon), History: test.history}
		trial, err := q.Prepare(nil)
		if err != nil {
			t.Fatal(err)
		}
		if got := trial.Over(); got != test.want {
			t.Errorf("%s after %d events: over is %t", test.cond, len(test.history), got)
		}
	}
}

// noon is an instant of tests.
var noon = time.Date(2026, 11, 26, 12, 0, 0, 0, time.UTC)

func TestExplain(t *testing.T) {
	p := trial(t, "daily after 07:00 & ~(running | after b)", "2026-03-02 06:00").Explain()
	if p.State.Holds || p.State.Until.Format("15:04") != "07:00" || len(p.Parts) != 2 {
		t.Fatalf("%+v", p)
	}
	first, second := p.Parts[0], p.Parts[1]
	if first.Text != "daily after 07:00" || first.State.Holds ||
		first.Why != "outside; begins Mon 2026-03-02 07:00:00" {
		t.Errorf("%+v", first)
	}
	if second.Text != "~(running | after b)" || !second.State.Holds || len(second.Parts) != 1 ||
		len(second.Parts[0].Parts) != 2 {
		t.Errorf("%+v", second)
	}
}

func BenchmarkBatch(b *testing.B) {
	text, err := os.ReadFile("../testdata/vectors/conditions.jsonl")
	if err != nil {
		b.Fatal(err)
	}
	lines := bytes.Count(text, []byte("\n"))
	for b.Loop() {
		if err := eval.Batch(bytes.NewReader(text), &bytes.Buffer{}, nil); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N*lines)/b.Elapsed().Seconds(), "lines/s")
}
