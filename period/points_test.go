package period

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// on reads points and hours as in `on Mon, Wed after 18:00`.
func on(t testing.TB, u Unit, text, hours string) Period {
	t.Helper()
	var points []Point
	for part := range strings.SplitSeq(text, ", ") {
		if days := Days(part); days != nil {
			points = append(points, days...)
			continue
		}
		p, err := u.Point(part)
		if err != nil {
			t.Fatal(err)
		}
		points = append(points, p)
	}
	if hours == "" {
		return u.On(points)
	}
	return u.On(points, read(t, "time of day "+hours).(OfDay))
}

// starts lists the windows from an instant on, and checks that Prev finds the same ones.
func starts(t *testing.T, p Period, from time.Time, n int) string {
	t.Helper()
	var list []string
	for at := from; len(list) < n; {
		w, ok := p.Next(at)
		if !ok {
			break
		}
		back, ok := p.Prev(w.Start.Add(1))
		if !ok || !back.Start.Equal(w.Start) || !back.End.Equal(w.End) {
			t.Errorf("%v: Next finds %v, Prev %v", p, w, back)
		}
		const form = "Jan 2 15:04"
		list = append(list, w.Start.Format(form)+"–"+w.End.Format(form))
		at = w.End
	}
	return strings.Join(list, ", ")
}

func TestPoints(t *testing.T) {
	// 2026-03-27 is a Friday; the clocks are put forward on Sunday, 02:00.
	from := time.Date(2026, 3, 27, 6, 45, 0, 0, location(t, "Europe/Berlin"))
	for _, c := range []struct {
		u             Unit
		points, hours string
		want          string
	}{
		{Day, "06:30, 19:00", "",
			"Mar 27 06:30–Mar 27 07:30, Mar 27 19:00–Mar 27 20:00, Mar 28 06:30–Mar 28 07:30"},
		{Day, "06:30, 07:00", "",
			"Mar 27 06:30–Mar 27 07:00, Mar 27 07:00–Mar 27 08:00, Mar 28 06:30–Mar 28 07:00"},
		{Day, "07:00, 06:30, 06:50", "",
			"Mar 27 06:30–Mar 27 06:50, Mar 27 06:50–Mar 27 07:00, Mar 27 07:00–Mar 27 08:00"},
		{Day, "midnight, noon", "",
			"Mar 27 12:00–Mar 27 13:00, Mar 28 00:00–Mar 28 01:00, Mar 28 12:00–Mar 28 13:00"},
		{Week, "Mon, Wed, Fri", "",
			"Mar 27 00:00–Mar 28 00:00, Mar 30 00:00–Mar 31 00:00, Apr 1 00:00–Apr 2 00:00"},
		{Week, "Mon 10:00, Mon 18:00", "",
			"Mar 30 10:00–Mar 30 18:00, Mar 30 18:00–Mar 31 18:00, Apr 6 10:00–Apr 6 18:00"},
		{Week, "Mon, Fri", "at 09:00",
			"Mar 27 09:00–Mar 27 10:00, Mar 30 09:00–Mar 30 10:00, Apr 3 09:00–Apr 3 10:00"},
		{Week, "Sat, Sun", "at 02:30",
			"Mar 28 02:30–Mar 28 03:30, Mar 29 03:00–Mar 29 03:30, Apr 4 02:30–Apr 4 03:30"},
		{Week, "weekdays", "after 07:00",
			"Mar 27 07:00–Mar 28 00:00, Mar 30 07:00–Mar 31 00:00, Mar 31 07:00–Apr 1 00:00"},
		{Week, "weekends", "between 22:00 and 06:00",
			"Mar 28 22:00–Mar 29 06:00, Mar 29 22:00–Mar 30 06:00, Apr 4 22:00–Apr 5 06:00"},
		{Month, "1st, 15th", "",
			"Apr 1 00:00–Apr 2 00:00, Apr 15 00:00–Apr 16 00:00, May 1 00:00–May 2 00:00"},
		{Month, "30th, last day", "",
			"Mar 30 00:00–Mar 31 00:00, Mar 31 00:00–Apr 1 00:00, Apr 30 00:00–May 1 00:00"},
		{Month, "last day", "after 18:00",
			"Mar 31 18:00–Apr 1 00:00, Apr 30 18:00–May 1 00:00, May 31 18:00–Jun 1 00:00"},
		{Month, "31st", "between 22:00 and 06:00",
			"Mar 31 22:00–Apr 1 06:00, May 31 22:00–Jun 1 06:00, Jul 31 22:00–Aug 1 06:00"},
		{Month, "2nd Tue, last Fri", "at 09:00",
			"Mar 27 09:00–Mar 27 10:00, Apr 14 09:00–Apr 14 10:00, Apr 24 09:00–Apr 24 10:00"},
		{Year, "Dec 24th, Dec 31st", "between 18:00 and 02:00",
			"Dec 24 18:00–Dec 25 02:00, Dec 31 18:00–Jan 1 02:00, Dec 24 18:00–Dec 25 02:00"},
		{Year, "Apr, Apr 3rd", "",
			"Apr 1 00:00–Apr 3 00:00, Apr 3 00:00–Apr 4 00:00, Apr 1 00:00–Apr 3 00:00"},
		{Hour, "00:00, 15:00, 30:00", "",
			"Mar 27 07:00–Mar 27 07:01, Mar 27 07:15–Mar 27 07:16, Mar 27 07:30–Mar 27 07:31"},
	} {
		p := on(t, c.u, c.points, c.hours)
		if got := starts(t, p, from, 3); got != c.want {
			t.Errorf("%v on %s %s:\n got %s\nwant %s", c.u, c.points, c.hours, got, c.want)
		}
	}
}

func TestNaming(t *testing.T) {
	for _, c := range []struct {
		u          Unit
		text       string
		clock, day bool
	}{
		{Day, "10:00", false, false}, {Week, "Mon", false, true}, {Week, "Mon 00:00", true, false},
		{Month, "last day", false, true}, {Month, "1st noon", true, false},
		{Year, "Feb", false, false}, {Year, "Feb 1st", false, true},
		{Year, "Feb 1st midnight", true, false},
	} {
		p, err := c.u.Point(c.text)
		if err != nil || p.HasClock() != c.clock || p.IsDay() != c.day {
			t.Errorf("%v %s: clock %v, day %v, %v", c.u, c.text, p.HasClock(), p.IsDay(), err)
		}
	}
}

// TestMidnight: as a start it is 00:00, as an end 24:00.
func TestMidnight(t *testing.T) {
	for text, want := range map[string]string{
		"time of day after midnight":                     "time of day after 00:00",
		"time of day before midnight":                    "time of day after 00:00",
		"time of day between 22:00 and midnight":         "time of day after 22:00",
		"time of day between midnight and noon":          "time of day before 12:00",
		"time of day at Noon":                            "time of day between 12:00 and 13:00",
		"time of week between Mon noon and Fri midnight": "time of week between Mon 12:00 and Fri",
		"time of month before 3rd midnight":              "time of month between 1st and 3rd",
		"time of year between Feb 1st and Feb 2nd midnight": "time of year between Feb and" +
			" Feb 2nd",
	} {
		if got := fmt.Sprint(read(t, text)); got != want {
			t.Errorf("%s is %s, want %s", text, got, want)
		}
	}
}
