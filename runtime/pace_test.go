package rocket_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/rocketc/rocketc/period"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/stdconds"
)

// TestPace: a condition that stays true starts a run once a cycle_sleep, here a day. One
// that was false in between is not slowed down, however late the loop looks again: each
// action keeps it from looking for a quarter of an hour.
func TestPace(t *testing.T) {
	const jump, day = 15 * minute, 24 * hour
	cron, err := period.ParseCron("*/10 * * * *")
	if err != nil {
		t.Fatal(err)
	}
	yes := asking(func(*rocket.Session) bool { return true })
	often := stdconds.Every{Interval: minute}
	past := func(event rocket.Event) rocket.Condition {
		return stdconds.Has{Did: event, Span: stdconds.Past(minute)}
	}
	first := stdconds.Not{Of: stdconds.Has{Did: rocket.Started}}
	failing := errors.New("no luck")
	for name, test := range map[string]struct {
		cond rocket.Condition
		err  error
		gap  time.Duration
	}{
		"true":         {stdconds.Const(true), nil, day},
		"time of day":  {stdconds.TimeOf{Period: period.OfDay{}}, nil, day},
		"time of hour": {stdconds.TimeOf{Period: period.OfHour{From: 30 * minute}}, nil, hour},
		"every":        {often, nil, jump},
		"every success": {
			stdconds.Every{Interval: minute, Since: rocket.Succeeded}, nil, 16 * minute,
		},
		"minutely":     {calendarOnce(period.OfMinute{}), nil, jump},
		"hourly":       {calendarOnce(period.OfHour{}), nil, hour},
		"window":       {calendarOnce(period.OfHour{From: 50 * minute}), nil, hour},
		"cron":         {stdconds.Once{Period: cron, Crashed: true}, nil, 20 * minute},
		"past":         {stdconds.Not{Of: past(rocket.Started)}, nil, jump},
		"past success": {stdconds.Not{Of: past(rocket.Succeeded)}, nil, 16 * minute},
		"running":      {stdconds.Not{Of: stdconds.Running{}}, nil, jump},
		"retry":        {stdconds.Any{first, stdconds.Retry{Times: -1}}, failing, jump},
		"retry in a while": {
			stdconds.Any{first, stdconds.Retry{Times: -1, Every: minute}}, failing, 16 * minute,
		},
		"all":            {stdconds.All{stdconds.Const(true), often}, nil, jump},
		"any":            {stdconds.Any{stdconds.Const(false), often}, nil, jump},
		"any that stays": {stdconds.Any{stdconds.Const(true), often}, nil, day},
		"named":          {stdconds.Named{Name: "n", Of: often}, nil, jump},
		"asked":          {yes, nil, day},
		"asked beside":   {stdconds.All{often, yes}, nil, jump},
		"asked and true": {stdconds.All{stdconds.Const(true), yes}, nil, day},
	} {
		t.Run(name, func(t *testing.T) {
			action := rocket.Func(func(context.Context, *rocket.Run) (any, error) {
				time.Sleep(jump)
				return nil, test.err
			})
			records, err := play(t, rocket.Schedule{
				Config: rocket.Config{CycleSleep: day},
				Tasks: []*rocket.TaskSpec{{Name: "a", When: test.cond, Action: action,
					Execution: rocket.Main, Timeout: rocket.Never}},
			}, 6*test.gap)
			if err != nil {
				t.Error(err)
			}
			var starts []time.Time
			for _, r := range records {
				if r.Event == rocket.Started {
					starts = append(starts, r.Start)
				}
			}
			var gaps []string
			for i := range min(len(starts), 5) - 1 {
				gaps = append(gaps, starts[i+1].Sub(starts[i]).Round(time.Second).String())
			}
			want := strings.TrimSpace(strings.Repeat(test.gap.String()+" ", 4))
			if got := strings.Join(gaps, " "); got != want {
				t.Errorf("starts after %s, want %s", got, want)
			}
		})
	}
}
