package rocket_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rocketc/rocketc/period"
	"github.com/rocketc/rocketc/rockettest"
	"github.com/rocketc/rocketc/runlog"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/stdconds"
)

// A stretch is a time in which a program runs, in hours after new year.
type stretch struct {
	from, to float64
	do       func(*testing.T, *rocket.Session, *setClock) // at from; nil: nothing
}

func (s stretch) at(h float64) time.Time { return newYear.Add(time.Duration(h * float64(hour))) }

// liveThrough runs a schedule for some stretches, with a run log in a file, and returns its starts
// and the windows that it has missed: when, of which instant, and why.
func liveThrough(t *testing.T, specs func() []*rocket.TaskSpec, stretches ...stretch) string {
	t.Helper()
	log := &runlog.File{Path: filepath.Join(t.TempDir(), "runs.jsonl")}
	for _, s := range stretches {
		s.live(t, log, specs())
	}
	return windowStory(t, log)
}

// live runs a schedule for a stretch.
func (s stretch) live(t *testing.T, log rocket.RunLog, specs []*rocket.TaskSpec) {
	t.Helper()
	s.liveIn(t, log, &rocket.Schedule{Tasks: specs})
}

// liveIn is live for a schedule that has more than tasks.
func (s stretch) liveIn(t *testing.T, log rocket.RunLog, schedule *rocket.Schedule) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		var clock setClock
		session := rockettest.Start(t, func(o ...rocket.Option) (*rocket.Session, error) {
			return rocket.New(schedule, append(o,
				rocket.WithRunLog(log), rocket.WithClock(clock.now))...)
		}, rockettest.At(s.at(s.from)))
		synctest.Wait()
		if s.do != nil {
			s.do(t, session, &clock)
		}
		rockettest.RunUntil(t, s.at(s.to))
		session.Terminate(nil)
	})
}

// windowStory returns what is in a run log, but for how runs have ended.
func windowStory(t *testing.T, log rocket.RunLog) string {
	var b strings.Builder
	hours := func(at time.Time) string {
		return fmt.Sprint(at.Sub(newYear).Round(hour / 10).Hours())
	}
	query := rocket.Query{Events: rocket.Started | rocket.Missed}
	for r, err := range log.Read(t.Context(), query) {
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&b, "%s %v", hours(r.Created), r.Event)
		if r.Event == rocket.Missed {
			fmt.Fprintf(&b, " %s %s", hours(r.Scheduled), r.Reason)
		}
		if r.Error != "" {
			b.WriteString(" (" + r.Error + ")")
		}
		b.WriteString("; ")
	}
	return strings.TrimSuffix(b.String(), "; ")
}

// night is `daily at 02:00` with catch_up.
func night(catchUp time.Duration) stdconds.Once {
	return stdconds.Once{Period: period.OfDay{From: 2 * hour, To: 3 * hour}, CatchUp: catchUp,
		Text: "daily at 02:00"}
}

// TestWindows: each window has a run, is made up for, or is missed, for a reason.
func TestWindows(t *testing.T) {
	quick := rocket.Func(func(context.Context, *rocket.Run) (any, error) { return nil, nil })
	fails := rocket.Func(func(context.Context, *rocket.Run) (any, error) {
		return nil, errors.New("no luck")
	})
	long := taking(25*hour+hour/2, nil)
	sleep := func(at, by float64) func(*testing.T, *rocket.Session, *setClock) {
		return func(t *testing.T, _ *rocket.Session, clock *setClock) {
			rockettest.RunUntil(t, stretch{}.at(at))
			clock.by.Store(int64(by * float64(hour)))
		}
	}
	hold := func(from, to float64) func(*testing.T, *rocket.Session, *setClock) {
		return func(t *testing.T, s *rocket.Session, _ *setClock) {
			rockettest.RunUntil(t, stretch{}.at(from))
			if err := s.Hold(t.Context(), rocket.Hold{}); err != nil {
				t.Error(err)
			}
			rockettest.RunUntil(t, stretch{}.at(to))
			if err := s.Resume(t.Context()); err != nil {
				t.Error(err)
			}
		}
	}
	update := func(at float64) func(*testing.T, *rocket.Session, *setClock) {
		return func(t *testing.T, s *rocket.Session, _ *setClock) {
			rockettest.RunUntil(t, stretch{}.at(at))
			err := s.Task("t").Update(func(spec *rocket.TaskSpec) { spec.Priority++ })
			if err != nil {
				t.Error(err)
			}
		}
	}
	never := stdconds.All{night(6 * hour), stdconds.Const(false)}
	together := func(catchUp time.Duration) stdconds.Any { // on the second day, a Sunday
		weekly := stdconds.Once{CatchUp: catchUp, Text: "weekly on Sunday at 02:00",
			Period: period.OfWeek{From: 146 * hour, To: 147 * hour}}
		return stdconds.Any{night(catchUp), weekly}
	}
	long12 := stdconds.Any{together(0)[1],
		stdconds.Once{Period: period.OfDay{From: 2 * hour, To: 12 * hour}, Text: "daily"}}
	for name, test := range map[string]struct {
		spec      rocket.TaskSpec
		stretches []stretch
		want      string
	}{
		"on": {rocket.TaskSpec{When: night(6 * hour)},
			[]stretch{{0, 50, nil}}, "2 run; 26 run; 50 run"},
		"off over one window": {rocket.TaskSpec{When: night(6 * hour)},
			[]stretch{{0, 20, nil}, {28, 52, nil}}, "2 run; 28 run; 50 run"},
		"off over three windows": {rocket.TaskSpec{When: night(6 * hour)},
			[]stretch{{0, 20, nil}, {76, 90, nil}},
			"2 run; 76 missed 26 off; 76 missed 50 off; 76 run"},
		"back later than D": {rocket.TaskSpec{When: night(6 * hour)},
			[]stretch{{0, 20, nil}, {34, 52, nil}}, "2 run; 34 missed 26 off; 50 run"},
		"back at D": {rocket.TaskSpec{When: night(6 * hour)},
			[]stretch{{0, 20, nil}, {33, 52, nil}}, "2 run; 33 missed 26 off; 50 run"},
		"off, without catch_up": {rocket.TaskSpec{When: night(0)},
			[]stretch{{0, 20, nil}, {28, 52, nil}}, "2 run; 28 missed 26 off; 50 run"},
		"off, and off again": {rocket.TaskSpec{When: night(6 * hour)},
			[]stretch{{0, 20, nil}, {34, 35, nil}, {36, 37, nil}}, "2 run; 34 missed 26 off"},
		"made up for, and off again": {rocket.TaskSpec{When: night(6 * hour)},
			[]stretch{{0, 20, nil}, {28, 29, nil}, {30, 40, nil}}, "2 run; 28 run"},
		"asleep over one window": {rocket.TaskSpec{When: night(6 * hour)},
			[]stretch{{0, 40, sleep(20, 8)}}, "2 run; 28 run"},
		"asleep over ten windows": {rocket.TaskSpec{When: night(6 * hour)},
			[]stretch{{0, 30, sleep(20, 80)}},
			"2 run; 100 missed 26 off; 100 missed 50 off; 100 missed 74 off; 100 run"},
		"set back over a window": {rocket.TaskSpec{When: night(6 * hour)},
			[]stretch{{0, 48, sleep(20, -19)}}, "2 run; 26 run"},
		"held through the window": {rocket.TaskSpec{When: night(6 * hour)},
			[]stretch{{0, 52, hold(20, 30)}}, "2 run; 27 missed 26 held; 50 run"},
		"held for a part of it": {rocket.TaskSpec{When: night(6 * hour)},
			[]stretch{{0, 40, hold(20, 26.5)}}, "2 run; 26.5 run"},
		"held, without catch_up": {rocket.TaskSpec{When: night(0)},
			[]stretch{{0, 40, hold(20, 30)}}, "2 run; 27 missed 26 held"},
		"held while off": {rocket.TaskSpec{When: night(6 * hour)},
			[]stretch{{0, 20, nil}, {28, 40, hold(28, 38)}}, "2 run; 28 run"},
		"disabled": {rocket.TaskSpec{When: night(6 * hour), Disabled: true},
			[]stretch{{0, 20, nil}, {28, 40, nil}}, "3 missed 2 disabled; 33 missed 26 disabled"},
		"its own live run": {rocket.TaskSpec{When: night(6 * hour), Action: long},
			[]stretch{{0, 55, nil}}, "2 run; 27 missed 26 overlap; 50 run"},
		"new": {rocket.TaskSpec{When: night(6 * hour)},
			[]stretch{{4, 20, nil}}, ""},
		"new in its window": {rocket.TaskSpec{When: never},
			[]stretch{{2.5, 20, nil}}, ""},
		"failed": {rocket.TaskSpec{When: night(6 * hour), Action: fails},
			[]stretch{{0, 20, nil}, {22, 40, nil}}, "2 run; 26 run"},
		"two windows at once": {rocket.TaskSpec{When: together(0)},
			[]stretch{{0, 52, nil}}, "2 run; 26 run; 50 run"},
		"two windows at once, off": {rocket.TaskSpec{When: together(0)},
			[]stretch{{0, 20, nil}, {28, 52, nil}}, "2 run; 28 missed 26 off; 50 run"},
		"two windows at once, made up for": {rocket.TaskSpec{When: together(6 * hour)},
			[]stretch{{0, 20, nil}, {28, 52, nil}}, "2 run; 28 run; 50 run"},
		"two windows at once, asleep for long": {rocket.TaskSpec{When: together(6 * hour)},
			[]stretch{{0, 30, sleep(20, 80)}},
			"2 run; 100 missed 26 off; 100 missed 50 off; 100 missed 74 off; 100 run"},
		"two windows at once, held": {rocket.TaskSpec{When: together(6 * hour)},
			[]stretch{{0, 52, hold(20, 30)}}, "2 run; 27 missed 26 held; 50 run"},
		"two windows at once, in one of which it is back": {rocket.TaskSpec{When: long12},
			[]stretch{{0, 20, nil}, {30, 52, nil}}, "2 run; 30 run; 50 run"},
		"two windows at once, held in the shorter": {rocket.TaskSpec{When: long12},
			[]stretch{{0, 52, hold(20, 30)}}, "2 run; 30 run; 50 run"},
		"two windows at once, held in both": {rocket.TaskSpec{When: long12},
			[]stretch{{0, 52, hold(20, 40)}}, "2 run; 36 missed 26 held; 50 run"},
		"two windows at once, back after both": {rocket.TaskSpec{When: long12},
			[]stretch{{0, 20, nil}, {40, 52, nil}}, "2 run; 40 missed 26 off; 50 run"},
		"two windows at once, held in the shorter, which could be made up for": {
			rocket.TaskSpec{When: stdconds.Any{night(6 * hour), long12[1]}},
			[]stretch{{0, 52, hold(20, 30)}}, "2 run; 30 run; 50 run"},
		"another part was false": {rocket.TaskSpec{When: never},
			[]stretch{{0, 60, nil}}, ""},
		"another part was false until then": {rocket.TaskSpec{When: stdconds.All{night(0),
			stdconds.Not{Of: stdconds.TimeOf{Period: period.OfDay{To: 3 * hour}}}}},
			[]stretch{{0, 60, nil}}, ""},
		"another part was false, and the task is updated": {rocket.TaskSpec{When: never},
			[]stretch{{0, 40, update(30)}}, ""},
		"held, after the clock was set back by days": {rocket.TaskSpec{When: night(0)},
			[]stretch{{0, 32, func(t *testing.T, s *rocket.Session, clock *setClock) {
				sleep(20, -72)(t, s, clock)
				hold(22, 30)(t, s, clock)
			}}}, "2 run; -45 missed -46 held"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := liveThrough(t, func() []*rocket.TaskSpec {
				spec := test.spec
				spec.Name = "t"
				if spec.Action == nil {
					spec.Action = quick
				}
				spec.Timeout = rocket.Never
				return []*rocket.TaskSpec{&spec}
			}, test.stretches...)
			if got != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
		})
	}
}

// TestWindowsOfATaskThatComesBack: windows that pass while there is no such task are not missed,
// and those from before the session are missed once, however often the task is made anew.
func TestWindowsOfATaskThatComesBack(t *testing.T) {
	spec := func() *rocket.TaskSpec {
		return &rocket.TaskSpec{Name: "t", Action: taking(0, nil), When: stdconds.Once{
			Period: period.OfHour{From: 30 * minute, To: 40 * minute}}}
	}
	remove := func(t *testing.T, s *rocket.Session, _ *setClock) {
		if err := s.Task("t").Remove(); err != nil {
			t.Error(err)
		}
	}
	create := func(t *testing.T, s *rocket.Session, _ *setClock) {
		if _, err := s.Create(*spec()); err != nil {
			t.Error(err)
		}
	}
	log := &runlog.File{Path: filepath.Join(t.TempDir(), "runs.jsonl")}
	on(0, 1)(t, log, []*rocket.TaskSpec{spec()})
	doing(3, 9, map[float64]func(*testing.T, *rocket.Session, *setClock){
		3: holdAll, 4: remove, 6: create, 7: remove, 8: create})(t, log, []*rocket.TaskSpec{spec()})
	const want = "0.5 run of 0.5; 3 missed of 1.5 off; 3 missed of 2.5 off; " +
		"3.7 missed of 3.5 held; 6.7 missed of 6.5 held; 8.7 missed of 8.5 held"
	if got := startStory(t, log); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// TestAMissedWindowIsTold: in the log, and in the figures of the session.
func TestAMissedWindowIsTold(t *testing.T) {
	missed := 0
	log := logOf(t, rocket.Schedule{
		Config: rocket.Config{ShutCond: at{bubble.Add(5 * hour)}},
		Tasks: []*rocket.TaskSpec{
			{Name: "t", When: night(0), Disabled: true, Action: rocket.Func(noop)},
			{Name: "looks", When: started{4 * hour}, Action: rocket.Func(
				func(_ context.Context, r *rocket.Run) (any, error) {
					missed = r.Session().Stats().Missed
					return nil, nil
				})},
		}}, context.Background)
	const line = `level=WARN msg="window missed" event=missed task=t ` +
		"scheduled=2000-01-01T02:00:00.000Z reason=disabled\n"
	if missed != 1 || strings.Count(log, line) != 1 {
		t.Errorf("%d missed; %s", missed, log)
	}
}
