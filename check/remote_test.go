package check_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/rocketc/rocketc/check"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/runtime/arg"

	"github.com/rocketc/rocketc/runlog/linked"
)

// An engineAt is an engine that knows where it would be.
type engineAt struct {
	rocket.Engine
	address  arg.Source
	schedule string
}

// inPostgres has the kind of run log that brings an engine.
func inPostgres() map[string]check.RunLog {
	kind := linked.Kinds["postgres"]
	kind.Engine = func(address arg.Source, schedule string) rocket.Engine {
		return engineAt{address: address, schedule: schedule}
	}
	return map[string]check.RunLog{"postgres": kind}
}

const (
	database = "config { log postgres env \"DB\"; name \"desk\" }\n"
	everyday = "task a when daily { command \"true\"; "
)

// TestRemote lowers what is said of tasks that run on workers, and reports what cannot be.
func TestRemote(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{database + everyday + "execution remote }", "a remote on default by desk"},
		{database + everyday + "execution remote; on \"gpu\" }", "a remote on gpu by desk"},
		{database + everyday + "execution remote on \"gpu\" }", "a remote on gpu by desk"},
		{database + everyday + "execution thread }", "a thread on  by nothing"},
		{database + "group { execution remote on \"gpu-1.x_y\"; " + everyday + "} }",
			"a remote on gpu-1.x_y by desk"},
		{database + "group { execution remote; on \"gpu\"; " + everyday + "on \"cpu\" } }",
			"a remote on cpu by desk"},
		{database + "group { execution remote; on \"gpu\"; " + everyday + "execution process }\n" +
			"task b { command \"true\" } }", "a process on  by desk; b remote on gpu by desk"},
		{database + "group { execution remote; on \"gpu\"; task s when daily { do shutdown }\n" +
			"task b { command \"true\" } }", "s  on  by desk; b remote on gpu by desk"},
		{"config { task_execution remote; log postgres env \"DB\"; name \"x\" }\n" + everyday +
			"on \"gpu\" }", "a  on gpu by x"},
		{"config { task_execution remote; log postgres env \"DB\"; name \"x\" }\n" +
			"task s when daily { do shutdown }", "s  on  by nothing"},
		{"cond up = func Up in \"./up\" checked every 1 minute execution remote\n" + database +
			"task a when daily & up { command \"true\" }", ":11: error[RKT151]"},

		{everyday + "execution remote }", ":47: error[RKT142]: execution remote needs a run log"},
		{"config { log file \"r.jsonl\" }\n" + everyday + "execution remote }",
			"2:47: error[RKT142]"},
		{"config { task_execution remote }\n" + everyday + "}\ntask b { command \"b\" }",
			"1:25: error[RKT142]"},
		{"config { log sqlite \"x\" }\n" + everyday + "execution remote }", "error[RKT190]"},
		{database + everyday + "on \"gpu\" }", ":37: error[RKT127]: on says which workers take"},
		{database + everyday + "execution process; on \"gpu\" }",
			":56: error[RKT127]: on says which"},
		{database + "task s when daily { do shutdown; on \"gpu\" }",
			"error[RKT127]: on says which"},
		{database + "group { on \"gpu\"; " + everyday + "} }",
			"2:9: error[RKT127]: no task of the group can use on"},
		{database + everyday + "execution remote; on gpu }",
			":58: error[RKT124]: on wants the label of workers between quotes"},
		{database + everyday + "execution remote; on \"\" }",
			":58: error[RKT124]: \"\" is no label"},
		{database + everyday + "execution remote; on \"gpu 1\" }", "is no label of workers"},
		{database + everyday + "execution remote; on \"gpü\" }", "is no label of workers"},
		{database + everyday + "execution remote; on \"" + strings.Repeat("g", 41) + "\" }",
			"is no label of workers"},
		{database + everyday + "execution remote; on \"a\"; on \"b\" }",
			"error[RKT112]: on is given twice"},
		{database + everyday + "execution remote; on }", "error[RKT031]"},
		{database + everyday + "execution remot }", "process, thread, main, async or remote"},
		{database + "task s when daily { do shutdown; execution remote }",
			"error[RKT137]: do steers the scheduler, which a worker cannot reach"},
		{database + "task a { command \"true\"; on_startup; execution remote }",
			"error[RKT127]: the program would wait for a worker at its start"},
		{database + "task a { command \"true\"; on_shutdown; execution remote }",
			"error[RKT127]: the program would wait for a worker at its end"},
		{"config { on \"gpu\" }\n" + everyday + "}", "error[RKT013]: config has no key"},
	} {
		p, diags := parse("a.rkt", []byte(c.text), check.Options{RunLogs: inPostgres()})
		var got []string
		for _, d := range diags {
			got = append(got, d.Error())
		}
		for _, task := range p.Schedule.Tasks {
			by := "nothing"
			if engine, ok := p.Schedule.Engine.(engineAt); ok {
				by = engine.schedule
			}
			if !diags.HasErrors() {
				on := task.On
				if on == "" && task.Execution == rocket.Remote {
					on = rocket.DefaultLabel
				}
				got = append(got, fmt.Sprintf("%s %v on %s by %s", task.Name, task.Execution, on,
					by))
			}
		}
		if text := strings.Join(got, "; "); !strings.Contains(text, c.want) {
			t.Errorf("%s\ngot  %s\nwant %s", c.text, text, c.want)
		}
	}
}

// TestRemoteBorder reports what cannot cross to a worker.
func TestRemoteBorder(t *testing.T) {
	for _, c := range []struct{ task, want string }{
		{"func prices.Stream", "does not cross to a worker"},
		{"func prices.Steer", "prices.Steer takes the session, which a worker cannot reach"},
		{"code { _ = s }; params { s: session }",
			"session is an argument, and a worker cannot reach it"},
		{"func prices.Count", ""},
	} {
		text := "import \"./prices\"\n" + database + "task a when daily { " + c.task +
			"; execution remote }\n"
		_, diags := parse("a.rkt", []byte(text),
			check.Options{Dir: "testdata", RunLogs: inPostgres()})
		got := ""
		for _, d := range diags {
			got += d.Error() + "\n"
		}
		if c.want == "" && got != "" || !strings.Contains(got, c.want) {
			t.Errorf("%s: got %s, want %s", c.task, got, c.want)
		}
	}
}
