package calendar

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	rocket "github.com/rocketc/rocketc/runtime"
)

// calendarOf is a calendar of events, each given by the lines in it.
func calendarOf(events ...string) string {
	text := "BEGIN:VCALENDAR\nVERSION:2.0\n"
	for _, e := range events {
		text += "BEGIN:VEVENT\n" + strings.TrimSpace(e) + "\nEND:VEVENT\n"
	}
	return strings.ReplaceAll(text+"END:VCALENDAR\n", "\n", "\r\n")
}

func write(t *testing.T, text string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "holidays.ics")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// TestDays says on which days there is an event, and on which days not.
func TestDays(t *testing.T) {
	for _, test := range []struct{ name, calendar, on, off string }{
		{"none", calendarOf(), "", "2026-01-01"},
		{"one day", calendarOf("DTSTART;VALUE=DATE:20260101"), "2026-01-01",
			"2025-12-31 2026-01-02 2027-01-01"},
		{"an end of one day", calendarOf("DTSTART;VALUE=DATE:20260101\nDTEND;VALUE=DATE:20260102"),
			"2026-01-01", "2025-12-31 2026-01-02"},
		{"an end that is the start", calendarOf(
			"DTSTART;VALUE=DATE:20260101\nDTEND;VALUE=DATE:20260101"), "2026-01-01",
			"2025-12-31 2026-01-02"},
		{"several days", calendarOf("DTSTART;VALUE=DATE:20261224\nDTEND;VALUE=DATE:20270102"),
			"2026-12-24 2026-12-31 2027-01-01", "2026-12-23 2027-01-02"},
		{"a duration", calendarOf("DTSTART:20260101\nDURATION:P2D",
			"DTSTART:20260201\nDURATION:+P1W"), "2026-01-02 2026-02-07", "2026-01-03 2026-02-08"},
		{"from midnight to midnight", calendarOf(
			"DTSTART;TZID=Europe/Oslo:20260501T000000\nDTEND;TZID=Europe/Oslo:20260502T000000"),
			"2026-05-01", "2026-04-30 2026-05-02"},
		{"an appointment", calendarOf("DTSTART:20260501T090000Z\nDTEND:20260501T100000Z",
			"DTSTART:20260502T000000\nDTEND:20260502T100000",
			"DTSTART:20260503T000000\nDURATION:PT1H"),
			"", "2026-05-01 2026-05-02 2026-05-03"},
		{"cancelled", calendarOf("DTSTART;VALUE=DATE:20260101\nSTATUS:CANCELLED"), "",
			"2026-01-01"},
		{"names in small letters", "\uFEFFbegin:vcalendar\nbegin:vevent\n" +
			"dtstart;value=date:20260101\nrrule:freq=yearly\nend:vevent\nend:vcalendar",
			"2026-01-01 2030-01-01", "2026-01-02"},
		{"folded lines",
			calendarOf("SUMMARY:New\n  Year: a day\nDTSTART;VALUE=\n DATE:2026\n\t0101"),
			"2026-01-01", "2026-01-02"},
		{"quoted parameters", calendarOf(`DTSTART;X-A="b:c;d";VALUE=DATE:20260101`), "2026-01-01",
			""},
		{"what belongs to others", calendarOf("DTSTART;VALUE=DATE:20260101\n" +
			"BEGIN:VALARM\nDURATION:PT15M\nDTSTART:20260105\nEND:VALARM"),
			"2026-01-01", "2026-01-05"},

		{"every year", calendarOf("DTSTART;VALUE=DATE:20201225\nRRULE:FREQ=YEARLY"),
			"2020-12-25 2026-12-25 3000-12-25", "2019-12-25 2026-12-24 2026-12-26"},
		{"over the turn of the year", calendarOf(
			"DTSTART;VALUE=DATE:20201231\nDTEND;VALUE=DATE:20210102\nRRULE:FREQ=YEARLY"),
			"2020-12-31 2021-01-01 2026-01-01 2026-12-31", "2020-01-01 2026-01-02"},
		{"every other year", calendarOf(
			"DTSTART;VALUE=DATE:20200501\nRRULE:FREQ=YEARLY;INTERVAL=2"), "2020-05-01 2026-05-01",
			"2021-05-01 2027-05-01"},
		{"until", calendarOf("DTSTART;VALUE=DATE:20200501\nRRULE:FREQ=YEARLY;UNTIL=20220501"),
			"2022-05-01", "2023-05-01"},
		{"until an instant", calendarOf(
			"DTSTART;VALUE=DATE:20200501\nRRULE:FREQ=YEARLY;UNTIL=20220430T235959Z"), "2021-05-01",
			"2022-05-01"},
		{"three times",
			calendarOf("DTSTART;VALUE=DATE:20200501\nRRULE:FREQ=YEARLY;COUNT=3;INTERVAL=2;"),
			"2020-05-01 2022-05-01 2024-05-01", "2021-05-01 2026-05-01"},
		{"three times, two a year", calendarOf(
			"DTSTART;VALUE=DATE:20200501\nRRULE:FREQ=YEARLY;COUNT=3;BYMONTH=5,6;BYMONTHDAY=1"),
			"2020-05-01 2020-06-01 2021-05-01", "2021-06-01 2022-05-01"},
		{"a leap day", calendarOf("DTSTART;VALUE=DATE:20200229\nRRULE:FREQ=YEARLY"),
			"2020-02-29 2024-02-29", "2021-02-28 2021-03-01"},
		{"but not then", calendarOf("DTSTART;VALUE=DATE:20200501\nRRULE:FREQ=YEARLY\n" +
			"EXDATE;VALUE=DATE:20210501,20220501\nEXDATE:20230501"),
			"2020-05-01 2024-05-01", "2021-05-01 2022-05-01 2023-05-01"},
		{"but not at first", calendarOf(
			"DTSTART;VALUE=DATE:20200501\nRRULE:FREQ=YEARLY\nEXDATE;VALUE=DATE:20200501"),
			"2021-05-01", "2020-05-01"},
		{"and then", calendarOf("DTSTART;VALUE=DATE:20200501\nRDATE;VALUE=DATE:20200601,20200701"),
			"2020-05-01 2020-06-01 2020-07-01", "2020-06-02"},
		{"moved", calendarOf("UID:a\nDTSTART;VALUE=DATE:20200501\nRRULE:FREQ=YEARLY",
			"UID:a\nRECURRENCE-ID;VALUE=DATE:20220501\nDTSTART;VALUE=DATE:20220502"),
			"2021-05-01 2022-05-02 2023-05-01", "2022-05-01 2023-05-02"},
		{"left out once", calendarOf("UID:a\nDTSTART;VALUE=DATE:20200501\nRRULE:FREQ=YEARLY",
			"UID:a\n"+
				"RECURRENCE-ID;VALUE=DATE:20220501\nDTSTART;VALUE=DATE:20220501\nSTATUS:CANCELLED"),
			"2021-05-01 2023-05-01", "2022-05-01"},

		{"a date of a month", calendarOf(
			"DTSTART;VALUE=DATE:20201225\nRRULE:FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=25"),
			"2026-12-25", "2026-11-25"},
		{"the last day of months", calendarOf(
			"DTSTART;VALUE=DATE:20200131\nRRULE:FREQ=YEARLY;BYMONTHDAY=-1"),
			"2024-02-29 2026-02-28 2026-04-30", "2024-02-28"},
		{"the fourth Thursday", calendarOf(
			"DTSTART;VALUE=DATE:20201126\nRRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH"),
			"2020-11-26 2026-11-26 2027-11-25", "2026-11-19 2026-10-22"},
		{"the last Monday",
			calendarOf(
				"DTSTART;VALUE=DATE:20200525\nRRULE:FREQ=YEARLY;BYMONTH=5;BYDAY=-1MO;WKST=SU"),
			"2026-05-25 2027-05-31", "2026-05-18 2027-05-24"},
		{"the last Monday, otherwise written",
			calendarOf(
				"DTSTART;VALUE=DATE:20200525\nRRULE:FREQ=YEARLY;BYDAY=MO;BYMONTH=5;BYSETPOS=-1"),
			"2026-05-25 2027-05-31", "2026-05-18 2027-05-24"},
		{"the last Monday of the year", calendarOf(
			"DTSTART;VALUE=DATE:20201228\nRRULE:FREQ=YEARLY;BYDAY=-1MO"), "2026-12-28 2027-12-27",
			"2026-11-30 2027-12-20"},
		{"a weekday within dates", calendarOf("DTSTART;VALUE=DATE:20201103\nRRULE:" +
			"FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8"),
			"2020-11-03 2024-11-05 2028-11-07", "2022-11-08 2024-11-01"},
		{"the same date of months", calendarOf(
			"DTSTART;VALUE=DATE:20200131\nRRULE:FREQ=YEARLY;BYMONTH=1,2,3"),
			"2026-01-31 2026-03-31", "2026-02-28 2026-03-03"},
	} {
		file := write(t, test.calendar)
		for days, want := range map[string]bool{test.on: true, test.off: false} {
			for d := range strings.FieldsSeq(days) {
				now, err := time.Parse(time.DateOnly, d)
				if err != nil {
					t.Fatal(err)
				}
				if got, err := On(file, now); got != want || err != nil {
					t.Errorf("%s: on %s: %v, %v, want %v", test.name, d, got, err, want)
				}
			}
		}
	}
}

// The day is that of the zone.
func TestZone(t *testing.T) {
	file := write(t, calendarOf("DTSTART;VALUE=DATE:20260501"))
	east := time.FixedZone("", 3*60*60)
	for clock, want := range map[string]bool{"20:59": false, "21:00": true} {
		now, err := time.Parse("2006-01-02 15:04", "2026-04-30 "+clock)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := On(file, now.In(east)); got != want || err != nil {
			t.Errorf("at %s UTC: %v, %v, want %v", clock, got, err, want)
		}
	}
}

func TestHoliday(t *testing.T) {
	always := write(t, calendarOf("DTSTART;VALUE=DATE:20000101\nDURATION:P99999D"))
	session, err := rocket.New(&rocket.Schedule{Config: rocket.Config{Timezone: "Asia/Tokyo"}})
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range []*rocket.Session{nil, session} {
		if got, err := Holiday(s, always); !got || err != nil {
			t.Errorf("got %v, %v, want true", got, err)
		}
	}
}

func TestErrors(t *testing.T) {
	for _, test := range []struct{ name, calendar, want string }{
		{"nothing", "", "1: a calendar begins with BEGIN:VCALENDAR"},
		{"something else", "<html>", "1: \"<html>\" is not a line of a calendar"},
		{"another format", "BEGIN:VCARD\nEND:VCARD", "1: a calendar begins with"},
		{"cut off", "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20260101\n",
			"1: VCALENDAR is not ended"},
		{"crossed", "BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VCALENDAR\nEND:VEVENT",
			"3: END:VCALENDAR, but what began at line 2 is VEVENT"},
		{"more", calendarOf() + "A:B\n", "4: A stands outside"},
		{"no name", calendarOf(":x"), "4: \":x\" is not a line"},
		{"no start", calendarOf("SUMMARY:x"), "3: the event has no DTSTART"},
		{"no date", calendarOf("DTSTART:2026-01-01"), `4: DTSTART: "2026-01-01" is not a date`},
		{"a date that does not exist", calendarOf("DTSTART;VALUE=DATE:20260230"),
			`4: DTSTART: "20260230" is not a date`},
		{"a clock time that does not exist", calendarOf("DTSTART:20260101T250000"), "4: DTSTART"},
		{"signs", calendarOf("DTSTART:2026+101"), "4: DTSTART"},
		{"end before start", calendarOf("DTSTART:20260102\nDTEND:20260101"),
			"5: DTEND is before DTSTART"},
		{"bad end", calendarOf("DTSTART:20260102\nDTEND:x"), "5: DTEND"},
		{"no days", calendarOf("DTSTART:20260102\nDURATION:P0D"), `5: DURATION "P0D"`},
		{"no duration", calendarOf("DTSTART:20260102\nDURATION:2D"), `5: DURATION "2D"`},
		{"too long", calendarOf("DTSTART:20260102\nDURATION:P1000000D"), "5: DURATION"},
		{"weekly", calendarOf("DTSTART:20260102\nRRULE:FREQ=WEEKLY"),
			"5: FREQ=WEEKLY is not supported"},
		{"no frequency", calendarOf("DTSTART:20260102\nRRULE:COUNT=2"), "5: FREQ="},
		{"unknown part", calendarOf("DTSTART:20260102\nRRULE:FREQ=YEARLY;BYWEEKNO=20"),
			"5: BYWEEKNO in an RRULE is not supported"},
		{"bad interval", calendarOf("DTSTART:20260102\nRRULE:FREQ=YEARLY;INTERVAL=0"),
			`5: INTERVAL cannot be "0"`},
		{"bad month", calendarOf("DTSTART:20260102\nRRULE:FREQ=YEARLY;BYMONTH=-1"), "5: BYMONTH"},
		{"bad weekday", calendarOf("DTSTART:20260102\nRRULE:FREQ=YEARLY;BYDAY=X"), "5: BYDAY"},
		{"bad ordinal", calendarOf("DTSTART:20260102\nRRULE:FREQ=YEARLY;BYDAY=54MO"), "5: BYDAY"},
		{"bad until", calendarOf("DTSTART:20260102\nRRULE:FREQ=YEARLY;UNTIL=soon"), "5: UNTIL"},
		{"two rules", calendarOf("DTSTART:20260102\nRRULE:FREQ=YEARLY\nRRULE:FREQ=YEARLY"),
			"6: a second RRULE"},
		{"an old rule", calendarOf("DTSTART:20260102\nEXRULE:FREQ=YEARLY"), "5: EXRULE"},
		{"bad exception", calendarOf("DTSTART:20260102\nEXDATE:20260101,x"), "5: EXDATE"},
		{"periods", calendarOf("DTSTART:20260102\nRDATE;VALUE=PERIOD:20260101T000000Z/P1D"),
			"5: RDATE of periods"},
		{"bad replacement", calendarOf("DTSTART:20260102\nRECURRENCE-ID:x"), "5: RECURRENCE-ID"},
	} {
		got, err := On(write(t, test.calendar), time.Now())
		if got || err == nil || !strings.Contains(err.Error(), "holidays.ics:"+test.want) {
			t.Errorf("%s: %v, %v, want %q", test.name, got, err, test.want)
		}
	}
}

// Only a file has answers.
func TestNoFile(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"", dir, filepath.Join(dir, "none"), os.DevNull} {
		if got, err := On(name, time.Now()); got || err == nil {
			t.Errorf("%q: %v, %v, want an error", name, got, err)
		}
	}
}

// FuzzRead reads any text, and asks for each day of a year.
func FuzzRead(f *testing.F) {
	f.Add(calendarOf("DTSTART;VALUE=DATE:20261224\nDTEND;VALUE=DATE:20270102\n" +
		"RRULE:FREQ=YEARLY;INTERVAL=2;COUNT=9\nEXDATE:20271224"))
	f.Add(calendarOf(
		"UID:a\nDTSTART:20200229\nRRULE:FREQ=YEARLY;BYMONTH=2,11;BYDAY=-1MO,4TH;BYSETPOS=1",
		"UID:a\nRECURRENCE-ID:20200229\nDTSTART:20200301\nDURATION:P2W"))
	f.Fuzz(func(t *testing.T, text string) {
		events, err := read(text)
		if err != nil && events != nil {
			t.Errorf("%d events beside the error %v", len(events), err)
		}
		for _, e := range events[:min(len(events), 3)] {
			for d := e.first - 5; d < e.first+400; d += 27 {
				if e.on(d) && d < e.first && e.also == nil {
					t.Errorf("on day %d, before its first, %d", d, e.first)
				}
			}
			if e.rule == nil && e.except == nil && !e.on(e.first) {
				t.Errorf("not on its first day %d", e.first)
			}
		}
	})
}
