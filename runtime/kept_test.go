package rocket_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/rocketc/rocketc/period"
	"github.com/rocketc/rocketc/rockettest"
	"github.com/rocketc/rocketc/runlog"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/stdconds"
)

// TestAKeptStartAndAKill: a program that dies while a start is kept for a window that is over has
// missed the window, and says so when it is back; while the window is open, it has not.
func TestAKeptStartAndAKill(t *testing.T) {
	spec := func(takes time.Duration, catchUp time.Duration) []*rocket.TaskSpec {
		return []*rocket.TaskSpec{
			{Name: "t", When: night(catchUp), Overlap: rocket.OverlapWait,
				Action: taking(takes, nil), Timeout: rocket.Never},
			{Name: "beat", When: stdconds.Once{Period: period.OfHour{}, Text: "hourly"},
				Action: taking(0, nil)}, // by its records the program was on
		}
	}
	for name, test := range map[string]struct {
		takes, catchUp time.Duration
		lives          []lifeOf
		want           string
	}{
		"after the window": {25*hour + hour/2, 0, []lifeOf{crashed(0, 27.2), on(29, 40)},
			"2 run of 2; 29 missed of 26 off"},
		"long after the window": {40 * hour, 0, []lifeOf{crashed(0, 40), on(41, 45)},
			"2 run of 2; 41 missed of 26 off"},
		"with catch_up": {25*hour + hour/2, 8 * hour, []lifeOf{crashed(0, 27.2), on(29, 40)},
			"2 run of 2; 29 missed of 26 off"},
		"twice": {40 * hour, 0, []lifeOf{crashed(0, 30), crashed(31, 32), on(33, 34)},
			"2 run of 2; 31 missed of 26 off"},
		"in the window": {40 * hour, 0, []lifeOf{crashed(0, 26.3), on(26.5, 30)},
			"2 run of 2; 26.5 run of 26"},
		"in the window, and back after it": {40 * hour, 0, []lifeOf{crashed(0, 26.3), on(28, 30)},
			"2 run of 2; 28 missed of 26 off"},
		"after a newer one has opened": {60 * hour, 0, []lifeOf{crashed(0, 52), on(53, 54)},
			"2 run of 2; 50 missed of 26 overlap; 53 missed of 50 off"},
		"after the kept start": {25*hour + hour/2, 0, []lifeOf{crashed(0, 28), on(29, 40)},
			"2 run of 2; 27.5 run of 26"},
		"after an orderly end": {40 * hour, 0, []lifeOf{on(0, 30), crashed(31, 32), on(33, 34)},
			"2 run of 2; 30 missed of 26 off"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			log := &runlog.File{Path: filepath.Join(t.TempDir(), "runs.jsonl")}
			for _, live := range test.lives {
				live(t, log, spec(test.takes, test.catchUp))
			}
			if got := startStory(t, log); got != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
		})
	}
}

// TestAKilledWaiter: the same for a start that waits for its place in a pool: of `cron`, which
// waits until the next opening.
func TestAKilledWaiter(t *testing.T) {
	cron, err := period.ParseCron("0 3 * * *")
	if err != nil {
		t.Fatal(err)
	}
	schedule := func() *rocket.Schedule {
		in := []rocket.PoolShare{{Pool: "db"}}
		return &rocket.Schedule{
			Pools: []rocket.Pool{{Name: "db", Size: 1}},
			Tasks: []*rocket.TaskSpec{
				{Name: "long", When: night(0), Pools: in, Action: taking(20*hour, nil),
					Timeout: rocket.Never},
				{Name: "t", When: stdconds.Once{Period: cron, Crashed: true}, Pools: in,
					Action: taking(0, nil)},
				{Name: "beat", When: stdconds.Once{Period: period.OfHour{}, Text: "hourly"},
					Action: taking(0, nil)},
			},
		}
	}
	log := &runlog.File{Path: filepath.Join(t.TempDir(), "runs.jsonl")}
	var last []byte
	stretch{0, 6.5, func(t *testing.T, _ *rocket.Session, _ *setClock) {
		rockettest.RunUntil(t, stretch{}.at(6.4))
		var err error
		if last, err = os.ReadFile(log.Path); err != nil {
			t.Error(err)
		}
	}}.liveIn(t, log, schedule())
	if err := os.WriteFile(log.Path, last, 0o666); err != nil {
		t.Fatal(err)
	}
	stretch{8, 9, nil}.liveIn(t, log, schedule())
	if got, want := startStory(t, log), "8 missed of 3 off"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// TestAWaiterIsOfTheNewestWindow: of several windows that are over at once, after the loop has
// stood still, a start that waits for its place is of the newest; one that is over is missed
// if another is open, or when the start is given up.
func TestAWaiterIsOfTheNewestWindow(t *testing.T) {
	in := []rocket.PoolShare{{Pool: "db"}}
	hourly := stdconds.Once{Period: period.OfHour{To: 20 * minute}, Text: "hourly before 20:00"}
	half := stdconds.Once{Period: period.OfHour{From: 15 * minute, To: 45 * minute}}
	for name, test := range map[string]struct {
		when         stdconds.Any
		frees        time.Duration // when the place is free
		still, until time.Duration // the loop stands still meanwhile
		want         string
	}{
		"after many": {stdconds.Any{hourly, fromThen{hour / 4}}, 6*hour + hour/2,
			hour / 4, 5*hour + hour/2, "5.5 missed of 0 slot; 5.5 missed of 1 slot; " +
				"5.5 missed of 2 slot; 5.5 missed of 3 slot; 5.5 missed of 4 slot; " +
				"6 missed of 5 slot; 6.5 run of 6"},
		"after one, and one before": {stdconds.Any{hourly, fromThen{hour / 4}}, 7 * hour / 4,
			hour / 2, 3 * hour / 2, "1.5 missed of 0 slot; 1.8 run of 1"},
		"given up, when the condition ends": {stdconds.Any{hourly,
			windows{25 * minute, []time.Duration{hour / 4}}}, 5 * hour / 6, 0, 0,
			"0.7 missed of 0 slot"},
		"while another is open": {stdconds.Any{hourly, half}, hour / 2, 0, 0,
			"0.3 missed of 0 slot; 0.5 run of 0.3"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tasks := []*rocket.TaskSpec{
				{Name: "long", When: fromThen{0}, Pools: in, Priority: 2, Timeout: rocket.Never,
					Action: taking(test.frees, nil)},
				{Name: "t", When: test.when, Pools: in, Action: taking(0, nil)},
			}
			if test.still > 0 {
				tasks = append(tasks, &rocket.TaskSpec{Name: "still", When: fromThen{test.still},
					Execution: rocket.Main, Action: taking(test.until-test.still, nil)})
			}
			log := &runlog.File{Path: filepath.Join(t.TempDir(), "runs.jsonl")}
			stretch{0, test.frees.Hours() + 0.1, nil}.liveIn(t, log, &rocket.Schedule{
				Pools: []rocket.Pool{{Name: "db", Size: 1}}, Tasks: tasks})
			if got := startStory(t, log); got != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
		})
	}
}

// TestAKeptStartInLineIsOfTheNewestWindow: so is one that is kept and waits for its place, also
// if the loop stands still while windows open.
func TestAKeptStartInLineIsOfTheNewestWindow(t *testing.T) {
	in := []rocket.PoolShare{{Pool: "db"}}
	hourly := stdconds.Once{Period: period.OfHour{To: 20 * minute}, Text: "hourly before 20:00"}
	for name, test := range map[string]struct {
		frees time.Duration // when the place is free
		still time.Duration // for how long the loop stands still from half past one on
		want  string
	}{
		"in the window": {4*hour + 15*minute, 0,
			"0 run of 0; 2 missed of 1 slot; 3 missed of 2 slot; 4 missed of 3 slot; 4.3 run of 4"},
		"after the window": {4*hour + 45*minute, 0,
			"0 run of 0; 2 missed of 1 slot; 3 missed of 2 slot; 4 missed of 3 slot; 4.8 run of 4"},
		"after a standstill": {3*hour + 50*minute, 2 * hour,
			"0 run of 0; 3.5 missed of 1 slot; 3.5 missed of 2 slot; 3.8 run of 3; " +
				"4.9 missed of 4 off"},
		"after a standstill and in a window": {4*hour + 15*minute, 2*hour + 35*minute,
			"0 run of 0; 4.1 missed of 1 slot; 4.1 missed of 2 slot; 4.1 missed of 3 slot; " +
				"4.3 run of 4"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tasks := []*rocket.TaskSpec{
				{Name: "long", When: fromThen{hour / 2}, Pools: in, Priority: 2,
					Timeout: rocket.Never, Action: taking(test.frees-70*minute, nil)},
				{Name: "t", When: hourly, Pools: in, Overlap: rocket.OverlapWait,
					Timeout: rocket.Never, Action: taking(70*minute, nil)},
			}
			if test.still > 0 {
				tasks = append(tasks, &rocket.TaskSpec{Name: "still", When: fromThen{3 * hour / 2},
					Execution: rocket.Main, Action: taking(test.still, nil)})
			}
			log := &runlog.File{Path: filepath.Join(t.TempDir(), "runs.jsonl")}
			stretch{0, 4.9, nil}.liveIn(t, log, &rocket.Schedule{
				Pools: []rocket.Pool{{Name: "db", Size: 1}}, Tasks: tasks})
			if got := startStory(t, log); got != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
		})
	}
}

// TestTheNewestIsKept: of the windows of all alternatives, also if one opens while another is open,
// or at the very instant at which the start has its turn.
func TestTheNewestIsKept(t *testing.T) {
	once := func(p period.Period) rocket.Condition { return stdconds.Once{Period: p} }
	hourly := once(period.OfHour{})
	half := once(period.OfHour{From: 30 * minute, To: 31 * minute})
	at1 := once(period.OfDay{From: hour, To: 3 * hour})
	at2 := once(period.OfDay{From: 2 * hour, To: 3 * hour})
	for name, test := range map[string]struct {
		when  stdconds.Any
		how   rocket.Execution
		takes time.Duration
		want  string
	}{
		"that opens then": {stdconds.Any{hourly}, 0, 2 * hour,
			"0 run of 0; 2 missed of 1 overlap; 2 run of 2"},
		"within another": {stdconds.Any{hourly, half}, 0, 100 * minute,
			"0 run of 0; 1 missed of 0.5 overlap; 1.7 run of 1.5"},
		"that opens then, within another": {stdconds.Any{hourly, half}, 0, 90 * minute,
			"0 run of 0; 1 missed of 0.5 overlap; 1.5 run of 1.5"},
		"in a standstill, within another": {stdconds.Any{fromThen{0}, at1, at2}, rocket.Main,
			130 * minute, "0 run of 0; 2.2 run of 2"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			log := &runlog.File{Path: filepath.Join(t.TempDir(), "runs.jsonl")}
			stretch{0, 2.4, nil}.live(t, log, []*rocket.TaskSpec{{Name: "t", When: test.when,
				Overlap: rocket.OverlapWait, Timeout: rocket.Never, Execution: test.how,
				Action: taking(test.takes, nil)}})
			if got := startStory(t, log); got != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
		})
	}
}

// TestAKeptStartOfTwinWindows: of two windows that open together, the longer one is not missed
// while it is open, although the start that was kept for both is given up.
func TestAKeptStartOfTwinWindows(t *testing.T) {
	cron, err := period.ParseCron("0 * * * *")
	if err != nil {
		t.Fatal(err)
	}
	specs := func() []*rocket.TaskSpec {
		return []*rocket.TaskSpec{{Name: "t", Overlap: rocket.OverlapWait, Timeout: rocket.Never,
			Action: taking(90*minute, nil), When: stdconds.Any{
				stdconds.Once{Period: cron, Crashed: true},
				stdconds.Once{Period: period.OfHour{}}}}}
	}
	log := &runlog.File{Path: filepath.Join(t.TempDir(), "runs.jsonl")}
	on(0.5, 1.2)(t, log, specs())
	on(1.3, 1.9)(t, log, specs())
	if got, want := startStory(t, log), "0.5 run of 0; 1.3 run of 1"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// TestReasonsInAStandstill: a window is missed because of the live runs of its task only if they
// have lasted until its end.
func TestReasonsInAStandstill(t *testing.T) {
	log := &runlog.File{Path: filepath.Join(t.TempDir(), "runs.jsonl")}
	stretch{0, 3.9, nil}.live(t, log, []*rocket.TaskSpec{
		{Name: "t", Overlap: rocket.OverlapWait, Timeout: rocket.Never,
			When:   stdconds.Once{Period: period.OfHour{To: 20 * minute}},
			Action: taking(85*minute, nil)},
		{Name: "still", When: fromThen{65 * minute}, Execution: rocket.Main,
			Action: taking(145*minute, nil)},
	})
	const want = "0 run of 0; 3.5 missed of 1 overlap; 3.5 missed of 2 slot; 3.5 run of 3"
	if got := startStory(t, log); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// TestANewerWindowTakesThePlace: a window that is over, and whose start waits, is missed as soon as
// a newer one opens, and not when that is over too.
func TestANewerWindowTakesThePlace(t *testing.T) {
	cron, err := period.ParseCron("40 0 * * *")
	if err != nil {
		t.Fatal(err)
	}
	in := []rocket.PoolShare{{Pool: "db"}}
	log := &runlog.File{Path: filepath.Join(t.TempDir(), "runs.jsonl")}
	stretch{0, 2, nil}.liveIn(t, log, &rocket.Schedule{
		Pools: []rocket.Pool{{Name: "db", Size: 1}},
		Tasks: []*rocket.TaskSpec{
			{Name: "long", When: fromThen{0}, Pools: in, Action: taking(3*hour/2, nil),
				Timeout: rocket.Never},
			{Name: "t", Pools: in, Action: taking(0, nil), When: stdconds.Any{
				stdconds.Once{Period: cron, Crashed: true},
				stdconds.Once{Period: period.OfDay{From: hour, To: 2 * hour}},
			}},
		},
	})
	if got, want := startStory(t, log), "1 missed of 0.7 slot; 1.5 run of 1"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}
