package timeline

import (
	"testing"
	"time"
)

// TestTicks: the ticks of a span lie in it, rise, and are no more than asked for by far; a day
// begins at each that says so.
func TestTicks(t *testing.T) {
	for _, name := range []string{
		"UTC", "Europe/Helsinki", "America/Sao_Paulo", "Pacific/Apia", "Africa/Cairo",
	} {
		zone, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, from := range []time.Time{
			time.Date(2026, 3, 28, 22, 15, 7, 0, zone), time.Date(2011, 12, 29, 12, 0, 0, 0, zone),
			time.Date(2018, 11, 3, 23, 0, 0, 0, zone), time.Date(2026, 10, 25, 0, 0, 0, 0, zone),
			time.Date(2026, 4, 22, 7, 0, 0, 0, zone),
		} {
			for span := time.Second; span < 3000*day; span = span*3/2 + 1 {
				checkTicks(t, from, from.Add(span), 10)
			}
		}
	}
}

// TestDayStart: a day whose midnight the clock skips begins behind the gap.
func TestDayStart(t *testing.T) {
	for _, test := range []struct{ zone, of, want string }{
		{"Africa/Cairo", "2026-04-23 12:00", "2026-04-24 01:00"},
		{"America/Sao_Paulo", "2018-11-03 23:30", "2018-11-04 01:00"},
		{"Pacific/Apia", "2011-12-29 10:00", "2011-12-31 00:00"},
		{"Europe/Helsinki", "2026-03-28 10:00", "2026-03-29 00:00"},
		{"Europe/Helsinki", "2026-03-29 10:00", "2026-03-30 00:00"},
		{"America/Havana", "2026-10-31 10:00", "2026-11-01 00:00"},
	} {
		zone, err := time.LoadLocation(test.zone)
		if err != nil {
			t.Fatal(err)
		}
		at, err := time.ParseInLocation("2006-01-02 15:04", test.of, zone)
		if err != nil {
			t.Fatal(err)
		}
		next := DayStart(at, 1)
		if got := next.Format("2006-01-02 15:04"); got != test.want {
			t.Errorf("the day after %v begins at %s, want %s", at, got, test.want)
		}
		if got := DayStart(next, 0); !got.Equal(next) {
			t.Errorf("the day of %v begins at %v", next, got)
		}
	}
}

func checkTicks(t *testing.T, from, to time.Time, n int) {
	t.Helper()
	list := ticks(from, to, n)
	if len(list) > 2*n+2 {
		t.Errorf("%v to %v: %d ticks", from, to, len(list))
	}
	last := from.Add(-1)
	for _, tick := range list {
		if !tick.At.After(last) || !tick.At.Before(to) || tick.Label == "" ||
			tick.Day && !tick.At.Equal(DayStart(tick.At, 0)) {
			t.Errorf("%v to %v: %+v after %v", from, to, tick, last)
		}
		last = tick.At
	}
}

// TestEvenStep: a step is as short as people like it, and not shorter than asked for.
func TestEvenStep(t *testing.T) {
	for d := time.Millisecond; d < 100*day; d = d*5/4 + 1 {
		step := evenStep(d)
		if step < d || step > 10*d && d > time.Second || step%time.Millisecond > 0 {
			t.Errorf("%v becomes %v", d, step)
		}
	}
}
