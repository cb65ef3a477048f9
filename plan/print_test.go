package plan_test

import (
	"errors"
	"go/types"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/rocketc/rocketc/golang"
	"github.com/rocketc/rocketc/period"
	"github.com/rocketc/rocketc/plan"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/runtime/arg"
	"github.com/rocketc/rocketc/runtime/step"
	"github.com/rocketc/rocketc/stdconds"
)

// TestString prints a plan that has everything.
func TestString(t *testing.T) {
	typ, err := golang.ParseType("int")
	body, bodyErr := golang.ParseBody("\n\tx()\n")
	end, endErr := golang.ParseBody("return 1, nil")
	if err := errors.Join(err, bodyErr, endErr); err != nil {
		t.Fatal(err)
	}
	prices := plan.Import{Path: "example.com/desk/go-prices", Name: "prices", Alias: "p"}
	workDay := stdconds.Named{Name: "work_day",
		Of: stdconds.TimeOf{Period: period.OfWeek{To: 5 * 24 * time.Hour}}}
	p := &plan.Plan{
		Package: "desk",
		Files:   []string{"a.rkt", "b.rkt"},
		Imports: []plan.Import{prices, {Path: "fmt", Name: "fmt"}},
		Schedule: rocket.Schedule{
			Config: rocket.Config{
				TaskExecution: rocket.Process, TaskPreExist: rocket.Rename, MaxProcessCount: 3,
				CycleSleep: -1, Timeout: rocket.Never, Multilaunch: true,
				InstantShutdown: true, Restarting: rocket.Recall, ForceStatusFromLogs: true,
				ParamMaterialize: rocket.Pre, RunID: rocket.Increment, StopOnPrerun: true,
				SilenceTaskLogging: true,
				SilenceCondCheck:   true, ShutCond: stdconds.SchedulerAge{Over: time.Hour},
				Timezone: "UTC",
			},
			Params: []rocket.Param{
				{Name: "region", Description: "Where.\n\nNorth or south.",
					Value: arg.First{arg.Env("R"), arg.Literal{Value: "eu"}}},
				{Name: "token", Secret: true, Value: arg.Env("T")},
			},
			Tasks: []*rocket.TaskSpec{
				{Name: "a", Pos: pos("a.rkt", 1, 1), Description: "Does it.",
					When: stdconds.All{stdconds.Every{Interval: time.Minute}, workDay,
						stdconds.Not{Of: workDay}},
					Until: stdconds.Const(false), Action: rocket.Command{Line: "ls", Shell: "bash",
						Dir: "/tmp", ShortFlags: true, NoProgress: true, Success: []int{0, 3},
						Params: []arg.Var{{Name: "d",
							Value: arg.Param("region")}},
						Env: []arg.Var{{Name: "E", Value: arg.Literal{Value: 1}}}},
					Execution: rocket.Main, Priority: -1,
					Timeout: 90 * time.Second, Grace: time.Second,
					Multilaunch: -1,
					OnStartup:   true, OnShutdown: true, Permanent: true, Disabled: true},
				{Name: "b", Pos: pos("a.rkt", 2, 1),
					Action: rocket.Command{Args: []string{"ls", "-l"}}},
				{Name: "c", Pos: pos("b.rkt", 1, 1),
					Action: rocket.Do{step.Run{Task: "a"}, step.Shutdown{Force: true}}},
				{Name: "d", Pos: pos("b.rkt", 2, 1),
					Action: &plan.GoFunc{Import: prices, Func: "Fetch", Value: true, Error: true,
						Result: types.Typ[types.Int],
						Params: []plan.GoParam{{Name: "ctx", Fill: plan.FillContext},
							{Fill: plan.FillLogger}}}},
				{Name: "e", Pos: pos("b.rkt", 3, 1),
					Action: &plan.Code{Body: body, Type: typ, Imports: []plan.Import{prices}}},
				{Name: "f", Pos: pos("b.rkt", 4, 1), Action: &plan.Code{Body: end}},
			},
		},
	}
	const want = `package desk
file a.rkt
file b.rkt
import p "example.com/desk/go-prices" (package prices)
import "fmt"
config
	task_execution process
	task_pre_exist rename
	max_process_count 3
	cycle_sleep  never
	timeout      never
	multilaunch  true
	instant_shutdown true
	restarting   recall
	force_status_from_logs true
	param_materialize pre
	run_id       increment
	stop_on_prerun true
	silence_task_logging true
	silence_cond_check true
	shut_cond    scheduler has run over 1 hour
	timezone     "UTC"
param region = env "R" >> "eu"
	# Where.
	#
	# North or south.
secret token = env "T"
task "a" at a.rkt:1:1
	# Does it.
	when         every 1 minute & work_day & ~work_day
		work_day = time of week between Mon and Fri
	until        false
	command      "ls"
	shell        "bash"
	dir          "/tmp"
	env          E: 1
	params       d: region
	short_flags  true
	success      [0 3]
	no_progress  true
	execution    main
	priority     -1
	timeout      1 minute 30 seconds
	grace        1 second
	multilaunch  -1
	on_startup   true
	on_shutdown  true
	permanent    true
	disabled     true
task "b" at a.rkt:2:1
	command      ["ls" "-l"]
task "c" at b.rkt:1:1
	do           run a, shutdown force
task "d" at b.rkt:2:1
	func         example.com/desk/go-prices.Fetch(ctx context.Context, *slog.Logger) (int, error)
task "e" at b.rkt:3:1
	code         int at 
		import p "example.com/desk/go-prices" (package prices)
		| 	x()
		| (end)
task "f" at b.rkt:4:1
	code         any at 
		| return 1, nil
`
	if diff := cmp.Diff(want, p.String()); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

func pos(file string, line, col int) rocket.Pos {
	return rocket.Pos{File: file, Line: line, Column: col}
}
