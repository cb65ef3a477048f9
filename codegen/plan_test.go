package codegen_test

import (
	"go/types"
	"time"

	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/golang"
	"github.com/rocketc/rocketc/period"
	"github.com/rocketc/rocketc/plan"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/runtime/arg"
	"github.com/rocketc/rocketc/runtime/step"
	"github.com/rocketc/rocketc/stdconds"
)

// at is a place in prices.rkt.
func at(line int) diag.Span {
	return diag.Span{File: "prices.rkt", Start: diag.Pos{Line: line, Col: 1}}
}

// body reads the statements of a code task.
func body(text string) *golang.Snippet {
	s, err := golang.ParseBody(text)
	if err != nil {
		panic(err)
	}
	return s
}

// typ reads the type of what a code task returns.
func typ(text string) *golang.Snippet {
	s, err := golang.ParseType(text)
	if err != nil {
		panic(err)
	}
	return s
}

// morning is a condition of some size.
var morning = stdconds.All{
	stdconds.Once{
		Period: period.OfDay{From: 7 * time.Hour},
		Text:   "daily after 07:00",
	},
	stdconds.Named{Name: "work_day",
		Of: stdconds.TimeOf{Period: period.OfWeek{To: 5 * 24 * time.Hour}}},
	stdconds.Not{Of: stdconds.Has{Did: rocket.Failed, Span: stdconds.Past(2 * time.Hour),
		Count: stdconds.Count{Op: stdconds.Greater, N: 3}}},
}

// prices is a plan with something of everything.
func prices() *plan.Plan {
	desk := plan.Import{Path: "example.com/desk/prices", Name: "prices"}
	local := plan.Import{Path: "example.com/desk/time", Name: "time"}
	std := plan.Import{Path: "time", Name: "time"}
	fetch := &plan.GoFunc{
		Import: desk, Func: "Fetch", Span: at(12), Value: true, Error: true,
		Result: types.NewSlice(types.Typ[types.Float64]),
		Params: []plan.GoParam{{Name: "ctx", Fill: plan.FillContext},
			{Name: "log", Fill: plan.FillLogger}},
	}
	return &plan.Plan{
		Files:   []string{"prices.rkt"},
		Imports: []plan.Import{desk, local, {Path: "fmt", Name: "fmt"}},
		Schedule: rocket.Schedule{
			Config: rocket.Config{TaskExecution: rocket.Process, Timezone: "Europe/Helsinki",
				ShutCond: stdconds.Cycles{Count: stdconds.Count{Op: stdconds.GreaterEqual, N: 10}}},
			Params: []rocket.Param{
				{Name: "region", Value: arg.First{arg.Env("REGION"),
					arg.Flag("--region"), arg.Literal{Value: "eu"}}},
				{Name: "limit", Value: arg.Literal{Value: 1.0}},
			},
			Tasks: []*rocket.TaskSpec{
				{Name: "fetch", Description: "Downloads the day's closing prices.",
					Pos: pos("prices.rkt", 11, 1), When: morning, Action: fetch,
					Timeout: 10 * time.Minute},
				{Name: "fetch again", Pos: pos("prices.rkt", 15, 1),
					When:   stdconds.Retry{Times: 3, Every: 90 * time.Second, Backoff: 2},
					Action: fetch, Timeout: rocket.Never},
				{Name: "late", Pos: pos("prices.rkt", 18, 1),
					When: stdconds.After{Tasks: []string{"fetch", "report"}, Did: rocket.Failed,
						Any: true},
					Action: rocket.Command{Line: "notify-send 'the prices are late'"}},
				{Name: "nightly.compact", Pos: pos("prices.rkt", 20, 5),
					Until: stdconds.Running{Over: 1500 * time.Millisecond}, Action: rocket.Command{
						Args:    []string{"find", "/var/tmp/prices", "-mtime", "+7", "-delete"},
						Env:     []arg.Var{{Name: "REGION", Value: arg.Param("region")}},
						Success: []int{0, 3},
					}},
				{Name: "größe", Pos: pos("prices.rkt", 22, 1), When: stdconds.Const(true),
					Action: rocket.Do{step.Run{Task: "fetch"},
						step.Shutdown{Force: true}}},
				{Name: "hello", Description: "Says hello.\n\nAnd more.",
					Pos: pos("prices.rkt", 30, 1),
					Action: &plan.Code{
						Body: body("\n        fmt.Println(\"Hello\", time.Now())\n\n\n" +
							"        if ctx.Err() != nil { return }\n        x := 1 // one\n" +
							"        fmt.Println(x)\n    "), Span: at(31),
						Imports: []plan.Import{{Path: "fmt", Name: "fmt"}, std},
					}},
				{Name: "count", Pos: pos("prices.rkt", 40, 1), Action: &plan.Code{
					Type: typ("time.Duration"), Body: body(" r := time.Minute; return r, nil "),
					Span: at(41), Imports: []plan.Import{local},
				}},
			},
		},
	}
}

func pos(file string, line, col int) rocket.Pos {
	return rocket.Pos{File: file, Line: line, Column: col}
}
