package ical

import (
	"maps"
	"os"
	"slices"
	"testing"
	"time"
)

// easter returns Easter Sunday, by the way of the golden number and the Sunday letter, as
// Meeus and Jones have it by the days of March.
func easter(year int) time.Time {
	golden := year % 19
	century := year / 100
	epact := (century - century/4 - (8*century+13)/25 + 19*golden + 15) % 30
	epact -= epact / 28 * (1 - epact/28*(29/(epact+1))*((21-golden)/11))
	sunday := (year + year/4 + epact + 2 - century + century/4) % 7
	return at(year, time.March, 28+epact-sunday)
}

func at(year int, month time.Month, dom int) time.Time {
	return time.Date(year, month, dom, 0, 0, 0, 0, time.UTC)
}

// weekdayFrom returns the first such weekday from a day on.
func weekdayFrom(t time.Time, wd time.Weekday) time.Time {
	for t.Weekday() != wd {
		t = t.AddDate(0, 0, 1)
	}
	return t
}

// inLieu returns the weekday on which a federal day of the US is kept.
func inLieu(t time.Time) time.Time {
	switch t.Weekday() {
	case time.Saturday:
		return t.AddDate(0, 0, -1)
	case time.Sunday:
		return t.AddDate(0, 0, 1)
	}
	return t
}

func finland(y int) []time.Time {
	e := easter(y)
	return []time.Time{at(y, 1, 1), at(y, 1, 6), e.AddDate(0, 0, -2), e, e.AddDate(0, 0, 1),
		at(y, 5, 1), e.AddDate(0, 0, 39), e.AddDate(0, 0, 49),
		weekdayFrom(at(y, 6, 20), time.Saturday), weekdayFrom(at(y, 10, 31), time.Saturday),
		at(y, 12, 6), at(y, 12, 25), at(y, 12, 26)}
}

func unitedStates(y int) []time.Time {
	monday := func(month time.Month, n int) time.Time {
		return weekdayFrom(at(y, month, 7*n-6), time.Monday)
	}
	days := []time.Time{monday(1, 3), monday(2, 3), weekdayFrom(at(y, 5, 25), time.Monday),
		monday(9, 1), monday(10, 2), weekdayFrom(at(y, 11, 22), time.Thursday)}
	for _, fixed := range []time.Time{at(y, 1, 1), at(y, 6, 19), at(y, 7, 4), at(y, 11, 11),
		at(y, 12, 25), at(y+1, 1, 1)} {
		if day := inLieu(fixed); day.Year() == y { // the next New Year's Day may be in December
			days = append(days, day)
		}
	}
	return days
}

func target(y int) []time.Time {
	e := easter(y)
	return []time.Time{at(y, 1, 1), e.AddDate(0, 0, -2), e.AddDate(0, 0, 1), at(y, 5, 1),
		at(y, 12, 25), at(y, 12, 26)}
}

// TestHolidays: the days of files as sites offer them are those that the rules give.
func TestHolidays(t *testing.T) {
	for file, rule := range map[string]func(year int) []time.Time{
		"finland.ics": finland, "us.ics": unitedStates, "target.ics": target,
	} {
		text, err := os.ReadFile("testdata/" + file)
		if err != nil {
			t.Fatal(err)
		}
		c, err := Parse(string(text))
		if err != nil {
			t.Fatal(err)
		}
		if want := 2030; c.Until != want && file != "us.ics" || len(c.Appointments) > 0 {
			t.Errorf("%s ends with %d, and has %v", file, c.Until, c.Appointments)
		}
		for year := 2024; year <= 2030; year++ {
			got, want := map[string]bool{}, map[string]bool{}
			for _, d := range c.Days {
				if d.Date.Year == year {
					got[d.Date.String()] = true
				}
			}
			for _, d := range rule(year) {
				want[d.Format(time.DateOnly)] = true
			}
			if !maps.Equal(got, want) {
				t.Errorf("%s has %v, by the rules %v", file, slices.Sorted(maps.Keys(got)),
					slices.Sorted(maps.Keys(want)))
			}
		}
	}
}
