package check_test

import (
	"strings"
	"testing"

	"github.com/rocketc/rocketc/check"
	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/internal/diagtest"
)

// forgets returns the warnings that a schedule forgets its runs.
func forgets(src, dir string) (found []diag.Diagnostic) {
	_, list := parse("a.rkt", []byte(src), check.Options{Dir: dir})
	for _, d := range list {
		if d.Code == diag.Forgets {
			found = append(found, d)
		}
	}
	return found
}

// TestForgets: a condition is long if more than an hour lies between two of its windows, or
// an hour in its interval.
func TestForgets(t *testing.T) {
	for _, test := range []struct {
		cond string
		long bool
	}{
		{"daily", true}, {"daily at 02:00", true}, {"weekly on Mon, Thu", true},
		{"monthly", true}, {"yearly on Dec 24th", true}, {"hourly", false}, {"minutely", false},
		{"hourly at 15:00", false}, {"every 1 hour", true}, {"every 59 minutes", false},
		{"every 2 days based on finish", true}, {"cron 0 * * * *", false},
		{"cron */5 * * * *", false}, {"cron 0 */2 * * *", true},
		{"cron 0 8-17 * * *", true}, {"cron */10 8-17 * * *", true}, {"cron 0 0 13 * *", true},
		{"every 10 minutes & time of day between 08:00 and 16:00", false},
		{"every 10 minutes | daily at 02:00", true}, {"hourly | every 10 seconds", false},
		{"every 10 minutes & (daily | retry)", true}, {"night", true},
		{"every 10 minutes & ~daily", false}, {"after b", false},
		{"yearly on Dec 24th, Dec 25th at 18:00", true}, {`once at "2031-12-24 18:00"`, true},
	} {
		src := "cond night = daily between 22:00 and 06:00\ntask a when " + test.cond +
			" { command \"true\" }\ntask b when every 1 minute { command \"true\" }\n"
		_, list := parse("a.rkt", []byte(src), check.Options{})
		if list.HasErrors() {
			t.Error(test.cond, list)
		}
		if got := len(forgets(src, "")) == 1; got != test.long {
			t.Errorf("%s: %v, want %v", test.cond, got, test.long)
		}
		for _, log := range []string{"log memory", `log file "runs.jsonl"`} {
			if found := forgets("config { "+log+" }\n"+src, ""); len(found) > 0 {
				t.Errorf("%s with %s: %v", test.cond, log, found)
			}
		}
	}
}

// TestForgetsOnce: the warning comes once, at the first condition, that of a group included,
// and not beside errors.
func TestForgetsOnce(t *testing.T) {
	found := forgets("group g when daily {\n task a when every 5 minutes { command \"true\" }\n}\n"+
		"task b when weekly { command \"true\" }\n", "")
	if len(found) != 1 || found[0].Span.Start.Line != 1 ||
		!strings.Contains(found[0].Msg, "whether daily has run") ||
		!strings.Contains(found[0].Help, `log file "runs.jsonl"`) {
		t.Errorf("got %v", found)
	}
	if found := forgets("task b when weekly { command 5 }\n", ""); len(found) > 0 {
		t.Errorf("beside an error: %v", found)
	}
}

// TestForgetsInGo: there is no warning if Go may hand the program a run log.
func TestForgetsInGo(t *testing.T) {
	for _, test := range []struct {
		source string
		warns  bool
	}{
		{"package main\n\nfunc main() { NewSession() }\n", true},
		{"package main\n\nfunc main() { NewSession(rocket.WithRunLog(log)) }\n", false},
		{"package desk\n", false},
	} {
		dir := diagtest.WriteTree(t, map[string]string{"desk.go": test.source})
		const src = "task a when daily { command \"true\" }\n"
		if got := len(forgets(src, dir)) > 0; got != test.warns {
			t.Errorf("%q: %v", test.source, got)
		}
	}
}
