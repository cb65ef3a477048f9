package period

import (
	"testing"
	"time"
)

// TestParsePast reads instants of the past, in each form.
func TestParsePast(t *testing.T) {
	zone, err := time.LoadLocation("Europe/Helsinki")
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 3, 2, 7, 30, 0, 0, zone)
	for text, want := range map[string]string{
		"07:00":                "2026-03-02T07:00:00+02:00",
		"07:30":                "2026-03-02T07:30:00+02:00",
		"07:30:01":             "2026-03-01T07:30:01+02:00",
		"23:59":                "2026-03-01T23:59:00+02:00",
		"90min":                "2026-03-02T06:00:00+02:00",
		"2d":                   "2026-02-28T07:30:00+02:00",
		"2026-03-01":           "2026-03-01T00:00:00+02:00",
		"2026-03-01T12:00:00Z": "2026-03-01T14:00:00+02:00",
		"2026-03-01 12:00":     "2026-03-01T12:00:00+02:00",
	} {
		at, err := ParsePast(text, now)
		if err != nil || at.Format(time.RFC3339) != want {
			t.Errorf("%s: %v, %v; want %s", text, at, err, want)
		}
	}
	for _, text := range []string{"", "tomorrow", "25:00", "2026-13-01"} {
		if at, err := ParsePast(text, now); err == nil {
			t.Errorf("%q: %v", text, at)
		}
	}
}
