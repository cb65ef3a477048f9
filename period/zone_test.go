package period

import (
	"math/rand/v2"
	"testing"
	"time"
	_ "time/tzdata"
)

// zones have clocks that are put forward and back at all hours: in the middle of
// the night, at midnight, by half an hour, by a whole day.
var zones = []string{
	"UTC", "Europe/Helsinki", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu",
	"Pacific/Apia", "America/Sao_Paulo", "America/St_Johns", "Africa/Monrovia", "America/Juneau",
}

func location(t testing.TB, name string) *time.Location {
	t.Helper()
	loc, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return loc
}

// instant reads a local time; one that comes twice is the first.
func instant(t testing.TB, loc *time.Location, text string) time.Time {
	t.Helper()
	v, err := time.ParseInLocation("2006-01-02 15:04:05", text, loc)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// TestDaysTile follows the windows of whole and shifted days: they follow each
// other without a pause, one for each day of the calendar.
func TestDaysTile(t *testing.T) {
	for _, name := range zones {
		loc := location(t, name)
		for _, p := range []OfDay{{}, {2 * time.Hour, 2 * time.Hour},
			{150 * time.Minute, 150 * time.Minute}} {
			w, _ := p.Next(time.Date(1965, 1, 1, 12, 0, 0, 0, loc))
			for w.Start.Year() < 2046 {
				next, ok := p.Next(w.End)
				if !ok || !next.Start.Equal(w.End) || !next.Start.Before(next.End) {
					t.Fatalf("%s: %v: %v is followed by %v", name, p, w, next)
				}
				if prev, ok := p.Prev(next.Start); !ok || prev != w {
					t.Fatalf("%s: %v: %v follows %v", name, p, next, prev)
				}
				if p == (OfDay{}) && next.Start.Day() == w.Start.Day() {
					t.Fatalf("%s: %v and %v are on one day", name, w, next)
				}
				w = next
			}
		}
	}
}

// TestPartOfDay counts the windows of a part of the day: one for each day that
// there is, on that day.
func TestPartOfDay(t *testing.T) {
	for _, name := range zones {
		loc := location(t, name)
		for _, p := range []OfDay{{0, time.Hour}, {2 * time.Hour, 3 * time.Hour},
			{150 * time.Minute, 160 * time.Minute}, {22 * time.Hour, 0}} {
			whole, _ := OfDay{}.Next(time.Date(1965, 1, 1, 12, 0, 0, 0, loc))
			for whole.Start.Year() < 2046 {
				w, ok := p.Next(whole.Start)
				if ok && w.Start.Before(whole.Start) { // yesterday's, if midnight comes twice
					w, ok = p.Next(w.End)
				}
				if !ok || w.Start.Before(whole.Start) || !w.Start.Before(whole.End) {
					t.Fatalf("%s: %v: on the day %v the window is %v", name, p, whole, w)
				}
				if again, ok := p.Next(w.End); !ok || again.Start.Before(whole.End) {
					t.Fatalf("%s: %v: on the day %v there is %v after %v", name, p, whole, again, w)
				}
				whole, _ = OfDay{}.Next(whole.End)
			}
		}
	}
}

// TestClockChanges shows what becomes of the edges that the clocks skip or show
// twice.
func TestClockChanges(t *testing.T) {
	for _, c := range []struct {
		zone, period, from string
		start, end         string // in UTC
	}{
		// New York, 2026-03-08: 02:00 EST is 03:00 EDT.
		{"America/New_York", "time of day between 02:30 and 12:00", "2026-03-08 00:00:00",
			"2026-03-08 07:00:00", "2026-03-08 16:00:00"},
		{"America/New_York", "time of day between 01:00 and 02:30", "2026-03-08 00:00:00",
			"2026-03-08 06:00:00", "2026-03-08 07:00:00"},
		{"America/New_York", "time of day at 02:00", "2026-03-08 00:00:00", "2026-03-08 07:00:00",
			"2026-03-08 08:00:00"},
		{"America/New_York", "time of day after 00:00", "2026-03-08 00:00:00",
			"2026-03-08 05:00:00", "2026-03-09 04:00:00"},
		{"America/New_York", "time of hour after 00:00", "2026-03-08 03:30:00",
			"2026-03-08 07:00:00", "2026-03-08 08:00:00"},
		// New York, 2026-11-01: 02:00 EDT is 01:00 EST.
		{"America/New_York", "time of day between 01:15 and 01:30", "2026-11-01 00:00:00",
			"2026-11-01 05:15:00", "2026-11-01 06:30:00"},
		{"America/New_York", "time of day before 01:30", "2026-11-01 00:00:00",
			"2026-11-01 04:00:00", "2026-11-01 06:30:00"},
		{"America/New_York", "time of day after 01:30", "2026-11-01 00:00:00",
			"2026-11-01 05:30:00", "2026-11-02 05:00:00"},
		{"America/New_York", "time of week on Sun", "2026-11-01 12:00:00", "2026-11-01 04:00:00",
			"2026-11-02 05:00:00"},
		// Lord Howe, 2026-04-05: 02:00 is 01:30, and 2026-10-04: 02:00 is 02:30.
		{"Australia/Lord_Howe", "time of hour between 15:00 and 45:00", "2026-04-05 01:00:00",
			"2026-04-04 14:15:00", "2026-04-04 14:45:00"},
		{"Australia/Lord_Howe", "time of hour after 00:00", "2026-10-04 02:40:00",
			"2026-10-03 15:30:00", "2026-10-03 16:00:00"},
		{"Australia/Lord_Howe", "time of hour before 20:00", "2026-10-04 02:30:00",
			"2026-10-03 16:00:00", "2026-10-03 16:20:00"},
		{"Australia/Lord_Howe", "time of hour before 20:00", "2026-10-04 01:50:00",
			"2026-10-03 16:00:00", "2026-10-03 16:20:00"},
		// São Paulo, 2018-11-04: there is no 00:00 to 01:00.
		{"America/Sao_Paulo", "time of day before 02:00", "2018-11-04 12:00:00",
			"2018-11-05 02:00:00", "2018-11-05 04:00:00"},
		{"America/Sao_Paulo", "time of day before 02:00", "2018-11-03 12:00:00",
			"2018-11-04 03:00:00", "2018-11-04 04:00:00"},
		{"America/Sao_Paulo", "time of day after 00:00", "2018-11-04 12:00:00",
			"2018-11-04 03:00:00", "2018-11-05 02:00:00"},
		{"America/Sao_Paulo", "time of day before 00:30", "2018-11-03 12:00:00",
			"2018-11-04 03:00:00", "2018-11-04 03:30:00"},
		// Apia: there is no 2011-12-30.
		{"Pacific/Apia", "time of day at 10:00", "2011-12-29 12:00:00", "2011-12-30 20:00:00",
			"2011-12-30 21:00:00"},
		{"Pacific/Apia", "time of week on Fri", "2011-12-28 12:00:00", "2012-01-05 10:00:00",
			"2012-01-06 10:00:00"},
		{"Pacific/Apia", "time of month on 30th", "2011-12-28 12:00:00", "2012-01-29 10:00:00",
			"2012-01-30 10:00:00"},
	} {
		loc := location(t, c.zone)
		w, ok := read(t, c.period).Next(instant(t, loc, c.from))
		want := Window{instant(t, time.UTC, c.start).In(loc), instant(t, time.UTC, c.end).In(loc)}
		if !ok || !w.Start.Equal(want.Start) || !w.End.Equal(want.End) {
			t.Errorf("%s: %s from %s\n got %v\nwant %v", c.zone, c.period, c.from, w, want)
		}
	}
}

// TestHoursByReading compares short units with what the clock reads.
func TestHoursByReading(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, name := range zones {
		loc := location(t, name)
		for range 3000 {
			at := time.Unix(r.Int64N(4e9)-2e9, r.Int64N(1e9)).In(loc)
			from, to := time.Duration(r.Int64N(3600))*time.Second,
				time.Duration(r.Int64N(3600))*time.Second
			reading := time.Duration(at.Minute())*time.Minute +
				time.Duration(at.Second())*time.Second + time.Duration(at.Nanosecond())
			want := from <= reading && reading < to
			if to <= from {
				want = reading >= from || reading < to
			}
			if got := holds(OfHour{from, to}, at); got != want {
				t.Fatalf("%s: %v at %v = %v", name, OfHour{from, to}, at, got)
			}
		}
	}
}

// readings compares longer units with what the clock reads, away from clock changes.
var readings = []struct {
	period string
	holds  func(time.Time) bool
}{
	{"time of day between 10:00 and 12:00",
		func(t time.Time) bool { return t.Hour() == 10 || t.Hour() == 11 }},
	{"time of day between 22:00 and 06:00",
		func(t time.Time) bool { return t.Hour() >= 22 || t.Hour() < 6 }},
	{"time of week between Mon and Fri",
		func(t time.Time) bool {
			return t.Weekday() != time.Saturday &&
				t.Weekday() != time.Sunday
		}},
	{"time of week between Sat and Mon", func(t time.Time) bool { return (t.Weekday()+1)%7 <= 2 }},
	{"time of month on 31st", func(t time.Time) bool { return t.Day() == 31 }},
	{"time of month on last day", func(t time.Time) bool { return t.AddDate(0, 0, 1).Day() == 1 }},
	{"time of month on last Fri", func(t time.Time) bool {
		return t.Weekday() == time.Friday &&
			t.AddDate(0, 0, 7).Month() != t.Month()
	}},
	{"time of month on 2nd Tue", func(t time.Time) bool {
		return t.Weekday() == time.Tuesday &&
			(t.Day()-1)/7 == 1
	}},
	{"time of month on 5th Sun", func(t time.Time) bool {
		return t.Weekday() == time.Sunday &&
			t.Day() > 28
	}},
	{"time of month between 30th and 5th",
		func(t time.Time) bool { return t.Day() >= 30 || t.Day() <= 5 }},
	{"time of month between 10th and last day", func(t time.Time) bool { return t.Day() >= 10 }},
	{"time of month between 31st and 30th 12:00",
		func(t time.Time) bool { return t.Day() != 30 || t.Hour() < 12 }},
	{"time of month after 31st", func(t time.Time) bool { return t.Day() == 31 }},
	{"time of month before 30th 12:00", func(t time.Time) bool {
		return t.Day() < 30 ||
			t.Day() == 30 && t.Hour() < 12
	}},
	{"time of year between Nov and Feb", func(t time.Time) bool { return (t.Month()+1)%12 <= 3 }},
	{"time of year after Feb 29th", func(t time.Time) bool {
		return t.Month() > 2 ||
			t.Month() == 2 && t.Day() == 29
	}},
	{"time of year before Mar 10th", func(t time.Time) bool {
		return t.Month() < 3 ||
			t.Month() == 3 && t.Day() <= 10
	}},
	{"time of year before Mar 10th 00:00", func(t time.Time) bool {
		return t.Month() < 3 ||
			t.Month() == 3 && t.Day() < 10
	}},
	{"time of year on Feb 29th",
		func(t time.Time) bool { return t.Month() == 2 && t.Day() == 29 }},
	{"time of year between Feb 29th and Dec 24th", func(t time.Time) bool {
		return t.Month() > 2 && t.Month() < 12 || t.Month() == 2 && t.Day() == 29 ||
			t.Month() == 12 && t.Day() <= 24
	}},
}

func TestReadings(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for _, c := range readings {
		p := read(t, c.period)
		for range 3000 {
			at := time.Unix(r.Int64N(8e9)-4e9, 0).UTC()
			if got := holds(p, at); got != c.holds(at) {
				t.Fatalf("%s at %v = %v", c.period, at, got)
			}
		}
	}
}

// TestWalk follows the windows of all sorts of periods forth and back: they come
// in order, hold what they hold, and are the same both ways.
func TestWalk(t *testing.T) {
	texts := []string{"time of second after 500", "time of minute between 50 and 10",
		"time of hour between 45:00 and 15:00", "time of month starting 31st",
		"time of year starting Feb 29th 02:30",
		"time of week starting Fri 18:00"}
	for _, c := range readings {
		texts = append(texts, c.period)
	}
	for _, name := range zones {
		loc := location(t, name)
		for _, text := range texts {
			walk(t, read(t, text), time.Date(2011, 12, 20, 1, 2, 3, 4, loc), 40)
			walk(t, read(t, text), time.Date(2026, 3, 28, 1, 2, 3, 4, loc), 40)
		}
	}
}

// TestShortWalk follows short units through clock changes by half hours and less.
func TestShortWalk(t *testing.T) {
	for _, c := range []struct{ zone, from string }{
		{"Australia/Lord_Howe", "2026-04-04 22:00:00"},
		{"Australia/Lord_Howe", "2026-10-03 22:00:00"},
		{"Africa/Monrovia", "1972-01-06 22:00:00"},
		{"America/Juneau", "1867-10-18 14:30:00"}, // put back by a day, from 15:33:32
		{"Asia/Kathmandu", "1985-12-31 22:00:00"},
		{"Asia/Kathmandu", "2038-01-19 06:00:00"}, // the zone's list of spans ends
		{"America/New_York", "1883-11-18 10:00:00"},
	} {
		loc := location(t, c.zone)
		for _, text := range []string{
			"time of hour between 45:00 and 15:00", "time of hour before 20:00",
			"time of hour after 50:00", "time of hour after 00:00",
			"time of hour starting 40:00", "time of minute before 10", "time of minute starting 15",
			"time of second after 0",
		} {
			p := read(t, text)
			walk(t, p, instant(t, loc, c.from), 30)
			if _, minutes := p.(OfMinute); minutes {
				walk(t, p, instant(t, loc, c.from).Add(90*time.Minute), 200)
			}
		}
		for _, expr := range []string{"*/7 * * * *", "30 * * * *", "*/20 * * * * *"} {
			walk(t, cron(t, expr), instant(t, loc, c.from), 100)
		}
		walk(t, cron(t, "* * * * *"), instant(t, loc, c.from).Add(90*time.Minute), 200)
	}
}

func walk(t *testing.T, p Period, from time.Time, steps int) {
	t.Helper()
	w, ok := p.Next(from)
	for range steps {
		if !ok || !w.Start.Before(w.End) {
			t.Fatalf("%v: window %v, %v", p, w, ok)
		}
		for _, at := range []time.Time{w.Start, w.End.Add(-1),
			w.Start.Add(w.End.Sub(w.Start) / 2)} {
			if again, ok := p.Next(at); !ok || again != w {
				t.Fatalf("%v: Next(%v) = %v, want %v", p, at, again, w)
			}
			if again, ok := p.Prev(at.Add(1)); !ok || again != w {
				t.Fatalf("%v: Prev(%v) = %v, want %v", p, at.Add(1), again, w)
			}
		}
		next, ok := p.Next(w.End)
		if !ok || next.Start.Before(w.End) {
			t.Fatalf("%v: %v is followed by %v", p, w, next)
		}
		if next.Start.After(w.End) && holds(p, w.End) {
			t.Fatalf("%v holds at %v, the end of its window", p, w.End)
		}
		if prev, ok := p.Prev(next.Start); !ok || prev != w {
			t.Fatalf("%v: Prev(%v) = %v, want %v", p, next.Start, prev, w)
		}
		w = next
	}
}
