package console

import (
	"context"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/runtime/arg"
)

// desk reads flags in every place where a schedule can.
var desk = rocket.Schedule{
	Params: []rocket.Param{
		{Name: "region", Description: "Where the desk is.\nOne of eu, us.", Value: arg.First{
			arg.Env("REGION"), arg.Flag("--region"), arg.Literal{Value: "eu"}}},
		{Name: "token", Secret: true, Value: arg.First{
			arg.Flag("--token"), arg.Literal{Value: "hidden"}}},
		{Name: "again", Value: arg.Flag("--region")},
		{Name: "plain", Value: arg.Literal{Value: 1}},
	},
	Tasks: []*rocket.TaskSpec{
		{Name: "dump", Action: rocket.Command{Line: "true", Env: []arg.Var{
			{Name: "DIR", Value: arg.First{arg.Flag("dir"), arg.Param("region")}}}}},
		{Name: "fetch", When: wait{[]arg.Source{arg.Flag("--since")}}, Action: &call{
			day: rocket.Arg[string]{Name: "day", From: arg.First{arg.Flag("--day")}}}},
		{Name: "idle"},
	},
}

// A call is an action as generated code declares them.
type call struct{ day rocket.Arg[string] }

func (c *call) Act(_ context.Context, r *rocket.Run) (any, error) { return c.day.Value(r) }

// A wait is a condition with arguments.
type wait struct{ args []arg.Source }

func (wait) Observe(*rocket.Observation) (rocket.State, error) { return rocket.State{}, nil }

func TestFlags(t *testing.T) {
	var names []string
	for _, f := range flags(&desk) {
		names = append(names, f.name)
	}
	want := []string{"--region", "--token", "--dir", "--since", "--day"}
	if !slices.Equal(names, want) {
		t.Errorf("flags = %q, want %q", names, want)
	}
}

func TestParse(t *testing.T) {
	const allFlags = ": there are --region, --token, --dir, --since, --day, --config, --log, " +
		"--log-format, --if-due, --alone, --on, --slots, --detach, --json, --schedule, --help " +
		"and --version"
	type values = map[string]string
	tests := []struct {
		args string
		want values
		cmd  string
		err  string
	}{
		{args: "", want: values{}},
		{args: "--region eu", want: values{"--region": "eu"}},
		{args: "--region=eu", want: values{"--region": "eu"}},
		{args: "--region=", want: values{"--region": ""}},
		{args: "--region=a=b", want: values{"--region": "a=b"}},
		{args: "--region --token", want: values{"--region": "--token"}},
		{args: "--region us --region eu", want: values{"--region": "eu"}},
		{args: "--dir /x --token t", want: values{"dir": "/x", "--token": "t"}},
		{args: "-h", cmd: "help"},
		{args: "-V --bad", cmd: "version"},
		{args: "--version", cmd: "version"},
		{args: "version", want: values{}, cmd: "version"},
		{args: "--region eu help", want: values{"--region": "eu"}, cmd: "help"},
		{args: "--log debug --log-format=json", want: values{}},
		{args: "--region eu --help --bad", cmd: "help"},
		{args: "--region", err: "--region needs a value, as in --region VALUE"},
		{args: "--regoin eu", err: "unknown flag --regoin (did you mean --region?)"},
		{args: "-region=eu", err: "unknown flag -region (did you mean --region?)"},
		{args: "--REGION=eu", err: "unknown flag --REGION (did you mean --region?)"},
		{args: "--hlep", err: "unknown flag --hlep (did you mean --help?)"},
		{args: "--verbose", err: "unknown flag --verbose" + allFlags},
		{args: "-v", err: "unknown flag -v" + allFlags},
		{args: "--log", err: "--log needs a value, as in --log LEVEL"},
		{args: "--config", err: "--config needs a value, as in --config KEY=VALUE"},
		{args: "--log-formt json", err: "unknown flag --log-formt (did you mean --log-format?)"},
		{args: "eu", err: `unknown command "eu"` + thereAre},
		{args: "--", err: `unknown command "--"` + thereAre},
		{args: "-", err: `unknown command "-"` + thereAre},
		{args: "list --help", cmd: "help"},
		{args: "why fetch -h", cmd: "help"},
		{args: "help me", err: `unexpected argument "me" after help`},
	}
	for _, test := range tests {
		t.Run(test.args, func(t *testing.T) {
			line, err := parse(flags(&desk), strings.Fields(test.args))
			got, cmd := line.values, line.command
			switch {
			case err == nil && test.err != "" || err != nil && err.Error() != test.err:
				t.Errorf("error %v, want %q", err, test.err)
			case cmd != test.cmd || !maps.Equal(got, test.want):
				t.Errorf("got %v, %q, want %v, %q", got, cmd, test.want, test.cmd)
			}
		})
	}
}

// TestParseBare: a flag that takes no value is refused with one, and is found by its names only.
func TestParseBare(t *testing.T) {
	for _, f := range slices.Concat(ownFlags, orderFlags[:1], []flag{{name: detachFlag}}) {
		for name := range strings.SplitSeq(f.name, ", ") {
			if f.value != "" {
				continue
			}
			_, err := parse(flags(&desk), []string{"run", "idle", name + "=true"})
			if want := name + " takes no value"; err == nil || err.Error() != want {
				t.Errorf("error %v, want %s", err, want)
			}
		}
	}
	if c, err := parse(flags(&desk), []string{"-h, --help", "x"}); err == nil {
		t.Errorf("got %+v", c)
	}
}

// A flag that is the program's own is not the schedule's.
func TestParseReserved(t *testing.T) {
	for _, name := range []string{"--config", "--log", "--log-format"} {
		line, err := parse([]flag{{name: name, key: name}}, []string{name, "x"})
		if err != nil || len(line.values) > 0 {
			t.Errorf("%s: got %+v, %v", name, line, err)
		}
	}
	for _, f := range ownFlags {
		_, long, two := strings.Cut(f.name, ", ")
		if !two {
			long = f.name
		}
		if !slices.Contains(Reserved, long) {
			t.Errorf("%s is not reserved", long)
		}
	}
}

// thereAre ends the error for a command that is none.
const thereAre = ": there are status, list, next, why, history, logs, terminate, hold, resume, " +
	"disable, enable, backfill, shutdown, restart, run, worker, migrate, completion, help, version"

func TestUsage(t *testing.T) {
	var b strings.Builder
	usage(&b, "desk", flags(&desk))
	const want = `Usage: desk [flags]
       desk COMMAND [arguments] [flags]

Runs the schedule until it shuts itself down, or until SIGINT or SIGTERM;
a second signal terminates what still runs.

Commands, which the program that runs the schedule answers:
  status                      what the session does, and what went wrong within a day
  list [TASK…]                the tasks: state, latest outcome, next start
  next [TASK…]                the next starts that the clock tells
    -n N                      how many
  why TASK                    why it runs or does not, now or at a time of the past
    --at TIME                 an instant of the past: 03:00, 2026-03-02T07:00, 2d
  history [TASK…]             how runs have ended, the newest last
    -f                        goes on with what comes
    --since TIME              the earliest that counts, as --at
    --failed                  only what went wrong
    -n N                      how many
  logs RUN|TASK               what its runs write
    -f                        goes on with what comes
    -n N                      how many
  terminate RUN|TASK          ends its live runs, the one run, or a backfill by its id
  hold [TASK…]                keeps tasks, or all, from starting
    --for DURATION            how long: 2h
    --reason TEXT             why
  resume [TASK…]              ends the hold of tasks, or all holds
  disable TASK…               keeps tasks from starting by themselves
  enable TASK…                lets disabled tasks start again
  backfill TASK               runs it for each window of the past that has had no run
    --from TIME               windows that begin then or later, as --at
    --to TIME                 windows that begin before that, as --at; default: now
    --dry-run                 says which windows there are, and runs nothing
    -n N                      how many
    --reason TEXT             why
  shutdown                    ends the session in good order
    --force                   ends what runs, too
  restart                     restarts the session in good order
  run TASK [NAME=VALUE…]      runs it now
    --detach                  does not wait for the end of the run
  completion SHELL            a script with which bash, zsh or fish completes
  help, version               what this program takes, and what it is

They take --json, and --schedule SOCKET if several programs run the schedule. run shows
what the task writes; if no program runs the schedule, it is done by this one.

Roles, for a schedule with tasks that have execution remote. Without one, this program
leads, or stands by while another leads:
  worker   does runs of such tasks; the first signal drains it
  migrate  makes the tables that leaders and workers share

Flags of the schedule:
  --region VALUE  Where the desk is.
                  One of eu, us.
                  (region = env "REGION" >> cli "--region" >> "eu")
  --token VALUE   the parameter token
  --dir VALUE     for the task dump
  --since VALUE   for the task fetch
  --day VALUE     for the task fetch

Flags:
  --config KEY=VALUE   sets an option of the configuration, see below
  --log LEVEL          lowest level that is logged: debug, info, warn or error
  --log-format FORMAT  auto (text on a terminal, journal under systemd, else json),
                       text, json or journal
  --if-due             of run: only if the start condition of the task holds
  --alone              of run: in this program, even if another runs the schedule
  --on LABELS          of worker: the labels of the runs that it takes, as in gpu,default
  --slots N            of worker: how many runs it does at a time, 1 to 1000; default: one a CPU
  -h, --help           shows this text
  -V, --version        prints what the program is

Environment:
  ROCKET_LOG  like --log
  NO_COLOR    turns colours off

Options, set by --config, else by ROCKET_CONFIG_ and the key in capitals, else by the schedule:
  cycle_sleep             a duration, a number of seconds, or none
`
	if !strings.HasPrefix(b.String(), want) {
		t.Errorf("got\n%s\nwant\n%s", b.String(), want)
	}
}

func BenchmarkFlags(b *testing.B) {
	s := rocket.Schedule{Params: desk.Params}
	env := desk.Tasks[0].Action.(rocket.Command).Env
	for i := range 10_000 {
		s.Tasks = append(s.Tasks, &rocket.TaskSpec{
			Name: fmt.Sprint("task", i), When: wait{},
			Action: rocket.Command{Line: "true", Env: env}})
	}
	for b.Loop() {
		flags(&s)
	}
}

// Whatever the command line is, it is refused or understood, and what was
// understood belongs to a flag of the schedule.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		"", "--region eu", "--region=eu", "--dir", "-h", "x", "--", "--=", "=",
		"--on gpu", "--if-due", "--json=x", "--json", "run", "run x --detach",
	} {
		f.Add(seed)
	}
	known := flags(&desk)
	f.Fuzz(func(t *testing.T, line string) {
		c, err := parse(known, strings.Split(line, " "))
		if err != nil && c.values != nil {
			t.Errorf("%+v beside error %v", c, err)
		}
		for key := range c.values {
			if find(known, flagName(key)) == nil {
				t.Errorf("a value for %q, which is no flag", key)
			}
		}
	})
}

// The page of commands has all flags of a program.
func TestFlagsOnThePage(t *testing.T) {
	page, err := os.ReadFile("../docs/commands.md")
	if err != nil {
		t.Skip("there is no page beside the sources:", err)
	}
	_, programs, _ := strings.Cut(string(page), "\n## Programs\n")
	for _, f := range ownFlags {
		row := "\n| `" + strings.ReplaceAll(f.label(), ", ", "`, `") + "` |"
		if !strings.Contains(programs, row) {
			t.Errorf("the page has no row for %s", f.label())
		}
	}
	for _, command := range commands {
		if !strings.Contains(programs, "`"+command) {
			t.Errorf("the page has no command %s", command)
		}
	}
}
