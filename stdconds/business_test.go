package stdconds_test

import (
	"testing"
	"time"

	"github.com/rocketc/rocketc/period"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/stdconds"
)

// TestBusinessDayInZone: a business day is one of the zone that a task has, and the answer
// stands until the day ends there.
func TestBusinessDayInZone(t *testing.T) {
	today := stdconds.TimeOf{Period: period.BusinessDay{Of: finland}}
	in := func(zone string) rocket.Condition { return stdconds.InZone{Zone: zone, Of: today} }
	for _, test := range []struct {
		cond  rocket.Condition
		at    string
		holds bool
		until string
	}{
		{today, "2026-12-23T23:30:00Z", true, "2026-12-24T00:00:00Z"},
		{in("Europe/Helsinki"), "2026-12-23T21:30:00Z", true, "2026-12-23T22:00:00Z"},
		{in("Europe/Helsinki"), "2026-12-23T22:00:00Z", false, "2026-12-27T22:00:00Z"},
		{in("America/New_York"), "2026-12-24T04:59:00Z", true, "2026-12-24T05:00:00Z"},
		{in("Asia/Tokyo"), "2026-12-18T15:00:00Z", true, "2026-12-19T15:00:00Z"}, // the open 19th
		{in("Europe/Helsinki"), "2026-03-27T22:30:00Z", false, "2026-03-29T21:00:00Z"},
	} {
		at, err := time.Parse(time.RFC3339, test.at)
		if err != nil {
			t.Fatal(err)
		}
		got, err := rocket.NewFacts().Observe(test.cond, "", at)
		until := got.Until.UTC().Format(time.RFC3339)
		if err != nil || got.Holds != test.holds || until != test.until {
			t.Errorf("%v at %s: %v until %s, %v; want %v until %s", test.cond, test.at, got.Holds,
				until, err, test.holds, test.until)
		}
	}
}
