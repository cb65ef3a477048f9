package period

import (
	"testing"
	"time"
)

// TestShown: a window wholly in a gap is not there, or behind the gap in the period itself.
func TestShown(t *testing.T) {
	for _, c := range []struct {
		zone, from   string
		p            Period
		shown, moved string
	}{
		{"Europe/Berlin", "2026-03-28 12:00", read(t, "time of day between 02:10 and 02:50"),
			"Mar 30 02:10–Mar 30 02:50, Mar 31 02:10–Mar 31 02:50",
			"Mar 29 03:00–Mar 29 03:40, Mar 30 02:10–Mar 30 02:50"},
		{"Europe/Berlin", "2026-03-28 12:00", read(t, "time of day between 02:00 and 03:00"),
			"Mar 30 02:00–Mar 30 03:00, Mar 31 02:00–Mar 31 03:00",
			"Mar 29 03:00–Mar 29 04:00, Mar 30 02:00–Mar 30 03:00"},
		{"Europe/Berlin", "2026-03-28 12:00", read(t, "time of day between 02:30 and 03:30"),
			"Mar 29 03:00–Mar 29 03:30, Mar 30 02:30–Mar 30 03:30",
			"Mar 29 03:00–Mar 29 03:30, Mar 30 02:30–Mar 30 03:30"},
		{"Europe/Berlin", "2026-03-28 12:00", read(t, "time of day at 03:00"),
			"Mar 29 03:00–Mar 29 04:00, Mar 30 03:00–Mar 30 04:00",
			"Mar 29 03:00–Mar 29 04:00, Mar 30 03:00–Mar 30 04:00"},
		{"Europe/Berlin", "2026-03-28 12:00",
			read(t, "time of week between Sun 02:15 and Sun 02:30"),
			"Apr 5 02:15–Apr 5 02:30, Apr 12 02:15–Apr 12 02:30",
			"Mar 29 03:00–Mar 29 03:15, Apr 5 02:15–Apr 5 02:30"},
		{"Europe/Berlin", "2026-03-28 12:00",
			read(t, "time of month between 29th 02:00 and 29th 02:30"),
			"Apr 29 02:00–Apr 29 02:30, May 29 02:00–May 29 02:30",
			"Mar 29 03:00–Mar 29 03:30, Apr 29 02:00–Apr 29 02:30"},
		{"Europe/Berlin", "2026-03-28 12:00", on(t, Week, "Sat, Sun", "between 2:00 and 2:30"),
			"Apr 4 02:00–Apr 4 02:30, Apr 5 02:00–Apr 5 02:30",
			"Mar 29 03:00–Mar 29 03:30, Apr 4 02:00–Apr 4 02:30"},
		{"America/Sao_Paulo", "2018-11-03 12:00", read(t, "time of day before 01:00"),
			"Nov 5 00:00–Nov 5 01:00, Nov 6 00:00–Nov 6 01:00",
			"Nov 4 01:00–Nov 4 02:00, Nov 5 00:00–Nov 5 01:00"},
	} {
		zone := location(t, c.zone)
		from := zoneAt(time.Time{}.In(zone)).first(dateOf(t, c.from).wall())
		if got := starts(t, Shown{c.p}, from, 2); got != c.shown {
			t.Errorf("%v in %s is shown %s, want %s", c.p, c.zone, got, c.shown)
		}
		if got := starts(t, c.p, from, 2); got != c.moved {
			t.Errorf("%v in %s: %s, want %s", c.p, c.zone, got, c.moved)
		}
	}
}
