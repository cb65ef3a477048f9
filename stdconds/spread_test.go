package stdconds_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/rocketc/rocketc/period"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/stdconds"
)

// spreadNight is `daily at 02:00` that begins later by a part of half an hour, with catch_up.
func spreadNight() (night stdconds.Once, shift time.Duration) {
	p := period.Spread{Of: period.OfDay{From: 2 * time.Hour, To: 3 * time.Hour},
		Span: 30 * time.Minute, Key: "fleet/t", Whole: true}
	return stdconds.Once{Period: p, CatchUp: 6 * time.Hour, Text: "daily at 02:00"}, p.Shift()
}

// TestSpreadCatchUpWaits: a window that is made up for at a start of the scheduler waits as
// long as it is moved, if there is time; after a long time of running it does not wait.
func TestSpreadCatchUpWaits(t *testing.T) {
	night, shift := spreadNight()
	day := time.Date(2026, time.March, 3, 0, 0, 0, 0, time.UTC)
	end := day.Add(9*time.Hour + shift) // of what can be made up for
	for name, test := range map[string]struct {
		started, now time.Time
		holds        bool
		until        time.Time
		why          string
	}{
		"before": {day, day.Add(2 * time.Hour), false, day.Add(2*time.Hour + shift), "spread by"},
		"in":     {day, day.Add(2*time.Hour + shift), true, day.Add(3*time.Hour + shift), "inside"},
		"starts": {day.Add(5 * time.Hour), day.Add(5 * time.Hour), false,
			day.Add(5*time.Hour + shift), "made up for from"},
		"waited": {day.Add(5 * time.Hour), day.Add(5*time.Hour + shift), true, end,
			"made up for until"},
		"running": {day.Add(-time.Hour), day.Add(5 * time.Hour), true, end, "made up for until"},
		"no time": {end.Add(-time.Minute), end.Add(-time.Minute), true, end, "made up for until"},
		"none":    {end.Add(-shift), end.Add(-shift), true, end, "made up for until"},
		"over":    {end.Add(-time.Minute), end, false, day.Add(26*time.Hour + shift), "outside"},
	} {
		t.Run(name, func(t *testing.T) {
			f := rocket.NewFacts()
			f.AddRecord(rocket.Record{Task: "t", Event: rocket.Known, Created: day.Add(-time.Hour)})
			f.Started = test.started
			s, err := f.Observe(night, "t", test.now)
			if err != nil || s.Holds != test.holds || !s.Until.Equal(test.until) {
				t.Errorf("holds %v until %v, %v; want %v until %v", s.Holds, s.Until, err,
					test.holds, test.until)
			}
			o := f.Observer("t")
			o.Now = test.now
			if why := night.Why(o); !strings.Contains(why, test.why) ||
				!strings.HasSuffix(why, "spread by "+period.FormatDuration(shift)) {
				t.Errorf("why: %s", why)
			}
		})
	}
}

// TestSpreadOfParam: points that session parameters have are moved, and an error if the
// spread is not shorter than the time between them.
func TestSpreadOfParam(t *testing.T) {
	for value, wrong := range map[string]bool{"02:00": false, "02:10": false, "03:59:30": true} {
		cond := stdconds.FromParams{Text: "daily at (start), 04:00", Of: stdconds.Once{
			Period: period.Spread{Of: stdconds.ParamWindow{Unit: period.Day, Word: "at",
				Points: []string{"(start)", "04:00"}},
				Span: time.Minute, Key: "fleet/t", Whole: true}}}
		bound, err := cond.Bind(func(string) (any, bool) { return value, true })
		var param *stdconds.ParamError
		if wrong != errors.As(err, &param) || wrong && param.Param != "start" {
			t.Errorf("start %s: %v", value, err)
		}
		if wrong {
			continue
		}
		day := time.Date(2026, time.March, 3, 0, 0, 0, 0, time.UTC)
		p := bound.(stdconds.Named).Of.(stdconds.Once).Period.(period.Spread)
		if w, ok := p.Next(day); !ok || w.Start.Sub(day) < 2*time.Hour+p.Shift() {
			t.Errorf("start %s: the window %v", value, w)
		}
	}
}
