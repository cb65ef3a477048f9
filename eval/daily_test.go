package eval_test

import (
	"testing"
	"time"

	"github.com/rocketc/rocketc/eval"
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
		from, err := eval.ParseTime(test.from, zone)
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
