package check_test

import (
	"strings"
	"testing"

	"github.com/rocketc/rocketc/check"
	"github.com/rocketc/rocketc/runlog/linked"
)

// TestRunLog lowers what `log` takes, and reports all else at its place.
func TestRunLog(t *testing.T) {
	for _, c := range []struct{ log, want string }{
		{`log memory`, ""},
		{`log file "runs.jsonl"`, `file "runs.jsonl"`},
		{`log file "a.jsonl" keep 1 day, 12 hours`, ":39: error[RKT029]"},
		{`log file "a.jsonl" keep 36h keep 100 runs keep 64 KB`,
			`file "a.jsonl" keep 36h0m0s keep 100 runs keep 65536 B`},
		{`log file "a.jsonl" keep 9999999999 days keep 99999999 TB`,
			`file "a.jsonl" keep 2562047h47m16.854775807s keep 9223372036854775807 B`},
		{`log csv "runs.csv" keep 2 days`, `csv "runs.csv" keep 48h0m0s`},
		{`log csv 5`, `:18: error[RKT124]: log csv needs the path of the file`},
		{`log memory "x"`, `:21: error[RKT127]: a log in memory has no place`},
		{`log memory keep 3 days`,
			`:21: error[RKT127]: log memory keeps the latest 10,000 records`},
		{`log file`, `:14: error[RKT124]: log file needs the path of the file`},
		{`log file ""`, `:19: error[RKT124]: log file needs the path of the file`},
		{`log file env "LOG"`, `:19: error[RKT124]: log file needs the path of the file`},
		{`log file "a" keep`, `:28: error[RKT031]: unexpected "}" after keep`},
		{`log file "a" keep 5`, `:23: error[RKT124]: keep 5 does not say of what`},
		{`log file "a" keep 5 days runs`, `:23: error[RKT124]: runs are counted by a number alone`},
		{`log file "a" keep 0 runs`, `:28: error[RKT123]: how many runs are kept`},
		{`log file "a" keep 3 s`, `:28: error[RKT124]: records are kept for a minute at least`},
		{`log file "a" keep 5 MB keep 1 KB`,
			`:33: error[RKT124]: keep says twice how many bytes are kept`},
		{`log mysql "runs"`, `:14: error[RKT190]: a run log of this kind is not built`},
		{`log sqlite "runs.db" keep 36h`, `sqlite "runs.db" keep 36h0m0s`},
		{`log sqlite`, `:14: error[RKT124]: log sqlite needs the path of the file`},
		{`log sqlite env "LOG"`, `:21: error[RKT124]: log sqlite needs the path of the file`},
	} {
		src := "config { " + c.log + " }\ntask a when daily { command \"true\" }\n"
		p, diags := parse("a.rkt", []byte(src), check.Options{RunLogs: linked.Kinds})
		got := ""
		for _, d := range diags {
			got += d.Error() + "\n"
		}
		if len(diags) == 0 && p.Schedule.RunLog != nil {
			got = p.Schedule.RunLog.(interface{ String() string }).String()
		}
		if c.want == "" && got != "" || !strings.Contains(got, c.want) {
			t.Errorf("%s: got %s, want %s", c.log, got, c.want)
		}
	}
}
