package check_test

import (
	"strings"
	"testing"

	"github.com/rocketc/rocketc/check"
	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/period"
	"github.com/rocketc/rocketc/runlog"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/runtime/arg"
	"github.com/rocketc/rocketc/stdconds"
)

// TestSpread: a spread has to be shorter than the windows that it moves, or than the pause
// between points; a task without windows has nothing to spread.
func TestSpread(t *testing.T) {
	for _, test := range []struct{ when, spread, says string }{
		{"daily at 02:00", "30 minutes", ""},
		{"daily at 02:00", "23 hours", ""},
		{"daily at 02:00", "never", ""},
		{"daily at 02:00", "1 day", "the points of daily at 02:00 are only 1 day apart"},
		{"daily at 02:00, 02:30", "30 minutes", "are only 30 minutes apart"},
		{"daily between 02:00 and 02:30", "30 minutes by host", "are only 30 minutes long"},
		{"hourly", "1 hour", "the windows of hourly are only 1 hour long"},
		{"weekly on Mon after 18:00", "6 hours", "are only 6 hours long"},
		{"weekly on Mon, Tue at 18:00", "6 hours", ""},
		{"cron */10 * * * *", "9 minutes", ""},
		{"cron */10 * * * *", "10 minutes", "are only 10 minutes apart"},
		{"every 2 days from \"2026-01-06\"", "47 hours", ""},
		{"every 2 days from \"2026-01-06\"", "2 days", "are only 2 days apart"},
		{"once at \"2026-01-06\"", "1000 days", ""},
		{"daily at 02:00 | retry 3", "30 minutes", ""},
		{"daily at 02:00 | cron */5 * * * *", "30 minutes", "cron \"*/5"},
		{"every 1 hour", "5 minutes", "there is nothing to spread"},
		{"~(time of day after 1:00) & every 1 hour", "5 minutes", "there is nothing to spread"},
		{"time of day after 02:00 & every 1 hour", "5 minutes", "there is nothing to spread"},
		{"daily at 02:00", "soon", "spread wants a duration, or never"},
		{"daily at 02:00", "0 s", "spread is zero"},
		{"daily at 02:00", "5 minutes by task", "expected host"},
	} {
		source := "config { log file \"runs.jsonl\" }\ntask a when " + test.when +
			" {\n    command \"ls\"\n    spread " + test.spread + "\n}\n"
		_, list := parse("a.rkt", []byte(source), check.Options{})
		if test.says == "" && len(list) > 0 {
			t.Errorf("when %s, spread %s: %v", test.when, test.spread, list)
		}
		if test.says != "" && (len(list) != 1 || list[0].Span.Start.Line != 4 ||
			!strings.Contains(list[0].Msg+list[0].Label, test.says)) {
			t.Errorf("when %s, spread %s: %v, want %s", test.when, test.spread, list, test.says)
		}
	}
}

// TestSpreadDefaults: a spread of config or of a group leaves tasks alone that have no windows
// or say never, and is reported once if it is too long.
func TestSpreadDefaults(t *testing.T) {
	for source, want := range map[string]int{
		"config { log file \"r\"; spread 1 h }\ntask a when every 1 h { command \"ls\" }": 0,
		"config { log file \"r\"; spread 1 h }\n" +
			"task a when hourly { command \"ls\"; spread never }": 0,
		"config { log file \"r\"; spread 1 h }\ntask a when hourly { command \"ls\" }\n" +
			"task b when hourly { command \"ls\" }": 1,
		"config { log file \"r\" }\ngroup g when hourly {\n" +
			"spread 1 h by host\ntask a { command \"ls\" } }": 1,
	} {
		_, list := parse("a.rkt", []byte(source), check.Options{})
		if len(list) != want || want == 1 && list[0].Code != diag.BadSpread {
			t.Errorf("%s\n%v, want %d", source, list, want)
		}
	}
}

// TestNameOfSchedule: windows are moved by the name that the records of a database have, too: that
// of config, else that of the options, else that of the directory. The directory does not count if
// there is another name.
func TestNameOfSchedule(t *testing.T) {
	kept := ""
	logs := map[string]check.RunLog{"shared": {
		Address: func(_ arg.Source, schedule string, _ runlog.Keep) rocket.RunLog {
			kept = schedule
			return &runlog.File{}
		}}}
	for want, c := range map[string]struct {
		config  string
		options check.Options
	}{
		"fleet":    {`name "fleet"; `, check.Options{Name: "backup", Dir: "testdata"}},
		"fleet 2":  {`name "fleet 2"; `, check.Options{Dir: "testdata"}},
		"backup":   {"", check.Options{Name: "backup", Dir: "testdata"}},
		"other":    {"", check.Options{Name: "other"}},
		"testdata": {"", check.Options{Dir: "testdata"}},
		"":         {"", check.Options{}},
	} {
		c.options.RunLogs = logs
		source := "config { " + c.config + "log shared \"x\"; spread 1 h by host }\n" +
			"task a when daily at 02:00 { command \"ls\" }"
		p, list := parse("a.rkt", []byte(source), c.options)
		if len(list) > 0 {
			t.Fatalf("%s: %v", want, list)
		}
		moved := p.Schedule.Tasks[0].When.(stdconds.Once).Period.(period.Spread)
		if moved.Key != want+"/a" || kept != want {
			t.Errorf("the shift is drawn from %q, and records are kept under %q, want %q",
				moved.Key, kept, want)
		}
	}
}

// movedParts says of the calendar parts of a condition, and of the windows beside which its
// retries stand, how they are moved.
func movedParts(cond rocket.Condition) (moved []string) {
	how := func(p period.Period) string {
		switch spread, ok := p.(period.Spread); {
		case !ok:
			return "fixed"
		case spread.Whole:
			return "whole " + spread.Key
		default:
			return "start " + spread.Key
		}
	}
	switch cond := cond.(type) {
	case stdconds.Once:
		moved = append(moved, how(cond.Period))
		if spread, ok := cond.Period.(period.Spread); ok && spread.ByHost {
			moved = append(moved, "by host")
		}
	case stdconds.Retry:
		for _, p := range cond.Beside {
			moved = append(moved, "beside "+how(p))
		}
	case stdconds.FromParams:
		return movedParts(cond.Of)
	case rocket.Composite:
		for _, part := range cond.Parts() {
			moved = append(moved, movedParts(part)...)
		}
	}
	return moved
}

// TestSpreadMoves: points whole, of other windows the start; all calendar parts, but none under ~.
func TestSpreadMoves(t *testing.T) {
	for task, want := range map[string]string{
		"daily at 02:00 { spread 1 h;":                 "whole f/a",
		"daily after 02:00 { spread 1 h by host;":      "start f/a, by host",
		"cron 0 2 * * * { spread 1 h;":                 "whole f/a",
		`once at "2026-03-05" { spread 1 h;`:           "whole f/a",
		`every 2 days from "2026-03-05" { spread 1 h;`: "whole f/a",
		"daily at (start) { spread 1 h;":               "whole f/a",
		"night | hourly { spread 10 m;":                "whole f/a, start f/a",
		"daily at 02:00 | retry 3 { spread 1 h;":       "whole f/a, beside whole f/a",
		"hourly & ~daily { spread 10 m;":               "start f/a, fixed",
		"daily { spread 1 h; timezone \"Asia/Tokyo\";": "start f/a",
		"daily { spread never;":                        "fixed",
	} {
		source := "config { name \"f\"; log file \"r\"; spread 5 m }\nparam start = \"02:00\"\n" +
			"cond night = daily at 02:00\ntask a when " + task + " command \"ls\" }"
		p, list := parse("a.rkt", []byte(source), check.Options{})
		if err := list.Err(); err != nil {
			t.Errorf("%s: %v", task, err)
			continue
		}
		if got := strings.Join(movedParts(p.Schedule.Tasks[0].When), ", "); got != want {
			t.Errorf("%s\ngot  %s\nwant %s", task, got, want)
		}
	}
}
