package rocket_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/runtime/arg"
	"github.com/rocketc/rocketc/stdconds"
)

// TestStarts foresees the starts of tasks, and nothing changes by that.
func TestStarts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		hourly := stdconds.Every{Interval: hour}
		s := newSession(t, rocket.Schedule{
			Config: rocket.Config{Timezone: "UTC"},
			Tasks: []*rocket.TaskSpec{
				{Name: "hourly", When: hourly, Action: rocket.Func(nothing)},
				{Name: "nightly", When: night(0), Action: rocket.Func(nothing)},
				{Name: "both", When: stdconds.Any{hourly, night(0)}, Action: rocket.Func(nothing)},
				{Name: "after", When: stdconds.After{Tasks: []string{"hourly"}},
					Action: rocket.Func(nothing)},
				{Name: "limited", Action: rocket.Func(nothing), When: stdconds.All{hourly,
					stdconds.Has{Did: rocket.Succeeded, Span: stdconds.Past(3 * hour),
						Count: stdconds.Count{Op: "<", N: 2}}}},
				{Name: "off", When: hourly, Action: rocket.Func(nothing), Disabled: true},
				{Name: "asked", Action: rocket.Func(nothing)},
			},
		})
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- s.Run(ctx) }()
		began := time.Now()
		time.Sleep(30 * minute)
		for _, test := range []struct {
			task  string
			until time.Duration
			n     int
			want  string
		}{
			{"hourly", 5 * hour, 100, "1h 2h 3h 4h"},
			{"hourly", 5 * hour, 2, "1h 2h"},
			{"nightly", 60 * hour, 100, "2h 26h 50h"},
			{"both", 4 * hour, 100, "1h 2h 3h"},
			{"after", 60 * hour, 100, ""},
			{"limited", 8 * hour, 100, "1h 3h 4h 6h 7h"},
			{"off", 60 * hour, 100, ""},
			{"asked", 60 * hour, 100, ""},
			{"hourly", 2000 * 24 * hour, 5000, "1000 looks"},
		} {
			starts, err := s.Task(test.task).Starts(began.Add(test.until), test.n)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, at := range starts {
				got = append(got, fmt.Sprintf("%gh", at.Sub(began).Round(time.Second).Hours()))
			}
			if test.want == "1000 looks" {
				if len(got) < 100 || len(got) > 1000 {
					t.Errorf("%d starts are foreseen", len(got))
				}
			} else if text := strings.Join(got, " "); text != test.want {
				t.Errorf("%s, %d for %v: %s; want %s", test.task, test.n, test.until, text,
					test.want)
			}
		}
		hold := rocket.Hold{Tasks: []string{"hourly"}, For: 130 * minute}
		if err := s.Hold(ctx, hold); err != nil {
			t.Fatal(err)
		}
		starts, err := s.Task("hourly").Starts(began.Add(4*hour), 9)
		if err != nil || len(starts) != 2 || starts[0].Sub(began).Round(minute) != 160*minute {
			t.Errorf("of a task that is held: %v, %v", starts, err)
		}
		if err := s.Hold(ctx, rocket.Hold{}); err != nil {
			t.Fatal(err)
		}
		if starts, err := s.Task("nightly").Starts(began.Add(99*hour), 9); len(starts) > 0 {
			t.Errorf("of tasks that are held until they are resumed: %v, %v", starts, err)
		}
		state, err := s.Task("hourly").State()
		if err != nil || !state.Last(rocket.Started).Equal(began) ||
			state.Total(rocket.Started) != 1 {
			t.Errorf("hourly has started %d times, last %v: %v", state.Total(rocket.Started),
				state.Last(rocket.Started), err)
		}
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
		if starts, err := s.Task("hourly").Starts(time.Now().Add(hour), 9); len(starts) > 0 {
			t.Errorf("after the end: %v, %v", starts, err)
		}
	})
}

// TestArguments asks tasks which arguments they take.
func TestArguments(t *testing.T) {
	s := newSession(t, rocket.Schedule{Tasks: []*rocket.TaskSpec{
		{Name: "command", Action: rocket.Command{Line: "true", Params: []arg.Var{
			{Name: "region", Value: arg.Env("REGION")}, {Name: "day"}}}},
		{Name: "steps", Action: rocket.Do{}},
		{Name: "func", Action: rocket.Func(nothing)},
	}})
	for name, want := range map[string]string{
		"command": `[region=env "REGION" day=<nil>] true`, "steps": "[] true", "func": "[] false",
	} {
		vars, known, err := s.Task(name).Arguments()
		var words []string
		for _, v := range vars {
			words = append(words, fmt.Sprintf("%s=%v", v.Name, v.Value))
		}
		if got := fmt.Sprint(words, known); got != want || err != nil {
			t.Errorf("%s: %s, %v; want %s", name, got, err, want)
		}
	}
}
