package period

import (
	"strings"
	"testing"
	"time"
)

// TestDaysThatAreNotThere lists the windows from a day on. A window on a day that a
// month has not is not there; as the edge of a window the day is the end of the month;
// a period that starts there starts on the month's last day.
func TestDaysThatAreNotThere(t *testing.T) {
	for _, c := range []struct{ text, from, want string }{
		// A date of the year is a day.
		{"time of year on Dec 24th", "2025-12-01", "2025-12-24..25 2026-12-24..25"},
		{"time of year on Dec 31st", "2025-12-01", "2025-12-31..2026-01-01 2026-12-31..2027-01-01"},
		{"time of year on Jan 1st", "2025-12-01", "2026-01-01..02 2027-01-01..02"},
		{"time of year on Feb 28th", "2026-01-01",
			"2026-02-28..03-01 2027-02-28..03-01 2028-02-28..29"},
		{"time of year on Mar 10th 08:00", "2026-01-01", "2026-03-10T08..11T08"},
		{"time of year on Dec 31st 12:00", "2026-12-01", "2026-12-31T12..2027-01-01T12"},
		{"time of year on Feb", "2026-01-01",
			"2026-02-01..03-01 2027-02-01..03-01 2028-02-01..03-01"},
		{"time of year on Dec", "2026-01-01", "2026-12-01..2027-01-01"},
		{"time of year between Dec 24th and Dec 26th", "2025-12-25",
			"2025-12-24..27 2026-12-24..27"},
		{"time of year between Dec 30th and Jan 2nd", "2025-12-25",
			"2025-12-30..2026-01-03 2026-12-30..2027-01-03"},
		{"time of year between Dec 24th 18:00 and Dec 26th 06:00", "2025-12-25",
			"2025-12-24T18..26T06"},
		{"time of year before Feb 10th", "2026-06-01", "2027-01-01..02-11"},
		{"time of year before Feb 10th 00:00", "2026-06-01", "2027-01-01..02-10"},
		{"time of year after Dec 31st", "2026-06-01", "2026-12-31..2027-01-01"},
		{"time of year starting Dec 24th", "2026-06-01", "2025-12-24..2026-12-24"},
		{"time of year between Feb and Mar 15th", "2026-01-01", "2026-02-01..03-16"},
		{"time of year between Mar 15th and Apr", "2026-01-01", "2026-03-15..05-01"},
		// February 29.
		{"time of year on Feb 29th", "2025-01-01", "2028-02-29..03-01 2032-02-29..03-01"},
		{"time of year on Feb 29th 12:00", "2025-01-01", "2028-02-29T12..03-01T12"},
		{"time of year between Feb 29th and Mar 5th", "2026-01-01",
			"2026-03-01..06 2027-03-01..06 2028-02-29..03-06"},
		{"time of year between Feb 29th 12:00 and Mar 5th", "2027-01-01",
			"2027-03-01..06 2028-02-29T12..03-06"},
		{"time of year between Feb 10th and Feb 29th", "2027-01-01",
			"2027-02-10..03-01 2028-02-10..03-01"},
		{"time of year between Oct 5th and Feb 29th", "2026-06-01",
			"2026-10-05..2027-03-01 2027-10-05..2028-03-01"},
		{"time of year between Mar 1st and Feb 29th", "2026-06-01",
			"2026-03-01..2027-03-01 2027-03-01..2028-03-01"},
		{"time of year between Feb 29th and Feb 28th", "2026-06-01",
			"2026-03-01..2027-03-01 2027-03-01..2028-02-29"},
		{"time of year before Feb 29th", "2026-01-01",
			"2026-01-01..03-01 2027-01-01..03-01 2028-01-01..03-01"},
		{"time of year before Feb 29th 12:00", "2027-01-01",
			"2027-01-01..03-01 2028-01-01..02-29T12"},
		{"time of year after Feb 29th", "2027-01-01",
			"2027-03-01..2028-01-01 2028-02-29..2029-01-01"},
		{"time of year starting Feb 29th", "2026-01-01",
			"2025-02-28..2026-02-28 2026-02-28..2027-02-28 2027-02-28..2028-02-29 " +
				"2028-02-29..2029-02-28"},
		{"time of year starting Feb 29th 12:00", "2027-02-28T13", "2027-02-28T12..2028-02-29T12"},
		// Days of the month.
		{"time of month starting 31st", "2026-01-24",
			"2025-12-31..2026-01-31 2026-01-31..02-28 2026-02-28..03-31 " +
				"2026-03-31..04-30 2026-04-30..05-31"},
		{"time of month starting 30th", "2027-12-31",
			"2027-12-30..2028-01-30 2028-01-30..02-29 2028-02-29..03-30"},
		{"time of month starting 29th 10:00", "2026-02-01",
			"2026-01-29T10..02-28T10 2026-02-28T10..03-29T10"},
		{"time of month starting 5th Fri", "2026-01-31",
			"2026-01-30..02-28 2026-02-28..03-31 2026-03-31..04-30 " +
				"2026-04-30..05-29"},
		{"time of month starting last day", "2026-02-01", "2026-01-31..02-28 2026-02-28..03-31"},
		{"time of month on 30th", "2026-01-31", "2026-03-30..31 2026-04-30..05-01"},
		{"time of month on 31st 12:00", "2026-02-01T13",
			"2026-03-31T12..04-01T12 2026-05-31T12..06-01T12"},
		{"time of month on 5th Fri", "2026-02-01", "2026-05-29..30 2026-07-31..08-01"},
		{"time of month between 30th and 2nd", "2026-02-03", "2026-03-01..03 2026-03-30..04-03"},
		{"time of month between 30th 12:00 and 2nd", "2026-02-03",
			"2026-03-01..03 2026-03-30T12..04-03"},
		{"time of month between 31st and 30th", "2026-01-31",
			"2026-01-31..03-01 2026-03-01..31 2026-03-31..05-01 2026-05-01..31"},
		{"time of month between 10th and 31st", "2026-02-01",
			"2026-02-10..03-01 2026-03-10..04-01"},
		{"time of month between 29th and 31st", "2026-02-01",
			"2026-03-29..04-01 2026-04-29..05-01"},
		{"time of month after 31st", "2026-02-01", "2026-03-31..04-01 2026-05-31..06-01"},
		{"time of month after 30th", "2026-02-01", "2026-03-30..04-01 2026-04-30..05-01"},
		{"time of month before 31st", "2026-02-01", "2026-02-01..03-01 2026-03-01..04-01"},
		{"time of month before 31st 12:00", "2026-02-01", "2026-02-01..03-01 2026-03-01..31T12"},
	} {
		p, at := read(t, c.text), date(t, c.from)
		var got []string
		for n := strings.Count(c.want, "..") - 1; n >= 0; n-- {
			w, ok := p.Next(at)
			if !ok {
				break
			}
			got, at = append(got, spanText(w)), w.End
			if before, ok := p.Prev(w.End); !ok || before != w {
				t.Errorf("%s: before %v is %v, want %v", c.text, w.End, before, w)
			}
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s from %s\n got %s\nwant %s", c.text, c.from, strings.Join(got, " "), c.want)
		}
	}
}

// date reads a date, with or without an hour.
func date(t *testing.T, text string) time.Time {
	t.Helper()
	for _, layout := range []string{time.DateOnly, "2006-01-02T15"} {
		if at, err := time.Parse(layout, text); err == nil {
			return at
		}
	}
	t.Fatalf("%q is not a date", text)
	return time.Time{}
}

// spanText writes a window: the part of the end that its start has, too, is left out.
func spanText(w Window) string {
	write := func(at time.Time) string {
		return strings.TrimSuffix(at.Format("2006-01-02T15"), "T00")
	}
	from, to := write(w.Start), write(w.End)
	for _, n := range []int{len("2006-01-"), len("2006-")} {
		if from[:n] == to[:n] {
			return from + ".." + to[n:]
		}
	}
	return from + ".." + to
}
