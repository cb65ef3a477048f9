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
// stood still, a start that waits for its place is of the newest.
func TestAWaiterIsOfTheNewestWindow(t *testing.T) {
	in := []rocket.PoolShare{{Pool: "db"}}
	hourly := stdconds.Once{Period: period.OfHour{To: 20 * minute}, Text: "hourly before 20:00"}
	log := &runlog.File{Path: filepath.Join(t.TempDir(), "runs.jsonl")}
	stretch{0, 6.6, nil}.liveIn(t, log, &rocket.Schedule{
		Pools: []rocket.Pool{{Name: "db", Size: 1}},
		Tasks: []*rocket.TaskSpec{
			{Name: "long", When: fromThen{0}, Pools: in, Priority: 2, Timeout: rocket.Never,
				Action: taking(6*hour+hour/2, nil)},
			{Name: "still", When: fromThen{hour / 4}, Execution: rocket.Main,
				Action: taking(5*hour+hour/4, nil)},
			{Name: "t", When: stdconds.Any{hourly, fromThen{hour / 4}}, Pools: in,
				Action: taking(0, nil)},
		},
	})
	const want = "5.5 missed of 0 slot; 5.5 missed of 1 slot; 5.5 missed of 2 slot; " +
		"5.5 missed of 3 slot; 5.5 missed of 4 slot; 6.3 missed of 5 slot; 6.5 run of 6"
	if got := startStory(t, log); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}
