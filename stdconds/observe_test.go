package stdconds_test

import (
	"testing"
	"time"

	"github.com/rocketc/rocketc/period"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/stdconds"
)

// at returns an instant of the day the tests play on, a Wednesday.
func at(clock string) time.Time {
	t, err := time.Parse("2006-01-02 15:04:05.999999999", "2026-03-04 "+clock)
	if err != nil {
		panic(err)
	}
	return t
}

// happened returns facts in which things have happened to the task a.
func happened(events ...any) *rocket.Facts {
	f := rocket.NewFacts()
	f.Started = at("06:00:00")
	f.CycleSleep = 100 * time.Millisecond
	for i := 0; i < len(events); i += 2 {
		f.Add("a", events[i].(rocket.Event), at(events[i+1].(string)), "1")
	}
	return f
}

// TestUntil says, for each kind of condition, what it answers and until when.
func TestUntil(t *testing.T) {
	const start, ok, fail = rocket.Started, rocket.Succeeded, rocket.Failed
	morning := period.OfDay{From: 7 * time.Hour, To: 12 * time.Hour}
	today := func(w period.Period) stdconds.Has {
		return stdconds.Has{Did: fail, Span: stdconds.This{Unit: period.OfDay{}, Window: w}}
	}
	for _, test := range []struct {
		name  string
		cond  rocket.Condition
		facts *rocket.Facts
		now   string
		holds bool
		until string
	}{
		{"true", stdconds.Const(true), happened(), "10:00:00", true, ""},
		{"false", stdconds.Const(false), happened(), "10:00:00", false, ""},
		{"in a period", stdconds.TimeOf{Period: morning}, happened(), "10:00:00", true, "12:00:00"},
		{"before a period", stdconds.TimeOf{Period: morning}, happened(), "06:00:00", false,
			"07:00:00"},
		{"not yet this period", stdconds.Once{Period: morning},
			happened(), "10:00:00", true, "12:00:00"},
		{"a live run has the window", stdconds.Once{Period: morning}, happened(start, "08:00:00"),
			"10:00:00", false, "12:00:00"},
		{"a run of the window before", stdconds.Once{Period: morning},
			happened(start, "06:59:59", ok, "07:30:00"), "10:00:00", true, "12:00:00"},
		{"a live run of the window before", stdconds.Once{Period: morning},
			happened(start, "06:59:59"), "10:00:00", true, "12:00:00"},
		{"a run at the first instant", stdconds.Once{Period: morning},
			happened(start, "07:00:00", ok, "07:00:00"), "10:00:00", false, "12:00:00"},
		{"a cron run that crashed", stdconds.Once{Period: morning, Crashed: true},
			happened(start, "08:00:00", rocket.Crashed, "08:01:00"), "10:00:00", false, "12:00:00"},
		{"crashed after another run", stdconds.Once{Period: morning},
			happened(start, "08:00:00", fail, "08:01:00", start, "09:00:00", rocket.Crashed,
				"09:01:00"), "10:00:00", false, "12:00:00"},
		{"done this period", stdconds.Once{Period: morning},
			happened(start, "08:00:00", ok, "08:01:00"), "10:00:00", false, "12:00:00"},
		{"done before the period", stdconds.Once{Period: morning},
			happened(start, "06:00:00", ok, "06:01:00"), "10:00:00", true, "12:00:00"},
		{"a crash is made up for", stdconds.Once{Period: morning},
			happened(start, "08:00:00", rocket.Crashed, "08:01:00"), "10:00:00", true, "12:00:00"},
		{"never ran", stdconds.Every{Interval: time.Hour}, happened(), "10:00:00", true, ""},
		{"ran lately", stdconds.Every{Interval: time.Hour}, happened(start, "09:30:00"), "10:00:00",
			false, "10:30:00"},
		{"ran exactly so long ago", stdconds.Every{Interval: time.Hour},
			happened(start, "09:00:00"), "10:00:00", true, ""},
		{"based on success", stdconds.Every{Interval: time.Hour, Since: ok},
			happened(start, "09:30:00", fail, "09:31:00"), "10:00:00", true, ""},
		{"failed in the past", stdconds.Has{Did: fail, Span: stdconds.Past(time.Hour)},
			happened(start, "09:30:00", fail, "09:31:00"), "10:00:00", true, "10:31:00"},
		{"failed exactly so long ago", stdconds.Has{Did: fail, Span: stdconds.Past(time.Hour)},
			happened(start, "08:30:00", fail, "09:00:00"), "10:00:00", false, ""},
		{"failed today", today(nil), happened(start, "06:00:00", fail, "06:10:00"), "10:00:00",
			true, "24:00:00"},
		{"failed in an open window", today(morning), happened(start, "07:00:00", fail, "07:10:00"),
			"10:00:00", true, "12:00:00"},
		{"failed in a closed window", today(morning), happened(start, "07:00:00", fail, "07:10:00"),
			"13:00:00", true, "24:00:00"},
		{"failed before the window", today(morning), happened(start, "05:00:00", fail, "05:10:00"),
			"06:00:00", false, "07:00:00"},
		{"failed ever", stdconds.Has{Did: fail}, happened(start, "05:00:00", fail, "05:10:00"),
			"06:00:00", true, ""},
		{"counted", stdconds.Has{Did: fail, Count: stdconds.Count{Op: stdconds.GreaterEqual, N: 2}},
			happened(start, "05:00:00", fail, "05:10:00"), "06:00:00", false, ""},
		{"in another zone", stdconds.InZone{Zone: "Etc/GMT-3",
			Of: stdconds.TimeOf{Period: morning}}, happened(), "06:00:00", true, "09:00:00"},
		{"not in another zone", stdconds.InZone{Zone: "Etc/GMT+3",
			Of: stdconds.TimeOf{Period: morning}}, happened(), "06:00:00", false, "10:00:00"},
		{"last failed", stdconds.Last{Did: fail}, happened(start, "05:00:00", ok, "05:10:00",
			start, "06:00:00", fail, "06:10:00"), "10:00:00", true, ""},
		{"last failed, and live", stdconds.Last{Did: fail}, happened(start, "05:00:00", fail,
			"05:10:00", start, "09:00:00"), "10:00:00", true, ""},
		{"failed before the last", stdconds.Last{Did: fail}, happened(start, "05:00:00", fail,
			"05:10:00", start, "06:00:00", ok, "06:10:00"), "10:00:00", false, ""},
		{"last of any kind", stdconds.Last{Did: rocket.Finished}, happened(start, "05:00:00",
			rocket.Terminated, "05:10:00"), "10:00:00", true, ""},
		{"last crashed is not finished", stdconds.Last{Did: rocket.Finished}, happened(start,
			"05:00:00", rocket.Crashed, "05:10:00"), "10:00:00", false, ""},
		{"last of a first run", stdconds.Last{Did: rocket.Outcome}, happened(start, "05:00:00"),
			"10:00:00", false, ""},
		{"running", stdconds.Running{}, happened(start, "09:00:00"), "10:00:00", true, ""},
		{"not running", stdconds.Running{}, happened(start, "09:00:00", ok, "09:01:00"), "10:00:00",
			false, ""},
		{"running for longer", stdconds.Running{Over: 2 * time.Hour}, happened(start, "09:00:00"),
			"10:00:00", false, "11:00:00.000000001"},
		{"running for less", stdconds.Running{Under: 2 * time.Hour}, happened(start, "09:00:00"),
			"10:00:00", true, "11:00:00"},
		{"retry", stdconds.Retry{Times: 1}, happened(start, "09:00:00", fail, "09:01:00"),
			"10:00:00", true, ""},
		{"retry used up", stdconds.Retry{Times: 0}, happened(start, "09:00:00", fail, "09:01:00"),
			"10:00:00", false, ""},
		{"retry in a while", stdconds.Retry{Times: -1, Every: time.Hour},
			happened(start, "09:00:00", fail, "09:01:00"), "10:00:00", false, "10:01:00"},
		{"retry backed off", stdconds.Retry{Times: 5, Every: time.Hour, Backoff: 2},
			happened(start, "07:00:00", fail, "07:01:00", start, "09:00:00", fail, "09:01:00"),
			"10:00:00", false, "11:01:00"},
		{"nothing to retry", stdconds.Retry{Times: 1}, happened(start, "09:00:00", ok, "09:01:00"),
			"10:00:00", false, ""},
		{"scheduler is young", stdconds.SchedulerAge{Within: 5 * time.Hour}, happened(), "10:00:00",
			true, "11:00:00"},
		{"scheduler is not young", stdconds.SchedulerAge{Within: time.Hour}, happened(), "10:00:00",
			false, ""},
		{"scheduler has run", stdconds.SchedulerAge{Over: time.Hour}, happened(), "10:00:00", true,
			""},
		{"cycles", stdconds.Cycles{Count: stdconds.Count{Op: stdconds.GreaterEqual, N: 3}},
			happened(), "10:00:00", false, "10:00:00.1"},
		{"no parameter", stdconds.Param{Name: "x"}, happened(), "10:00:00", false, ""},
		{"not", stdconds.Not{Of: stdconds.TimeOf{Period: morning}}, happened(), "06:00:00", true,
			"07:00:00"},
		{"all, one false", stdconds.All{stdconds.Const(true), stdconds.TimeOf{Period: morning},
			stdconds.Const(false)}, happened(), "06:00:00", false, "07:00:00"},
		{"all true", stdconds.All{stdconds.TimeOf{Period: period.OfDay{}},
			stdconds.TimeOf{Period: morning}}, happened(), "10:00:00", true, "12:00:00"},
		{"any, one true", stdconds.Any{stdconds.Const(false), stdconds.TimeOf{Period: morning}},
			happened(), "10:00:00", true, "12:00:00"},
		{"any, all false", stdconds.Any{stdconds.Const(false), stdconds.TimeOf{Period: morning}},
			happened(), "06:00:00", false, "07:00:00"},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := test.facts.Observe(test.cond, "a", at(test.now))
			if err != nil {
				t.Fatal(err)
			}
			want := rocket.State{Holds: test.holds}
			switch test.until {
			case "":
			case "24:00:00":
				want.Until = at("00:00:00").AddDate(0, 0, 1)
			default:
				want.Until = at(test.until)
			}
			if got.Holds != want.Holds || !got.Until.Equal(want.Until) {
				t.Errorf("got %v until %v, want %v until %v", got.Holds, got.Until, want.Holds,
					want.Until)
			}
		})
	}
}

func TestAfter(t *testing.T) {
	const start, ok, fail = rocket.Started, rocket.Succeeded, rocket.Failed
	facts := func(events ...any) *rocket.Facts {
		f := rocket.NewFacts()
		for i := 0; i < len(events); i += 3 {
			f.Add(events[i].(string), events[i+1].(rocket.Event), at(events[i+2].(string)), "1")
		}
		return f
	}
	for _, test := range []struct {
		name  string
		cond  stdconds.After
		facts *rocket.Facts
		holds bool
	}{
		{"never", stdconds.After{Tasks: []string{"b"}}, facts(), false},
		{"first time", stdconds.After{Tasks: []string{"b"}}, facts("b", ok, "08:00:00"), true},
		{"seen", stdconds.After{Tasks: []string{"b"}},
			facts("b", ok, "08:00:00", "a", start, "08:01:00"), false},
		{"again", stdconds.After{Tasks: []string{"b"}},
			facts("a", start, "08:01:00", "b", ok, "08:02:00"), true},
		{"failed instead", stdconds.After{Tasks: []string{"b"}}, facts("b", fail, "08:00:00"),
			false},
		{"finished", stdconds.After{Tasks: []string{"b"}, Did: rocket.Finished},
			facts("b", fail, "08:00:00"), true},
		{"one of two", stdconds.After{Tasks: []string{"b", "c"}}, facts("b", ok, "08:00:00"),
			false},
		{"both", stdconds.After{Tasks: []string{"b", "c"}},
			facts("b", ok, "08:00:00", "c", ok, "09:00:00"), true},
		{"any of two", stdconds.After{Tasks: []string{"b", "c"}, Any: true},
			facts("c", ok, "08:00:00"), true},
		{"any of none", stdconds.After{Tasks: []string{"b", "c"}, Any: true},
			facts("a", start, "08:00:00"), false},
	} {
		got, err := test.facts.Observe(test.cond, "a", at("10:00:00"))
		if err != nil || got.Holds != test.holds || !got.Until.IsZero() {
			t.Errorf("%s: got %v until %v, error %v", test.name, got.Holds, got.Until, err)
		}
	}
}

func TestParam(t *testing.T) {
	f := rocket.NewFacts()
	f.SetParam("env", "prod")
	f.SetParam("n", 3)
	for cond, want := range map[stdconds.Param]bool{
		{Name: "env"}:             true,
		{Name: "none"}:            false,
		{Name: "env", Is: "prod"}: true,
		{Name: "env", Is: "test"}: false,
		{Name: "n", Is: "3"}:      true,
	} {
		if got, _ := f.Observe(cond, "", at("10:00:00")); got.Holds != want {
			t.Errorf("%s: got %v", cond, got.Holds)
		}
	}
}

// TestText: a condition writes itself as the language does.
func TestText(t *testing.T) {
	for want, cond := range map[string]rocket.Condition{
		"true & ~(false | running)": stdconds.All{stdconds.Const(true),
			stdconds.Not{Of: stdconds.Any{stdconds.Const(false), stdconds.Running{}}}},
		"after any a, \"b c\" failed": stdconds.After{Tasks: []string{"a",
			"b c"}, Any: true, Did: rocket.Failed},
		"task a has failed past 1 hour >= 2": stdconds.Has{Task: "a",
			Did: rocket.Failed, Span: stdconds.Past(time.Hour),
			Count: stdconds.Count{Op: stdconds.GreaterEqual, N: 2}},
		"last crashed":               stdconds.Last{Did: rocket.Crashed},
		"task \"b c\" last finished": stdconds.Last{Task: "b c", Did: rocket.Finished},
		"retry 3 every 10 seconds backoff 2": stdconds.Retry{Times: 3,
			Every: 10 * time.Second, Backoff: 2},
		"every 1 hour based on finish": stdconds.Every{Interval: time.Hour,
			Since: rocket.Finished},
		"task a is running for between 1 minute and 1 hour": stdconds.Running{Task: "a",
			Over: time.Minute, Under: time.Hour},
		"scheduler has more than 3 cycles": stdconds.Cycles{
			Count: stdconds.Count{Op: stdconds.Greater, N: 3}},
		"work_day": stdconds.Named{Name: "work_day",
			Of: stdconds.Const(true)},
	} {
		if got := cond.(interface{ String() string }).String(); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}
