package period

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
)

func TestParseDate(t *testing.T) {
	for text, want := range map[string]string{
		"2026-12-24":           "2026-12-24 – 2026-12-24 24:00",
		" 2026-12-24 18:00 ":   "2026-12-24 18:00 – 2026-12-24 18:00",
		"2026-12-24T18:00:30":  "2026-12-24 18:00:30 – 2026-12-24 18:00:30",
		"2026-12-24 6 pm":      "2026-12-24 18:00 – 2026-12-24 18:00",
		"2026-12-24 midnight":  "2026-12-24 – 2026-12-24 24:00",
		"2024-02-29":           "2024-02-29 – 2024-02-29 24:00",
		"2026-02-29":           "February 2026 has 28 days",
		"2026-13-01":           "a date is written",
		"2026-1-2":             "a date is written",
		"24.12.2026":           "a date is written",
		"Dec 24th":             "a date is written",
		"next week":            `"next" is not a date`,
		"":                     "it is written",
		"2026-12-24T25:00":     "a day runs from 00:00 to 24:00",
		"2026-12-24T18:00Z":    "write hours and minutes",
		"2026-12-24 18:00 UTC": "time zone",
		"2026-12-24T":          "a day runs",
	} {
		start, end, err := ParseDate(text)
		got := start.String() + " – " + end.String()
		if err != nil {
			got = err.Error()
			var v *ValueError
			if !errors.As(err, &v) || v.End > len(text) || v.Start > v.End {
				t.Errorf("%q: range of %+v", text, v)
			}
		}
		if !strings.Contains(got, want) {
			t.Errorf("%q is %s, want %s", text, got, want)
		}
	}
}

func dateOf(t testing.TB, text string) Date {
	t.Helper()
	if text == "" {
		return Date{}
	}
	d, _, err := ParseDate(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestDates(t *testing.T) {
	berlin := location(t, "Europe/Berlin")
	at := time.Date(2026, 3, 4, 12, 0, 0, 0, berlin)
	for _, c := range []struct {
		from, to   string
		next, prev bool
		start      string
	}{
		{"2026-01-01", "2026-02-01", false, true, "Jan 1 00:00"},
		{"2026-01-01", "2026-06-30", true, true, "Jan 1 00:00"},
		{"2026-04-01", "2026-06-30", true, false, "Apr 1 00:00"},
		{"2026-03-29 02:30", "", true, false, "Mar 29 03:00"}, // in the gap
		{"2026-03-04 12:00", "", true, false, "Mar 4 12:00"},
		{"2026-03-29 02:10", "2026-03-29 02:50", false, false, ""}, // nothing but gap
		{"", "2026-06-30", true, true, ""},
		{"", "2026-03-04 12:00", false, true, ""},
	} {
		p := Dates{dateOf(t, c.from), dateOf(t, c.to)}
		w, next := p.Next(at)
		back, prev := p.Prev(at)
		if next != c.next || prev != c.prev {
			t.Errorf("%v: Next %v, Prev %v", p, next, prev)
		}
		if prev {
			w = back
		}
		if got := w.Start.Format("Jan 2 15:04"); c.start != "" && got != c.start {
			t.Errorf("%v starts %s, want %s", p, got, c.start)
		}
		if (next || prev) && (w.Endless() != (c.to == "") || w.Beginningless() != (c.from == "")) {
			t.Errorf("%v: %v", p, w)
		}
	}
}

func TestSteps(t *testing.T) {
	for _, c := range []struct {
		every, from, zone, now, want string
	}{
		{"2 weeks", "2026-01-06 10:00", "UTC", "2026-03-04",
			"Mar 3 10:00–Mar 4 10:00, Mar 17 10:00–Mar 18 10:00"},
		{"1 day", "2026-01-06 10:00", "UTC", "2026-03-04",
			"Mar 3 10:00–Mar 4 10:00, Mar 4 10:00–Mar 5 10:00"},
		{"3 days", "2026-03-01", "UTC", "2026-03-04 12:00",
			"Mar 4 00:00–Mar 5 00:00, Mar 7 00:00–Mar 8 00:00"},
		{"10 days", "2026-05-01 12:00", "UTC", "2026-03-04",
			"May 1 12:00–May 2 12:00, May 11 12:00–May 12 12:00"},
		{"month", "2026-01-31", "UTC", "2026-02-01 00:00",
			"Feb 28 00:00–Mar 1 00:00, Mar 31 00:00–Apr 1 00:00"},
		{"2 months", "2025-12-30 22:00", "UTC", "2026-02-01",
			"Feb 28 22:00–Mar 1 22:00, Apr 30 22:00–May 1 22:00"},
		{"4 years", "2024-02-29 10:00", "UTC", "2026-02-01",
			"Feb 29 10:00–Mar 1 10:00, Feb 29 10:00–Mar 1 10:00"},
		{"1 year", "2024-02-29 10:00", "UTC", "2026-02-01",
			"Feb 28 10:00–Mar 1 10:00, Feb 28 10:00–Mar 1 10:00"},
		{"7 days", "2026-03-22 02:30", "Europe/Berlin", "2026-03-23 06:00",
			"Mar 29 03:00–Mar 30 02:30, Apr 5 02:30–Apr 6 02:30"},
		{"1 week", "2026-10-18 02:30", "Europe/Berlin", "2026-10-20",
			"Oct 25 02:30–Oct 26 02:30, Nov 1 02:30–Nov 2 02:30"},
		{"1 day", "2026-03-28 02:30", "Europe/Berlin", "2026-03-28 06:00",
			"Mar 28 02:30–Mar 29 03:00, Mar 29 03:00–Mar 30 02:30"},
	} {
		n, u, err := ParseSteps(c.every)
		if err != nil {
			t.Fatal(err)
		}
		p := Steps{n, u, dateOf(t, c.from)}
		zone := location(t, c.zone)
		now := zoneAt(time.Time{}.In(zone)).first(dateOf(t, c.now).wall())
		if got := starts(t, p, now, 2); got != c.want {
			t.Errorf("%v at %s:\n got %s\nwant %s", p, c.now, got, c.want)
		}
		if w, ok := p.Prev(zoneAt(now).first(p.From.wall())); ok {
			t.Errorf("%v has a window before its date: %v", p, w)
		}
	}
}

func TestParseSteps(t *testing.T) {
	for text, want := range map[string]string{
		"2 weeks": "every 2 weeks", "2weeks": "every 2 weeks", "Day": "every 1 day",
		"1 months": "every 1 month", "10 years": "every 10 years",
		"0 days": "1 to 9999", "2 hours": "every 2 hours, or cron", "90 minutes": "cron",
		"1.5 days": `"1.5" is not a whole number`, "2": "not counted",
		"2 weeks 3 days": "not counted",
		"99999 days":     "1 to 9999", "": "2 weeks",
	} {
		n, u, err := ParseSteps(text)
		got := Steps{n, u, Date{Year: 2026, Month: 1, Day: 1}}.String()
		if err != nil {
			got = err.Error()
		}
		if !strings.Contains(got, want) {
			t.Errorf("%q is %s, want %s", text, got, want)
		}
	}
}

func TestNeverOfDates(t *testing.T) {
	span := func(from, to string) Period { return Dates{dateOf(t, from), dateOf(t, to)} }
	steps := func(n int, u Unit, from string) Period { return Steps{n, u, dateOf(t, from)} }
	for _, c := range []struct {
		p    All
		want bool
	}{
		{All{span("2020-01-01", "2020-01-01 00:00")}, true},
		{All{span("2020-01-01", "2020-01-02")}, false}, // whatever day it is today
		{All{span("2030-01-01", "")}, false},
		{All{span("2030-01-01", ""), span("", "2026-01-01")}, true},
		{All{span("2026-01-01", ""), span("", "2030-01-01")}, false},
		{All{span("2026-01-01", "2026-01-03"), read(t, "time of week on Mon")}, true},
		{All{span("2026-01-01", "2026-01-06"), read(t, "time of week on Mon")}, false},
		{All{span("2026-01-01", "2026-06-30"), read(t, "time of year after Jul")}, true},
		{All{span("2100-01-01", ""), read(t, "time of year on Feb 29th")}, false},
		{All{span("2097-01-01", "2103-01-01"), read(t, "time of year on Feb 29th")}, true},
		{All{steps(2, Week, "2026-01-06"), read(t, "time of week on Wed")}, true},
		{All{steps(2, Week, "2026-01-06 10:00"), read(t, "time of week on Wed")}, false},
		{All{steps(10, Day, "2026-01-06"), read(t, "time of week on Wed")}, false},
		{All{steps(14, Day, "2026-01-06"), read(t, "time of week on Wed")}, true},
		{All{steps(1, Month, "2026-01-31"), read(t, "time of month on 28th")}, false},
		{All{steps(1, Month, "2026-01-31"), read(t, "time of month on 27th")}, true},
		{All{steps(6, Month, "2026-01-10"), read(t, "time of year between Mar and Apr")}, true},
		{All{steps(5, Month, "2026-01-10"), read(t, "time of year between Mar and Apr")}, false},
		{All{steps(1, Year, "2024-02-29"), read(t, "time of month on 29th")}, false},
		{All{steps(1, Year, "2024-02-29"), read(t, "time of month on 1st")}, true},
	} {
		promptly(t, 100*time.Millisecond, fmt.Sprintf("Never(%v)", c.p), func() {
			if got := Never(c.p); got != c.want {
				t.Errorf("Never(%v) = %v", c.p, got)
			}
		})
		at := time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)
		if w, ok := c.p.Next(at); ok && c.want {
			t.Errorf("%v holds at %v", c.p, w)
		}
	}
}
