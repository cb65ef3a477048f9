package condition_test

import (
	"testing"
	"time"

	"github.com/rocketc/rocketc/condition"
	"github.com/rocketc/rocketc/period"
	rocket "github.com/rocketc/rocketc/runtime"
)

// TestBusinessDays: a condition may name the calendars that are given.
func TestBusinessDays(t *testing.T) {
	fi := &period.Calendar{Name: "fi", Weekend: []time.Weekday{time.Saturday, time.Sunday},
		Holidays: "2026 12-24 12-25", Last: 2026}
	const text = "daily at 09:00 & business day of fi | monthly on last business day"
	if cond, err := condition.Parse(text); err == nil {
		t.Errorf("without a calendar: %v", cond)
	}
	cond, err := condition.Parse(text, fi)
	if err != nil {
		t.Fatal(err)
	}
	for day, want := range map[int]bool{23: true, 24: false, 26: false, 28: true} {
		at := time.Date(2026, 12, day, 9, 30, 0, 0, time.UTC)
		if got, err := rocket.NewFacts().Observe(cond, "", at); got.Holds != want || err != nil {
			t.Errorf("on December %d: %v, %v, want %v", day, got.Holds, err, want)
		}
	}
}
