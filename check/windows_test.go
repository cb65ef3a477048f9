package check_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/rocketc/rocketc/check"
	"github.com/rocketc/rocketc/period"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/stdconds"
)

// windowsText returns the first two windows of each alternative of a start condition, from Monday
// 2 March 2026 on, and how many calendar parts in it are made up for.
func windowsText(t *testing.T, when rocket.Condition) string {
	t.Helper()
	var b strings.Builder
	for _, w := range stdconds.WindowsOf(when) {
		zone, err := time.LoadLocation(w.Zone)
		if err != nil {
			t.Fatal(err)
		}
		b.WriteString("|")
		from := time.Date(2026, time.March, 2, 0, 0, 0, 0, zone)
		for range 2 {
			window, ok := w.Of.Next(from)
			if !ok {
				break
			}
			fmt.Fprint(&b, " ", window.Start.Format("Jan 2 15:04"))
			if from = window.End; window.Endless() {
				b.WriteString(" on")
				break
			}
			b.WriteString(window.End.Format(" to 15:04,"))
		}
		if w.CatchUp > 0 {
			b.WriteString(" +" + period.FormatDuration(w.CatchUp))
		}
		b.WriteString(w.Zone)
	}
	if n := caughtUpParts(when); n > 0 {
		fmt.Fprintf(&b, " (%d)", n)
	}
	return b.String()
}

func caughtUpParts(cond rocket.Condition) (n int) {
	if once, ok := cond.(stdconds.Once); ok && once.CatchUp > 0 {
		n++
	}
	if whole, ok := cond.(rocket.Composite); ok {
		for _, part := range whole.Parts() {
			n += caughtUpParts(part)
		}
	}
	return n
}

// TestWindows: the windows of a task are those of the alternatives of its `when`: of several
// calendar parts those of the longest period, without those in which a clock part never holds.
func TestWindows(t *testing.T) {
	const at2, half = "Mar 2 02:00 to 03:00, Mar 3 02:00 to 03:00,",
		"Mar 2 00:30 to 00:31, Mar 2 01:30 to 01:31,"
	for _, test := range []struct{ when, want string }{
		{"daily at 02:00", "| " + at2},
		{"daily at 02:00 | hourly at 30:00", "| " + at2 + "| " + half},
		{"daily at 02:00 & hourly at 30:00", "| " + at2},
		{"hourly at 30:00 & daily at 02:00", "| " + at2},
		{"minutely & cron */5 * * * *", "| Mar 2 00:00 to 00:01, Mar 2 00:01 to 00:02,"},
		{"secondly & cron */5 * * * *", "| Mar 2 00:00 to 00:01, Mar 2 00:05 to 00:06,"},
		{"cron */5 * * * * & hourly at 30:00", "| " + half},
		{"daily & weekly on Tue at 09:00", "| Mar 3 09:00 to 10:00, Mar 10 09:00 to 10:00,"},
		{"weekly & monthly on 5th at 09:00", "| Mar 5 09:00 to 10:00, Apr 5 09:00 to 10:00,"},
		{"monthly & yearly on May", "| May 1 00:00 to 00:00, May 1 00:00 to 00:00,"},
		{`yearly & once at "2026-03-05"`, "| Mar 5 00:00 on"},
		{`hourly & every 2 days from "2026-03-03"`,
			"| Mar 3 00:00 to 00:00, Mar 5 00:00 to 00:00,"},
		{"hourly & daily at 02:00, 04:00", "| Mar 2 02:00 to 03:00, Mar 2 04:00 to 05:00,"},
		{"daily at 02:00 & time of week on Wed",
			"| Mar 4 02:00 to 03:00, Mar 11 02:00 to 03:00,"},
		{"daily at 02:00 & wednesday", "| Mar 4 02:00 to 03:00, Mar 11 02:00 to 03:00,"},
		{"daily at 02:00 & business day", "| Mar 3 02:00 to 03:00, Mar 4 02:00 to 03:00,"},
		{"daily at 02:00 & ~(time of week on Mon)", "| " + at2},
		{"(daily at 02:00 | hourly at 30:00) & running", "| " + at2 + "| " + half},
		{"every 1 hour & ~(daily at 02:00)", ""},
		{"every 1 hour until daily at 02:00", ""},
	} {
		expectWindows(t, "{ task a when "+test.when+" {", test.want)
	}
}

// TestWindowsOfAttributes: the windows of a group are read in the zone of the group. Those of each
// alternative are made up for, but for those without a pause, and no part beside them.
func TestWindowsOfAttributes(t *testing.T) {
	const at2 = "| Mar 2 02:00 to 03:00, Mar 3 02:00 to 03:00,"
	for _, test := range []struct{ group, task, want string }{
		{"when daily at 02:00 { timezone \"America/New_York\"",
			"hourly { timezone \"Asia/Tokyo\";", at2 + "America/New_York"},
		{"when hourly { timezone \"America/New_York\"",
			"daily at 02:00 { timezone \"Asia/Tokyo\"; catch_up 6 h;",
			at2 + " +6 hoursAsia/Tokyo (1)"},
		{"{ catch_up 6 h", "hourly at 30:00 & daily at 02:00 {", at2 + " +6 hours (1)"},
		{"{ catch_up 6 h", "daily | night | daily at 02:00 {",
			"| Mar 2 00:00 to 00:00, Mar 3 00:00 to 00:00," + at2 + " +6 hours" + at2 +
				" +6 hours (2)"},
		{"{ catch_up 6 h", "daily at 02:00 { catch_up never;", at2},
		{"{ catch_up 6 h", "daily at 02:00 { catch_up 1 h;", at2 + " +1 hour (1)"},
		{"{ catch_up 6 h", "daily at 02:00 & time of week on Wed {",
			"| Mar 4 02:00 to 03:00, Mar 11 02:00 to 03:00, +6 hours (1)"},
		{"when time of week on Wed { catch_up 6 h", "daily at 02:00 | night {",
			"| Mar 4 02:00 to 03:00, Mar 11 02:00 to 03:00, +6 hours" +
				"| Mar 4 02:00 to 03:00, Mar 11 02:00 to 03:00, +6 hours (2)"},
		{"{ catch_up 6 h", "daily & time of week on Wed {",
			"| Mar 4 00:00 to 00:00, Mar 11 00:00 to 00:00, +6 hours (1)"},
	} {
		expectWindows(t, test.group+"; task a when "+test.task, test.want)
	}
}

// expectWindows checks what windowsText says of the task of a group without a name.
func expectWindows(t *testing.T, group, want string) {
	t.Helper()
	p, list := parse("a.rkt", []byte("config { log file \"r\" }\n"+
		"calendar c { holidays [\"2026-03-02\"] }\ncond wednesday = time of week on Wed\n"+
		"cond night = daily at 02:00\ngroup "+group+" command \"ls\" } }\n"), check.Options{})
	if err := list.Err(); err != nil {
		t.Errorf("%s: %v", group, err)
		return
	}
	if got := windowsText(t, p.Schedule.Tasks[0].When); got != want {
		t.Errorf("%s\ngot  %s\nwant %s", group, got, want)
	}
}
