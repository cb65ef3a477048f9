package rocket_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/runtime/arg"
	"github.com/rocketc/rocketc/stdconds"
)

// prices is a value that crosses the border of a process.
type prices struct {
	Day   time.Time
	Close map[string]float64
}

// calls is an action as generated code has them: it names its sources.
type calls struct {
	do   rocket.Func
	from []arg.Source
}

func (c calls) Act(ctx context.Context, r *rocket.Run) (any, error) { return c.do(ctx, r) }

func (c calls) Sources() []arg.Source { return c.from }

var (
	day       = time.Date(2026, 3, 2, 7, 0, 0, 0, time.UTC)
	fromFetch = rocket.Arg[prices]{Name: "p", From: arg.ReturnOf("fetch")}
	bigText   = strings.Repeat("0123456789abcdef", 10<<20/16)
)

// crossingSchedule has a task that returns something large in a process, one
// that takes it in another, and one that takes values of its own run.
func crossingSchedule() rocket.Schedule {
	process := func(name string, start rocket.Condition, a rocket.Action) *rocket.TaskSpec {
		return &rocket.TaskSpec{Name: name, When: start, Execution: rocket.Process, Action: a,
			Timeout: time.Minute}
	}
	take := func(_ context.Context, r *rocket.Run) (any, error) {
		p, err := fromFetch.Value(r)
		return fmt.Sprintf("%v %v", p.Day.Equal(day), p.Close["X"]), err
	}
	own := func(_ context.Context, r *rocket.Run) (any, error) {
		text, err := rocket.Arg[string]{Name: "text"}.Value(r)
		if err != nil {
			return nil, err
		}
		wait, err := rocket.Arg[time.Duration]{Name: "wait"}.Value(r)
		pause, err2 := rocket.Arg[time.Duration]{Name: "pause"}.Value(r)
		at, err3 := rocket.Arg[time.Time]{Name: "at"}.Value(r)
		return fmt.Sprint(text == bigText, wait, pause, at.Equal(day)), errors.Join(err, err2, err3)
	}
	return rocket.Schedule{
		Config: rocket.Config{ShutCond: allDone{5}, MaxProcessCount: 4},
		Tasks: []*rocket.TaskSpec{
			process("fetch", once{}, rocket.Func(func(context.Context, *rocket.Run) (any, error) {
				fmt.Println("this is on standard output\x00\xff{\"value\":1}")
				return prices{day, map[string]float64{"X": 1.5}}, nil
			})),
			process("0", after{"fetch"},
				calls{take, []arg.Source{arg.First{arg.Env("ROCKETC_TEST_NONE"), fromFetch.From}}}),
			process("1", nil, calls{own, nil}),
			process("2", once{}, calls{take, []arg.Source{arg.ReturnOf("none")}}),
			process("3", once{}, rocket.Func(func(context.Context, *rocket.Run) (any, error) {
				return bigText, nil
			})),
			process("4", once{}, rocket.Func(func(context.Context, *rocket.Run) (any, error) {
				self, err := os.FindProcess(os.Getpid())
				return "text", errors.Join(err, self.Kill())
			})),
			{Name: "start", When: once{},
				Action: rocket.Func(func(_ context.Context, r *rocket.Run) (any, error) {
					_, err := r.Session().Task("1").Start(map[string]any{
						"text": bigText, "wait": "90s", "pause": time.Minute, "at": day,
					})
					return nil, err
				})},
		},
	}
}

func TestValuesCrossToAProcessAndBack(t *testing.T) {
	t.Setenv("ROCKETC_TEST_PROGRAM", "crossing")
	t.Setenv("GORACE", "atexit_sleep_ms=0")
	s := newSession(t, crossingSchedule())
	if err := s.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	returned := func(task string) string {
		v := stateOf(s.Task(task)).Return
		raw, _ := v.(json.RawMessage)
		return string(raw)
	}
	for task, want := range map[string]string{
		"fetch": `{"Day":"2026-03-02T07:00:00Z","Close":{"X":1.5}}`,
		"0":     `"true 1.5"`,
		"1":     `"true 1m30s 1m0s true"`,
		"3":     `"` + bigText + `"`,
	} {
		if got := returned(task); got != want {
			t.Errorf("task %s returned %.80s, want %.80s", task, got, want)
		}
	}
	records := recordsOf(t, s.RunLog())
	for _, r := range records {
		want, failed := map[string]string{
			"2": `parameter "p": return of fetch has no value`,
			"4": "the process ended without a result: signal: killed",
		}[r.Task]
		if r.Event != rocket.Started && (r.Event == rocket.Failed) != failed ||
			r.Event == rocket.Failed && r.Error != want {
			t.Errorf("task %s: %v %q", r.Task, r.Event, r.Error)
		}
	}
}

func TestValuesThatDoNotCross(t *testing.T) {
	started := errors.New("no process should be started")
	schedule := rocket.Schedule{Config: rocket.Config{ShutCond: ended{"a"}},
		Tasks: []*rocket.TaskSpec{
			{Name: "a", Execution: rocket.Process,
				Action: calls{func(context.Context, *rocket.Run) (any, error) {
					return nil, started
				}, nil}},
			{Name: "b", When: once{},
				Action: rocket.Func(func(_ context.Context, r *rocket.Run) (any, error) {
					_, err := r.Session().Task("a").Start(map[string]any{"f": func() {}})
					return nil, err
				})},
		}}
	s := newSession(t, schedule)
	if err := s.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	records := recordsOf(t, s.RunLog(), "a")
	if last := records[len(records)-1]; last.Event != rocket.Failed ||
		last.Error != "argument f does not become JSON: json: unsupported type: func()" {
		t.Errorf("got %v %q", last.Event, last.Error)
	}
}

// causesSchedule has a task in a process of its own that tells its causes, the instant for which
// it was scheduled, and its attempt.
func causesSchedule() rocket.Schedule {
	tell := func(_ context.Context, r *rocket.Run) (any, error) {
		causes, err := rocket.Arg[[]rocket.Record]{From: arg.Causes{}}.Value(r)
		at, err2 := rocket.Arg[time.Time]{From: arg.Scheduled{}}.Value(r)
		if err = errors.Join(err, err2); err != nil {
			return nil, err
		}
		text := fmt.Sprint(r.Attempt, at.Equal(r.Scheduled) && !at.IsZero(), r.Cause != nil)
		for _, c := range causes {
			text += fmt.Sprintf(" %s %v %q", c.Task, c.Event, c.Error)
		}
		return text, nil
	}
	return rocket.Schedule{
		Config: rocket.Config{ShutCond: ended{"tells"}},
		Tasks: []*rocket.TaskSpec{
			{Name: "a", When: once{}, Action: fails()},
			{Name: "tells", When: stdconds.After{Tasks: []string{"a"}, Did: rocket.Failed},
				Execution: rocket.Process, Timeout: time.Minute,
				Action: calls{tell, []arg.Source{arg.Causes{}, arg.Scheduled{}}}},
		},
	}
}

// TestCausesCrossToAProcess: a run in a process of its own has its causes, its scheduled instant
// and its attempt.
func TestCausesCrossToAProcess(t *testing.T) {
	t.Setenv("ROCKETC_TEST_PROGRAM", "causes")
	t.Setenv("GORACE", "atexit_sleep_ms=0")
	s := newSession(t, causesSchedule())
	if err := s.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	raw, _ := stateOf(s.Task("tells")).Return.(json.RawMessage)
	var text string
	if err := json.Unmarshal(raw, &text); err != nil || text != `1 true true a fail "no luck"` {
		t.Errorf("returned %s, %v; %v", raw, err, recordsOf(t, s.RunLog(), "tells"))
	}
}
