package eval_test

import (
	"bytes"
	"context"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rocketc/rocketc/eval"
	rocket "github.com/rocketc/rocketc/runtime"
)

// nothing is an action.
func nothing(context.Context, *rocket.Run) (any, error) { return nil, nil }

func TestReadHistory(t *testing.T) {
	for _, test := range []struct {
		name, text, want string // the task, the event and the run of each
		err              string
	}{
		{name: "empty"},
		{name: "names of a log",
			text: `{"task":"a","event":"run","time":"2026-03-02T07:00:00Z","run_id":"1"}` + "\n\n",
			want: "a run 1"},
		{name: "names of a question",
			text: `{"task":"a","action":"fail","at":"2026-03-02T07:00:00Z","run":"2"}`,
			want: "a fail 2"},
		{name: "a run log", text: `{"head":{"version":1},"batch":1,"left":0}` + "\n" +
			`{"note":"the last batch was cut off","time":"2026-03-02T07:00:00Z"}` + "\n" +
			`{"seq":1,"event":"run","task":"a","run_id":"3","crc":"d98ddeb7"}`, want: "a run 3"},
		{name: "a message", text: `{"msg":"schedule started","schedule":"desk"}` + "\r\n" +
			`{"msg":"run started","event":"run","task":"a","run_id":"3"}`, want: "a run 3"},
		{name: "a byte order mark and escapes", text: "\uFEFF" +
			`{"t\u0061sk":"\u0061","event":"fai\u006c","time":"2026-03-02T07:00:00\u002b02:00",` +
			`"run_id":"4"}` + "\r\n", want: "a fail 4"},
		{name: "no event", text: "\n" + `{"task":"a"}`, err: "2: there is no event"},
		{name: "another event", text: `{"task":"a","event":"jump"}`, err: "1: "},
		{name: "no JSON", text: "success", err: "1: "},
		{name: "a list", text: "[]", err: "1: "},
	} {
		t.Run(test.name, func(t *testing.T) {
			events, err := eval.ReadHistory([]byte(test.text))
			var got []string
			for _, e := range events {
				got = append(got, strings.Join([]string{e.Task, e.Event.String(), e.RunID}, " "))
			}
			if strings.Join(got, ";") != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
			if (err == nil) != (test.err == "") ||
				err != nil && !strings.HasPrefix(err.Error(), test.err) {
				t.Errorf("error %v, want %q", err, test.err)
			}
		})
	}
}

// TestLogIsHistory: the JSON log of a session can be asked about.
func TestLogIsHistory(t *testing.T) {
	var log bytes.Buffer
	synctest.Test(t, func(t *testing.T) {
		trial, err := (&eval.Question{Cond: "~has started", Timezone: "UTC"}).Prepare(nil)
		if err != nil {
			t.Fatal(err)
		}
		end, err := (&eval.Question{Cond: "scheduler has run over 1 minute"}).Prepare(nil)
		if err != nil {
			t.Fatal(err)
		}
		s, err := rocket.New(&rocket.Schedule{
			Config: rocket.Config{ShutCond: end.Cond, Timezone: "UTC"},
			Tasks:  []*rocket.TaskSpec{{Name: "a", When: trial.Cond, Action: rocket.Func(nothing)}},
		}, rocket.WithLogger(slog.New(slog.NewJSONHandler(&log, nil))))
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Run(t.Context()); err != nil {
			t.Error(err)
		}
	})
	history, err := eval.ReadHistory(log.Bytes())
	if err != nil || len(history) != 2 {
		t.Fatalf("%d events, error %v, in\n%s", len(history), err, log.String())
	}
	q := eval.Question{Cond: "after a", Task: "b", History: history,
		Now: eval.At(time.Date(2000, 1, 1, 0, 5, 0, 0, time.UTC))}
	trial, err := q.Prepare(nil)
	if err != nil {
		t.Fatal(err)
	}
	if state, err := trial.Observe(); err != nil || !state.Holds {
		t.Errorf("after a: %v, %v", state, err)
	}
}
