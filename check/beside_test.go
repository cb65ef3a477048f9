package check_test

import (
	"fmt"
	"testing"

	"github.com/rocketc/rocketc/check"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/stdconds"
)

// TestRetryBesideTheCalendar: a retry knows the windows of the calendar parts to which it
// is an alternative, also if names and groups stand between them.
func TestRetryBesideTheCalendar(t *testing.T) {
	const head = `
cond night = daily at 02:00
cond again = retry 3
cond work = time of week between Mon and Fri
`
	const two = "[time of day between 02:00 and 03:00]"
	for _, test := range []struct{ task, want string }{
		{"task a when daily at 02:00 | retry 3", two},
		{"task a when retry 3 | daily at 02:00", two},
		{"task a when night | again", two},
		{"task a when daily at 02:00 & running | retry 3", two},
		{"task a when daily at 02:00 | retry 3 & ~running", two},
		{"task a when (daily at 02:00 | retry 3) & ~running", two},
		{"group g when night | again { task a }", two},
		{"group g when time of year on Feb { task a when night | again }", two},
		{"task a when cron 0 2 * * * | retry", `[crontime "0 2 * * *"]`},
		{"task a when daily at 02:00 | hourly | retry",
			"[time of day between 02:00 and 03:00 time of hour after 00:00]"},
		{"task a when (daily at 02:00 | after b) & x() | retry", two},
		{"task a when weekly on Mon & daily at 02:00 | retry 3", "[time of week on Mon]"},
		{"task a when daily at 02:00 & weekly on Mon | retry 3", "[time of week on Mon]"},
		{"task a when night & work | retry 3",
			"[time of day between 02:00 and 03:00 & time of week between Mon and Fri]"},
		{"task a when daily & time of day before 12:00 & work | retry 3",
			"[time of day after 00:00 & time of day before 12:00 & " +
				"time of week between Mon and Fri]"},
		{"task a when retry 3", "[]"},
		{"task a when daily at 02:00 & retry 3", "[]"},
		{"task a when every 1 hour | retry 3", "[]"},
		{"task a when time of day after 10:00 | retry 3", "[]"},
		{"task a when ~daily at 02:00 | retry 3", "[]"},
		{"group g when daily at 02:00 { task a when after b | retry 3 }", "[]"},
	} {
		source := head + "cond x() = running\n" + test.task
		if source[len(source)-1] != '}' {
			source += ` { command "true" }`
		} else {
			source = source[:len(source)-1] + `{ command "true" } }`
		}
		p, list := parse("a.rkt", []byte(source+"\ntask b when daily { command \"true\" }\n"),
			check.Options{})
		if list.HasErrors() {
			t.Errorf("%s: %v", test.task, list)
			continue
		}
		got := "no retry"
		each(p.Schedule.Tasks[0].When, func(c rocket.Condition) {
			if r, ok := c.(stdconds.Retry); ok {
				got = fmt.Sprint(r.Beside)
			}
		})
		if got != test.want {
			t.Errorf("%s\n got %s\nwant %s", test.task, got, test.want)
		}
	}
}

// each visits a condition and its parts.
func each(c rocket.Condition, visit func(rocket.Condition)) {
	visit(c)
	if whole, ok := c.(rocket.Composite); ok {
		for _, part := range whole.Parts() {
			each(part, visit)
		}
	}
}
