package stdconds_test

import (
	"testing"
	"time"

	"github.com/rocketc/rocketc/period"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/stdconds"
)

// TestCatchUp: a window that had no run is made up for until D after its end, or until the
// next one opens.
func TestCatchUp(t *testing.T) {
	day := func(d, h int) time.Time { return time.Date(2026, time.March, d, h, 0, 0, 0, time.UTC) }
	known := rocket.Record{Task: "t", Event: rocket.Known, Created: day(2, 0)}
	started := func(at time.Time) rocket.Record {
		return rocket.Record{Task: "t", Event: rocket.Started, Created: at, RunID: at.String()}
	}
	crashed := func(at time.Time) rocket.Record {
		return rocket.Record{Task: "t", Event: rocket.Crashed, Created: at.Add(time.Minute),
			Start: at, RunID: at.String()}
	}
	night := stdconds.Once{Period: period.OfDay{From: 2 * time.Hour, To: 3 * time.Hour},
		CatchUp: 6 * time.Hour, Text: "daily at 02:00"}
	long := night
	long.CatchUp = 100 * time.Hour
	weekdays := long
	weekdays.Counted = period.Meeting{Of: long.Period, With: period.OfWeek{To: 5 * 24 * time.Hour}}
	type history = []rocket.Record
	late := rocket.Record{Task: "t", Event: rocket.Known, Created: day(3, 3)}
	for name, test := range map[string]struct {
		once    stdconds.Once
		history history
		now     time.Time
		holds   bool
		until   time.Time
	}{
		"served":       {night, history{known, started(day(3, 2))}, day(3, 4), false, day(4, 2)},
		"off":          {night, history{known, started(day(2, 2))}, day(3, 4), true, day(3, 9)},
		"never run":    {night, history{known}, day(3, 3), true, day(3, 9)},
		"too late":     {night, history{known}, day(3, 9), false, day(4, 2)},
		"ten windows":  {night, history{known}, day(12, 8), true, day(12, 9)},
		"made up for":  {night, history{known, started(day(3, 5))}, day(3, 6), false, day(4, 2)},
		"known since":  {night, history{known}, day(2, 4), true, day(2, 9)},
		"known later":  {night, history{late}, day(3, 4), false, day(4, 2)},
		"not known":    {night, nil, day(3, 4), false, day(4, 2)},
		"next opening": {long, history{known}, day(3, 4), true, day(4, 2)},
		"crashed": {night, history{known, started(day(3, 2)), crashed(day(3, 2))}, day(3, 4),
			true, day(3, 9)},
		"over a weekend": {weekdays, history{known, started(day(5, 2))}, day(7, 8), true,
			day(8, 2)},
	} {
		t.Run(name, func(t *testing.T) {
			f := rocket.NewFacts()
			for _, r := range test.history {
				f.AddRecord(r)
			}
			s, err := f.Observe(test.once, "t", test.now)
			if err != nil || s.Holds != test.holds || !s.Until.Equal(test.until) {
				t.Errorf("holds %v until %v, %v; want %v until %v", s.Holds, s.Until, err,
					test.holds, test.until)
			}
		})
	}
}
