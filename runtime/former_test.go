package rocket_test

import (
	"context"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rocketc/rocketc/rockettest"
	"github.com/rocketc/rocketc/runlog"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/stdconds"
)

// TestFormerly: a history follows its task from name to name, there and back, through a
// chain of names, and in each kind of log. The task runs every 10 hours, whatever it is
// called.
func TestFormerly(t *testing.T) {
	for name, open := range logKinds(t) {
		t.Run(name, func(t *testing.T) {
			for i, stretch := range []struct {
				name   string
				former []string
				runs   int // that have started in the 6 hours of the stretch
			}{
				{"a", nil, 1}, {"b", []string{"a"}, 1}, {"b", []string{"a"}, 0},
				{"a", []string{"b"}, 1}, {"c", []string{"a", "b"}, 1}, {"d", nil, 1},
				{"c", nil, 1},
			} {
				log, from := open(), newYear.Add(time.Duration(i)*6*hour)
				runs := runAs(t, log, from, stretch.name, stretch.former)
				if runs != stretch.runs {
					t.Errorf("stretch %d, as %s formerly %v: %d runs, want %d", i, stretch.name,
						stretch.former, runs, stretch.runs)
				}
			}
		})
	}
}

// logKinds returns for each kind of log a function that opens one and the same anew.
func logKinds(t *testing.T) map[string]func() rocket.RunLog {
	memory, dir := &rocket.MemoryLog{}, t.TempDir()
	return map[string]func() rocket.RunLog{
		"memory": func() rocket.RunLog { return memory },
		"file": func() rocket.RunLog {
			return &runlog.File{Path: filepath.Join(dir, "runs.jsonl")}
		},
		"csv": func() rocket.RunLog {
			return &runlog.File{Path: filepath.Join(dir, "runs.csv"), Format: runlog.CSV}
		},
	}
}

// runAs runs a task that is due every 10 hours for 6 hours, and returns how often.
func runAs(t *testing.T, log rocket.RunLog, from time.Time, name string, former []string) (n int) {
	synctest.Test(t, func(t *testing.T) {
		action := rocket.Func(func(context.Context, *rocket.Run) (any, error) {
			n++
			return n, nil
		})
		rockettest.Start(t, func(o ...rocket.Option) (*rocket.Session, error) {
			return rocket.New(&rocket.Schedule{Tasks: []*rocket.TaskSpec{
				{Name: name, Formerly: former, Action: action,
					When: stdconds.Every{Interval: 10 * hour}},
			}}, append(o, rocket.WithRunLog(log))...)
		}, rockettest.At(from))
		rockettest.RunUntil(t, from.Add(6*hour))
	})
	return n
}

// TestFormerHistory: all that a history has is taken over: totals, single events, failures in
// a row, live runs, return values, and since when the task is known.
func TestFormerHistory(t *testing.T) {
	at := func(h int) time.Time { return newYear.Add(time.Duration(h) * hour) }
	record := func(h int, task, run string, e rocket.Event) rocket.Record {
		return rocket.Record{Task: task, RunID: run, Event: e, Created: at(h)}
	}
	f := rocket.NewFacts()
	f.AddRecord(rocket.Record{Task: "old", Event: rocket.Known, When: "w", Created: at(0)})
	for _, r := range []rocket.Record{
		record(1, "old", "1", rocket.Started), record(2, "old", "1", rocket.Succeeded),
		record(3, "old", "2", rocket.Started), record(4, "old", "2", rocket.Failed),
		record(5, "old", "3", rocket.Started),
		record(6, "new", "4", rocket.Started), record(7, "new", "4", rocket.Failed),
	} {
		f.AddRecord(r)
	}
	f.SetReturn("old", 42)
	f.AddRecord(rocket.Record{Task: "new", Event: rocket.Known, When: "w", Formerly: "old",
		Created: at(8)})
	h, old := f.History("new"), f.History("old")
	if h.Total(rocket.Started) != 4-0 || h.Total(rocket.Failed) != 2 || h.Failures(at(0)) != 2 ||
		!h.Last(rocket.Succeeded).Equal(at(2)) || h.LastOutcome() != rocket.Failed ||
		len(h.Live()) != 1 || !h.KnownSince().Equal(at(0)) {
		t.Errorf("%d starts, %d failures, %d in a row, live %v, known since %v",
			h.Total(rocket.Started), h.Total(rocket.Failed), h.Failures(at(0)), h.Live(),
			h.KnownSince())
	}
	if n, first, last := h.Within(rocket.Started, at(3), at(7)); n != 3 || !first.Equal(at(3)) ||
		!last.Equal(at(6)) {
		t.Errorf("%d starts between %v and %v", n, first, last)
	}
	if old.Total(rocket.Started) != 0 || len(old.Live()) != 0 || !old.KnownSince().IsZero() {
		t.Error("the old name has a history still")
	}
	v, ok := f.Observer("").Returned("new")
	_, was := f.Observer("").Returned("old")
	if v != 42 || !ok || was {
		t.Errorf("returned %v %v, by the old name %v", v, ok, was)
	}
}

// TestFormerMistakes: a former name is no present one, and is taken over once.
func TestFormerMistakes(t *testing.T) {
	for want, tasks := range map[string][]*rocket.TaskSpec{
		`task "a" was formerly "b", which is a task`: {{Name: "a", Formerly: []string{"b"}},
			{Name: "b"}},
		`task "a" was formerly "a", which is a task`: {{Name: "a", Formerly: []string{"a"}}},
		`task "b" was formerly "x", and so was task "a"`: {{Name: "a", Formerly: []string{"x"}},
			{Name: "b", Formerly: []string{"x"}}},
	} {
		for _, task := range tasks {
			task.Action = rocket.Command{Line: "true"}
		}
		if _, err := rocket.New(&rocket.Schedule{Tasks: tasks}); err == nil || err.Error() != want {
			t.Errorf("error %v, want %s", err, want)
		}
	}
}
