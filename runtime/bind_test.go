package rocket_test

import (
	"context"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rocketc/rocketc/period"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/runtime/arg"
	"github.com/rocketc/rocketc/stdconds"
)

// dailyAtStart is `daily at (start)`, everyPause is `every (pause)`.
var (
	dailyAtStart = stdconds.FromParams{Text: "daily at (start)", Of: stdconds.Once{
		Period: stdconds.ParamWindow{Unit: period.Day, Word: "at", Points: []string{"(start)"}}}}
	everyPause = stdconds.FromParams{Text: "every (pause)", Duration: "pause",
		Of: stdconds.Every{}}
)

func bindable(when rocket.Condition, params map[string]any, action rocket.Func) *rocket.Schedule {
	s := &rocket.Schedule{Config: rocket.Config{Timezone: "UTC"}, Tasks: []*rocket.TaskSpec{{
		Name: "t", When: when, Action: action, Pos: rocket.Pos{File: "a.rkt", Line: 3, Column: 1}}}}
	for name, v := range params {
		s.Params = append(s.Params, rocket.Param{Name: name, Value: arg.Literal{Value: v}})
	}
	return s
}

// TestBoundWhenMade: a session has the values of parameters in its conditions, wherever they
// stand, and the schedule stays as it was.
func TestBoundWhenMade(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var starts []string
		when := stdconds.All{stdconds.Any{stdconds.Named{Name: "x", Of: dailyAtStart}},
			stdconds.Not{Of: stdconds.InZone{Zone: "UTC", Of: stdconds.Not{Of: everyPause}}}}
		schedule := bindable(when, map[string]any{"start": "07:30", "pause": 36 * time.Hour},
			func(_ context.Context, r *rocket.Run) (any, error) {
				starts = append(starts, r.Start.UTC().Format("02 15:04"))
				return nil, nil
			})
		s, err := rocket.New(schedule)
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), 80*time.Hour)
		defer cancel()
		s.Run(ctx)
		if got := strings.Join(starts, ", "); got != "01 07:30, 03 07:30" {
			t.Errorf("started at %s", got)
		}
		if _, err := rocket.New(schedule); err != nil {
			t.Error(err)
		}
	})
}

// TestNotBound: a value that is no point, or that is missing, keeps a session from being
// made, and a task from being created or changed. The error says where and why.
func TestNotBound(t *testing.T) {
	for _, test := range []struct {
		when rocket.Condition
		give any
		want string
	}{
		{dailyAtStart, "25:00",
			`a.rkt:3:1: task "t": daily at (start): param "start" is "25:00": `},
		{dailyAtStart, "24:00", `no window starts at the end of a day`},
		{dailyAtStart, nil, `daily at (start): param "start" has no value`},
		{dailyAtStart, "soon", `written as in: 07:30`},
		{everyPause, "10", ``},
		{everyPause, "1h30m", ``},
		{everyPause, 2.5, ``},
		{everyPause, 0, `param "pause" is no time at all`},
		{everyPause, "x", `every (pause): param "pause" is "x": `},
		{everyPause, "-5", `a duration is written as in: 10 minutes`},
	} {
		name := "start"
		if test.when.(stdconds.FromParams).Duration != "" {
			name = "pause"
		}
		_, err := rocket.New(bindable(test.when, map[string]any{name: test.give}, nothing))
		if (err == nil) != (test.want == "") || err != nil &&
			!strings.Contains(err.Error(), test.want) {
			t.Errorf("%v: got %v, want %s", test.give, err, test.want)
		}
	}
	s, err := rocket.New(bindable(nil, nil, nothing))
	if err != nil {
		t.Fatal(err)
	}
	spec := rocket.TaskSpec{Name: "new", When: everyPause, Action: rocket.Func(nothing)}
	if made, err := s.Create(spec); err == nil || made != nil || s.Task("new") != nil {
		t.Errorf("created %v, error %v", made, err)
	}
	err = s.Task("t").Update(func(spec *rocket.TaskSpec) { spec.Until = everyPause })
	if spec, _ := s.Task("t").Spec(); err == nil || spec.Until != nil {
		t.Errorf("updated to %v, error %v", spec.Until, err)
	}
	err = s.Update(t.Context(), func(c *rocket.Config) { c.ShutCond = everyPause })
	if err == nil || s.Config().ShutCond != nil {
		t.Errorf("shut_cond is %v, error %v", s.Config().ShutCond, err)
	}
}

// TestBoundAnew: SetParam has conditions read the new value, before and while the session
// runs. A value that one of them cannot use is an error, and nothing changes.
func TestBoundAnew(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var starts []string
		s, err := rocket.New(bindable(dailyAtStart, map[string]any{"start": "07:30"},
			func(_ context.Context, r *rocket.Run) (any, error) {
				starts = append(starts, r.Start.UTC().Format("02 15:04"))
				return nil, nil
			}))
		if err != nil {
			t.Fatal(err)
		}
		set := func(value any) error { return s.SetParam(t.Context(), "start", value) }
		if err := set("06:00"); err != nil {
			t.Error(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), 60*time.Hour)
		defer cancel()
		go func() {
			time.Sleep(30 * time.Hour)
			if err := set("26:00"); err == nil || !strings.Contains(err.Error(), `"26:00"`) {
				t.Errorf("got error %v", err)
			}
			if v, _ := s.Param("start"); v != "06:00" {
				t.Errorf("start is %v", v)
			}
			time.Sleep(6 * time.Hour)
			if err := set("13:00"); err != nil {
				t.Error(err)
			}
		}()
		s.Run(ctx)
		if got := strings.Join(starts, ", "); got != "01 06:00, 02 06:00, 02 13:00" {
			t.Errorf("started at %s", got)
		}
	})
}
