package check_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/rocketc/rocketc/check"
	"github.com/rocketc/rocketc/grammar"
)

// TestCond lowers conditions that stand alone; the text of the lowered one is
// what was understood.
func TestCond(t *testing.T) {
	for _, test := range []struct{ cond, want string }{
		{"(daily & ((hourly & minutely))) & secondly", "daily & hourly & minutely & secondly"},
		{"daily | (hourly | minutely & (true | false))",
			"daily | hourly | (minutely & (true | false))"},
		{"~(daily|~hourly)", "~(daily | ~hourly)"},
		{"always & never", "true & false"},
		{"daily  between   22:00\tand 06:00", "daily between 22:00 and 06:00"},
		{"cron */5 * * * *", `cron "*/5 * * * *"`},
		{"cron(minute: \"*/5\", hour: 7)", `cron "*/5 7 * * *"`},
		{"crontime @Daily", `crontime "@daily"`},
		{"daily at 06:30,19:00", "daily at 06:30, 19:00"},
		{"daily at '11:10'", "daily at 11:10"},
		{"weekly on \"Mon 10:00\" & hourly", "weekly on Mon 10:00 & hourly"},
		{"weekly on Mon, Wed,\nFri at 09:00", "weekly on Mon, Wed, Fri at 09:00"},
		{"weekly on Mon, Wed at 06:30, 19:00", "weekly on Mon, Wed at 06:30, 19:00"},
		{"daily on weekdays after  7 am | daily on Weekends",
			"daily on weekdays after 7 am | daily on Weekends"},
		{"time of week on Mon, Wed at 09:00", "time of week on Mon, Wed at 09:00"},
		{"time of week on Mon at 09:00", "time of week between Mon 09:00 and Mon 10:00"},
		{"time of day at noon, midnight", "time of day at noon, midnight"},
		{"has failed this week on Mon, Wed > 1", "has failed this week on Mon, Wed > 1"},
		{"monthly on last day between 22:00 and midnight",
			"monthly on last day between 22:00 and midnight"},
		{"cron('*/20 * * * *')", `cron "*/20 * * * *"`},
		{"crontime( \"0 8 * * thuL\" ) & daily", `crontime "0 8 * * thuL" & daily`},
		{"cron 0 0 8 * * THUL | cron 0 9 * * friL,mon#2 & daily",
			`cron "0 0 8 * * THUL" | (cron "0 9 * * friL,mon#2" & daily)`},
		{"cron 0 0 L * * | cron 0 0 15w,lw jan-mar ?",
			`cron "0 0 L * *" | cron "0 0 15w,lw jan-mar ?"`},
		{"every hour", "every 1 hour"},
		{"every day based on success", "every 1 day based on success"},
		{"retry every minute & has failed past hour",
			"retry every 1 minute & has failed past 1 hour"},
		{"every 2 weeks from '2026-01-06T10:00'", `every 2 weeks from "2026-01-06 10:00"`},
		{"every month from '2026-01-31'", `every 1 month from "2026-01-31"`},
		{"every 10days from \"2026-01-31 noon\"", `every 10 days from "2026-01-31 12:00"`},
		{"once at '2026-12-24 6 pm'", `once at "2026-12-24 18:00"`},
		{"time after '2026-01-01'", `time after "2026-01-01"`},
		{"time before '2026-01-01'", `time before "2026-01-01"`},
		{"time before '2026-01-01 00:00'", `time before "2026-01-01 00:00"`},
		{"time between '2026-01-01' and '2026-06-30' & daily",
			`time between "2026-01-01" and "2026-06-30" & daily`},
		{"every 90 s", "every 1 minute 30 seconds"},
		{"every 1 h based on run", "every 1 hour"},
		{"every 1 h based on finish", "every 1 hour based on finish"},
		{"every 1 h based on fail", "every 1 hour based on fail"},
		{"after any tasks 'a', 'b c' failed", `after any a, "b c" failed`},
		{"after a succeeded", "after a"},
		{"task a has failed in past 1 h = 2 times", "task a has failed past 1 hour == 2"},
		{"has finished this week starting Tue", "has finished this week starting Tue"},
		{"has crashed today before 10:00", "has crashed today before 10:00"},
		{"while task a is running for between 1 m and 2 m",
			"task a is running for between 1 minute and 2 minutes"},
		{"is running for less than 5 min > 2", "running for less than 5 minutes > 2"},
		{"retry", "retry"},
		{"retry every 1 m backoff 2 up to 1 h", "retry every 1 minute backoff 2 up to 1 hour"},
		{"retry 0 every 10 s backoff 1.5", "retry 0 every 10 seconds backoff 1.5"},
		{"scheduler has run over 20 min", "scheduler has run over 20 minutes"},
		{"scheduler started 1 h ago", "scheduler started 1 hour ago"},
		{"scheduler has 3 cycles | scheduler has more than 3 cycles",
			"scheduler has 3 cycles | scheduler has more than 3 cycles"},
		{"env 'prod'", `param "env" is "prod"`},
		{"param x exists & param 'y z' is 1.5", `param "x" exists & param "y z" is 1.5`},
	} {
		cond, list := compile(test.cond, nil)
		if got := fmt.Sprint(cond); list.HasErrors() || got != test.want {
			t.Errorf("%s: got %s, want %s %v", test.cond, got, test.want, list)
		}
	}
}

// TestCondNames takes what is given as declared.
func TestCondNames(t *testing.T) {
	for _, test := range []struct{ cond, err string }{
		{"after a & param 'p' exists", ""},
		{"after b", `task "b" is not declared`},
		{"param 'q' exists", `param "q" is not declared`},
		{"env 'x'", `param "env" is not declared`},
		{"work_day", `cond "work_day" is not declared`},
		{"quiet(1)", `cond "quiet" is not declared`},
		{"func F()", "the Go function F cannot be called here"},
		{"market 'NYSE' is open", `no condition "market {} is open" is declared`},
	} {
		tree, list := grammar.ParseCond(test.cond)
		if list.HasErrors() {
			t.Errorf("%s: %v", test.cond, list)
			continue
		}
		cond, list := check.Cond(tree, []string{"a"}, []string{"p"}, check.Options{})
		switch {
		case test.err == "" && (cond == nil || len(list) > 0):
			t.Errorf("%s: got %v", test.cond, list)
		case test.err != "" &&
			(cond != nil || len(list) != 1 || !strings.Contains(list[0].Msg, test.err)):
			t.Errorf("%s: got %v, want %s", test.cond, list, test.err)
		}
	}
}
