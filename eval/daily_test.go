package eval_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/rocketc/rocketc/eval"
	"github.com/rocketc/rocketc/period"
)

// TestDailyRunsOncePerLocalDay plays two years in zones with every kind of clock
// change: the task runs exactly once on each day that the zone has.
func TestDailyRunsOncePerLocalDay(t *testing.T) {
	for _, test := range []struct{ zone, from string }{
		{"UTC", "2023-06-01"},
		{"Europe/Helsinki", "2023-06-01"},
		{"America/New_York", "2023-06-01"},
		{"Australia/Lord_Howe", "2023-06-01"}, // half an hour
		{"Asia/Kathmandu", "2023-06-01"},
		{"America/Sao_Paulo", "2017-06-01"}, // gaps at midnight
		{"Pacific/Apia", "2011-06-01"},      // 2011-12-30 does not exist
		{"Africa/Casablanca", "2023-01-01"}, // clock changes around Ramadan
	} {
		zone, err := time.LoadLocation(test.zone)
		if err != nil {
			t.Fatal(err)
		}
		from, err := period.ParseInstant(test.from, zone)
		if err != nil {
			t.Fatal(err)
		}
		for _, cond := range []string{"daily", "daily after 02:30", "daily at 02:00",
			"daily between 23:00 and 24:00",
			"daily starting 03:00", "cron 30 2 * * *", "cron 0 0 * * *"} {
			if cond == "daily starting 03:00" && test.zone == "Pacific/Apia" {
				continue // the period that began on the skipped day begins after it, at midnight
			}
			onePerDay(t, cond, test.zone, from)
		}
	}
}

func onePerDay(t *testing.T, cond, zone string, from time.Time) {
	t.Helper()
	const days = 730
	q := eval.Question{Cond: cond, Task: "a", Timezone: zone, Now: eval.At(from)}
	trial, err := q.Prepare(nil)
	if err != nil {
		t.Fatal(err)
	}
	runs := trial.Next(days)
	if len(runs) != days {
		t.Fatalf("%s in %s: %d runs", cond, zone, len(runs))
	}
	if cond == "daily starting 03:00" {
		runs = runs[1:] // the first is that of the day before, whose period is under way
	}
	day := runs[0].At
	for _, m := range runs[1:] {
		run, next := m.At, nextDay(day)
		if !sameDay(run, next) {
			t.Errorf("%s in %s: after %v the next run is at %v", cond, zone, day, run)
			return
		}
		day = run
	}
}

// nextDay returns an instant of the next day that the zone has.
func nextDay(t time.Time) time.Time {
	noon := time.Date(t.Year(), t.Month(), t.Day(), 12, 0, 0, 0, t.Location())
	for {
		noon = noon.Add(23 * time.Hour)
		if !sameDay(noon, t) {
			return noon
		}
	}
}

func sameDay(a, b time.Time) bool { return a.Format(time.DateOnly) == b.Format(time.DateOnly) }

// TestListedPoints: each point of a list is a window of its own, and a run belongs to the
// window in which it started, also if it lasts into the next.
func TestListedPoints(t *testing.T) {
	const run = `[{"task": "a", "event": "run", "at": "2026-03-04 06:30"},
		{"task": "a", "event": "success", "at": "2026-03-04 07:05"}]`
	for _, test := range []struct {
		cond, now string
		holds     bool
	}{
		{"daily at 06:30, 07:00", "06:59", false},
		{"daily at 06:30, 07:00", "07:05", true},
		{"daily at 06:30, 07:00", "08:00", false},
		{"daily at 06:30", "07:05", false},
		{"weekly on Wed, Thu at 06:30, 07:00", "07:05", true},
		{"time of day at 06:30, 19:00", "07:29", true},
		{"time of day at 06:30, 19:00", "07:30", false},
		{"time of week on weekdays", "12:00", true},
		{"time of week on weekends", "12:00", false},
		{"has started today at 6:00, 06:30, 19:00", "08:00", true},
		{"has succeeded this week on Mon, Wed, Fri > 0", "08:00", true},
		{"has succeeded this week on Tue, Thu", "08:00", false},
	} {
		q := eval.Question{Cond: test.cond, Task: "a"}
		if err := json.Unmarshal([]byte(`{"now": "2026-03-04 `+test.now+`", "history": `+run+`}`),
			&q); err != nil {
			t.Fatal(err)
		}
		trial, err := q.Prepare(nil)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := trial.Observe(); err != nil || got.Holds != test.holds {
			t.Errorf("%s at %s: %v, %v", test.cond, test.now, got.Holds, err)
		}
	}
}

// TestGap: a window that the clocks skip is not there in `time of …`; in a period it moves
// behind the gap.
func TestGap(t *testing.T) {
	for cond, want := range map[string]bool{
		"time of day between 02:10 and 02:50":                  false,
		"time of day between 02:30 and 03:30":                  true,
		"time of week on Sat, Sun between 02:00 and 03:00":     false,
		"daily between 02:10 and 02:50":                        true,
		"daily on weekends at 02:00":                           true,
		"yearly on Mar 29th, Mar 30th between 2:10 and 2:50":   true,
		"time of year on Mar 29th between 02:10 and 02:50":     false,
		"every week from '2026-03-22 02:30'":                   true,
		"time between '2026-03-29 02:10' and '2026-04-01'":     true,
		"time after '2026-03-29 02:30' & daily at 02:30":       true,
		"time between '2026-03-29 2:10' and '2026-03-29 2:50'": false,
	} {
		q := eval.Question{Cond: cond, Task: "a", Timezone: "Europe/Berlin"}
		if err := json.Unmarshal([]byte(`{"now": "2026-03-29 03:10"}`), &q); err != nil {
			t.Fatal(err)
		}
		trial, err := q.Prepare(nil)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := trial.Observe(); err != nil || got.Holds != want {
			t.Errorf("%s: %v, %v", cond, got.Holds, err)
		}
	}
}
