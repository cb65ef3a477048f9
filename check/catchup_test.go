package check_test

import (
	"testing"

	"github.com/rocketc/rocketc/check"
	"github.com/rocketc/rocketc/diag"
)

// TestCatchUp: windows without a pause are not made up for, which is an error at the task
// alone; a run log in memory is warned of.
func TestCatchUp(t *testing.T) {
	const file, memory = `log file "runs.jsonl"`, "log memory"
	for _, test := range []struct {
		config, when, catchUp string
		want                  diag.Code
	}{
		{file, "daily at 02:00", "6 h", ""},
		{file, "daily at 02:00 | daily", "6 h", ""},
		{file, "daily", "6 h", diag.NoPause},
		{file, "daily", "never", ""},
		{file, "hourly at 10:00 & daily", "6 h", diag.NoPause},
		{file, "daily & time of day after 9:00", "6 h", diag.NoPause},
		{file, "every 1 hour", "6 h", diag.NoPause},
		{file, "~daily at 02:00 & every 1 h", "6 h", diag.NoPause},
		{file, "daily at 02:00", "soon", diag.BadValue},
		{file, "daily at 02:00", "0 s", diag.BadDuration},
		{memory, "daily at 02:00", "6 h", diag.OnlySleep},
		{memory + "; catch_up 6 h", "daily at 02:00", "never", ""},
	} {
		found := codesOf("config { " + test.config + " }\ntask a when " + test.when +
			" { command \"ls\"; catch_up " + test.catchUp + " }\n")
		if test.want == "" && len(found) > 0 || test.want != "" && !found[test.want] {
			t.Errorf("when %s, catch_up %s, %s: %v, want %v", test.when, test.catchUp,
				test.config, found, test.want)
		}
	}
}

// TestCatchUpDefaults: catch_up of config and of groups leaves tasks alone that have nothing
// to make up for.
func TestCatchUpDefaults(t *testing.T) {
	for source, want := range map[string]int{
		"config { log memory; catch_up 6 h }\ntask a when daily { command \"ls\" }":          0,
		"config { log memory; catch_up 6 h }\ntask a when daily at 02:00 { command \"ls\" }": 1,
		"config { log memory }\ngroup g { catch_up 6 h; task a when daily { command \"ls\" } }\n" +
			"task b when every 1 h { command \"ls\" }": 0,
		"config { log memory; catch_up 6 h }\ngroup g { catch_up never\n" +
			"task a when cron 0 2 * * * { command \"ls\" } }": 0,
	} {
		found := codesOf(source)
		if len(found) != want || want == 1 && !found[diag.OnlySleep] {
			t.Errorf("%s\n%v, want %d", source, found, want)
		}
	}
}

// codesOf returns the codes of what is found in a schedule.
func codesOf(source string) map[diag.Code]bool {
	_, list := parse("a.rkt", []byte(source), check.Options{})
	codes := map[diag.Code]bool{}
	for _, d := range list {
		codes[d.Code] = true
	}
	return codes
}
