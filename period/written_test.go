package period

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"
)

// unitWords are the words in front of a window.
var unitWords = map[string]Unit{
	"secondly": Second, "minutely": Minute, "hourly": Hour, "daily": Day, "weekly": Week,
	"monthly": Month, "yearly": Year,
	"time of second": Second, "time of minute": Minute, "time of hour": Hour, "time of day": Day,
	"time of week": Week, "time of month": Month, "time of year": Year,
	"this minute": Minute, "this hour": Hour, "today": Day, "this week": Week, "this month": Month,
	"this year": Year,
}

// window finds a window in a condition: its unit, its form, its points.
var window = regexp.MustCompile(
	`(secondly|minutely|hourly|daily|weekly|monthly|yearly|time of \w+|this \w+|today) +` +
		`(?:(before|after|on|at|starting) +([^&|()<>=!~]*)|` +
		`between +([^&|()<>=!~]*?) and +([^&|()<>=!~]*))`)

// parseWindow reads a window as window found it.
func parseWindow(m []string) (Period, error) {
	u, ok := unitWords[m[1]]
	if !ok {
		return nil, errors.New("no unit: " + m[1])
	}
	if m[2] == "" {
		a, err := u.Point(m[4])
		if err != nil {
			return nil, err
		}
		b, err := u.Point(m[5])
		if err != nil {
			return nil, err
		}
		return u.Between(a, b), nil
	}
	p, err := u.Point(m[3])
	if err != nil {
		return nil, err
	}
	if u.EndOnly(p) && m[2] != "before" {
		return nil, errors.New("a window can't start at " + m[3])
	}
	switch m[2] {
	case "before":
		return u.Before(p), nil
	case "after":
		return u.After(p), nil
	case "starting":
		return u.Starting(p), nil
	}
	return u.At(p), nil
}

// read reads a whole condition that is a window.
func read(t testing.TB, text string) Period {
	t.Helper()
	m := window.FindStringSubmatch(text)
	if m == nil || m[0] != text {
		t.Fatalf("%q is not a window", text)
	}
	p, err := parseWindow(m)
	if err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	return p
}

func TestGrammarVectors(t *testing.T) {
	type vector struct {
		ID, Cond string
		OK       bool
	}
	seen := 0
	for _, v := range vectors[vector](t, "grammar.jsonl") {
		m := window.FindStringSubmatch(v.Cond)
		if m == nil || !v.OK && m[0] != v.Cond {
			continue
		}
		seen++
		p, err := parseWindow(m)
		if (err == nil) != v.OK {
			t.Errorf("%s: %q = %v, %v", v.ID, v.Cond, p, err)
		}
	}
	if seen < 80 {
		t.Errorf("only %d windows found", seen)
	}
}

func TestConditionVectors(t *testing.T) {
	type vector struct {
		ID, Cond string
		Now      stamp
		Expect   bool
	}
	alone := 0
	for _, v := range vectors[vector](t, "conditions.jsonl") {
		for _, m := range window.FindAllStringSubmatch(v.Cond, -1) {
			p, err := parseWindow(m)
			if err != nil {
				t.Errorf("%s: %q in %q: %v", v.ID, m[0], v.Cond, err)
				continue
			}
			if m[0] != v.Cond || !strings.HasPrefix(v.Cond, "time of") {
				continue
			}
			alone++
			if got := holds(p, v.Now.Time); got != v.Expect {
				t.Errorf("%s: %q at %v = %v", v.ID, v.Cond, v.Now, got)
			}
		}
	}
	if alone < 50 {
		t.Errorf("only %d conditions are a time alone", alone)
	}
}

// TestText writes periods and reads them again.
func TestText(t *testing.T) {
	for _, text := range []string{
		"time of second after 0",
		"time of second before 750",
		"time of second between 750 and 0.5",
		"time of minute starting 30.25",
		"time of hour after 00:00",
		"time of hour between 45:00 and 15:30.5",
		"time of day between 10:00 and 12:00",
		"time of day between 22:00 and 06:00",
		"time of day after 23:59:59.999999",
		"time of day starting 10:00",
		"time of week after Mon",
		"time of week on Sun",
		"time of week on Mon 10:00",
		"time of week between Mon and Fri",
		"time of week between Fri 18:00 and Sat",
		"time of week between Fri and Mon 07:00",
		"time of week starting Tue",
		"time of week before Wed 12:00",
		"time of month after 1st",
		"time of month between 1st and 15th",
		"time of month before 15th 00:00",
		"time of month between 3rd 12:30 and 5th 08:00",
		"time of month on 31st 12:00",
		"time of month on last day",
		"time of month on last Fri",
		"time of month on 2nd Tue 10:00",
		"time of month between 2nd Tue and last day 12:00",
		"time of month starting 15th",
		"time of year after Jan",
		"time of year on Feb",
		"time of year on Feb 29th",
		"time of year on Mar 10th 08:00",
		"time of year between Nov and Feb",
		"time of year between Feb 10th and Apr 5th",
		"time of year before Sep 3rd 10:00",
		"time of year starting Jul",
		"time of year on Jan 1st",
		"time of year on Dec 31st 12:00",
		"time of year starting Feb 29th 12:00",
		"time of year after Oct",
	} {
		if got := read(t, text).String(); got != text {
			t.Errorf("%q is written as %q", text, got)
		}
	}
	for text, want := range map[string]string{
		"time of day before 24:00":                      "time of day after 00:00",
		"time of day at 10 pm":                          "time of day between 22:00 and 23:00",
		"time of day on 7":                              "time of day between 07:00 and 08:00",
		"time of day on 12am":                           "time of day before 01:00",
		"time of day before 12:30 PM":                   "time of day before 12:30",
		"time of hour on 3 q":                           "time of hour between 45:00 and 46:00",
		"time of hour before 1 Quarter":                 "time of hour before 15:00",
		"time of hour before 4q":                        "time of hour after 00:00",
		"time of hour between 1 quarter and 3 quarters": "time of hour between 15:00 and 45:00",
		"time of hour after 15":                         "time of hour after 15:00",
		"time of week on SUNDAY":                        "time of week on Sun",
		"time of week between sat and mon":              "time of week between Sat and Mon",
		"time of week before Fri":                       "time of week between Mon and Fri",
		"time of year before Mar":                       "time of year between Jan and Mar",
		"time of week before Sun 24:00":                 "time of week after Mon",
		"time of month between 3 and 3.":                "time of month on 3rd",
		"time of month on 2ND tue":                      "time of month on 2nd Tue",
		"time of year between Jan 1st and Dec 24th":     "time of year between Jan and Dec 24th",
		"time of year before Mar 1st 00:00":             "time of year between Jan and Feb",
		"time of year between January and Dec":          "time of year after Jan",
		"time of year on Jan 31":                        "time of year on Jan 31st",
		"time of year on dec 15.":                       "time of year on Dec 15th",
	} {
		if got := read(t, text).String(); got != want {
			t.Errorf("%q is written as %q, want %q", text, got, want)
		}
	}
}

func TestTextOfSets(t *testing.T) {
	ten, mon := read(t, "time of day at 10:00"), read(t, "time of week on Mon")
	cron, _ := ParseCron("*/5  * * * Mon")
	for _, c := range []struct {
		p    Period
		want string
	}{
		{All{}, "always"},
		{All{ten, All{mon, cron}},
			`time of day between 10:00 and 11:00 & time of week on Mon & crontime "*/5 * * * Mon"`},
		{Cron{}, "crontime * * * * *"},
		{OfDay{From: -2 * time.Hour}, "time of day after 22:00"},
		{OfMonth{From: MonthDay{Clock: time.Hour}}, "time of month after 1st 01:00"},
	} {
		if got := c.p.String(); got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
}

// TestZeroValues shows that the zero value of a kind is the whole unit, and what
// the methods of Unit return.
func TestZeroValues(t *testing.T) {
	whole := []Period{OfSecond{}, OfMinute{}, OfHour{}, OfDay{}, OfWeek{}, OfMonth{}, OfYear{}}
	at := time.Date(2026, 3, 4, 5, 6, 7, 8, time.UTC)
	for i, p := range whole {
		u := Unit(i)
		if u.Full() != p {
			t.Errorf("%v.Full() = %#v", u, u.Full())
		}
		w, ok := p.Next(at)
		if !ok || w.Start.After(at) || !w.End.After(at) {
			t.Errorf("%v does not hold: %v", p, w)
		}
	}
	if got := fmt.Sprint(Unit(9), Year); got != "unit? year" {
		t.Errorf("units are written %q", got)
	}
}

func TestPointErrors(t *testing.T) {
	for _, c := range []struct {
		unit       Unit
		text       string
		start, end int
		hint       string
	}{
		{Second, "1001", 0, 4, "a second has 1000 milliseconds, 0 to 999.999"},
		{Second, "1000", 0, 4, "a second has 1000 milliseconds, 0 to 999.999"},
		{Second, " x ", 1, 2, "a second has 1000 milliseconds, 0 to 999.999"},
		{Minute, "75", 0, 2, "a minute has 60 seconds, 0 to 59.999"},
		{Minute, "30.2x", 0, 5, "a minute has 60 seconds, 0 to 59.999"},
		{Minute, "45:00", 0, 5, "a minute has 60 seconds, 0 to 59.999"},
		{Hour, "60:00", 0, 5, "an hour runs from 00:00 to 59:59, minutes and seconds"},
		{Hour, "5 q", 0, 1, ""},
		{Day, "25:00", 0, 5, "a day runs from 00:00 to 24:00"},
		{Day, "24:01", 0, 5, "write hours and minutes like 07:00 or 07:00:30"},
		{Day, "13pm", 0, 4, "am and pm go with hours 1 to 12"},
		{Day, "10:00 12:00", 6, 11, ""},
		{Day, "Monday 10:00", 0, 6,
			"for days of the week: weekly on Mon, or time of week on Mon"},
		{Day, "", 0, 0, "for example 07:00 or 10 PM"},
		{Week, "Mo", 0, 2, "did you mean Mon?"},
		{Week, "Tues", 0, 4, "did you mean Tue?"},
		{Week, "Mon 25:00", 4, 9, "a day runs from 00:00 to 24:00"},
		{Week, "3", 0, 1, "did you mean Wed?"},
		{Month, "32nd", 0, 4, "days are 1st to 31st, or last day"},
		{Month, "last", 0, 4, "last day, or a weekday as in last Fri"},
		{Month, "first", 0, 5, "did you mean 1st?"},
		{Month, "last Frday", 5, 10, "did you mean Friday?"},
		{Month, "6th Mon", 0, 3, "1st to 5th, or last"},
		{Year, "Febuary", 0, 7, "did you mean February?"},
		{Year, "Feb 30th", 4, 8, "days are 1st to 29th"},
		{Year, "Feb 1st 25:00", 8, 13, "a day runs from 00:00 to 24:00"},
		{Year, "2", 0, 1, "did you mean Feb?"},
		{Year, "xyzzy", 0, 5, ""},
	} {
		p, err := c.unit.Point(c.text)
		var v *ValueError
		if !errors.As(err, &v) {
			t.Errorf("%v.Point(%q) = %v, %v", c.unit, c.text, p, err)
			continue
		}
		if v.Start != c.start || v.End != c.end || v.Hint != c.hint || v.Msg == "" {
			t.Errorf("%v.Point(%q): %d:%d %v", c.unit, c.text, v.Start, v.End, v)
		}
	}
}

func TestNumberErrors(t *testing.T) {
	for _, c := range []struct {
		unit Unit
		n    float64
	}{
		{Second, 1000}, {Second, -1}, {Minute, 60}, {Hour, 60}, {Day, 24}, {Week, 0}, {Week, 8},
		{Week, 1.5},
		{Month, 32}, {Month, 0}, {Year, 13},
	} {
		if p, err := c.unit.Number(c.n); err == nil {
			t.Errorf("%v.Number(%v) = %v", c.unit, c.n, p)
		}
	}
}

func TestEndOnly(t *testing.T) {
	for _, c := range []struct {
		unit Unit
		text string
		want bool
	}{
		{Day, "24:00", true}, {Hour, "4 quarters", true}, {Hour, "3 quarters", false},
		{Day, "23:59", false}, {Week, "Sun 24:00", true}, {Week, "Mon 24:00", false},
		{Month, "1st 24:00", false},
	} {
		p, err := c.unit.Point(c.text)
		if err != nil || c.unit.EndOnly(p) != c.want {
			t.Errorf("%v %s: EndOnly %v, %v", c.unit, c.text, !c.want, err)
		}
	}
}

func TestStartOnly(t *testing.T) {
	for _, c := range []struct {
		unit Unit
		text string
		want bool
	}{
		{Second, "0", true}, {Second, "0.5", false}, {Minute, "0", true}, {Hour, "00:00", true},
		{Day, "00:00", true}, {Day, "12am", true}, {Day, "24:00", false}, {Day, "00:01", false},
		{Week, "Mon 00:00", true}, {Week, "Mon", false}, {Week, "Tue 00:00", false},
		{Month, "1st 00:00", true}, {Month, "1st", false}, {Month, "1st Mon 00:00", false},
		{Month, "last day 00:00", false}, {Year, "Jan 1st 00:00", true}, {Year, "Jan 1st", false},
		{Year, "Jan", false}, {Year, "Feb 1st 00:00", false},
	} {
		p, err := c.unit.Point(c.text)
		if err != nil || c.unit.StartOnly(p) != c.want {
			t.Errorf("%v %s: StartOnly %v, %v", c.unit, c.text, !c.want, err)
		}
	}
}

func TestWords(t *testing.T) {
	for _, w := range []string{"am", "PM", "Mon", "sunday", "FEB", "december", "quarter",
		"quarters", "q", "last", "day"} {
		if !IsPointWord(w) {
			t.Errorf("%q is not a point word", w)
		}
	}
	for _, w := range []string{"", "Mo", "Tues", "and", "first", "7"} {
		if IsPointWord(w) {
			t.Errorf("%q is a point word", w)
		}
	}
	for _, w := range []string{"s", "secs", "Minutes", "HR", "weeks", "µs", "μs", "ms"} {
		if !IsUnit(w) {
			t.Errorf("%q is not a unit", w)
		}
	}
	if IsUnit("fortnight") || IsUnit("") {
		t.Error("a fortnight is a unit")
	}
}
