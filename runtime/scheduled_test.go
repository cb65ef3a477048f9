package rocket_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rocketc/rocketc/rockettest"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/runtime/arg"
	"github.com/rocketc/rocketc/stdconds"
)

// TestScheduled: a run is told the start of the newest window that it serves, a retry that of
// the run it repeats, and which attempt it is.
func TestScheduled(t *testing.T) {
	every := stdconds.Every{Interval: 3 * hour}
	for name, test := range map[string]struct {
		when  rocket.Condition
		hold  time.Duration // from the start on
		fails int           // so many first runs
		until time.Duration
		want  string
	}{
		"in time":     {night(0), 0, 0, 30 * hour, "2h at 2h 1; 26h at 26h 1"},
		"late":        {night(0), 2*hour + minute, 0, 20 * hour, "2h1m at 2h 1"},
		"made up for": {night(6 * hour), 2 * hour, 0, 20 * hour, "2h at 2h 1"},
		"no windows":  {every, 0, 0, 4 * hour, "0s at 0s 1; 3h at 3h 1"},
		"retries": {stdconds.Any{night(0), stdconds.Retry{Times: 3, Every: hour}}, 0, 2, 30 * hour,
			"2h at 2h 1; 3h at 2h 2; 4h at 2h 3; 26h at 26h 1"},
		"retries of every": {stdconds.Any{stdconds.Every{Interval: 9 * hour},
			stdconds.Retry{Times: 3, Every: hour}}, 0, 1, 12 * hour,
			"0s at 0s 1; 1h at 0s 2; 10h at 10h 1"},
	} {
		t.Run(name, func(t *testing.T) {
			var runs []string
			synctest.Test(t, func(t *testing.T) {
				act := func(_ context.Context, r *rocket.Run) (any, error) {
					short := func(at time.Time) string {
						text := at.Sub(newYear).Round(time.Second).String()
						text = strings.TrimSuffix(strings.TrimSuffix(text, "0s"), "0m")
						return cmp.Or(text, "0s")
					}
					runs = append(runs, fmt.Sprintf("%s at %s %d", short(r.Start),
						short(r.Scheduled), r.Attempt))
					if len(runs) <= test.fails {
						return nil, errors.New("no luck")
					}
					return nil, nil
				}
				s := rockettest.Start(t, func(o ...rocket.Option) (*rocket.Session, error) {
					s, err := rocket.New(&rocket.Schedule{Tasks: []*rocket.TaskSpec{
						{Name: "t", When: test.when, Action: rocket.Func(act)}}}, o...)
					if err == nil && test.hold > 0 {
						err = s.Hold(t.Context(), rocket.Hold{For: test.hold})
					}
					return s, err
				})
				rockettest.RunUntil(t, newYear.Add(test.until))
				s.Terminate(nil)
			})
			if got := strings.Join(runs, "; "); got != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
		})
	}
}

// TestScheduledCommand: a command is told so in its environment.
func TestScheduledCommand(t *testing.T) {
	s := newSession(t, rocket.Schedule{Tasks: []*rocket.TaskSpec{{Name: "t",
		Action: rocket.Command{Line: "echo $ROCKET_ATTEMPT $ROCKET_SCHEDULED"}}}})
	go s.Run(t.Context())
	before := time.Now()
	out, err := s.Task("t").Run(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	attempt, instant, _ := strings.Cut(strings.TrimSpace(fmt.Sprint(out)), " ")
	at, err := time.Parse(time.RFC3339, instant)
	if attempt != "1" || err != nil || at.Sub(before).Abs() > time.Minute {
		t.Errorf("got %q: %v", out, err)
	}
}

// TestScheduledArgument: the argument scheduled is the instant for which a run was scheduled; a
// condition that is given it has none.
func TestScheduledArgument(t *testing.T) {
	given := make(chan any, 1)
	synctest.Test(t, func(t *testing.T) {
		rockettest.Start(t, func(o ...rocket.Option) (*rocket.Session, error) {
			return rocket.New(&rocket.Schedule{Tasks: []*rocket.TaskSpec{{
				Name: "t", When: night(0),
				Action: rocket.Func(func(_ context.Context, r *rocket.Run) (any, error) {
					v, err := rocket.Arg[time.Time]{From: arg.Scheduled{}}.Value(r)
					given <- v
					return nil, err
				}),
			}}}, o...)
		}, rockettest.At(newYear))
		rockettest.RunUntil(t, newYear.Add(3*hour))
	})
	if at, ok := (<-given).(time.Time); !ok || !at.Equal(newYear.Add(2*hour)) {
		t.Errorf("given %v", at)
	}
}
