package rocket_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/rocketc/rocketc/period"
	"github.com/rocketc/rocketc/rockettest"
	"github.com/rocketc/rocketc/runlog"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/stdconds"
)

// startStory returns what is in a run log of the task t: when runs have started, of which
// window, and which windows are missed, in hours after new year.
func startStory(t *testing.T, log rocket.RunLog) string {
	var story []string
	hours := func(at time.Time) string {
		return fmt.Sprint(at.Sub(newYear).Round(hour / 10).Hours())
	}
	query := rocket.Query{Tasks: []string{"t"}, Events: rocket.Started | rocket.Missed}
	for r, err := range log.Read(t.Context(), query) {
		if err != nil {
			t.Fatal(err)
		}
		text := fmt.Sprintf("%s %v of %s", hours(r.Created), r.Event, hours(r.Scheduled))
		if r.Reason != "" {
			text += " " + r.Reason
		}
		if r.Error != "" {
			text += " (" + r.Error + ")"
		}
		story = append(story, text)
	}
	return strings.Join(story, "; ")
}

// doing runs the schedule from an hour to another, and does something at hours between.
func doing(from, to float64, do map[float64]func(*testing.T, *rocket.Session, *setClock)) lifeOf {
	return func(t *testing.T, log *runlog.File, specs []*rocket.TaskSpec) {
		stretch{from, to, func(t *testing.T, s *rocket.Session, clock *setClock) {
			for at := from; at < to; at += 0.5 {
				if f := do[at]; f != nil {
					rockettest.RunUntil(t, stretch{}.at(at))
					f(t, s, clock)
				}
			}
		}}.live(t, log, specs)
	}
}

// setForward sets the clock forward by hours, as a sleep of the machine does.
func setForward(by float64) func(*testing.T, *rocket.Session, *setClock) {
	return func(_ *testing.T, _ *rocket.Session, clock *setClock) {
		clock.by.Add(int64(by * float64(hour)))
	}
}

func holdAll(t *testing.T, s *rocket.Session, _ *setClock) {
	if err := s.Hold(t.Context(), rocket.Hold{}); err != nil {
		t.Error(err)
	}
}

func resumeAll(t *testing.T, s *rocket.Session, _ *setClock) {
	if err := s.Resume(t.Context()); err != nil {
		t.Error(err)
	}
}

func disableIt(t *testing.T, s *rocket.Session, _ *setClock) {
	if err := s.Task("t").Disable(); err != nil {
		t.Error(err)
	}
}

func enableIt(t *testing.T, s *rocket.Session, _ *setClock) {
	if err := s.Task("t").Enable(); err != nil {
		t.Error(err)
	}
}

// taking returns an action that takes a time, and fails or not.
func taking(d time.Duration, err error) rocket.Func {
	return func(ctx context.Context, _ *rocket.Run) (any, error) {
		_, _ = rest(ctx, d)
		return nil, err
	}
}

// TestSituations: what catch_up makes of each situation.
func TestSituations(t *testing.T) {
	type doings = map[float64]func(*testing.T, *rocket.Session, *setClock)
	at2 := func(catchUp time.Duration, action rocket.Action) []*rocket.TaskSpec {
		return []*rocket.TaskSpec{{Name: "t", When: night(catchUp), Action: action,
			Timeout: rocket.Never}}
	}
	quick, bad := taking(0, nil), taking(0, errors.New("no luck"))
	for name, test := range map[string]struct {
		specs []*rocket.TaskSpec
		lives []lifeOf
		want  string
	}{
		"missed, while another window is open": {[]*rocket.TaskSpec{{Name: "t",
			When:   stdconds.Any{night(12 * hour), stdconds.Once{Period: period.OfDay{}}},
			Action: taking(26*hour, nil), Timeout: rocket.Never}}, []lifeOf{on(1.5, 49)},
			"1.5 run of 0; 3 missed of 2 overlap; 27 missed of 26 overlap; 27.5 run of 24"},
		"off over one window": {at2(6*hour, quick),
			[]lifeOf{on(0, 20), on(28, 30)}, "2 run of 2; 28 run of 26"},
		"off over ten windows": {at2(6*hour, quick), []lifeOf{on(0, 20), on(244, 252)},
			"2 run of 2; 244 missed of 26 off; 244 missed of 50 off; 244 missed of 74 off; " +
				"244 missed of 98 off; 244 missed of 122 off; 244 missed of 146 off; " +
				"244 missed of 170 off; 244 missed of 194 off; 244 missed of 218 off; " +
				"244 run of 242"},
		"asleep over one window": {at2(6*hour, quick),
			[]lifeOf{doing(0, 30, doings{20: setForward(8)})}, "2 run of 2; 28 run of 26"},
		"asleep over three windows": {at2(6*hour, quick),
			[]lifeOf{doing(0, 22, doings{20: setForward(56)})},
			"2 run of 2; 76 missed of 26 off; 76 missed of 50 off; 76 run of 74"},
		"dead over one window": {at2(6*hour, quick),
			[]lifeOf{crashed(0, 20), on(28, 30)}, "2 run of 2; 28 run of 26"},
		"back later than D": {at2(6*hour, quick),
			[]lifeOf{on(0, 20), on(34, 40)}, "2 run of 2; 34 missed of 26 off"},
		"awake later than D": {at2(6*hour, quick),
			[]lifeOf{doing(0, 30, doings{20: setForward(14)})}, "2 run of 2; 34 missed of 26 off"},
		"held through all of the window": {at2(6*hour, quick),
			[]lifeOf{doing(0, 40, doings{20: holdAll, 28: resumeAll})},
			"2 run of 2; 27 missed of 26 held"},
		"held, and restarted": {at2(6*hour, quick),
			[]lifeOf{doing(0, 28, doings{20: holdAll}), on(28, 40)},
			"2 run of 2; 27 missed of 26 held"},
		"disabled through all of the window": {at2(6*hour, quick),
			[]lifeOf{doing(0, 40, doings{20: disableIt, 28: enableIt})},
			"2 run of 2; 27 missed of 26 disabled"},
		"lost to the task's own live run": {at2(6*hour, taking(25*hour+hour/2, nil)),
			[]lifeOf{on(0, 40)}, "2 run of 2; 27 missed of 26 overlap"},
		"a new task": {at2(6*hour, quick), []lifeOf{on(4, 20)}, ""},
		"failed in the window": {at2(6*hour, bad),
			[]lifeOf{on(0, 3.5), on(4, 20)}, "2 run of 2"},
		"crashed in the window": {at2(6*hour, taking(10*hour, nil)),
			[]lifeOf{crashed(0, 3.5), on(4, 20)}, "2 run of 2; 4 run of 2"},
		"crashed in the window, in which the task is new": {at2(6*hour, taking(10*hour, nil)),
			[]lifeOf{crashed(2.5, 2.8), on(4, 20)}, "2.5 run of 2; 4 run of 2"},
		"crashed, and back later than D": {at2(6*hour, taking(10*hour, nil)),
			[]lifeOf{crashed(0, 3.5), on(12, 20)}, "2 run of 2"},
		"crashed, without catch_up": {at2(0, taking(10*hour, nil)),
			[]lifeOf{crashed(0, 2.5), on(2.5, 2.6), on(4, 20)}, "2 run of 2; 2.5 run of 2"},
		"no catch_up": {at2(0, quick),
			[]lifeOf{on(0, 20), on(28, 30)}, "2 run of 2; 28 missed of 26 off"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			log := &runlog.File{Path: filepath.Join(t.TempDir(), "runs.jsonl")}
			for _, live := range test.lives {
				live(t, log, test.specs)
			}
			if got := startStory(t, log); got != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
		})
	}
}

// TestChangedWhen: a window from before the log knew the start condition of now is not made up
// for, and not missed.
func TestChangedWhen(t *testing.T) {
	log := &runlog.File{Path: filepath.Join(t.TempDir(), "runs.jsonl")}
	early := night(6 * hour)
	early.Period = period.OfDay{From: hour, To: 2 * hour}
	early.Text = "daily at 01:00"
	spec := func(when rocket.Condition) []*rocket.TaskSpec {
		return []*rocket.TaskSpec{{Name: "t", When: when, Action: taking(0, nil)}}
	}
	on(0, 20)(t, log, spec(night(6*hour)))
	on(28, 30)(t, log, spec(early)) // its window was from 25 on
	on(40, 44)(t, log, spec(early))
	on(52, 54)(t, log, spec(early)) // off from 49 on
	if got, want := startStory(t, log), "2 run of 2; 52 run of 49"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// TestMissedForASlot: a window in which all places are taken is missed for want of a slot, of a
// pool or of processes; with catch_up when it cannot be made up for.
func TestMissedForASlot(t *testing.T) {
	long := &rocket.TaskSpec{Name: "long", When: stdconds.Once{Period: period.OfDay{From: hour,
		To: 24 * hour}, Text: "daily after 01:00"}, Action: taking(7*hour+hour/2, nil),
		Timeout: rocket.Never, Pools: []rocket.PoolShare{{Pool: "db", Weight: 1}}}
	for catchUp, want := range map[time.Duration]string{
		0:        "3 missed of 2 slot",
		4 * hour: "7 missed of 2 slot",
		8 * hour: "8.5 run of 2",
	} {
		t.Run(catchUp.String(), func(t *testing.T) {
			log := &runlog.File{Path: filepath.Join(t.TempDir(), "runs.jsonl")}
			st := stretch{0, 20, nil}
			st.liveIn(t, log, &rocket.Schedule{
				Pools: []rocket.Pool{{Name: "db", Size: 1}},
				Tasks: []*rocket.TaskSpec{long, {Name: "t", When: night(catchUp),
					Action: taking(0, nil), Pools: long.Pools}},
			})
			if got := startStory(t, log); got != want {
				t.Errorf("got %s, want %s", got, want)
			}
		})
	}
}

// TestManyMissed: of more than a hundred windows the newest are recorded one by one, and one
// record says how many more there were, also if they are those of two alternatives.
func TestManyMissed(t *testing.T) {
	once := func(from time.Duration) rocket.Condition {
		return stdconds.Once{Text: "hourly",
			Period: period.OfHour{From: from, To: from + 10*minute}}
	}
	for _, test := range []struct {
		when                rocket.Condition
		first, newest, more string
	}{
		{once(30 * minute), "201.5", "300.5", "200"}, // 300 windows later
		{stdconds.Any{once(30 * minute), once(48 * minute)}, "251.5", "300.8", "500"},
	} {
		log := &runlog.File{Path: filepath.Join(t.TempDir(), "runs.jsonl")}
		specs := []*rocket.TaskSpec{{Name: "t", Action: taking(0, nil), When: test.when}}
		on(0, 1)(t, log, specs)
		on(301, 301.2)(t, log, specs)
		on(301.2, 301.4)(t, log, specs)
		story := strings.Split(startStory(t, log), "; ")
		story = story[max(0, len(story)-101):]
		first := "301 missed of " + test.first + " off"
		if story[0] != first || story[99] != "301 missed of "+test.newest+" off" ||
			story[100] != first+" ("+test.more+" more windows before this one)" {
			t.Errorf("%q", story)
		}
	}
}

// TestALateOnce: a run of `once at DATE` that is late is scheduled for the date.
func TestALateOnce(t *testing.T) {
	day := period.Date{Year: 2000, Month: time.January, Day: 2}
	log := &runlog.File{Path: filepath.Join(t.TempDir(), "runs.jsonl")}
	specs := func() []*rocket.TaskSpec {
		return []*rocket.TaskSpec{{Name: "t", Action: taking(0, nil),
			When: stdconds.Once{Period: period.Dates{From: day}, New: true}}}
	}
	on(0, 20)(t, log, specs())
	on(30, 31)(t, log, specs())
	if got, want := startStory(t, log), "30 run of 24"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
