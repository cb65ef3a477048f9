package console

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"reflect"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/runtime/arg"
)

// always holds from the start to the end.
type always struct{}

func (always) Observe(*rocket.Observation) (rocket.State, error) {
	return rocket.State{Holds: true}, nil
}

// An attempt is one run of a schedule.
type attempt struct {
	status         int
	stdout, stderr bytes.Buffer
}

// start runs the schedule and returns what becomes of it, once it has ended.
func start(s *rocket.Schedule, log string, signals chan os.Signal, args ...string) *attempt {
	p := &attempt{}
	env := environment{"ROCKET_LOG=" + log}
	args = append([]string{"/opt/bin/desk"}, args...)
	newSession := func(options ...rocket.Option) (*rocket.Session, error) {
		return rocket.New(s, options...)
	}
	p.status = run(newSession, args, env, &p.stdout, &p.stderr, signals)
	return p
}

func (p *attempt) expect(t *testing.T, status int, stdout, stderr string) {
	t.Helper()
	if p.status != status {
		t.Errorf("exit status %d, want %d", p.status, status)
	}
	for _, stream := range []struct{ name, got, want string }{
		{"stdout", p.stdout.String(), stdout}, {"stderr", p.stderr.String(), stderr},
	} {
		if stream.want == "" && stream.got != "" || !strings.Contains(stream.got, stream.want) {
			t.Errorf("%s is %q, want %q", stream.name, stream.got, stream.want)
		}
	}
}

// short is a schedule that ends by itself.
func short() *rocket.Schedule {
	return &rocket.Schedule{Config: rocket.Config{ShutCond: always{}}}
}

// compiled is a schedule that says what it was compiled of.
func compiled() *rocket.Schedule {
	s := short()
	s.Sources, s.Compiler = "1a2b3c4d5e6f", "v1.2.3"
	return s
}

func TestRun(t *testing.T) {
	twice := &rocket.Schedule{Tasks: []*rocket.TaskSpec{
		{Name: "a", Pos: pos("x.rkt", 1, 1)}, {Name: "a", Pos: pos("x.rkt", 2, 1)}}}
	tests := []struct {
		name           string
		schedule       *rocket.Schedule
		log, arg       string
		status         int
		stdout, stderr string
	}{
		{"orderly end", short(), "", "", 0, "",
			`"msg":"schedule stopping","schedule":"desk","by":"shut_cond","force":false}`},
		{"quiet", short(), "error", "", 0, "", ""},
		{"quiet by a flag", short(), "debug", "--log=error", 0, "", ""},
		{"journal", short(), "", "--log-format=journal", 0, "",
			"<6>desk  stopping, by shut_cond\n"},
		{"text", short(), "", "--log-format=text", 0, "", " desk  stopping, by shut_cond\n"},
		{"auto", short(), "", "--log-format=auto", 0, "", `"msg":"schedule stopping"`},
		{"help", short(), "", "--help", 0, "Usage: desk [flags]", ""},
		{"help in a word", short(), "", "help", 0, "Usage: desk [flags]", ""},
		{"version", short(), "", "--version", 0, "desk build ", ""},
		{"version in a word", short(), "", "version", 0, "desk build ", ""},
		{"version of what is compiled", compiled(), "", "version", 0,
			"/" + runtime.GOARCH + "\nschedule 1a2b3c4d5e6f, compiled by rocketc v1.2.3\n", ""},
		{"unknown flag", short(), "", "--hepl", 2, "",
			"desk: unknown flag --hepl (did you mean --help?)\ntry: desk --help\n"},
		{"unknown command", short(), "", "x", 2, "",
			`desk: unknown command "x": there are status, list, next, why, `},
		{"option", short(), "", "--config=timeout=5m", 0, "", "schedule stopping"},
		{"unknown option", short(), "", "--config=colour=blue", 2, "",
			`desk: --config: there is no option "colour"`},
		{"wrong option", short(), "", "--config=timeout=soon", 2, "",
			`desk: --config: timeout is "soon": want a duration`},
		{"option without a value", short(), "", "--config=timeout", 2, "",
			`desk: --config timeout: want KEY=VALUE`},
		{"unknown level", short(), "loud", "", 2, "",
			`desk: ROCKET_LOG is "loud": want debug, info, warn or error`},
		{"unknown level by a flag", short(), "", "--log=loud", 2, "",
			`desk: --log is "loud": want debug, info, warn or error`},
		{"unknown format", short(), "", "--log-format=xml", 2, "",
			`desk: --log-format is "xml": want auto, text, json or journal`},
		{"wrong schedule", twice, "", "", 1, "",
			`desk: x.rkt:2:1: task "a" is already declared at x.rkt:1:1`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var args []string
				if test.arg != "" {
					args = append(args, test.arg)
				}
				p := start(test.schedule, test.log, nil, args...)
				p.expect(t, test.status, test.stdout, test.stderr)
			})
		})
	}
}

// TestRunOf: a Go package with a session of its own is a program like any other.
func TestRunOf(t *testing.T) {
	for line, want := range map[string]struct {
		status         int
		stdout, stderr string
	}{
		"":                        {0, "", "schedule stopped"},
		"--config=timeout=5m":     {0, "", "schedule stopped"},
		"--help":                  {0, "--region VALUE", ""},
		"--nonsense":              {2, "", "desk: unknown flag --nonsense"},
		"--config=colour=blue":    {2, "", `there is no option "colour"`},
		"--region=fi|run|a":       {0, "", "run succeeded"},
		"--region=fi|run|a|--jso": {2, "", "unknown flag --jso (did you mean --json?)"},
		"run|a":                   {1, "", "desk: task a: the region is <nil>"},
	} {
		synctest.Test(t, func(t *testing.T) {
			log := &rocket.MemoryLog{}
			act := func(_ context.Context, r *rocket.Run) (any, error) {
				if region, _ := r.Session().Param("region"); region != "fi" {
					return nil, fmt.Errorf("the region is %v", region)
				}
				return nil, nil
			}
			s := &rocket.Schedule{
				Config: rocket.Config{ShutCond: always{}},
				Params: []rocket.Param{{Name: "region", Value: arg.Flag("--region")}},
				Tasks:  []*rocket.TaskSpec{{Name: "a", Action: rocket.Func(act)}},
			}
			newSession := func(options ...rocket.Option) (*rocket.Session, error) {
				return rocket.New(s, append(options, rocket.WithRunLog(log))...)
			}
			c := &attempt{}
			args := strings.Fields("/opt/bin/desk " + strings.ReplaceAll(line, "|", " "))
			c.status = run(newSession, args, nil, &c.stdout, &c.stderr, nil)
			c.expect(t, want.status, want.stdout, want.stderr)
			if s.Name != "" {
				t.Error("the schedule was changed")
			}
		})
	}
	c := &attempt{}
	broken := func(...rocket.Option) (*rocket.Session, error) { return nil, errors.New("broken") }
	c.status = run(broken, []string{"desk"}, nil, &c.stdout, &c.stderr, nil)
	c.expect(t, 1, "", "desk: broken\n")
}

// inRegion holds where the parameter region is eu.
type inRegion struct{}

func (inRegion) Observe(o *rocket.Observation) (rocket.State, error) {
	region, _ := o.Param("region")
	return rocket.State{Holds: region == "eu"}, nil
}

// A value on the command line reaches the schedule.
func TestRunFlag(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &rocket.Schedule{
			Config: rocket.Config{ShutCond: inRegion{}},
			Params: []rocket.Param{{Name: "region", Value: arg.Flag("--region")}},
		}
		begin, signals := time.Now(), make(chan os.Signal, 2)
		time.AfterFunc(time.Hour, func() { signals <- syscall.SIGTERM })
		start(s, "", signals, "--region", "eu").expect(t, 0, "", "schedule stopping")
		if time.Since(begin) >= time.Hour {
			t.Error("the parameter is not eu")
		}
	})
}

// errands is a schedule of which a test runs one task.
func errands() *rocket.Schedule {
	act := func(_ context.Context, r *rocket.Run) (any, error) {
		n, err := rocket.Arg[int]{Name: "n", From: arg.Literal{Value: 0}}.Value(r)
		switch {
		case err != nil:
			return nil, err
		case n == 1:
			return nil, rocket.ErrInaction
		case n > 1:
			return nil, errors.New("too many")
		}
		return nil, nil
	}
	return &rocket.Schedule{Tasks: []*rocket.TaskSpec{
		{Name: "a b", Action: rocket.Func(act)},
		{Name: "due", When: always{}, Action: rocket.Func(act)},
		{Name: "echo", Action: rocket.Command{Line: "true"}},
	}}
}

// TestRunTask: a program runs one task, and its outcome is the exit status.
func TestRunTask(t *testing.T) {
	for line, want := range map[string]struct {
		status int
		stderr string
	}{
		"run|a b":                    {0, "run succeeded"},
		"--log|info|run|a b|n=0":     {0, "run succeeded"},
		"run|a b|n=1":                {0, "run had nothing to do"},
		"run|a b|n=2":                {1, "desk: task a b: too many\n"},
		"run|a b|n=x":                {1, `desk: task a b: parameter "n": "x"`},
		"run|a b|--if-due":           {0, "not run: its start condition does not hold"},
		"run|due|n=2|--if-due":       {1, "too many"},
		"run":                        {2, "desk: run needs a task, as in run TASK NAME=VALUE\n"},
		"run|b":                      {2, "no such task in the session: b; there are "},
		"run|echo|n=1":               {2, "task echo, n; it takes none"},
		"run|a b|n":                  {2, `unexpected argument "n" after run a b: want NAME=VALUE`},
		"run|a b|n=1|n=2":            {2, "the argument n is given twice"},
		"--if-due":                   {2, "--if-due is for run TASK only"},
		"run|a b|--config=timeout=x": {2, "timeout"},
	} {
		synctest.Test(t, func(t *testing.T) {
			p := start(errands(), "", nil, strings.Split(line, "|")...)
			p.expect(t, want.status, "", want.stderr)
		})
	}
}

// stubborn is a schedule with one run that ends only when it is terminated,
// and a last task, which notes its instant.
func stubborn(last *time.Time) *rocket.Schedule {
	return &rocket.Schedule{Tasks: []*rocket.TaskSpec{
		{Name: "stubborn", When: always{}, Timeout: time.Hour, Action: rocket.Func(
			func(ctx context.Context, _ *rocket.Run) (any, error) {
				<-ctx.Done()
				return nil, ctx.Err()
			})},
		{Name: "last", OnShutdown: true, Action: rocket.Func(
			func(context.Context, *rocket.Run) (any, error) {
				*last = time.Now()
				return nil, nil
			})},
	}}
}

func minutes(list ...time.Duration) []time.Duration {
	for i := range list {
		list[i] *= time.Minute
	}
	return list
}

func TestSignals(t *testing.T) {
	tests := []struct {
		name    string
		signals []time.Duration // when they come
		end     time.Duration   // when the program ends
		last    bool            // whether the on_shutdown task has run
		status  int
	}{
		{"one waits", minutes(1), time.Hour, true, 0},
		{"two force", minutes(1, 2), 2 * time.Minute, true, 128 + 15},
		{"two at once", minutes(1, 1), time.Minute, false, 128 + 15},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				begin, last := time.Now(), time.Time{}
				signals := make(chan os.Signal, 2)
				go func() {
					for _, at := range test.signals {
						time.Sleep(at - time.Since(begin))
						signals <- syscall.SIGTERM
					}
				}()
				start(stubborn(&last), "", signals).expect(t, test.status, "", "terminate")
				if got := time.Since(begin); got != test.end {
					t.Errorf("ended after %v, want %v", got, test.end)
				}
				if test.last && last.Sub(begin) != time.Minute {
					t.Errorf("on_shutdown ran %v after the start", last.Sub(begin))
				}
			})
		})
	}
}

// TestSignalsOfAStuckProgram: the second signal ends a program whose session does not end;
// the third does so at once.
func TestSignalsOfAStuckProgram(t *testing.T) {
	for count, want := range map[int]time.Duration{2: time.Minute + lastResort, 3: 0} {
		synctest.Test(t, func(t *testing.T) {
			var log bytes.Buffer
			session, err := rocket.New(short(),
				rocket.WithLogger(slog.New(slog.NewTextHandler(&log, nil))))
			if err != nil {
				t.Fatal(err)
			}
			signals := make(chan os.Signal, count)
			for range count {
				signals <- syscall.SIGTERM
			}
			begin := time.Now()
			_, stop := context.WithCancelCause(t.Context())
			never := make(chan error)
			o := &obedience{session: session, signals: signals, stop: stop, ended: never,
				grace: time.Minute}
			forced, err := o.obey()
			took := time.Since(begin)
			if forced != syscall.SIGTERM || err != errStuck || took != want {
				t.Errorf("%d signals: %v, %v after %v", count, forced, err, took)
			}
			if says := strings.Contains(log.String(), "goroutine "); says != (count == 2) {
				t.Errorf("%d signals: the log is %s", count, &log)
			}
		})
	}
}

// TestHeedAll: when a program is about to be replaced, all signals that have come are heeded,
// however busy the program is.
func TestHeedAll(t *testing.T) {
	for range 50 { // it takes what it waits for in no order
		synctest.Test(t, func(t *testing.T) {
			ctx, stop := context.WithCancelCause(t.Context())
			ended := make(chan error)
			o := &obedience{signals: make(chan os.Signal, 2), stop: stop, ended: ended,
				settle: make(chan func())}
			heeded := make(chan struct{})
			go func() {
				defer close(heeded)
				o.heedAll()
			}()
			synctest.Wait() // both the call and the signal are there when it begins
			o.signals <- syscall.SIGTERM
			obeyed := make(chan struct{})
			go func() {
				defer close(obeyed)
				_, _ = o.obey()
			}()
			<-heeded
			if cause := context.Cause(ctx); cause == nil || cause.Error() != "SIGTERM" {
				t.Errorf("the session ends because of %v", cause)
			}
			ended <- nil
			<-obeyed
		})
	}
}

func TestLogLevel(t *testing.T) {
	for name, want := range map[string]slog.Level{
		"": slog.LevelInfo, "debug": slog.LevelDebug, "Info": slog.LevelInfo,
		" warn ": slog.LevelWarn, "ERROR": slog.LevelError,
	} {
		if got, err := logLevel("ROCKET_LOG", name); err != nil || got != want {
			t.Errorf("logLevel(%q) = %v, %v, want %v", name, got, err, want)
		}
	}
	for _, name := range []string{"loud", "0", "info,warn"} {
		if level, err := logLevel("ROCKET_LOG", name); err == nil {
			t.Errorf("logLevel(%q) = %v, want an error", name, level)
		}
	}
}

// TestOverride: the command line comes before the environment, and that before
// the schedule.
func TestOverride(t *testing.T) {
	env := environment{
		"ROCKET_CONFIG_TIMEOUT=2m", "ROCKET_CONFIG_TIMEZONE=UTC", "ROCKET_CONFIG_CYCLE_SLEEP="}
	c := rocket.Config{Timeout: time.Minute, CycleSleep: time.Second, MaxProcessCount: 3}
	if err := override(&c, []string{"timeout=3m"}, env); err != nil {
		t.Fatal(err)
	}
	want := rocket.Config{
		Timeout: 3 * time.Minute, Timezone: "UTC", CycleSleep: time.Second, MaxProcessCount: 3}
	if !reflect.DeepEqual(c, want) {
		t.Errorf("got %+v", c)
	}
	err := override(&c, nil, environment{"ROCKET_CONFIG_TIMEOUT=soon"})
	const reason = `ROCKET_CONFIG_TIMEOUT: timeout is "soon": want`
	if err == nil || !strings.HasPrefix(err.Error(), reason) {
		t.Errorf("got %v", err)
	}
}

// TestWarn: a variable that sets nothing is a likely mistake.
func TestWarn(t *testing.T) {
	var b strings.Builder
	env := environment{"ROCKET_CONFIG_TIMEOUT=2m", "ROCKET_CONFIG_TIMEOUTS=2m",
		"ROCKET_CONFIG_COLOUR=blue", "ROCKET_CONFIGS=1"}
	env.warn(slog.New(newTextHandler(&b, slog.LevelInfo, style{journal: true})))
	const want = "<4>warning: ROCKET_CONFIG_TIMEOUTS sets no option " +
		"(did you mean ROCKET_CONFIG_TIMEOUT?)\n" +
		"<4>warning: ROCKET_CONFIG_COLOUR sets no option\n"
	if b.String() != want {
		t.Errorf("got %q", b.String())
	}
}

func pos(file string, line, col int) rocket.Pos {
	return rocket.Pos{File: file, Line: line, Column: col}
}

// run does what Run does in the given surroundings, where nobody can ask the program.
func run(newSession NewSession, args []string, env environment, stdout, stderr io.Writer,
	signals chan os.Signal) int {
	p := &program{env: env, stdout: stdout, stderr: stderr}
	return p.run(newSession, args, signals)
}
