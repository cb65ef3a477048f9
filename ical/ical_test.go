package ical

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// calendarOf is a calendar of events, each given by the lines in it.
func calendarOf(events ...string) string {
	text := "BEGIN:VCALENDAR\nVERSION:2.0\n"
	for _, e := range events {
		text += "BEGIN:VEVENT\n" + strings.TrimSpace(e) + "\nEND:VEVENT\n"
	}
	return strings.ReplaceAll(text+"END:VCALENDAR\n", "\n", "\r\n")
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
			"2020-12-25 2026-12-25 2099-12-25", "2019-12-25 2026-12-24 2026-12-26"},
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
		c, err := Parse(test.calendar)
		if err != nil {
			t.Errorf("%s: %v", test.name, err)
			continue
		}
		for days, want := range map[string]bool{test.on: true, test.off: false} {
			for d := range strings.FieldsSeq(days) {
				is := func(day Day) bool { return day.Date.String() == d }
				if got := slices.ContainsFunc(c.Days, is); got != want {
					t.Errorf("%s: on %s: %v, want %v", test.name, d, got, want)
				}
			}
		}
	}
}

// TestNames: days have the summaries of their events, with the escapes of text read, and are
// in order; a day of two events is there twice.
func TestNames(t *testing.T) {
	c, err := Parse(calendarOf(
		"SUMMARY:Boxing Day\\, or St Stephen's\\nDay\nDTSTART:20261226",
		"SUMMARY;LANGUAGE=fi:Jouluaatto\\; \\\\ aatto\nDTSTART:20261224\nDTEND:20261226",
		"SUMMARY:\xff?\nDTSTART:20261225", "SUMMARY:Twice\nDTSTART:20260101",
		"SUMMARY:Twice\nDTSTART:20260101", "DTSTART:20260106"))
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"2026-01-01 Twice", "2026-01-06 ", "2026-12-24 Jouluaatto; \\ aatto",
		"2026-12-25 Jouluaatto; \\ aatto", "2026-12-25 \uFFFD?",
		"2026-12-26 Boxing Day, or St Stephen's Day"}
	var got []string
	for _, d := range c.Days {
		got = append(got, d.Date.String()+" "+d.Name)
	}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

// TestAppointments: events with clock times are handed back apart; cancelled ones are not.
func TestAppointments(t *testing.T) {
	c, err := Parse(calendarOf("SUMMARY:Meeting\nDTSTART:20260501T090000Z",
		"DTSTART:20260502T000000\nDTEND:20260502T235959", // the whole day
		"SUMMARY:Half\nDTSTART:20260503\nDTEND:20260503T120000",
		"DTSTART:20260504T090000Z\nSTATUS:CANCELLED"))
	if err != nil {
		t.Fatal(err)
	}
	if want := []Appointment{{3, "Meeting"}, {11, "Half"}}; !slices.Equal(c.Appointments, want) {
		t.Errorf("got %v, want %v", c.Appointments, want)
	}
	if len(c.Days) != 1 || c.Days[0].Date.String() != "2026-05-02" {
		t.Errorf("the days are %v", c.Days)
	}
}

// TestUntil: a calendar ends with the last event that has an end.
func TestUntil(t *testing.T) {
	const yearly = "DTSTART:20201225\nRRULE:FREQ=YEARLY"
	for want, events := range map[int][]string{
		Last: {yearly},
		2028: {yearly, "DTSTART:20280414", "DTSTART:20270326"},
		2027: {"DTSTART:20261231\nDTEND:20270102"},
		2030: {yearly, yearly + ";UNTIL=20301224", "DTSTART:20200101\nRDATE:20300101"},
		2024: {"DTSTART:20201225\nRRULE:FREQ=YEARLY;COUNT=5"},
	} {
		c, err := Parse(calendarOf(events...))
		if err != nil || c.Until != want {
			t.Errorf("%q: ends with %+v, %v; want %d", events, c, err, want)
		}
	}
}

func TestErrors(t *testing.T) {
	for _, test := range []struct{ name, calendar, want string }{
		{"nothing", "", "1:1: a calendar begins with BEGIN:VCALENDAR"},
		{"something else", "<html>", "1:1: \"<html>\" is not a line of a calendar"},
		{"another format", "BEGIN:VCARD\nEND:VCARD", "1:1: a calendar begins with"},
		{"cut off", "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20260101\n",
			"1:7: VCALENDAR is not ended"},
		{"crossed", "BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VCALENDAR\nEND:VEVENT",
			"3:5: END:VCALENDAR, but what began at line 2 is VEVENT"},
		{"more", calendarOf() + "A:B\n", "4:3: A stands outside"},
		{"no name", calendarOf(":x"), "4:1: \":x\" is not a line"},
		{"no start", calendarOf("SUMMARY:x"), "3:7: the event has no DTSTART"},
		{"no date", calendarOf("DTSTART:2026-01-01"), `4:9: DTSTART: "2026-01-01" is not a date`},
		{"a date that does not exist", calendarOf("DTSTART;VALUE=DATE:20260230"),
			`4:20: DTSTART: "20260230" is not a date`},
		{"a clock time that does not exist", calendarOf("DTSTART:20260101T250000"), "4:9: DTSTART"},
		{"signs", calendarOf("DTSTART:2026+101"), "4:9: DTSTART"},
		{"end before start", calendarOf("DTSTART:20260102\nDTEND:20260101"),
			"5:7: DTEND is before DTSTART"},
		{"bad end", calendarOf("DTSTART:20260102\nDTEND:x"), "5:7: DTEND"},
		{"no days", calendarOf("DTSTART:20260102\nDURATION:P0D"), `5:10: DURATION "P0D"`},
		{"no duration", calendarOf("DTSTART:20260102\nDURATION:2D"), `5:10: DURATION "2D"`},
		{"too long", calendarOf("DTSTART:20260102\nDURATION:P1000000D"), "5:10: DURATION"},
		{"weekly", calendarOf("DTSTART:20260102\nRRULE:FREQ=WEEKLY"),
			"5:7: FREQ=WEEKLY is not supported"},
		{"no frequency", calendarOf("DTSTART:20260102\nRRULE:COUNT=2"), "5:7: FREQ="},
		{"unknown part", calendarOf("DTSTART:20260102\nRRULE:FREQ=YEARLY;BYWEEKNO=20"),
			"5:7: BYWEEKNO in an RRULE is not supported"},
		{"bad interval", calendarOf("DTSTART:20260102\nRRULE:FREQ=YEARLY;INTERVAL=0"),
			`5:7: INTERVAL cannot be "0"`},
		{"bad month", calendarOf("DTSTART:20260102\nRRULE:FREQ=YEARLY;BYMONTH=-1"), "5:7: BYMONTH"},
		{"bad weekday", calendarOf("DTSTART:20260102\nRRULE:FREQ=YEARLY;BYDAY=X"), "5:7: BYDAY"},
		{"bad ordinal", calendarOf("DTSTART:20260102\nRRULE:FREQ=YEARLY;BYDAY=54MO"), "5:7: BYDAY"},
		{"bad until", calendarOf("DTSTART:20260102\nRRULE:FREQ=YEARLY;UNTIL=soon"), "5:7: UNTIL"},
		{"two rules", calendarOf("DTSTART:20260102\nRRULE:FREQ=YEARLY\nRRULE:FREQ=YEARLY"),
			"6:7: a second RRULE"},
		{"an old rule", calendarOf("DTSTART:20260102\nEXRULE:FREQ=YEARLY"), "5:8: EXRULE"},
		{"bad exception", calendarOf("DTSTART:20260102\nEXDATE:20260101,x"), "5:8: EXDATE"},
		{"periods", calendarOf("DTSTART:20260102\nRDATE;VALUE=PERIOD:20260101T000000Z/P1D"),
			"5:20: RDATE of periods"},
		{"bad replacement", calendarOf("DTSTART:20260102\nRECURRENCE-ID:x"), "5:15: RECURRENCE-ID"},
	} {
		c, err := Parse(test.calendar)
		var wrong *Error
		if c != nil || !errors.As(err, &wrong) || !strings.HasPrefix(err.Error(), test.want) {
			t.Errorf("%s: %v, %v, want %q", test.name, c, err, test.want)
		}
	}
}

// FuzzParse reads any text: its days are in order, and an error is in the text.
func FuzzParse(f *testing.F) {
	f.Add(calendarOf("DTSTART;VALUE=DATE:20261224\nDTEND;VALUE=DATE:20270102\n" +
		"RRULE:FREQ=YEARLY;INTERVAL=2;COUNT=9\nEXDATE:20271224"))
	f.Add(calendarOf(
		"UID:a\nDTSTART:20200229\nRRULE:FREQ=YEARLY;BYMONTH=2,11;BYDAY=-1MO,4TH;BYSETPOS=1",
		"UID:a\nRECURRENCE-ID:20200229\nDTSTART:20200301\nDURATION:P2W"))
	f.Fuzz(func(t *testing.T, text string) {
		c, err := Parse(text)
		var wrong *Error
		switch {
		case err == nil:
		case c != nil || !errors.As(err, &wrong):
			t.Fatalf("%v, %v", c, err)
		case wrong.Line < 1 || wrong.Line > 1+strings.Count(text, "\n") || wrong.Col < 1 ||
			wrong.Msg == "":
			t.Errorf("%#v is not in the file", wrong)
		}
		if c == nil {
			return
		}
		for i, d := range c.Days {
			if d.Date.Year < First || d.Date.Year > Last || !utf8.ValidString(d.Name) ||
				i > 0 && d.Date.Before(c.Days[i-1].Date) {
				t.Errorf("day %d is %v after %v", i, d, c.Days[max(i, 1)-1])
			}
		}
		if c.Until < First || c.Until > Last {
			t.Errorf("ends with %d", c.Until)
		}
	})
}
