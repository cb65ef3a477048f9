package rocket_test

import (
	"context"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/rocketc/rocketc/period"
	"github.com/rocketc/rocketc/runlog"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/stdconds"
)

// TestStandstill: what becomes of a window that passes while the loop stands still for a run with
// execution main, of the task itself or of another.
func TestStandstill(t *testing.T) {
	const (
		skip, wait, replace = rocket.OverlapSkip, rocket.OverlapWait, rocket.OverlapReplace
		own, other          = rocket.Main, rocket.Thread // for whose run the loop stands still
	)
	for name, test := range map[string]struct {
		execution rocket.Execution
		overlap   rocket.Overlap
		takes     time.Duration // a run of the task, which starts at 2
		catchUp   time.Duration
		from, to  time.Duration // the run of the other task; none if the own is on the loop
		want      string
	}{
		"its own run, skip": {own, skip, 26 * hour, 0, 0, 0,
			"2 run of 2; 28 missed of 26 overlap"},
		"its own run, skip, catch_up": {own, skip, 26 * hour, 8 * hour, 0, 0,
			"2 run of 2; 28 missed of 26 overlap"},
		"its own run, skip, still in the window": {own, skip, 24*hour + hour/2, 0, 0, 0,
			"2 run of 2; 26.5 run of 26"},
		"its own run, wait":    {own, wait, 26 * hour, 0, 0, 0, "2 run of 2; 28 run of 26"},
		"its own run, replace": {own, replace, 26 * hour, 0, 0, 0, "2 run of 2; 28 run of 26"},
		"its own run, wait, two windows": {own, wait, 50 * hour, 0, 0, 0,
			"2 run of 2; 52 missed of 26 overlap; 52 run of 50"},
		"another run":           {other, skip, 0, 0, 1, 4, "4 missed of 2 slot; 26 run of 26"},
		"another run, wait":     {other, wait, 0, 0, 1, 4, "4 missed of 2 slot; 26 run of 26"},
		"another run, catch_up": {other, skip, 0, 8 * hour, 1, 4, "4 run of 2; 26 run of 26"},
		"another run, while its own goes on": {other, skip, 25*hour + hour/5, 0, 25, 28,
			"2 run of 2; 28 missed of 26 overlap"},
		"another run, and its own until then": {other, skip, 24*hour + hour/2, 0, 25, 28,
			"2 run of 2; 28 missed of 26 slot"},
		"another run, and its own until the window ends": {other, skip, 25 * hour, 0, 25, 28,
			"2 run of 2; 28 missed of 26 overlap"},
		"another run, while its own goes on, wait": {other, wait, 25*hour + hour/5, 0, 25, 28,
			"2 run of 2; 28 run of 26"},
		"another run, and its own for longer, wait": {other, wait, 28 * hour, 0, 25, 28,
			"2 run of 2; 30 run of 26"},
		"another run, and its own before, wait": {other, wait, 23*hour + hour/2, 0, 25, 28,
			"2 run of 2; 28 missed of 26 slot"},
		"another run, and its own for longer, replace": {other, replace, 28 * hour, 0, 25, 28,
			"2 run of 2; 28 run of 26"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tasks := []*rocket.TaskSpec{{Name: "t", When: night(test.catchUp),
				Timeout: rocket.Never, Execution: test.execution, Overlap: test.overlap,
				Action: taking(test.takes, nil)}}
			if test.to > 0 {
				tasks = append(tasks, &rocket.TaskSpec{Name: "other", Execution: rocket.Main,
					When:   fromThen{test.from * hour},
					Action: taking((test.to-test.from)*hour, nil)})
			}
			log := &runlog.File{Path: filepath.Join(t.TempDir(), "runs.jsonl")}
			end := 49.5
			if test.takes > 49*hour {
				end = 54
			}
			stretch{0, end, nil}.live(t, log, tasks)
			if got := startStory(t, log); got != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
		})
	}
}

// TestAnUpdateInAStandstill: the windows that a task has had by its condition until then are
// missed, although no conditions are observed.
func TestAnUpdateInAStandstill(t *testing.T) {
	log := &runlog.File{Path: filepath.Join(t.TempDir(), "runs.jsonl")}
	doing(0, 4, map[float64]func(*testing.T, *rocket.Session, *setClock){
		2.5: func(t *testing.T, s *rocket.Session, _ *setClock) {
			err := s.Task("t").Update(func(s *rocket.TaskSpec) { s.When = night(0) })
			if err != nil {
				t.Error(err)
			}
		},
	})(t, log, []*rocket.TaskSpec{
		{Name: "t", Action: taking(0, nil),
			When: stdconds.Once{Period: period.OfHour{To: 20 * minute}}},
		{Name: "still", When: fromThen{hour / 2}, Execution: rocket.Main,
			Action: taking(3*hour, nil), Timeout: rocket.Never},
	})
	const want = "0 run of 0; 2.5 missed of 1 slot; 2.5 missed of 2 slot"
	if got := startStory(t, log); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// TestAStandstillHoldsUpNoRun: what starts together with a run for which the loop stands still
// begins at once, whatever is first in line.
func TestAStandstillHoldsUpNoRun(t *testing.T) {
	var j journal
	begins := func(ctx context.Context, r *rocket.Run) (any, error) {
		j.note("%s@%v", r.Task().Name(), time.Since(r.Start).Round(time.Second))
		return taking(time.Hour, nil)(ctx, r)
	}
	play(t, rocket.Schedule{Tasks: []*rocket.TaskSpec{
		{Name: "still", When: once{}, Priority: 2, Execution: rocket.Main,
			Action: rocket.Func(begins)},
		{Name: "other", When: once{}, Priority: 1, Action: rocket.Func(begins)},
	}}, 2*time.Hour)
	for _, want := range []string{"still@0s", "other@0s"} {
		if !strings.Contains(j.text(), want) {
			t.Errorf("%s, want %s", j.text(), want)
		}
	}
}
