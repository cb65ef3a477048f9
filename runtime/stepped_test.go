package rocket_test

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"github.com/rocketc/rocketc/period"
	"github.com/rocketc/rocketc/runlog"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/stdconds"
)

// TestWindowsAndTheClock: what becomes of windows, and of starts that are kept for them, if the
// clock is set back. What it has shown for up to a day stays; else it was wrong.
func TestWindowsAndTheClock(t *testing.T) {
	daily := night(0)
	half := stdconds.Once{Period: period.OfHour{From: 30 * minute, To: 40 * minute}}
	type doings = map[float64]func(*testing.T, *rocket.Session, *setClock)
	for name, test := range map[string]struct {
		when  rocket.Condition
		takes time.Duration // the first run
		do    doings
		to    float64
		want  string
	}{
		"back while a start is kept": {half, 4 * hour, doings{4: setForward(-3)}, 9,
			"0.5 run of 0.5; 2.5 missed of 1.5 overlap; 3.5 missed of 2.5 overlap; " +
				"1.5 run of 3.5; 4.5 run of 4.5; 5.5 run of 5.5"},
		"far ahead, and right again": {daily, 0, doings{3: setForward(60), 3.5: setForward(-60),
			4: holdAll, 30: resumeAll}, 52,
			"2 run of 2; 63 missed of 26 off; 63 missed of 50 off; 27 missed of 26 held; " +
				"50 run of 50"},
		"far ahead while a start is kept": {daily, 10 * hour, doings{10: setForward(63.5),
			11: setForward(-63.5)}, 13,
			"2 run of 2; 73.5 missed of 26 off; 73.5 missed of 50 off"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			first := true
			act := rocket.Func(func(ctx context.Context, _ *rocket.Run) (any, error) {
				if first {
					first = false
					_, _ = rest(ctx, test.takes)
				}
				return nil, nil
			})
			log := &runlog.File{Path: filepath.Join(t.TempDir(), "runs.jsonl")}
			doing(0, test.to, test.do)(t, log, []*rocket.TaskSpec{{Name: "t", When: test.when,
				Overlap: rocket.OverlapWait, Timeout: rocket.Never, Action: act}})
			if got := startStory(t, log); got != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
		})
	}
}

// TestStartedAfterAWrongClock: a session has started when its clock says so, also if the run log
// has records of the future, because the clock was wrong.
func TestStartedAfterAWrongClock(t *testing.T) {
	log := &runlog.File{Path: filepath.Join(t.TempDir(), "runs.jsonl")}
	specs := func(name string) []*rocket.TaskSpec {
		return []*rocket.TaskSpec{{Name: name, When: fromThen{hour}, Action: taking(0, nil)}}
	}
	doing(0, 2, map[float64]func(*testing.T, *rocket.Session, *setClock){
		0.5: setForward(3)})(t, log, specs("before"))
	on(2.5, 4)(t, log, specs("t"))
	if got, want := startStory(t, log), "3.5 run of 3.5"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}
