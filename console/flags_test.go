package console

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	rocket "github.com/rocketc/rocketc/runtime"
)

// desk reads flags in every place where a schedule can.
var desk = rocket.Schedule{
	Params: []rocket.Param{
		{Name: "region", Description: "Where the desk is.\nOne of eu, us.", Value: rocket.First{
			rocket.EnvArg("REGION"), rocket.CliArg("--region"), rocket.Literal{Value: "eu"}}},
		{Name: "token", Secret: true, Value: rocket.First{rocket.CliArg("--token"), rocket.Literal{Value: "hidden"}}},
		{Name: "again", Value: rocket.CliArg("--region")},
		{Name: "plain", Value: rocket.Literal{Value: 1}},
	},
	Tasks: []*rocket.TaskSpec{
		{Name: "dump", Action: rocket.Command{Line: "true", Env: []rocket.Var{
			{Name: "DIR", Value: rocket.First{rocket.CliArg("dir"), rocket.ParamArg("region")}}}}},
		{Name: "fetch", When: wait{[]rocket.Argument{rocket.CliArg("--since")}}, Action: &call{
			day: rocket.Arg[string]{Name: "day", From: rocket.First{rocket.CliArg("--day")}}}},
		{Name: "idle"},
	},
}

// A call is an action as generated code declares them.
type call struct{ day rocket.Arg[string] }

func (c *call) Act(_ context.Context, r *rocket.Run) (any, error) { return c.day.Value(r) }

// A wait is a condition with arguments.
type wait struct{ args []rocket.Argument }

func (wait) Observe(*rocket.Observation) (rocket.State, error) { return rocket.State{}, nil }

func TestFlags(t *testing.T) {
	var names []string
	for _, f := range flags(&desk) {
		names = append(names, f.name)
	}
	if want := []string{"--region", "--token", "--dir", "--since", "--day"}; !slices.Equal(names, want) {
		t.Errorf("flags = %q, want %q", names, want)
	}
}

func TestParse(t *testing.T) {
	type values = map[string]string
	tests := []struct {
		args string
		want values
		help bool
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
		{args: "-h", help: true},
		{args: "--region eu --help --bad", help: true},
		{args: "--region", err: "flag --region needs a value"},
		{args: "--regoin eu", err: "unknown flag --regoin (did you mean --region?)"},
		{args: "-region=eu", err: "unknown flag -region (did you mean --region?)"},
		{args: "--REGION=eu", err: "unknown flag --REGION (did you mean --region?)"},
		{args: "--hlep", err: "unknown flag --hlep (did you mean --help?)"},
		{args: "--verbose", err: "unknown flag --verbose"},
		{args: "-v", err: "unknown flag -v"},
		{args: "eu", err: `unexpected argument "eu": only flags are taken`},
		{args: "--", err: `unexpected argument "--": only flags are taken`},
		{args: "-", err: `unexpected argument "-": only flags are taken`},
	}
	for _, test := range tests {
		t.Run(test.args, func(t *testing.T) {
			line, err := parse(flags(&desk), strings.Fields(test.args))
			got, help := line.values, line.help
			switch {
			case err == nil && test.err != "" || err != nil && err.Error() != test.err:
				t.Errorf("error %v, want %q", err, test.err)
			case help != test.help || !maps.Equal(got, test.want):
				t.Errorf("got %v, %v, want %v, %v", got, help, test.want, test.help)
			}
		})
	}
}

// The schedule's own flag is the one that is meant.
func TestParseOwnHelp(t *testing.T) {
	known := []flag{{name: "--help", key: "--help"}}
	line, err := parse(known, []string{"--help", "me"})
	if err != nil || line.help || line.values["--help"] != "me" {
		t.Errorf("got %+v, %v", line, err)
	}
}

func TestUsage(t *testing.T) {
	var b strings.Builder
	usage(&b, "desk", flags(&desk))
	const want = `Usage: desk [flags]

Runs the schedule until it shuts itself down, or until SIGINT or SIGTERM;
a second signal terminates what still runs.

Flags:
  --region VALUE      Where the desk is.
                      One of eu, us.
                      (region = env "REGION" >> cli "--region" >> "eu")
  --token VALUE       the parameter token
  --dir VALUE         for the task dump
  --since VALUE       for the task fetch
  --day VALUE         for the task fetch
  --config KEY=VALUE  sets an option of the configuration, see below
  -h, --help          shows this text

Environment:
  ROCKET_LOG  lowest level that is logged: debug, info, warn or error

Options, set by --config, else by ROCKET_CONFIG_ and the key in capitals, else by the schedule:
  cycle_sleep             a duration, a number of seconds, or none
`
	if !strings.HasPrefix(b.String(), want) {
		t.Errorf("got\n%s\nwant\n%s", b.String(), want)
	}
}

func TestDistance(t *testing.T) {
	tests := []struct {
		a, b string
		want int
	}{
		{"", "", 0}, {"", "abc", 3}, {"abc", "", 3}, {"abc", "abc", 0},
		{"abc", "abd", 1}, {"abc", "ac", 1}, {"ac", "abc", 1}, {"regoin", "region", 2},
	}
	for _, test := range tests {
		if got := distance(test.a, test.b); got != test.want {
			t.Errorf("distance(%q, %q) = %d, want %d", test.a, test.b, got, test.want)
		}
	}
}

func BenchmarkFlags(b *testing.B) {
	s := rocket.Schedule{Params: desk.Params}
	for i := range 10_000 {
		s.Tasks = append(s.Tasks, &rocket.TaskSpec{
			Name: fmt.Sprint("task", i), When: wait{}, Action: rocket.Command{Line: "true", Env: desk.Tasks[0].Action.(rocket.Command).Env}})
	}
	for b.Loop() {
		flags(&s)
	}
}

// Whatever the command line is, it is refused or understood, and what was
// understood belongs to a flag of the schedule.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{"", "--region eu", "--region=eu", "--dir", "-h", "x", "--", "--=", "="} {
		f.Add(seed)
	}
	known := flags(&desk)
	f.Fuzz(func(t *testing.T, line string) {
		c, err := parse(known, strings.Split(line, " "))
		if (c.help || err != nil) && c.values != nil {
			t.Errorf("%+v beside error %v", c, err)
		}
		for key := range c.values {
			if find(known, flagName(key)) == nil {
				t.Errorf("a value for %q, which is no flag", key)
			}
		}
	})
}
