package elsewhere_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/rocketc/rocketc/elsewhere"
)

// TestConditions: what others write is one error, at the column of the part that is wrong,
// and the error says how it is written here. The columns count from the condition's first.
func TestConditions(t *testing.T) {
	const before = "task t when "
	const others = " { command \"ls\" }\n" +
		"task b { command \"ls\" }\ntask \"my-task\" { command \"ls\" }\n" +
		"task c { command \"ls\" }\ncalendar weekdays { weekend [Sat, Sun] }\n"
	rows := map[int]bool{}
	for _, test := range conditions {
		t.Run(test.text, func(t *testing.T) {
			d := only(t, before+test.text+others)
			if at := d.Span.Start; at.Line != 1 || at.Col != len(before)+test.col {
				t.Errorf("%v, and not at column %d", d, len(before)+test.col)
			}
			write, whole := strings.CutPrefix(d.Help, "it is written: ")
			if write != test.want {
				t.Errorf("%v: help is %q, want %q", d, d.Help, test.want)
			}
			if !whole {
				return
			}
			if list := findings(before + write + others); list.HasErrors() {
				t.Errorf("%q is wrong: %v", write, list)
			}
		})
		rows[elsewhere.PhraseRow(test.text)] = true
	}
	for i, pattern := range elsewhere.Phrases() {
		if !rows[i] && i > 0 {
			t.Errorf("no test has %s", pattern)
		}
	}
}

// TestConditionsOfTheLanguage: what begins as this language does is left to its own messages.
func TestConditionsOfTheLanguage(t *testing.T) {
	for _, text := range []string{"task failed", "scheduler is running", "after daily", "betwen",
		"not running"} {
		if hint, known := elsewhere.Condition(text); known {
			t.Errorf("%s: %+v", text, hint)
		}
	}
}

// TestCronDialects: the part of a cron expression that another tool has is the one error.
func TestCronDialects(t *testing.T) {
	rows := map[int]bool{}
	for _, test := range []struct {
		expr string
		col  int // of the part that is wrong, from 1
		help string
	}{
		{"CRON_TZ=Europe/Berlin 0 6 * * *", 1, `timezone "Europe/Berlin"`},
		{"TZ=UTC 0 6 * * *", 1, `timezone "UTC"`},
		{"0 6 * * * Europe/Berlin", 11, `timezone "Europe/Berlin"`},
		{"0 0 6 * * * America/Argentina/Salta", 13, `timezone "America/Argentina/Salta"`},
		{"@every 5m", 1, "every 5m"},
		{"@every 1h30m", 1, "every 1h30m"},
		{"@every 90", 1, "every 90 seconds"},
		{"@reboot", 1, "on_startup"},
		{"H 0 * * *", 1, "write the minute"},
		{"0 H/4 * * *", 3, "write the minute"},
		{"H(0-29)/10 * * * *", 1, "write the minute"},
		{"0~59 0 * * *", 1, "spread 1 hour"},
		{"0 ~ * * *", 3, "spread 1 hour"},
		{"0 0 12 1 1 ? 2026", 14, "until CONDITION"},
		{"0 0 12 * * * *", 14, "until CONDITION"},
	} {
		const before = `task t when cron "`
		d := only(t, fmt.Sprintf("%s%s\" { command \"ls\" }\n", before, test.expr))
		col := d.Span.Start.Col - len(before)
		if col != test.col || !strings.Contains(d.Help, test.help) {
			t.Errorf("%q: %v (%s)", test.expr, d, d.Help)
		}
		rows[elsewhere.DialectRow(test.expr)] = true
	}
	for i, pattern := range elsewhere.Dialects() {
		if !rows[i] {
			t.Errorf("no test has %s", pattern)
		}
	}
}

// TestBareCronDialects: without quotes, too.
func TestBareCronDialects(t *testing.T) {
	for expr, help := range map[string]string{
		"@every 5m": "every 5m", "@reboot": "on_startup", "H 0 * * *": "write the minute",
		"0~59 0 * * *": "spread 1 hour", "0 0 12 1 1 ? 2026": "until CONDITION",
		"CRON_TZ=Europe/Berlin 0 6 * * *": "timezone",
	} {
		d := only(t, fmt.Sprintf("task t when cron %s { command \"ls\" }\n", expr))
		if at := d.Span.Start; at.Line != 1 || !strings.Contains(d.Help, help) {
			t.Errorf("cron %s: %v (%s)", expr, d, d.Help)
		}
	}
}

// Helps that several tests have.
const (
	groupsWay = "any of a group's tasks: after any nightly.* failed; " +
		"all of them by name: after nightly.a, nightly.b"
	outcomeWay = "an outcome stands once, at the end: after a, b failed; " +
		"two of them are two conditions: after a failed | after b missed"
	shiftWay = "it stands behind a day: monthly on 15th or next business day, " +
		"and so does: or previous business day"
	fromEndWay  = "from the end only the last is counted: monthly on last business day"
	oneClockWay = "all days have one clock time: weekly on Mon, Thu at 08:00; two are joined by |"
)

// datesInQuotes is the help for dates as they are written in Germany.
const datesInQuotes = `a date is written "2026-12-24"; of each year: ` +
	"time of year between Dec 24 and Dec 26"

// conditions are what other tools and people write, the column at which it is wrong here,
// and what is written instead: a condition, or else the whole help.
var conditions = []struct {
	text string
	col  int
	want string
}{
	{"every Monday", 7, "weekly on Monday"},
	{"each Friday", 1, "weekly on Friday"},
	{"Monday", 1, "weekly on Monday"},
	{"on Sun", 1, "weekly on Sun"},
	{"every Monday at 09:00", 14, "weekly on Monday at 09:00"},
	{"on Tuesday at 7 am", 1, "weekly on Tuesday at 7 am"},
	{"every Monday after 09:00", 14, "weekly on Monday after 09:00"},
	{"every 2nd Monday", 11,
		`every 2 weeks from "2026-01-05", which is a Monday; or monthly on 2nd Mon`},
	{"every hour at 15", 12, "hourly at 15"},
	{"every 2 weeks on Tuesday", 15,
		`every 2 weeks from "2026-01-05", which is a Monday; or monthly on 2nd Mon`},
	{"biweekly on Tue", 1,
		`every 2 weeks from "2026-01-05", which is a Monday; or monthly on 2nd Mon`},
	{"every 5 min between 08:00 and 18:00", 13,
		"every 5 min & time of day between 08:00 and 18:00"},
	{"every hour between 08:00 and 18:00", 12, "every hour & time of day between 08:00 and 18:00"},
	{"every 15 minutes after 09:00", 18, "every 15 minutes & time of day after 09:00"},
	{"every 10 min from 08:00 to 18:00", 19, "every 10 min & time of day between 08:00 and 18:00"},
	{"every 10 minutes on weekdays", 18, "every 10 minutes & time of week between Mon and Fri"},
	{"every hour on weekends", 12, "every hour & time of week between Sat and Sun"},
	{"every 30 s on Sunday", 12, "every 30 s & time of week on Sunday"},
	{"monthly on last weekday", 17, "monthly on last business day"},
	{"monthly on last workday at 09:00", 17, "monthly on last business day at 09:00"},
	{"last working day of the month", 6, "monthly on last business day"},
	{"daily on business days at 09:00", 19, "daily at 09:00 & business day"},
	{"has not run today", 5, "~has started today"},
	{"task b has not run past 2 h", 12, "~task b has started past 2 h"},
	{"task b has run today", 12, "task b has started today"},
	{"task b has not succeeded today", 12, "~task b has succeeded today"},
	{"has not failed past 1 hour", 5, "~has failed past 1 hour"},
	{"any task failed", 1, "after any task failed"},
	{"on failure", 1, "after NAME failed; of any task: after any task failed"},
	{"after all b, c finished", 11, "after b, c finished"},
	{`port_closed("localhost:80")`, 1, `~port_open("localhost:80")`},
	{"at most 10 per minute", 1, "has started past 1 minute < 10"},
	{"every day after 07:00", 11, "daily after 07:00"},
	{"every week on Monday", 12, "weekly on Monday"},
	{"every month on 1st", 7, "monthly on 1st"},
	{"every year on Dec 24th", 7, "yearly on Dec 24th"},
	{"every five minutes", 12, "numbers are written in digits: every 5 minutes"},
	{"every day at 07:00", 11, "daily at 07:00"},
	{"everyday at 07:00", 1, "daily at 07:00"},
	{"nightly at 02:00", 1, "daily at 02:00"},
	{"every night at 2", 13, "daily at 2"},
	{"every 24h at 02:00", 11, "daily at 02:00"},
	{"every 5 mins between 8 and 17", 14, "every 5 mins & time of day between 8 and 17"},
	{"at 07:00", 1, "daily at 07:00"},
	{"07:00", 1, "daily at 07:00"},
	{"noon", 1, "daily at 12:00"},
	{"at midnight", 1, "daily at 00:00"},
	{"daily @ 07:00", 7, "daily at 07:00"},
	{"everyday", 1, "daily"},
	{"every single day", 14, "daily"},
	{"once per day", 6, "daily"},
	{"once a week", 6, "weekly"},
	{"every night", 7, "daily between 01:00 and 05:00"},
	{"each day", 1, "daily"},
	{"each hour", 1, "every 1 hour"},
	{"once an hour", 6, "hourly"},
	{"@continuous", 1, "what runs once at the start is a task with the attribute on_startup"},
	{"nightly", 1, "daily between 01:00 and 05:00"},
	{"every other day", 13, "every 2 days"},
	{"on weekdays", 1, "daily on weekdays"},
	{"workdays", 1, "daily on weekdays"},
	{"every weekday at 09:00", 15, "daily on weekdays at 09:00"},
	{"weekends", 1, "daily on weekends"},
	{"on weekends after 10:00", 1, "daily on weekends after 10:00"},
	{"weekly on Mon-Fri", 14,
		"from Monday to Friday is: daily on weekdays; other days: weekly on Tue, Wed at 09:00"},
	{"weekly on Mon to Fri", 15,
		"from Monday to Friday is: daily on weekdays; other days: weekly on Tue, Wed at 09:00"},
	{"monthly on the 1st", 12, "monthly on 1st"},
	{"on the 15th at 10:00", 1, "monthly on 15th at 10:00"},
	{"monthly on first Monday", 12, "monthly on 1st Monday"},
	{"monthly on the third Friday at 10:00", 12, "monthly on 3rd Friday at 10:00"},
	{"the last Friday of every month at 09:00", 1, "monthly on last Friday at 09:00"},
	{"15th of each month", 1, "monthly on 15th"},
	{"every half hour", 12, "every 30 minutes"},
	{"every quarter of an hour", 15, "every 15 minutes"},
	{"daily at 07:00 UTC", 16, `the zone is an attribute of the task: timezone "Europe/Berlin"`},
	{"weekly on Mon in America/New_York", 15,
		`the zone is an attribute of the task: timezone "Europe/Berlin"`},
	{"rate(5 minutes)", 1, "every 5 minutes"},
	{"twice a day", 1, "every 12 hours"},
	{"annually", 1, "yearly"},
	{"quarterly", 1, "cron 0 0 1 1,4,7,10 *"},
	{"fortnightly", 1, "every 14 days"},
	{"daily starting at 7", 16, "daily starting 7"},
	{"weekly on Monday and Friday", 18, "weekly on Monday, Friday"},
	{"daily at 07:00 and 19:00", 16, "daily at 07:00, 19:00"},
	{"weekly on Mon, Wed and Fri", 20, "weekly on Mon, Wed, Fri"},
	{"weekly on Mon, Tue, Wed and Fri", 25, "weekly on Mon, Tue, Wed, Fri"},
	{"weekly on Mon or Fri", 15, "weekly on Mon, Fri"},
	{"weekly on Mon and Wed at 09:00", 15, "weekly on Mon, Wed at 09:00"},
	{"monthly on 1st and 15th", 16, "monthly on 1st, 15th"},
	{"every Monday and Friday", 14, "weekly on Monday, Friday"},
	{"every Mon, Wed", 10, "weekly on Mon, Wed"},
	{"on Mon, Wed and Fri at 09:00", 1, "weekly on Mon, Wed, Fri at 09:00"},
	{"daily on Mon", 10, "for days of the week: weekly on Mon, or time of week on Mon"},
	{"weekly starting on Mon", 17, "weekly starting Mon"},
	{"hourly at :15", 11, "hourly at 15"},
	{"running()", 8, "running"},
	{"after 5 minutes", 7,
		"a pause between runs: every 5 minutes; after the start: scheduler has run over 5 minutes"},
	{"immediately", 1, "what runs once at the start is a task with the attribute on_startup"},
	{"daily from 08:00 to 12:00", 7, "daily between 08:00 and 12:00"},
	{"daily between 08:00 to 12:00", 21, "daily between 08:00 and 12:00"},
	{"daily between 08:00-12:00", 20, "daily between 08:00 and 12:00"},
	{"between 08:00 and 12:00", 1, "daily between 08:00 and 12:00"},
	{"before 12:00", 1, "daily before 12:00"},
	{`between "2026-12-24" and "2026-12-27"`, 1, `time between "2026-12-24" and "2026-12-27"`},
	{"between Dec 24 and Dec 27", 1, "time of year between Dec 24 and Dec 27"},
	{"between 24.12. and 27.12.", 1, datesInQuotes},
	{"after 07:00", 7, "daily after 07:00"},
	{"from 08:00 to 12:00", 1, "daily between 08:00 and 12:00"},
	{"daily unless running", 7, "daily & ~running"},
	{"daily at 07:00 unless running", 16, "daily at 07:00 & ~running"},
	{"weekly on Mon, Wed at 09:00 if running", 29, "weekly on Mon, Wed at 09:00 & running"},
	{"daily except Sunday", 7, "daily & ~time of week on Sunday"},
	{"daily at 07:00 except on Sundays", 16, "daily at 07:00 & ~time of week on Sunday"},
	{"daily at 07:00 not on weekends", 16,
		"daily at 07:00 & ~time of week between Sat and Sun"},
	{"hourly but not on holidays", 8, "hourly & business day"},
	{"every fortnight", 7, "every 14 days"},
	{"daily if running", 7, "daily & running"},
	{"5 minutes", 1, "every 5 minutes"},
	{"wait 10 s", 1, "every 10 s"},
	{"b succeeded", 1, "after b"},
	{"b failed", 1, "after b failed"},
	{"if b failed", 1, "after b failed"},
	{"on failure of b", 1, "after b failed"},
	{"b finishes", 1, "after b finished"},
	{"b is running", 1, "task b is running"},
	{"@reboot", 1, "what runs once at the start is a task with the attribute on_startup"},
	{"on startup", 1, "what runs once at the start is a task with the attribute on_startup"},
	{"manually", 1, "a task without when starts only if it is asked to: task NAME { … }"},

	{"after my-task", 9, `after "my-task"`},
	{"after my-task failed", 9, `after "my-task" failed`},
	{"task my-task has failed", 8, `task "my-task" has failed`},
	{"my-task", 3, `after "my-task"`},

	{"*/5 * * * *", 1, "cron */5 * * * *"},
	{"0 5 * * Mon-Fri", 1, "cron 0 5 * * Mon-Fri"},
	{`"0 5 * * *"`, 2, `cron "0 5 * * *"`},
	{`crontab("0 5 * * *")`, 1, `cron "0 5 * * *"`},
	{"@daily", 1, "daily"},
	{`"@hourly"`, 2, "hourly"},
	{"@midnight", 1, "daily"},
	{"@annually", 1, "yearly"},
	{"@every 5m", 1, "every 5m"},
	{"cron CRON_TZ=Europe/Berlin 0 6 * * *", 6,
		`the zone is an attribute of the task: timezone "Europe/Berlin"`},
	{"cron 0 6 * * * Europe/Berlin", 16,
		`the zone is an attribute of the task: timezone "Europe/Berlin"`},

	{"*-*-* 03:00:00", 1, "daily at 03:00"},
	{"Mon..Fri 09:00", 1, "daily at 09:00 & time of week between Mon and Fri"},
	{"Mon *-*-* 09:00:00", 5, "weekly on Mon & time of day after 09:00"},
	{"*-*-01 04:00:00", 1, "monthly on 01 & time of day after 04:00"},

	{`daily.at("05:10")`, 6, "daily at 05:10"},
	{`weekly.on("Monday")`, 7, "weekly on Monday"},
	{`daily.between("10:00", "12:00")`, 6, "daily between 10:00 and 12:00"},
	{`time_of_day.after("10:00")`, 1, "time of day after 10:00"},
	{`time_of_week.between("Mon", "Fri")`, 1, "time of week between Mon and Fri"},
	{`every("10 s")`, 6, "every 10 s"},
	{`every("10 s", based="finish")`, 6, "every 10 s based on finish"},
	{"after_success(b)", 1, "after b"},
	{`after_fail("b")`, 1, `after "b" failed`},
	{"after_finish(b)", 1, "after b finished"},
	{`after_all_success("b", "my-task")`, 1, `after "b", "my-task"`},
	{`after_all_fail("b", "my-task")`, 1, `after "b", "my-task" failed`},
	{`after_any_success("b", "my-task")`, 1, `after any "b", "my-task"`},
	{`after_any_finish("b", "my-task")`, 1, `after any "b", "my-task" finished`},
	{"after_success", 1, "write after T, after T failed, after T finished, or after any A, B"},
	{`succeeded(task="b").this_day`, 15, "task b has succeeded today"},
	{`failed(task="b").this_week`, 12, "task b has failed this week"},
	{`failed(task="b") >= 3`, 12, "task b has failed >= 3"},
	{`succeeded(task="b").today`, 15, "task b has succeeded today"},
	{"succeeded.this_day", 1, "has succeeded today"},
	{`finished.today.after("10:00")`, 1, "has finished today after 10:00"},
	{`failed.today.between("10:00", "12:00")`, 1, "has failed today between 10:00 and 12:00"},
	{"started.this_hour", 1, "has started this hour"},
	{"succeeded", 1, "has succeeded"},
	{`running.more_than("2 min")`, 8, "running for more than 2 min"},
	{`running.between("2 min", "5 min")`, 8, "running for between 2 min and 5 min"},
	{`running(task="b")`, 8, "task b is running"},
	{`running("b")`, 8, "task b is running"},
	{`scheduler_running("20 min")`, 1, "scheduler has run over 20 min"},
	{"scheduler_running", 1, "scheduler has run over 20 minutes"},
	{"retry(3)", 6, "retry 3"},
	{"after nightly.* failed", 15, groupsWay},
	{"after all nightly.* succeeded", 11, groupsWay},
	{"after any b, c failed or missed", 23, "after any b, c failed | after any b, c missed"},
	{"after b failed, c missed", 15, outcomeWay},
	{"after b timed out", 9, "after b went wrong"},
	{"after any task timed out", 22, "after any task went wrong"},
	{"retry 3 times", 9, "retry 3"},
	{"retry 3 times every 5 minutes", 9, "retry 3 every 5 minutes"},
	{"retry 3 after 10 minutes", 9, "retry 3 every 10 minutes"},
	{"retry 3 every 1 min up to 1 h backoff 2", 31, "retry 3 every 1 min backoff 2 up to 1 h"},
	{"retry 3 every 1 minute exponential", 24, "retry 3 every 1 minute backoff 2"},
	{"daily at 02:00, retry 3", 15, "daily at 02:00 | retry 3"},
	{"daily at 02:00 retry 3", 16, "daily at 02:00 | retry 3"},
	{"business days", 10, "business day"},
	{"every business day at 09:00", 7, "daily at 09:00 & business day"},
	{"monthly on next business day after 15th", 12, shiftWay},
	{"monthly on 15th or closest business day", 17, shiftWay},
	{"monthly on eve of last business day", 12, fromEndWay},
	{"monthly on second to last business day", 12, fromEndWay},
	{"weekly on Mon at 08:00, Thu at 08:00", 29, oneClockWay},
	{"after 3 business days", 7,
		"business days are counted in a week, month or year: monthly on 3rd business day"},
	{"DependSuccess(b)", 1, "write after T, after T failed or after T finished"},
}
