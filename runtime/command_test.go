package rocket_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"strings"
	"testing"
	"time"

	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/runtime/arg"
)

// runOnce runs one task to its end and returns how it ended and what was
// logged.
func runOnce(t *testing.T, task rocket.TaskSpec, schedule rocket.Schedule,
	options ...rocket.Option) (rocket.Record, string) {
	t.Helper()
	var log bytes.Buffer
	task.Name, task.When = "a", once{}
	schedule.Tasks = append(schedule.Tasks, &task)
	schedule.Config.ShutCond = ended{"a"}
	logger := slog.New(slog.NewTextHandler(&log, nil))
	s := newSession(t, schedule, append(options, rocket.WithLogger(logger))...)
	if err := s.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	records := recordsOf(t, s.RunLog())
	return records[len(records)-1], log.String()
}

// ended holds when a run of the task has ended.
type ended struct{ task string }

func (c ended) Observe(o *rocket.Observation) (rocket.State, error) {
	return rocket.State{Holds: o.History(c.task).Total(rocket.Outcome) > 0}, nil
}

func TestCommand(t *testing.T) {
	dir := t.TempDir()
	for _, test := range []struct {
		name    string
		command rocket.Command
		want    rocket.Event
		err     string
		log     string
	}{
		{"shell line", rocket.Command{Line: "echo one; echo two"}, rocket.Succeeded, "",
			"line=two"},
		{"arguments", rocket.Command{Args: []string{"echo", "$HOME; x"}}, rocket.Succeeded, "",
			`line="$HOME; x"`},
		{"exit status with standard error", rocket.Command{Line: "echo bad >&2; exit 3"},
			rocket.Failed, "exit status 3: bad", "stream=stderr"},
		{"success codes", rocket.Command{Line: "exit 3", Success: []int{0, 3}}, rocket.Succeeded,
			"", ""},
		{"zero is no success", rocket.Command{Line: "exit 0", Success: []int{3}}, rocket.Failed,
			"exit status 0 is not among", ""},
		{"no such program", rocket.Command{Args: []string{"rocketc-no-such-program"}},
			rocket.Failed, "executable file not found", ""},
		{"no such directory", rocket.Command{Line: "true", Dir: dir + "/none"}, rocket.Failed,
			"no such file or directory", ""},
		{"directory", rocket.Command{Line: "pwd", Dir: dir}, rocket.Succeeded, "", "line=" + dir},
		{"shell", rocket.Command{Line: "a b", Shell: "echo"}, rocket.Succeeded, "",
			`line="-c a b"`},
		{"no such shell", rocket.Command{Line: "true", Shell: "rocketc-no-such-shell"},
			rocket.Failed, "executable file not found", ""},
		{"environment", rocket.Command{Line: `echo "$A" "$ROCKET_RUN_ID"`,
			Env: []arg.Var{{Name: "A", Value: arg.Literal{Value: "b c"}}}}, rocket.Succeeded, "",
			`line="b c 0`},
	} {
		t.Run(test.name, func(t *testing.T) {
			rec, log := runOnce(t, rocket.TaskSpec{Action: test.command}, rocket.Schedule{})
			if rec.Event != test.want || !strings.Contains(rec.Error, test.err) ||
				(test.err == "") != (rec.Error == "") {
				t.Errorf("got %v, error %q; want %v, %q", rec.Event, rec.Error, test.want, test.err)
			}
			if !strings.Contains(log, test.log) {
				t.Errorf("log does not have %s:\n%s", test.log, log)
			}
		})
	}
}

func TestCommandArguments(t *testing.T) {
	t.Setenv("ROCKETC_TEST_REGION", "north")
	schedule := rocket.Schedule{Params: []rocket.Param{
		{Name: "region", Value: arg.First{arg.Env("ROCKETC_TEST_NONE"), arg.Flag("--region"),
			arg.Literal{Value: "eu"}}},
	}}
	env := []arg.Var{
		{Name: "R", Value: arg.Param("region")},
		{Name: "N", Value: arg.Env("ROCKETC_TEST_REGION")},
		{Name: "L", Value: arg.Literal{Value: 7}},
	}
	task := rocket.TaskSpec{Action: rocket.Command{Line: "echo $R-$N-$L", Env: env}}
	if rec, log := runOnce(t, task, schedule); !strings.Contains(log, "line=eu-north-7") {
		t.Errorf("%v\n%s", rec, log)
	}
	flags := rocket.WithFlags(map[string]string{"--region": "us"})
	if rec, log := runOnce(t, task, schedule, flags); !strings.Contains(log, "line=us-north-7") {
		t.Errorf("%v\n%s", rec, log)
	}
	task.Action = rocket.Command{Line: "echo",
		Env: []arg.Var{{Name: "X", Value: arg.Env("ROCKETC_TEST_NONE")}}}
	if rec, _ := runOnce(t, task, schedule); rec.Event != rocket.Failed ||
		rec.Error != `env X: env "ROCKETC_TEST_NONE" has no value` {
		t.Errorf("got %v %q", rec.Event, rec.Error)
	}
}

// TestCommandDefaults: the configuration has defaults for commands. A command that says
// otherwise comes first, variable by variable; what it replaces need not have a value.
func TestCommandDefaults(t *testing.T) {
	dir, own := t.TempDir(), t.TempDir()
	entry := func(name string, from arg.Source) arg.Var { return arg.Var{Name: name, Value: from} }
	config := rocket.Config{Dir: dir, Shell: "/bin/echo", Env: []arg.Var{
		entry("A", arg.Env("ROCKETC_TEST_NONE")), entry("B", arg.Param("b"))}}
	const show = `echo "$A-$B in $PWD"`
	command := rocket.Command{Args: []string{"sh", "-c", show},
		Env: []arg.Var{entry("A", arg.Literal{Value: 1})}}
	inOwn := command
	inOwn.Dir = own
	for _, test := range []struct {
		command rocket.Command
		want    string
	}{
		{command, "1-2 in " + dir},
		{inOwn, "1-2 in " + own},
		{rocket.Command{Line: "a b", Env: command.Env}, "-c a b"},
		{rocket.Command{Line: show, Shell: "/bin/sh", Env: command.Env}, "1-2 in " + dir},
	} {
		for _, materialize := range []rocket.Materialize{rocket.Post, rocket.Pre} {
			config.ParamMaterialize = materialize
			schedule := rocket.Schedule{Config: config,
				Params: []rocket.Param{{Name: "b", Value: arg.Literal{Value: 2}}}}
			rec, log := runOnce(t, rocket.TaskSpec{Action: test.command}, schedule)
			if materialize == rocket.Pre && rec.Event != rocket.Succeeded {
				t.Errorf("%+v: %v", test.command, rec.Error)
			}
			if !strings.Contains(log, `line="`+test.want) {
				t.Errorf("%+v: want %s in\n%s", test.command, test.want, log)
			}
		}
	}
}

// TestImpossibleCommand: what no system could start is known before the command starts.
func TestImpossibleCommand(t *testing.T) {
	env := func(name, value string) []arg.Var {
		return []arg.Var{{Name: name, Value: arg.Literal{Value: value}}}
	}
	for want, command := range map[string]rocket.Command{
		`env "A=B": the name of a variable is not empty, and has no "="`: {
			Line: "true", Env: env("A=B", "x"),
		},
		`env "": the name of a variable is not empty, and has no "="`: {
			Line: "true", Env: env("", "x"),
		},
		`the variable "A" of the environment has a NUL byte`: {
			Line: "true", Env: env("A", "\x00"),
		},
		`the variable "A\x00" of the environment has a NUL byte`: {
			Line: "true", Env: env("A\x00", ""),
		},
		`the argument "a\x00" has a NUL byte`: {
			Args: []string{"true", "a\x00"},
		},
		`the argument "true\x00" has a NUL byte`: {Line: "true\x00"},
		`the argument "\x00" has a NUL byte`: {
			Line: "true", Shell: "\x00",
		},
		`the directory "\x00" has a NUL byte`: {
			Line: "true", Dir: "\x00",
		},
	} {
		s := newSession(t, rocket.Schedule{
			Config: rocket.Config{StopOnPrerun: true},
			Tasks:  []*rocket.TaskSpec{{Name: "a", When: once{}, Action: command}},
		})
		if err := s.Run(t.Context()); err == nil || err.Error() != "task a: "+want {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}

// TestGraceOfACommand: a command that ignores SIGTERM is killed after its grace.
func TestGraceOfACommand(t *testing.T) {
	rec, _ := runOnce(t, rocket.TaskSpec{
		Action:  rocket.Command{Line: `trap '' TERM; while :; do sleep 1; done`},
		Timeout: 50 * time.Millisecond, Grace: 50 * time.Millisecond,
	}, rocket.Schedule{})
	if rec.Event != rocket.Terminated || rec.Error != "timed out after 50ms" ||
		rec.Duration > 10*time.Second {
		t.Errorf("got %v %q after %v", rec.Event, rec.Error, rec.Duration)
	}
}

// TestUserOfACommand: env overrides what comes with the user; a user that cannot
// be is known before the command starts.
func TestUserOfACommand(t *testing.T) {
	env := []arg.Var{{Name: "HOME", Value: arg.Literal{Value: "/srv"}}}
	command := rocket.Command{User: "root", Line: "echo $USER $HOME", Env: env}
	rec, log := runOnce(t, rocket.TaskSpec{Action: command}, rocket.Schedule{})
	if root := os.Geteuid() == 0; root && !strings.Contains(log, `line="root /srv"`) ||
		!root && rec.Error == "" {
		t.Errorf("got %q\n%s", rec.Error, log)
	}
	command.User = "no one"
	s := newSession(t, rocket.Schedule{
		Config: rocket.Config{StopOnPrerun: true},
		Tasks:  []*rocket.TaskSpec{{Name: "a", When: once{}, Action: command}},
	})
	if err := s.Run(t.Context()); err == nil ||
		!strings.HasPrefix(err.Error(), `task a: user "no one": there is no such user`) {
		t.Errorf("got %v", err)
	}
}

func TestFloodIsCut(t *testing.T) {
	const line = `i=0; while [ $i -lt 40000 ]; do echo "line $i"; i=$((i+1)); done >&2; exit 1`
	task := rocket.TaskSpec{Action: rocket.Command{Line: line}}
	rec, _ := runOnce(t, task, rocket.Schedule{})
	if len(rec.Error) > 70_000 || !strings.HasPrefix(rec.Error, "exit status 1: […]") ||
		!strings.HasSuffix(rec.Error, "line 39999") {
		t.Errorf("the error has %d bytes: %.80s", len(rec.Error), rec.Error)
	}
}

// processSchedule is the schedule whose tasks run in a process of their own:
// this test binary, started again with the same arguments.
func processSchedule() rocket.Schedule {
	task := func(name string, f rocket.Func) *rocket.TaskSpec {
		return &rocket.TaskSpec{Name: name, When: once{}, Execution: rocket.Process, Action: f,
			Timeout: time.Minute, Grace: 100 * time.Millisecond}
	}
	return rocket.Schedule{
		Config: rocket.Config{ShutCond: allDone{7}},
		Tasks: []*rocket.TaskSpec{
			task("0", func(context.Context, *rocket.Run) (any, error) { return os.Getpid(), nil }),
			task("1", func(context.Context, *rocket.Run) (any, error) {
				return nil, errors.New("no luck")
			}),
			task("2", func(context.Context, *rocket.Run) (any, error) {
				return nil, rocket.ErrInaction
			}),
			task("3", func(context.Context, *rocket.Run) (any, error) { panic("oh") }),
			task("4", func(context.Context, *rocket.Run) (any, error) {
				os.Exit(7)
				return nil, nil
			}),
			task("5", func(context.Context, *rocket.Run) (any, error) { return func() {}, nil }),
			task("6", func(_ context.Context, r *rocket.Run) (any, error) {
				_, err := r.Session().Create(rocket.TaskSpec{Name: "new"})
				_, started := r.Session().Task("0").Start(nil)
				return nil, errors.Join(started, err)
			}),
		},
	}
}

func TestProcessExecution(t *testing.T) {
	records := playProcesses(t, "processes")
	got := map[string]string{}
	for _, r := range records {
		if r.Event != rocket.Started {
			got[r.Task] = fmt.Sprintf("%v %.60s", r.Event, strings.Split(r.Error, "\n")[0])
		}
	}
	for task, want := range map[string]string{
		"0": "success ",
		"1": "fail no luck",
		"2": "inaction ",
		"3": "fail panic: oh",
		"4": "fail the process ended without a result: exit status 7",
		"5": "fail the return value does not become JSON: json: unsupported typ",
		"6": "fail a run in a process of its own cannot steer the session",
	} {
		if got[task] != want {
			t.Errorf("task %s: got %q, want %q", task, got[task], want)
		}
	}
}
