package rocket_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rocketc/rocketc/period"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/stdconds"
)

// windows opens at instants of the session for some time, each until the task starts.
type windows struct {
	open time.Duration
	at   []time.Duration
}

func (c windows) Observe(o *rocket.Observation) (rocket.State, error) {
	last := o.History("").Last(rocket.Started)
	for _, d := range c.at {
		start := o.Started().Add(d)
		end := start.Add(c.open)
		switch {
		case start.After(o.Now):
			return rocket.State{Until: start}, nil
		case end.After(o.Now) && last.Before(start):
			return rocket.State{Holds: true, Until: end}, nil
		}
	}
	return rocket.State{}, nil
}

func (windows) Plain() {}

// eachMinute opens five times, for ten seconds.
var eachMinute = windows{10 * time.Second,
	[]time.Duration{0, time.Minute, 2 * time.Minute, 3 * time.Minute, 4 * time.Minute}}

func TestOverlap(t *testing.T) {
	for _, test := range []struct {
		overlap     rocket.Overlap
		multilaunch int
		takes       time.Duration
		execution   rocket.Execution
		want        string
	}{
		{rocket.SessionOverlap, 1, 90 * time.Second, 0, "0s 2m0s 4m0s"},
		{rocket.OverlapSkip, 1, 65 * time.Second, 0, "0s 1m5s 3m0s 4m5s"},
		{rocket.OverlapWait, 1, 90 * time.Second, 0, "0s 1m30s 3m0s 4m30s"},
		{rocket.OverlapWait, 1, 200 * time.Second, 0, "0s 3m20s 6m40s"}, // one is kept, not three
		{rocket.OverlapReplace, 1, 90 * time.Second, 0, "0s 1m0s 2m0s 3m0s 4m0s"},
		{rocket.OverlapSkip, 2, 150 * time.Second, 0, "0s 1m0s 3m0s 4m0s"},
		{rocket.OverlapWait, 2, 150 * time.Second, 0, "0s 1m0s 2m30s 3m30s 5m0s"},
		{rocket.OverlapReplace, 2, 150 * time.Second, 0, "0s 1m0s 2m0s 3m0s 4m0s"},
		{rocket.OverlapWait, -1, 150 * time.Second, 0, "0s 1m0s 2m0s 3m0s 4m0s"},
		{rocket.OverlapSkip, 1, 90 * time.Second, rocket.Main, "0s 2m0s 4m0s"},
		{rocket.OverlapSkip, 1, 65 * time.Second, rocket.Main, "0s 1m5s 3m0s 4m5s"},
		{rocket.OverlapWait, 1, 65 * time.Second, rocket.Main, "0s 1m5s 2m10s 3m15s 4m20s"},
		{rocket.OverlapWait, 1, 90 * time.Second, rocket.Main, "0s 1m30s 3m0s 4m30s"},
		{rocket.OverlapWait, 1, 200 * time.Second, rocket.Main, "0s 3m20s 6m40s"},
		// A run for which the loop stands still cannot be terminated, so the next one waits.
		{rocket.OverlapReplace, 1, 90 * time.Second, rocket.Main, "0s 1m30s 3m0s 4m30s"},
	} {
		for _, ofSession := range []bool{false, true} {
			var j journal
			task := &rocket.TaskSpec{Name: "a", When: eachMinute, Action: j.does(test.takes),
				Multilaunch: test.multilaunch, Overlap: test.overlap, Execution: test.execution}
			schedule := rocket.Schedule{Tasks: []*rocket.TaskSpec{task}}
			switch {
			case ofSession:
				schedule.Config.Overlap, task.Overlap = test.overlap, rocket.SessionOverlap
			case test.overlap == rocket.OverlapSkip: // that of the task comes first
				schedule.Config.Overlap = rocket.OverlapWait
			case test.overlap != rocket.SessionOverlap:
				schedule.Config.Overlap = rocket.OverlapSkip
			}
			records, _ := play(t, schedule, 10*time.Minute)
			got := strings.ReplaceAll(startsIn(records), "a@", "")
			if got != test.want {
				t.Errorf("%v, multilaunch %d, runs of %v %v: %s, want %s", test.overlap,
					test.multilaunch, test.takes, test.execution, got, test.want)
			}
		}
	}
}

// TestAlwaysTrueIsNoOpening: a condition that stays true since before the run keeps no start
// and replaces no run, also if it is false when the run ends, on the loop or not.
func TestAlwaysTrueIsNoOpening(t *testing.T) {
	for _, overlap := range []rocket.Overlap{rocket.OverlapWait, rocket.OverlapReplace} {
		var j journal
		records, _ := play(t, rocket.Schedule{Tasks: []*rocket.TaskSpec{{Name: "a",
			Overlap: overlap, When: when(true), Action: j.does(10 * time.Second)}}}, 35*time.Second)
		expect(t, startsIn(records), "a@0s a@10s a@20s a@30s")
		for _, how := range []rocket.Execution{rocket.Thread, rocket.Main} {
			records, _ = play(t, rocket.Schedule{Tasks: []*rocket.TaskSpec{{Name: "a",
				When:    stdconds.Not{Of: at{newYear.Add(5 * time.Second)}},
				Overlap: overlap, Execution: how, Action: j.does(10 * time.Second)}}},
				35*time.Second)
			expect(t, startsIn(records), "a@0s")
		}
	}
}

// TestReplaceEndsTheOldest: of several live runs.
func TestReplaceEndsTheOldest(t *testing.T) {
	var j journal
	records, _ := play(t, rocket.Schedule{Tasks: []*rocket.TaskSpec{{Name: "a", When: eachMinute,
		Action: j.does(150 * time.Second), Multilaunch: 2, Overlap: rocket.OverlapReplace}}},
		10*time.Minute)
	var ended []string
	for _, r := range records {
		if r.Event == rocket.Terminated {
			ended = append(ended, fmt.Sprint(r.Start.Sub(newYear).Round(time.Second)))
		}
	}
	expect(t, strings.Join(ended, " "), "0s 1m0s 2m0s")
}

// TestAKeptStartHasItsCause: what has made the condition true while the task ran.
func TestAKeptStartHasItsCause(t *testing.T) {
	var j journal
	records, _ := play(t, rocket.Schedule{Tasks: []*rocket.TaskSpec{
		{Name: "b", When: windows{time.Second, []time.Duration{0, time.Minute}},
			Action: j.does(time.Second)},
		{Name: "a", When: stdconds.After{Tasks: []string{"b"}}, Overlap: rocket.OverlapWait,
			Action: j.does(90 * time.Second)},
	}}, 5*time.Minute)
	var causes []string
	for _, r := range records {
		if r.Event == rocket.Started && r.Task == "a" && r.Cause != nil {
			i := slices.IndexFunc(records, func(b rocket.Record) bool {
				return b.RunID == r.Cause.RunID && b.Event == r.Cause.Event
			})
			causes = append(causes, fmt.Sprintf("%s:%v@%v", records[i].Task, records[i].Event,
				records[i].End.Sub(newYear).Round(time.Second)))
		}
	}
	expect(t, strings.Join(causes, " "), "b:success@1s b:success@1m1s")
}

// TestReplaceTakesThePlaces: before all who wait for the pool. The run that is replaced has
// that as its reason.
func TestReplaceTakesThePlaces(t *testing.T) {
	var j journal
	records, _ := play(t, rocket.Schedule{
		Pools: []rocket.Pool{{Name: "p", Size: 1}},
		Tasks: []*rocket.TaskSpec{
			{Name: "a", When: windows{time.Second, []time.Duration{0, time.Minute}},
				Action: j.does(90 * time.Second), Overlap: rocket.OverlapReplace, Pools: in("p")},
			{Name: "urgent", When: fromThen{30 * time.Second}, Priority: 9,
				Action: j.does(time.Second), Pools: in("p")},
		},
	}, 5*time.Minute)
	var reasons []string
	for _, r := range records {
		if r.Event == rocket.Terminated {
			reasons = append(reasons, r.Task+": "+r.Error+" ("+r.Reason+")")
		}
	}
	expect(t, strings.Join(reasons, ", "), "a: replaced by a newer run (replaced)")
	expect(t, startsIn(records), "a@0s a@1m0s urgent@2m30s")
}

// TestAKeptStartWaitsForItsPlaces: without limit, and is of the latest instant at which the
// condition has become true.
func TestAKeptStartWaitsForItsPlaces(t *testing.T) {
	var j journal
	records, _ := play(t, rocket.Schedule{
		Pools: []rocket.Pool{{Name: "p", Size: 1}},
		Tasks: []*rocket.TaskSpec{
			{Name: "a", Action: j.does(20 * time.Second), Overlap: rocket.OverlapWait,
				Pools: in("p"), When: windows{time.Second,
					[]time.Duration{0, 10 * time.Second, 40 * time.Second}}},
			{Name: "before", When: fromThen{5 * time.Second}, Action: j.does(time.Minute),
				Pools: in("p")},
			{Name: "behind", When: fromThen{15 * time.Second}, Action: j.does(time.Minute),
				Pools: in("p")},
		},
	}, 5*time.Minute)
	expect(t, startsIn(records), "a@0s before@20s a@1m20s behind@1m40s")
	for _, r := range records {
		if r.Event == rocket.Started && r.Task == "a" && r.Start.Sub(newYear) > time.Minute {
			expect(t, fmt.Sprint(r.Scheduled.Sub(newYear).Round(time.Second)), "40s")
		}
	}
}

// TestAKeptStartIsOfTheNewestWindow: also if one opens as another closes.
func TestAKeptStartIsOfTheNewestWindow(t *testing.T) {
	want := "0 run; 2 missed 1 overlap; 3 missed 2 overlap; 3.2 run; 5 missed 4 overlap; " +
		"6 missed 5 overlap; 6.4 run"
	got := liveThrough(t, func() []*rocket.TaskSpec {
		return []*rocket.TaskSpec{{Name: "t", Overlap: rocket.OverlapWait, Timeout: rocket.Never,
			When:   stdconds.Once{Period: period.OfHour{}, Text: "hourly"},
			Action: taking(16*hour/5, nil)}}
	}, stretch{0, 6.9, nil})
	expect(t, got, want)
}

// TestAKeptStartIsOfItsWindow: a start that is kept past its window serves it, so the window
// is not missed; unless a newer one takes its place, or the program ends before.
func TestAKeptStartIsOfItsWindow(t *testing.T) {
	specs := func(takes time.Duration, how rocket.Execution) func() []*rocket.TaskSpec {
		return func() []*rocket.TaskSpec {
			return []*rocket.TaskSpec{{Name: "t", When: night(0), Overlap: rocket.OverlapWait,
				Action: taking(takes, nil), Execution: how, Timeout: rocket.Never}}
		}
	}
	for _, test := range []struct {
		takes     time.Duration
		stretches []stretch
		want      string
	}{
		{25*hour + hour/2, []stretch{{0, 60, nil}}, "2 run; 27.5 run; 53 run"},
		{25 * hour, []stretch{{0, 60, nil}}, "2 run; 27 run; 52 run"}, // as the window ends
		{50 * hour, []stretch{{0, 60, nil}}, "2 run; 50 missed 26 overlap; 52 run"},
		{25*hour + hour/2, []stretch{{0, 27.2, nil}, {29, 40, nil}}, "2 run; 27.2 missed 26 off"},
	} {
		for _, how := range []rocket.Execution{rocket.Thread, rocket.Main} {
			want := test.want
			if how == rocket.Main { // nothing is missed before the loop goes on
				want = strings.ReplaceAll(want, "50 missed", "52 missed")
			}
			if got := liveThrough(t, specs(test.takes, how), test.stretches...); got != want {
				t.Errorf("%v, runs of %v: %s, want %s", how, test.takes, got, want)
			}
		}
	}
}
