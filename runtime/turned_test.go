package rocket_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rocketc/rocketc/period"
	"github.com/rocketc/rocketc/runlog"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/stdconds"
)

// A lifeOf does something to a run log in a file.
type lifeOf func(t *testing.T, log *runlog.File, specs []*rocket.TaskSpec)

// on runs the schedule from an hour to another, and ends it.
func on(from, to float64) lifeOf {
	return func(t *testing.T, log *runlog.File, specs []*rocket.TaskSpec) {
		stretch{from, to, nil}.live(t, log, specs)
	}
}

// crashed runs the schedule from an hour to another, at which the program dies.
func crashed(from, to float64) lifeOf {
	return func(t *testing.T, log *runlog.File, specs []*rocket.TaskSpec) {
		var last []byte
		stretch{from, to, func(t *testing.T, _ *rocket.Session, _ *setClock) {
			time.Sleep(time.Until(stretch{}.at(to)))
			synctest.Wait()
			var err error
			if last, err = os.ReadFile(log.Path); err != nil {
				t.Error(err)
			}
		}}.live(t, log, specs)
		if err := os.WriteFile(log.Path, last, 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

// shutDown runs the schedule, asks for its end at an hour, and waits for another.
func shutDown(from, asked, to float64) lifeOf {
	return func(t *testing.T, log *runlog.File, specs []*rocket.TaskSpec) {
		stretch{from, to, func(t *testing.T, s *rocket.Session, _ *setClock) {
			time.Sleep(time.Until(stretch{}.at(asked)))
			go s.Shutdown(t.Context())
		}}.live(t, log, specs)
	}
}

// alone runs one task at an hour.
func alone(at float64, task string) lifeOf {
	return func(t *testing.T, log *runlog.File, specs []*rocket.TaskSpec) {
		synctest.Test(t, func(t *testing.T) {
			time.Sleep(time.Until(stretch{}.at(at)))
			s := newSession(t, rocket.Schedule{Tasks: specs}, rocket.WithRunLog(log))
			if _, err := s.RunTask(t.Context(), task, nil); err != nil {
				t.Error(err)
			}
		})
	}
}

// TestOffOrOn: a window is missed because the program was off only if it was, however that
// ended, and whatever was in the way while it was on.
func TestOffOrOn(t *testing.T) {
	quick := rocket.Func(func(context.Context, *rocket.Run) (any, error) { return nil, nil })
	long := rocket.Func(func(context.Context, *rocket.Run) (any, error) {
		time.Sleep(2 * hour)
		return nil, nil
	})
	early := stdconds.Once{Period: period.OfDay{From: hour + hour/2, To: 2 * hour}, Text: "early"}
	never := stdconds.All{night(6 * hour), stdconds.Const(false)}
	for name, test := range map[string]struct {
		t, other rocket.TaskSpec
		lives    []lifeOf
		want     string
	}{
		"on, and its condition was false": {rocket.TaskSpec{When: never}, rocket.TaskSpec{},
			[]lifeOf{on(0, 20), on(22, 23)}, ""},
		"on for days": {rocket.TaskSpec{When: never}, rocket.TaskSpec{},
			[]lifeOf{on(0, 82), on(83, 84)}, ""},
		"on, and it crashed": {rocket.TaskSpec{When: never}, rocket.TaskSpec{},
			[]lifeOf{crashed(0, 20), on(22, 23)}, ""},
		"on for days, and it crashed": {rocket.TaskSpec{When: never}, rocket.TaskSpec{},
			[]lifeOf{crashed(0, 82), crashed(83, 84), on(86, 87)}, ""},
		"off": {rocket.TaskSpec{When: never}, rocket.TaskSpec{},
			[]lifeOf{on(0, 20), on(34, 35)}, "34 missed 26 off"},
		"off after a crash": {rocket.TaskSpec{When: never}, rocket.TaskSpec{},
			[]lifeOf{crashed(0, 20), on(34, 35), on(36, 37)}, "34 missed 26 off"},
		"off for a part": {rocket.TaskSpec{When: never}, rocket.TaskSpec{},
			[]lifeOf{on(0, 26.5), on(34, 35)}, "34 missed 26 off"},
		"off as its time to be made up for ended": {rocket.TaskSpec{When: never},
			rocket.TaskSpec{}, []lifeOf{on(0, 28), on(34, 35)}, "34 missed 26 off"},
		"off twice": {rocket.TaskSpec{When: never}, rocket.TaskSpec{},
			[]lifeOf{on(0, 20), on(34, 35), on(57, 59), on(60, 61)},
			"34 missed 26 off; 57 missed 50 off"},
		"another task was run alone": {rocket.TaskSpec{When: never}, rocket.TaskSpec{},
			[]lifeOf{on(0, 20), alone(34, "other"), on(36, 37)}, "34 run; 36 missed 26 off"},
		"a crash, and another task was run alone": {
			rocket.TaskSpec{When: never}, rocket.TaskSpec{},
			[]lifeOf{crashed(0, 20), alone(34, "other"), on(36, 37)}, "34 run; 36 missed 26 off"},
		"while it ended": {rocket.TaskSpec{When: night(0)},
			rocket.TaskSpec{When: early, Action: long, Timeout: rocket.Never},
			[]lifeOf{shutDown(24.5, 25.9, 29), on(30, 31)}, "25.5 run; 30 missed 26 off"},
		"asked to end as it closed": {rocket.TaskSpec{When: night(0), Disabled: true},
			rocket.TaskSpec{}, []lifeOf{shutDown(24.5, 27, 28), on(30, 31)},
			"27 missed 26 disabled"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			log := &runlog.File{Path: filepath.Join(t.TempDir(), "runs.jsonl")}
			for _, live := range test.lives {
				specs := []*rocket.TaskSpec{new(test.t), new(test.other)}
				specs[0].Name, specs[1].Name = "t", "other"
				for _, spec := range specs {
					if spec.Action == nil {
						spec.Action = quick
					}
				}
				live(t, log, specs)
			}
			if got := windowStory(t, log); got != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
		})
	}
}
