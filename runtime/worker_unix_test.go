//go:build unix

package rocket_test

import (
	"context"
	"errors"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rocketc/rocketc/remote"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/runtime/arg"
)

func init() {
	programs["worker"] = workerSchedule
}

// workerSchedule is what this test binary is when a worker starts it for the run of a function.
func workerSchedule() rocket.Schedule {
	remotely := func(name string, action rocket.Action) *rocket.TaskSpec {
		return &rocket.TaskSpec{Name: name, When: once{}, Execution: rocket.Remote, Action: action,
			Grace: 100 * time.Millisecond}
	}
	function := func(ctx context.Context, r *rocket.Run) (any, error) {
		r.Progress(1, 2, "half")
		os.Stdout.WriteString("written by the function\n")
		region, err := rocket.Arg[string]{Name: "region", From: arg.Param("region")}.Value(r)
		from, _ := rocket.RunFrom(ctx)
		return map[string]string{"region": region, "from ctx": strconv.FormatBool(from == r),
			"token":  os.Getenv("RKT_RUN_TOKEN"),
			"worker": os.Getenv("ROCKETC_TEST_WORKER"), "pid": strconv.Itoa(os.Getpid())}, err
	}
	hangs := func(ctx context.Context, _ *rocket.Run) (any, error) {
		os.Stdout.WriteString("hanging\n")
		<-ctx.Done()
		return nil, ctx.Err()
	}
	command := rocket.Command{
		Line: `echo "::progress 3/4 rows"; echo "token $RKT_RUN_TOKEN in $REGION"`,
		Env:  []arg.Var{{Name: "REGION", Value: arg.Param("region")}},
	}
	key := []arg.Var{{Name: "KEY", Value: arg.Param("key")}}
	return rocket.Schedule{
		Name: "desk", Build: "b1", Config: rocket.Config{Timezone: "UTC"},
		Params: []rocket.Param{{Name: "region", Value: arg.Literal{Value: "north"}},
			{Name: "key", Value: arg.Flag("--key"), Secret: true}},
		Tasks: []*rocket.TaskSpec{
			remotely("function", sourced{function, arg.Param("region")}),
			remotely("command", command),
			remotely("fails", rocket.Command{Line: "echo out; echo err >&2; exit 3"}),
			remotely("tells", rocket.Command{Line: "echo key $KEY; echo key $KEY >&2", Env: key}),
			remotely("spills", rocket.Command{Line: "echo $KEY; echo $KEY >&2; exit 1", Env: key}),
			remotely("odd", rocket.Func(func(context.Context, *rocket.Run) (any, error) {
				return oddJSON{}, nil
			})),
			remotely("hangs", rocket.Func(hangs)),
			remotely("sleeps", rocket.Command{Line: "echo asleep; exec sleep 60"}),
		},
	}
}

// An oddJSON makes JSON of itself that is no UTF-8.
type oddJSON struct{}

func (oddJSON) MarshalJSON() ([]byte, error) { return []byte("\"odd \xff\""), nil }

// A onceEngine is an engine that has a worker do one run.
type onceEngine struct {
	rocket.Engine
	claim   rocket.Claim
	outcome rocket.RemoteOutcome
}

func (e *onceEngine) Serve(ctx context.Context, _ rocket.WorkerSpec,
	do func(context.Context, rocket.Claim) rocket.RemoteOutcome) error {
	e.outcome = do(ctx, e.claim)
	return nil
}

// TestOddJSON: what a value makes of itself, and is no UTF-8, comes to the engine, to a worker and
// to the run log as UTF-8, which databases want.
func TestOddJSON(t *testing.T) {
	t.Setenv("ROCKETC_TEST_PROGRAM", "worker")
	t.Setenv("GORACE", "atexit_sleep_ms=0")
	engine := onceEngine{claim: rocket.Claim{Output: func(_, _ string) {}}}
	engine.claim.RunID, engine.claim.Task = "1", "odd"
	engine.claim.Order = []byte(`{"run":"1"}`)
	worker := newSession(t, workerSchedule(), rocket.WithEngine(&engine))
	err := rocket.ServeWorker(t.Context(), worker, rocket.WorkerSpec{Name: "w"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if want := `"odd �"`; !strings.Contains(string(engine.outcome.Report), want) {
		t.Errorf("the worker reports %q", engine.outcome.Report)
	}
	local := &rocket.TaskSpec{Name: "local", When: once{}, Execution: rocket.Thread,
		Action: rocket.Func(func(context.Context, *rocket.Run) (any, error) {
			return oddJSON{}, nil
		})}
	leads := newSession(t, rocket.Schedule{Tasks: []*rocket.TaskSpec{local}})
	if _, err := leads.RunTask(t.Context(), "local", nil); err != nil {
		t.Fatal(err)
	}
	records := recordsOf(t, leads.RunLog(), "local")
	if last := records[len(records)-1]; string(last.Return) != `"odd �"` {
		t.Errorf("the record is %+v", last)
	}
}

// sourced is a function with the sources of its arguments, as generated code has it.
type sourced struct {
	rocket.Func
	from arg.Source
}

func (s sourced) Sources() []arg.Source { return []arg.Source{s.from} }

// TestServeWorker: functions run in a process of their own, commands as commands; what they write
// and say comes to the session that leads.
func TestServeWorker(t *testing.T) {
	t.Setenv("ROCKETC_TEST_PROGRAM", "worker")
	t.Setenv("ROCKETC_TEST_WORKER", "yes")
	t.Setenv("GORACE", "atexit_sleep_ms=0")
	var engine remote.Memory
	var log, own logLines
	schedule := workerSchedule()
	leads := newSession(t, schedule, rocket.WithEngine(&engine), rocket.WithLogger(log.logger()))
	if err := leads.SetParam(t.Context(), "region", "south"); err != nil {
		t.Fatal(err)
	}
	worker := newSession(t, schedule, rocket.WithEngine(&engine), rocket.WithLogger(own.logger()),
		rocket.WithFlags(map[string]string{"--key": "of-the-worker"}))
	ctx, end := context.WithCancel(t.Context())
	served, stopped := make(chan error, 1), make(chan error, 1)
	go func() {
		served <- rocket.ServeWorker(ctx, worker, rocket.WorkerSpec{Name: "w1", Slots: 8}, nil)
	}()
	go func() { stopped <- leads.Run(context.Background()) }()
	ended := func(task string) (r rocket.Record) {
		eventually(t, task+" has ended", func() bool {
			for _, one := range recordsOf(t, leads.RunLog(), task) {
				r = one
			}
			return r.Event&rocket.Outcome != 0
		})
		return r
	}
	function := ended("function")
	for _, part := range []string{`"region":"south"`, `"token":"`, `"worker":"yes"`,
		`"from ctx":"true"`} {
		if !strings.Contains(string(function.Return), part) {
			t.Errorf("function: %+v lacks %s", function, part)
		}
	}
	if function.Progress != "1/2 half" {
		t.Errorf("the progress of function is %q", function.Progress)
	}
	command := ended("command")
	if !strings.Contains(string(command.Return), "rows\\ntoken ") ||
		!strings.HasSuffix(string(command.Return), ` in south"`) ||
		command.Progress != "3/4 rows" {
		t.Errorf("command: %+v", command)
	}
	fails := ended("fails")
	if fails.Event != rocket.Failed || fails.Output != "out" ||
		fails.Error != "exit status 3: err" {
		t.Errorf("fails: %+v", fails)
	}
	ended("odd")
	tells, spills := ended("tells"), ended("spills")
	if tells.Event != rocket.Succeeded || tells.Return != nil || spills.Output != "*****" ||
		spills.Error != "exit status 1: *****" || log.count("of-the-worker") > 0 {
		t.Errorf("a secret of the worker is shown: %+v\n%+v\n%s", tells, spills, log.String())
	}
	for _, line := range []string{
		"written by the function", " in south", "asleep", "hanging",
	} {
		eventually(t, "the log has "+line, func() bool { return log.count(line) > 0 })
	}
	if live := worker.Overview().Live; len(live) != 2 {
		t.Errorf("the worker says that it does %+v", live)
	}
	for _, task := range []string{"hangs", "sleeps"} {
		if err := leads.Task(task).Terminate(); err != nil {
			t.Error(err)
		}
		if r := ended(task); r.Event != rocket.Terminated || r.Duration > 30*time.Second {
			t.Errorf("%s: %+v", task, r)
		}
	}
	end()
	if err := <-served; err != nil {
		t.Error(err)
	}
	if err := leads.Shutdown(context.Background()); err != nil {
		t.Error(err)
	}
	if err := <-stopped; err != nil {
		t.Error(err)
	}
	if own.count("run begins") != 8 || own.count("run ended") != 8 || own.count("asleep") > 0 {
		t.Errorf("the log of the worker: %s", own.String())
	}
}

// TestServeWorkerStops: a worker that is to end at once ends its runs, which have failed.
func TestServeWorkerStops(t *testing.T) {
	var engine remote.Memory
	schedule := rocket.Schedule{Name: "desk", Tasks: []*rocket.TaskSpec{{
		Name: "sleeps", When: once{}, Execution: rocket.Remote,
		Action: rocket.Command{Line: "echo asleep; exec sleep 60"},
	}}}
	var log logLines
	leads := newSession(t, schedule, rocket.WithEngine(&engine), rocket.WithLogger(log.logger()))
	worker := newSession(t, schedule, rocket.WithEngine(&engine))
	ctx, end := context.WithCancel(t.Context())
	served, stopped := make(chan error, 1), make(chan error, 1)
	go func() { served <- rocket.ServeWorker(ctx, worker, rocket.WorkerSpec{}, nil) }()
	go func() { stopped <- leads.Run(context.Background()) }()
	eventually(t, "the command runs", func() bool { return log.count("asleep") > 0 })
	end()
	if err := <-served; err != nil {
		t.Error(err)
	}
	_ = leads.Shutdown(context.Background())
	<-stopped
	records := recordsOf(t, leads.RunLog())
	if len(records) != 2 || records[1].Event != rocket.Failed ||
		!strings.HasPrefix(records[1].Error, "the worker was stopped: ") {
		t.Errorf("records: %+v", records)
	}
	if err := worker.Run(t.Context()); !errors.Is(err, rocket.ErrInProcess) {
		t.Errorf("a worker that is to run its session: %v", err)
	}
}

func TestServeWorkerWithoutEngine(t *testing.T) {
	s := newSession(t, rocket.Schedule{})
	err := rocket.ServeWorker(t.Context(), s, rocket.WorkerSpec{}, nil)
	if !errors.Is(err, rocket.ErrNoEngine) {
		t.Errorf("serving: %v", err)
	}
	if _, err := s.Migrate(t.Context()); !errors.Is(err, rocket.ErrNoEngine) {
		t.Errorf("migrating: %v", err)
	}
}
